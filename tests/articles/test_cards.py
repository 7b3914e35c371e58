"""The pictures that other sites show of a link to a quotation or an event."""

from datetime import date
from struct import unpack

import pytest
from django.urls import reverse

from archive.typesetting import has_letters_for
from articles.cards import HEIGHT, WIDTH, Card, card_of_event, card_of_quotation, cut, draw
from articles.models import Quotation
from articles.views.quotations import quotation_of
from tests.factories import (
    DAY,
    cover,
    hold,
    join_party,
    make_article,
    make_event,
    make_office,
    make_party,
    make_person,
    make_quotation,
)
from tests.reading import Page

pytestmark = pytest.mark.django_db

WORDS = "We will not be moved."


@pytest.fixture
def quotation():
    person, party = make_person("Ana Tāwhai"), make_party("Harbour Party", colour="#1c5a98")
    join_party(person, party)
    hold(person, make_office("Speaker"))
    return make_quotation(make_article(body=f"“{WORDS}”", outlet="Ngā Pūrongo"), WORDS, person)


def card_at(client, of):
    return client.get(f"{of.get_absolute_url()}card.png")


def size_of(picture):
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    return unpack(">II", picture[16:24])


def test_a_quotation_has_a_picture_that_its_page_names(client, quotation):
    answer = card_at(client, quotation)
    assert answer["Content-Type"] == "image/png"
    assert size_of(answer.content) == (WIDTH, HEIGHT) == (1200, 630)
    head = Page(client.get(quotation.get_absolute_url())).tree.head
    told = {each.get("property") or each.get("name"): each.get("content") for each in head.iter("meta")}
    assert told["og:image"].endswith(reverse("quotation_card", args=[quotation.pk]))
    assert (told["og:image:width"], told["og:image:height"]) == ("1200", "630")
    assert told["twitter:card"] == "summary_large_image"
    for each in (
        WORDS.rstrip("."),
        "Ana Tāwhai",
        "Speaker; Harbour Party",
        "Ngā Pūrongo",
        "12 November 2015",
    ):
        assert each in told["og:image:alt"]


def test_the_edge_of_a_picture_is_the_party_s_and_dotted_where_nothing_is_confirmed(quotation):
    settled = card_of_quotation(quotation_of(quotation.pk))
    assert (settled.edge, settled.colour, settled.state) == ("solid", "#1c5a98", "")
    Quotation.objects.update(status="proposed")
    proposed = card_of_quotation(quotation_of(quotation.pk))
    assert (proposed.edge, proposed.state) == ("dotted", "Proposed, not yet confirmed")
    assert proposed.state in proposed.told
    assert draw(settled) != draw(proposed)


def test_nobody_is_named_where_nobody_is_known(quotation):
    Quotation.objects.update(speaker=None, attribution="unknown", speaker_label="a spokeswoman")
    card = card_of_quotation(quotation_of(quotation.pk))
    assert (card.name, card.role, card.state) == ("a spokeswoman", "", "Not yet named")


def test_of_several_who_may_have_spoken_all_are_named(quotation):
    Quotation.objects.update(speaker=None, attribution="ambiguous")
    quotation.candidates.set([make_person("Ana Bay"), make_person("Ben Bay")])
    card = card_of_quotation(quotation_of(quotation.pk))
    assert set(card.name.split(", ")) == {"Ana Bay", "Ben Bay"}
    assert (card.role, card.state) == ("One of two, or all", "Ambiguous in the report")


def test_a_picture_has_no_words_of_a_story_with_a_content_note(client, quotation):
    quotation.article.content_themes = ["sexual-violence"]
    quotation.article.save()
    card = card_of_quotation(quotation_of(quotation.pk))
    assert card.words == "Content note: sexual violence"
    assert not {"Tāwhai", "moved"} & set(card.told.split())
    assert card_at(client, quotation).status_code == 200
    shared = Page(client.get(quotation.get_absolute_url())).tree.xpath("//meta[@property]/@content")
    assert not [content for content in shared if WORDS in content]


