"""Pages of offices: who held them, and when."""

from datetime import date

import pytest
from django.urls import reverse

from tests.factories import (
    hold,
    join_party,
    make_article,
    make_office,
    make_party,
    make_person,
    make_quotation,
    make_seat,
)
from tests.reading import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def premier():
    office = make_office("Premier")
    hold(make_person("Ana Hill"), office, date(2010, 1, 1), date(2014, 5, 1))
    hold(make_person("Bo Hay"), office, date(2014, 5, 1), is_acting=True)
    return office


def test_an_office_lists_its_holders_the_last_first(client, premier):
    page = Page(client.get(premier.get_absolute_url()))
    assert page.texts("//h1") == ["Premier"]
    first, second = page.texts("//ul[@class='lines']/li")
    assert first == "Bo Hay acting since 1 May 2014"
    assert second == "Ana Hill 1 January 2010 to 1 May 2014"


def test_what_its_holders_said_is_one_click_away(client, premier):
    article = make_article(body="“We hold,” she said.", published_on=date(2012, 1, 1))
    make_quotation(article, "We hold", speaker=premier.tenures.earliest("starts").person)
    page = Page(client.get(premier.get_absolute_url()))
    (link,) = [link for link in page.links() if "office=" in link]
    assert "We hold" in Page(client.get(link)).text


def test_offices_are_listed_by_kind_with_who_holds_them(client, premier):
    seat = make_seat("Fernhill")
    holder = make_person("Cy Low")
    hold(holder, seat)
    join_party(holder, make_party("Labour"))
    page = Page(client.get(reverse("office_list")))
    assert {premier.get_absolute_url(), seat.get_absolute_url(), holder.get_absolute_url()} <= page.links()
    assert page.texts("//h2") == ["Government office", "Seat"]
    assert "Member for Fernhill" in page.text


def test_an_office_that_several_hold_says_how_many(client):
    office = make_office("Commissioner")
    for _ in range(3):
        hold(make_person(), office)
    hold(make_person(), office, ends=date(2010, 1, 1))
    assert Page(client.get(reverse("office_list"))).texts("//main//li/p") == ["Commissioner", "3 people"]


def test_offices_cost_the_same_however_many(client, premier, django_assert_max_num_queries):
    for number in range(20):
        hold(make_person(), make_office(f"Office {number}"))
    with django_assert_max_num_queries(4):
        client.get(reverse("office_list"))
    with django_assert_max_num_queries(4):
        client.get(premier.get_absolute_url())


def test_an_office_that_there_is_not_is_not_found(client):
    assert client.get("/offices/tsar/").status_code == 404
