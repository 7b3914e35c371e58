"""What nobody confirmed, where the archive's keepers trust the reader from some confidence on."""

import pytest
from django.urls import reverse

from tests.factories import make_article, make_person, make_quotation
from tests.reading import Page

pytestmark = pytest.mark.django_db

CONFIRMED, SURE, UNSURE, NAMELESS = "One.", "Two.", "Three.", "Four."


@pytest.fixture
def quotations():
    """By their words, a confirmed one and three that are not, in one story."""
    article = make_article(body="\n\n".join([CONFIRMED, SURE, UNSURE, NAMELESS]))
    ana = make_person("Ana Tane")
    rows = [
        make_quotation(article, CONFIRMED, ana, confidence=0.5),
        make_quotation(article, SURE, ana, status="proposed", confidence=0.95, evidence="she"),
        make_quotation(article, UNSURE, ana, status="proposed", confidence=0.94),
        make_quotation(article, NAMELESS, status="proposed", confidence=0.99),
    ]
    return {row.text: row for row in rows}


@pytest.fixture
def trusting(settings):
    settings.ATTRIBUTION_SHOWN_AS_FACT = 0.95


def page_of(client, row):
    return Page(client.get(row.get_absolute_url()))


def how_we_know(client, quotation):
    return page_of(client, quotation).texts("//section[@aria-labelledby='evidence']//dd")[0]


def test_only_what_staff_confirmed_is_fact_as_long_as_nobody_says_otherwise(client, quotations):
    assert [words for words, quotation in quotations.items() if quotation.shown_as_fact] == [CONFIRMED]
    story = page_of(client, quotations[SURE].version.article)
    assert "3 attributions to settle" in story.text
    assert "Their own, attribution confirmed" in story.text
    assert "% sure" not in story.text
    assert "% sure" not in Page(client.get(reverse("about_reading"))).text


def test_what_the_reader_is_sure_of_is_shown_like_a_confirmed_one(client, quotations, trusting):
    shown = [words for words, quotation in quotations.items() if quotation.shown_as_fact]
    assert shown == [CONFIRMED, SURE]
    story = page_of(client, quotations[SURE].version.article)
    edges = story.tree.xpath("//div[@class='story-text']/div/@class")
    assert ["proposed" in edge for edge in edges] == [False, False, True, True]
    assert "2 attributions to settle" in story.text
    assert "Their own, attribution confirmed or 95 % sure" in story.text
    assert "Proposed" not in page_of(client, quotations[SURE]).texts("//header")[-1]


def test_the_page_of_a_quotation_never_claims_that_staff_confirmed_what_they_did_not(
    client, quotations, trusting
):
    assert how_we_know(client, quotations[CONFIRMED]) == "Confirmed by a member of staff"
    assert how_we_know(client, quotations[SURE]) == "Read by machine, 95 % sure; not checked by a person"
    proposed = "Proposed by the quotation reader, not yet confirmed by a person"
    assert how_we_know(client, quotations[UNSURE]) == proposed
    assert "it is 95 % sure of or more" in Page(client.get(reverse("about_reading"))).text