def test_what_was_withdrawn_has_no_picture(client, quotation):
    Quotation.objects.update(status="rejected")
    assert card_at(client, quotation).status_code == 410
    Quotation.objects.update(status="confirmed")
    quotation.article.status, quotation.article.withdrawn_reason = "withdrawn", "A court said so."
    quotation.article.save()
    answer = card_at(client, quotation)
    assert (answer.status_code, answer["Content-Type"]) == (410, "text/html; charset=utf-8")
    quotation.article.status = "draft"
    quotation.article.save()
    assert card_at(client, quotation).status_code == 404


def test_a_picture_costs_few_queries_whoever_may_have_spoken(
    client, quotation, django_assert_max_num_queries
):
    quotation.candidates.set([make_person() for _ in range(9)])
    with django_assert_max_num_queries(5):
        card_at(client, quotation)


def test_a_picture_may_be_kept_and_is_asked_for_again_at_no_cost(client, quotation):
    first = card_at(client, quotation)
    assert "public" in first["Cache-Control"]
    again = client.get(f"{quotation.get_absolute_url()}card.png", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304


def test_an_event_has_a_picture_that_its_page_names(client):
    event = make_event("Walk-out", kind="walk-out", place="Wellington", ends_on=date(2015, 11, 13))
    answer = card_at(client, event)
    assert (answer["Content-Type"], size_of(answer.content)) == ("image/png", (WIDTH, HEIGHT))
    head = Page(client.get(event.get_absolute_url())).tree.head
    assert head.xpath("//meta[@property='og:image:alt']/@content") == [
        "Walk-out. Walk-out. Wellington. 12 November 2015 – 13 November 2015"
    ]
    assert card_at(client, make_event(status="proposed")).status_code == 404
    assert event.starts_on == DAY


def test_a_picture_of_an_event_has_the_note_of_its_reports_in_place_of_its_summary(client):
    event = make_event("Walk-out", kind="walk-out", summary="They told of rape.")
    plain = card_at(client, event).content
    cover(event, make_article(content_themes=["sexual-violence"]))
    head = Page(client.get(event.get_absolute_url())).tree.head
    (told,) = head.xpath("//meta[@property='og:image:alt']/@content")
    assert told == "Walk-out. Walk-out. Content note: sexual violence. 12 November 2015"
    assert card_at(client, event).content != plain
    assert card_at(client, event).content == draw(card_of_event(event, ["sexual-violence"]))


def test_a_long_quotation_ends_at_a_word_and_is_never_changed():
    assert cut("one two three four", 11) == "one two…"
    assert cut("one two, three", 9) == "one two…"
    assert cut("one\ttwo\n\nthree", 100) == "one two three"
    assert cut("unbroken", 4) == "unbr…"
    assert cut("a" * 30, 100).replace("\u200b", "") == "a" * 30


@pytest.mark.parametrize(
    "odd",
    [
        '#panic("no") $x$ *b* `c` \\ @ref <label> // [ ] { }',
        "W" * 5_000,
        "wide words " * 5_000,
        "مرحبا بالعالم",
        "שלום עולם",
        "我們不會道歉",
        "\x00\x1b\u202e\u2066 right to left",
        "e" + "\u0301" * 400,
        "\U000f1234",
        "",
    ],
)
def test_any_words_leave_a_picture_that_holds_together(odd):
    card = Card(odd, is_own=True, name=odd, role=odd, source=odd, edge="solid", language=odd, colour=odd)
    assert size_of(draw(card)) == (WIDTH, HEIGHT)


def test_letters_are_there_for_macrons_and_fadas_and_a_box_for_none():
    assert has_letters_for("āēīōū ĀĒĪŌŪ áéíóú ÁÉÍÓÚ “’…–—” ç ñ ß ł")
    assert not has_letters_for("\U000f1234")
    plain = draw(Card("A quotation", day="12 November 2015"))
    card = Card("\U000f1234", is_own=True, edge="solid", day="12 November 2015", instead="A quotation")
    assert draw(card) == plain
