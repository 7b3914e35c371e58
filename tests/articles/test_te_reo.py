"""What is in te reo Māori on a page is said to be that, and no letter of it is changed."""

import pytest
from lxml import html

from tests.factories import make_article, make_mention, make_person, make_quotation

pytestmark = pytest.mark.django_db

SAID = "Tēnā koutou, tēnā koutou katoa. Let us begin."
BODY = f"“{SAID}” said Ana Tane.\n\nThe iwi heard her greet Hone Rewi: ka nui te mihi ki a koe."


@pytest.fixture
def story():
    article = make_article("Ko te reo te take nui", BODY)
    make_quotation(article, SAID, speaker=make_person("Ana Tane"))
    make_mention(article, make_person("Hone Rewi"))
    return article


def page_at(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return html.fromstring(response.content.decode()).xpath("//main")[0]


def spoken(page, place):
    return [element.text_content() for element in page.xpath(f"{place}//*[@lang='mi']")]


def test_in_a_story_and_its_headline(client, story):
    page = page_at(client, story.get_absolute_url())
    assert spoken(page, "//h1") == ["Ko te reo te take nui"]
    assert spoken(page, "//*[contains(@class, 'story-text')]") == [
        "Tēnā koutou, tēnā koutou katoa.",
        "ka nui te mihi ki a koe.",
    ]
    text = page.xpath(
        "//*[contains(@class, 'story-text')]//p[not(ancestor::*[contains(@class, 'speaker-note')])]"
    )
    assert "\n\n".join(p.text_content() for p in text) == BODY


def test_in_a_quotation_and_in_every_list(client, story):
    quotation = story.current.quotations.get()
    for address in (quotation.get_absolute_url(), "/quotations/", "/people/ana-tane/"):
        page = page_at(client, address)
        assert "Tēnā koutou, tēnā koutou katoa." in spoken(page, "//blockquote"), address
        assert "Ko te reo te take nui" in spoken(page, "//a"), address
        assert f"“{SAID}”" in [p.text_content() for p in page.xpath("//blockquote/p")]


def test_words_that_were_searched_for_are_marked_inside_it(client, story):
    (words,) = page_at(client, "/quotations/?q=koutou+begin").xpath("//blockquote/p")
    assert spoken(words, ".") == ["Tēnā koutou, tēnā koutou katoa."]
    assert [mark.text_content() for mark in words.xpath(".//mark")] == ["koutou", "koutou", "begin"]
    (words,) = page_at(client, "/quotations/?q=tena+katoa").xpath("//blockquote/p")
    assert [mark.text_content() for mark in words.xpath(".//span[@lang='mi']//mark")] == [
        "Tēnā",
        "tēnā",
        "katoa",
    ]
