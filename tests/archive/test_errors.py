import pytest
from django.template.loader import render_to_string
from django.test import Client
from lxml import html

pytestmark = pytest.mark.django_db


def test_a_page_that_is_not_there_offers_ways_on(client):
    response = client.get("/no/such/page/")
    page = html.document_fromstring(response.content.decode())
    assert response.status_code == 404
    assert [h1.text_content() for h1 in page.xpath("//h1")] == ["There is no such page"]
    assert [a.get("href") for a in page.xpath("//main//a")] == ["/quotations/", "/stories/", "/people/"]


@pytest.mark.parametrize("day", ["2015/13/45", f"{9**40}/1/1", f"2015/{9**40}/1", "0/1/1"])
def test_a_day_of_no_calendar_has_no_story(client, day):
    assert client.get(f"/stories/{day}/x/").status_code == 404


def test_a_page_by_number_is_told_that_there_are_none(client):
    response = client.get("/outlets/?page=9")
    assert response.status_code == 404
    assert "the pages of this list are not numbered" in response.content.decode()


def test_a_fault_is_answered_without_the_database_or_a_request(django_assert_num_queries):
    with django_assert_num_queries(0):
        page = html.document_fromstring(render_to_string("500.html"))
    assert [h1.text_content() for h1 in page.xpath("//h1")] == ["Something broke"]


@pytest.mark.parametrize("template", ["400.html", "403.html", "403_locked.html"])
def test_other_refusals_stand_on_the_same_frame(template):
    page = html.document_fromstring(render_to_string(template))
    assert len(page.xpath("//h1")) == 1
    assert page.xpath("//header//nav//a")


def test_a_strange_host_is_refused_in_our_own_words():
    response = Client(headers={"host": "evil.example"}, raise_request_exception=False).get("/")
    assert response.status_code == 400
    assert "This request could not be read" in response.content.decode()


def test_robots_are_kept_from_the_staff_pages(client):
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain"
    assert b"Disallow: /admin/" in response.content


def test_pages_are_served_under_a_policy_that_lets_nothing_inline_run(client):
    policy = client.get("/")["Content-Security-Policy"]
    assert "style-src 'self'" in policy
    assert "unsafe" not in policy
