"""Addresses where there is nothing, and the one that leads anywhere."""

import pytest
from django.db import DatabaseError

from articles.models import Article
from articles.views import missing
from tests.factories import make_article, make_event, make_outlet, make_person, make_quotation
from tests.reading import Page

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("path", "link"),
    [
        ("/people/jon-keyy/", "/people/john-key/"),
        ("/people/jon-keyy/stories/", "/people/john-key/"),
        ("/events/walk-ot/", "/events/?q=event%3A%22Walk-out%22"),
        ("/outlets/the-dijest/", "/quotations/?q=outlet%3A%22The+Digest%22"),
        ("/stories/2015/11/12/the-vote-of-all/", "/stories/?q=the+vote+of+all"),
        ("/people/zzzz-qqqq/", None),
        ("/nowhere/john-key/", None),
        (f"/people/{'x' * 5000}/", None),
        ("/people/%00/", None),
    ],
)
def test_what_is_nearest_is_offered(client, path, link):
    make_person("John Key")
    make_event("Walk-out")
    make_outlet("The Digest")
    response = client.get(path)
    assert response.status_code == 404
    page = Page(response)
    assert ("Perhaps you are looking for" in page.text) == bool(link)
    if link:
        assert link in page.links()
        assert client.get(link).status_code == 200


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


def test_one_address_leads_to_a_quotation_that_readers_may_see(client):
    assert client.get("/quotations/random/").url == "/quotations/"
    shown = make_quotation(make_article("Shown", "“We hold,” she said."), "We hold")
    draft = make_article("Draft", "“They fold,” he said.", status=Article.Status.DRAFT)
    make_quotation(draft, "They fold")
    for _ in range(5):
        response = client.get("/quotations/random/")
        assert response.url == shown.get_absolute_url()
        assert "no-cache" in response["Cache-Control"]
