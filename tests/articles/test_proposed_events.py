"""Events and causes that the machine proposes: unseen by readers, and decided by staff."""

from datetime import date

import pytest
from django.urls import reverse

from articles.models import Event
from tests.factories import cover, make_article, make_event, make_person, make_quotation, take_part
from tests.reading import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposed():
    """A proposed walk-out that a report tells of, between an accepted cause and an accepted effect."""
    ruling = make_event("Ruling", starts_on=date(2015, 11, 10))
    walkout = make_event("Walk-out", kind="walk-out", status="proposed", in_response_to=ruling)
    make_event("Apology", starts_on=date(2015, 11, 13), in_response_to=walkout)
    speaker = make_person("Ana Bell")
    take_part(walkout, speaker)
    article = make_article("Benches empty", "“I am leaving,” said Ana Bell.")
    make_quotation(article, "I am leaving,", speaker, event=walkout)
    cover(walkout, article, status="proposed")
    return walkout


@pytest.mark.parametrize("status", ["proposed", "rejected"])
def test_readers_see_no_event_that_staff_have_not_accepted(client, proposed, status):
    Event.objects.filter(pk=proposed.pk).update(status=status)
    article, quotation = proposed.articles.get(), proposed.quotations.get()
    pages = [
        *("/", "/events/", "/stories/", "/quotations/", "/people/ana-bell/"),
        *(each.get_absolute_url() for each in (article, quotation, *Event.objects.accepted())),
    ]
    for address in pages:
        page = client.get(address)
        assert page.status_code == 200, address
        assert "Walk-out" not in page.content.decode(), address
    assert client.get(proposed.get_absolute_url()).status_code == 404


def test_no_filter_takes_an_event_that_staff_have_not_accepted(client, proposed):
    for listing in ("article_list", "quotation_list"):
        answer = client.get(reverse(listing), {"event": "walk-out"})
        assert answer.status_code == 400, listing
        assert "Walk-out" not in answer.content.decode(), listing
        assert client.get(reverse(listing), {"event": "never-heard-of"}).status_code == 400, listing


def test_chain_is_not_drawn_through_an_event_that_nobody_accepted(client, proposed):
    page = Page(client.get("/events/ruling/"))
    assert page.texts("//main//a[contains(., 'Apology')]") == []


def test_accepted_event_stands_where_readers_look(client, proposed):
    Event.objects.filter(pk=proposed.pk).update(status="confirmed")
    assert Page(client.get("/events/")).texts("//p[@class='headline']") == ["Apology", "Walk-out", "Ruling"]
    assert client.get(proposed.get_absolute_url()).status_code == 200
