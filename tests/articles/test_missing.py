"""Addresses where there is nothing, and the one that leads anywhere."""

from datetime import date

import pytest
from django.db import DatabaseError, connection

from articles.models import Article
from articles.views import missing
from tests.factories import (
    make_article,
    make_event,
    make_office,
    make_outlet,
    make_party,
    make_person,
    make_quotation,
    make_seat,
)
from tests.reading import Page

pytestmark = pytest.mark.django_db

LAST = "/quotations/"
"""The first of the ways on that every such page ends with."""


def near(client, path):
    """What the page of an address where there is nothing offers, by name and address, in its order."""
    response = client.get(path)
    assert response.status_code == 404
    page = Page(response)
    ways_on = page.tree.xpath("//main//li//a/@href")
    count = ways_on.index(LAST, len(ways_on) - 3)
    assert ("Perhaps you are looking for" in page.text) == bool(count)
    for address in ways_on[:count]:
        assert client.get(address).status_code == 200, address
    return list(zip(page.texts("//main//li")[:count], ways_on[:count], strict=True))


def addresses(client, path):
    return [address for _name, address in near(client, path)]


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/people/jon-keyy/", "/people/john-key/"),
        ("/people/jon-keyy/stories/", "/people/john-key/"),
        ("/people/john-key/no-such-tab/", "/people/john-key/"),
        ("/people/Jöhn-Key/", "/people/john-key/"),
        ("/events/walk-ot/", "/events/walk-out-2016/"),
        ("/events/walk-out-2017/", "/events/walk-out-2016/"),
        ("/events/the-opposition-leaves/", "/events/walk-out-2016/"),
        ("/events/walk-ot-2016/card.png", "/events/walk-out-2016/"),
        ("/parties/labor/", "/parties/labour/"),
        ("/parties/new-zealand-labor-party/", "/parties/labour/"),
        ("/offices/prime-ministr/", "/offices/prime-minister/"),
        ("/offices/member-for-helensvile/", "/offices/member-for-helensville/"),
        ("/outlets/the-dijest/", "/outlets/the-digest/"),
        ("/stories/2015/11/12/the-vote-of-al/", "/stories/2015/11/12/the-vote-of-all/"),
        ("/stories/2015/11/12/the-vote-of-all/v9/", "/stories/2015/11/12/the-vote-of-all/"),
        ("/stories/the-vote-of-all/", "/stories/2015/11/12/the-vote-of-all/"),
        ("/stories/2015/13/45/", "/stories/2015/"),
        ("/stories/2015/13/45/zzzz/", "/stories/2015/"),
        ("/stories/2015/zzzz/", "/stories/2015/"),
        ("/peple/", "/people/"),
        ("/People/", "/people/"),
        ("/calender/", "/calendar/"),
        ("/quotatoins/12/", "/quotations/"),
        ("/article/", "/stories/"),
        ("/people/zzzz-qqqq/", None),
        ("/people/---/", None),
        ("/people/%CC%81/", None),
        ("/stories/2016/13/45/", None),
        ("/stories/2016/11/12/zzzz/", None),
        ("/stories/99999/1/1/", None),
        ("/stories/2016/---/", None),
        ("/stories/it/'/", None),
        ("/nowhere/john-key/", None),
        ("/people//zzzz/", None),
        (f"/people/{'x' * 5000}/", None),
        (f"/stories/{'x-' * 500}/", None),
        (f"/stories/{'9' * 5000}/", None),
        ("/people/%00/", None),
    ],
)
def test_what_is_nearest_is_offered(client, path, found):
    make_person("John Key")
    make_event("The opposition leaves", slug="walk-out-2016")
    make_outlet("The Digest")
    make_party("New Zealand Labour Party", short_name="Labour", slug="labour")
    make_office(slug="prime-minister")
    type(seat := make_seat("Helensville")).objects.filter(pk=seat.pk).update(slug="member-for-helensville")
    make_article("The vote of all", "They voted, all of them.")
    assert addresses(client, path) == ([found] if found else [])


def test_in_a_mistyped_section_the_page_is_looked_for_before_the_section_itself(client):
    make_person("John Key")
    assert near(client, "/peple/jon-key/") == [("John Key", "/people/john-key/"), ("People", "/people/")]
    assert addresses(client, "/person/john-key/") == ["/people/john-key/", "/people/"]


def test_the_nearest_comes_first_and_five_at_most(client):
    for number in range(2010, 2020):
        make_event(f"Budget of {number}", slug=f"budget-{number}")
    make_event("Budgets")
    found = near(client, "/events/budget-20166/")
    assert found[0] == ("Budget of 2016", "/events/budget-2016/")
    assert len(found) == 5


