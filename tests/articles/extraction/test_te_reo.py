"""Passages in te reo Māori are told from English, and from names."""

import pytest

from articles.extraction.te_reo import passages


def found(text):
    return [text[start:end] for start, end in passages(text)]


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("Tēnā koutou, tēnā koutou, tēnā koutou katoa.", "Tēnā koutou, tēnā koutou, tēnā koutou katoa."),
        ("She closed with “nō reira, tēnā koutou katoa” and sat.", "nō reira, tēnā koutou katoa"),
        ("Kia ora koutou. Thank you, Mr Speaker.", "Kia ora koutou."),
        ("Ka mahi tonu te whare nei, he said.", "Ka mahi tonu te whare nei"),
        ("He rā pai tēnei mō te motu!", "He rā pai tēnei mō te motu!"),
        ("E hoki mai ana te kaihoe ki te wai", "E hoki mai ana te kaihoe ki te wai"),
        ("Tena koutou katoa, said the member", "Tena koutou katoa"),
    ],
)
def test_sentences_and_greetings_are_found_to_the_letter(text, passage):
    assert found(text) == [passage]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "He told a te reo Māori class to take home one more note.",
        "Te Whare Wānanga o Awanuiārangi opened a house in Whakatāne.",
        "Ngā Puhi, Te Arawa and Ngāti Kahungunu ki Wairoa settled.",
        "We are here to make te ao Māori a home.",
        "Who were we to name one? A te reo speaker, no more.",
        "The tangata whenua of Aotearoa, their iwi and their whānau",
        "Te Ururoa Flavell and Marama Fox of Te Pāti Māori",
        "No home, no hope: here we are. Kia ora, Mr Speaker.",
        "TE RŪNANGA O NGĀI TAHU",
    ],
)
def test_english_with_words_of_te_reo_in_it_stays_english(text):
    assert found(text) == []


def test_of_several_passages_each_stands_alone():
    text = "“Kia ora tātou katoa,” she said. Then, slowly: “Me hoki atu tātou ki te kāinga.”"
    assert found(text) == ["Kia ora tātou katoa", "Me hoki atu tātou ki te kāinga."]
