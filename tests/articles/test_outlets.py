from datetime import date

import pytest
from django.core.management import call_command
from django.urls import reverse

from articles.models import Byline, Outlet
from articles.results import kept
from tests.factories import (
    hold,
    join_party,
    make_article,
    make_office,
    make_outlet,
    make_party,
    make_person,
    make_quotation,
)
from tests.reading import Page

pytestmark = pytest.mark.django_db

BODY = "“I withdraw,” she said. “I apologise,” she said."


def test_outlets_are_listed_with_their_stories_and_the_months_of_the_first_and_last(client):
    make_outlet("The Post")
    for day in (date(2015, 11, 10), date(2016, 2, 1)):
        make_article(outlet="The Digest", published_on=day)
    make_article(outlet="The Digest", published_on=date(2017, 1, 1), status="draft")
    make_article(outlet="Advertiser", published_on=date(2014, 1, 1))
    page = Page(client.get("/outlets/"))
    assert page.texts("//tbody/tr") == [
        "Advertiser 1 January 2014",
        "The Digest 2 November 2015 – February 2016",
        "The Post 0",
    ]
    assert reverse("outlet", args=["the-digest"]) in page.links()


def test_stories_of_a_large_outlet_are_those_counted_last_with_quotations_or_without(client, monkeypatch):
    monkeypatch.setattr(kept, "MOST", 2)
    for _ in range(3):
        make_article()
    make_quotation(make_article(body=BODY), "I withdraw,")
    make_article(outlet="The Post")
    call_command("count_terms", verbosity=0)
    make_article(published_on=date(2026, 1, 1))
    make_article(outlet="The Post")
    rows = Page(client.get("/outlets/")).texts("//tbody/tr")
    assert [row.split()[2] for row in rows] == ["4", "2"]
    assert rows[0].endswith("– January 2026")
    assert Page(client.get("/outlets/the-digest/")).figures["stories"] == 4


def test_outlets_are_walked_by_name(client):
    for number in range(30):
        make_outlet(f"Outlet {number:02}")
    first = Page(client.get("/outlets/"))
    assert "30 outlets" in first.text
    (following,) = first.tree.xpath("//a[@rel='next']/@href")
    rows = [*first.texts("//tbody/tr"), *Page(client.get(f"/outlets/{following}")).texts("//tbody/tr")]
    assert rows == [f"Outlet {number:02} 0" for number in range(30)]


def test_archive_without_outlets_says_so(client):
    assert "No reports have been imported yet." in Page(client.get("/outlets/")).text


def test_outlet_has_its_stories_newest_first_and_whom_it_quotes(client):
    turei, logie = make_person("Metiria Turei"), make_person("Jan Logie")
    older = make_article("Older", BODY, published_on=date(2015, 11, 10))
    newer = make_article("Newer", BODY, published_on=date(2015, 11, 11))
    make_quotation(older, "I withdraw,", turei)
    make_quotation(newer, "I withdraw,", turei)
    make_quotation(newer, "I apologise,", logie)
    make_quotation(make_article("Elsewhere", BODY, outlet="The Post"), "I withdraw,", logie)
    page = Page(client.get("/outlets/the-digest/"))
    assert page.figures == {"stories": 2, "quotations": 3}
    assert [row.split()[0] for row in page.section("Stories")] == ["Newer", "Older"]
    assert page.section("Whom it quotes") == ["Metiria Turei 2", "Jan Logie 1"]
    assert f"{reverse('quotation_list')}?speaker=jan-logie&outlet=the-digest" in page.links()


def test_outlet_shows_and_counts_nothing_that_readers_may_not_see(client):
    person = make_person("Jan Logie")
    make_quotation(make_article("Shown", BODY), "I withdraw,", person, status="rejected")
    for status in ("draft", "withdrawn"):
        hidden = make_article(status, BODY, status=status, withdrawn_reason="An error.")
        make_quotation(hidden, "I withdraw,", person)
    page = Page(client.get("/outlets/the-digest/"))
    assert page.figures == {"story": 1, "quotations": 0}
    assert not page.section("Whom it quotes")
    assert len(page.section("Stories")) == 1


def test_outlet_is_paged(client):
    for _ in range(26):
        make_article()
    (following,) = Page(client.get("/outlets/the-digest/")).tree.xpath("//a[@rel='next']/@href")
    second = Page(client.get(f"/outlets/the-digest/{following}"))
    assert second.figures["stories"] == 26
    assert len(second.section("Stories")) == 1


@pytest.mark.parametrize(
    ("address", "rows"),
    [
        ("/outlets/", "//tbody/tr//a/@href"),
        ("/outlets/the-digest/", "//p[@class='headline']/a/@href"),
    ],
)
def test_the_first_page_and_those_beside_it_are_of_one_list(client, address, rows):
    outlets = ["The Digest", "the press", "Ōtaki Mail", *(f"Outlet {number}" for number in range(27))]
    for outlet in outlets:
        make_article(outlet=outlet)
        make_article(outlet="The Digest")
    first = Page(client.get(address))
    (following,) = first.tree.xpath("//a[@rel='next']/@href")
    second = Page(client.get(f"{address}{following}"))
    (before,) = second.tree.xpath("//a[@rel='prev']/@href")
    again = Page(client.get(f"{address}{before}"))
    seen = [*first.tree.xpath(rows), *second.tree.xpath(rows)]
    assert len(first.tree.xpath(rows)) == 25
    assert len(seen) == len(set(seen)) >= 30
    assert again.tree.xpath(rows) == first.tree.xpath(rows)


@pytest.mark.parametrize("address", ["/outlets/nothing/", "/outlets/the-digest/?page=-1", "/outlets/?page=x"])
def test_what_is_not_there_is_answered_in_words(client, address):
    make_article()
    response = client.get(address)
    assert response.status_code == 404
    assert Page(response).text


def fill(rows, outlet=""):
    for number in range(rows):
        article = make_article(body=BODY, outlet=outlet or f"Outlet {number}")
        Byline.objects.create(article=article, position=0, name=f"Reporter {number}")
        person = make_person()
        join_party(person, make_party())
        hold(person, make_office(f"Office {number}"))
        make_quotation(article, "I withdraw,", person)


@pytest.mark.parametrize("rows", [5, 25])
def test_outlets_cost_the_same_for_any_number_of_rows(client, django_assert_num_queries, rows):
    fill(rows)
    with django_assert_num_queries(3):  # the page's tag, how many, the outlets
        response = client.get(reverse("outlet_list"))
    assert len(Page(response).texts("//tbody/tr")) == rows == Outlet.objects.count()


@pytest.mark.parametrize("rows", [5, 25])
def test_outlet_costs_the_same_for_any_number_of_rows(client, django_assert_num_queries, rows):
    fill(rows, outlet="The Digest")
    # the page's tag, the outlet; the rows of its stories;
    # counts and shares that are kept, and that are made: of the outlet, and of the archive
    with django_assert_num_queries(8):
        response = client.get("/outlets/the-digest/")
    assert len(Page(response).section("Stories")) == rows