def test_stories_are_told_with_outlet_and_day_and_those_of_the_day_come_first(client):
    for outlet, day in (("The Digest", 12), ("The Post", 13), ("The Herald", 14)):
        make_article("The vote of all", outlet=outlet, published_on=date(2015, 11, day), language="en-NZ")
    make_article("Rain", published_on=date(2015, 11, 13))
    first, *others = near(client, "/stories/2015/11/13/the-vot-of-all/")
    assert first == (
        "The vote of all The Post · 13 November 2015",
        "/stories/2015/11/13/the-vote-of-all/",
    )
    assert {address for _name, address in others} == {
        "/stories/2015/11/12/the-vote-of-all/",
        "/stories/2015/11/14/the-vote-of-all/",
    }


def test_of_a_day_without_a_story_so_called_its_others_are_offered(client):
    make_article("Rain in the north", "“We hold,” she said.")
    make_article("Sun in the south", published_on=date(2015, 11, 13))
    assert addresses(client, "/stories/2015/11/12/zzzz-qqqq/") == ["/stories/2015/11/12/rain-in-the-north/"]


def test_a_story_of_another_day_is_found_by_those_of_its_words_that_are_known(client):
    make_article("Speaker’s ruling clears the chamber for an hour")
    make_article("Speaker opens the chamber", published_on=date(2015, 3, 1))
    assert addresses(client, "/stories/2016/01/02/speakers-ruling-cleers-the-chambre-for-an-hour/") == [
        "/stories/2015/11/12/speakers-ruling-clears-the-chamber-for-an-hour/"
    ]


def test_only_what_readers_may_see_is_offered(client):
    make_event("Walk-out", status="proposed")
    make_article("The vote of all", status=Article.Status.DRAFT)
    for path in (
        "/events/walk-ot/",
        "/stories/2015/11/12/the-vote-of-al/",
        "/stories/2015/11/12/zzzz/",
        "/stories/2015/13/45/",
    ):
        assert near(client, path) == []


@pytest.mark.parametrize(
    "path",
    [
        *(f"/{section}/number-50/" for section in ("people", "parties", "offices", "outlets", "events")),
        "/stories/2015/11/12/number-50/",
        "/stories/2015/11/13/number-50/",
        "/stories/2015/13/45/zzzz/",
        "/peple/number-50/",
    ],
)
def test_looking_for_what_is_nearest_costs_the_same_for_any_number_of_pages(
    client, django_assert_max_num_queries, path
):
    for number in range(9):
        make_person(f"Number {number}")
        make_party(f"Number {number}")
        make_office(f"Number {number}", party=make_party())
        make_event(f"Number {number}")
        make_article(f"Number {number}", outlet=f"Number {number}")
    client.get("/people/")  # the first page of a process sets up what all use
    with django_assert_max_num_queries(5):  # state, page, where it moved, what was withdrawn, nearest
        assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/quotations/999999/", "There is no quotation of this number."),
        ("/quotations/?cursor=nowhere", "Go to the first page"),
        ("/stories/2015/02/30/", "such day."),
        ("/a-z/%3Cb%3E%E2%80%AE/", "Nothing in the archive stands under “<b> ”."),
        ("/parties/nobody/", None),
        ("/outlets/nobody/", None),
        ("/offices/nothing/", None),
        ("/nowhere/at/all/", None),
    ],
)
def test_the_sentence_of_a_view_is_said_and_none_of_the_program(client, path, said):
    text = Page(client.get(path)).text
    if said:
        assert said in text
    for of_program in ("matches the given query", "Resolver", "tried", "{'"):
        assert of_program not in text


def test_a_database_that_fails_leaves_the_page_as_it_is(client, monkeypatch):
    def fail(*_asked):
        raise DatabaseError

    monkeypatch.setattr(missing, "nearest_to", fail)
    assert client.get("/people/nobody/").status_code == 404


def test_an_address_of_no_view_is_looked_up_no_longer_than_a_page_may_take(client, monkeypatch, settings):
    limits = []

    def look_up(_path):
        with connection.cursor() as cursor:
            cursor.execute("SHOW statement_timeout")
            limits.extend(cursor.fetchone())
        return []

    monkeypatch.setattr(missing, "nearest_to", look_up)
    settings.PUBLIC_STATEMENT_TIMEOUT = 7
    assert client.get("/nowhere/at/all/").status_code == 404
    assert limits == ["7s"]


def test_one_address_leads_to_a_quotation_that_readers_may_see(client):
    assert client.get("/quotations/random/").url == "/quotations/"
    shown = make_quotation(make_article("Shown", "“We hold,” she said."), "We hold")
    draft = make_article("Draft", "“They fold,” he said.", status=Article.Status.DRAFT)
    make_quotation(draft, "They fold")
    for _ in range(5):
        response = client.get("/quotations/random/")
        assert response.url == shown.get_absolute_url()
        assert "no-cache" in response["Cache-Control"]
