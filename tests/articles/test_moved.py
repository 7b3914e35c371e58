"""Addresses that pages have had: each leads to where the page is now, for good."""

from datetime import date
from types import SimpleNamespace

import pytest

from archive.models import FormerAddress
from articles.importers.fresh import give_addresses
from articles.merging import merge as merge_events
from articles.models import Article, Outlet
from people.importers.shelves import Slugs
from people.merging import merge as merge_people
from people.models import Office, Party, Person
from tests.factories import (
    DAY,
    make_article,
    make_event,
    make_office,
    make_outlet,
    make_party,
    make_person,
    make_quotation,
)

pytestmark = pytest.mark.django_db

MAKERS = {
    "person": make_person,
    "party": make_party,
    "office": make_office,
    "outlet": make_outlet,
    "event": make_event,
    "article": make_article,
}


def rename(row, slug):
    """As an import does it, past every method of the row."""
    type(row).objects.filter(pk=row.pk).update(slug=slug)
    row.refresh_from_db()


def moved(client, path):
    answer = client.get(path)
    return answer.url if answer.status_code == 301 else answer.status_code


@pytest.mark.parametrize("kind", MAKERS)
def test_every_address_that_a_page_ever_had_leads_to_it_in_one_step(client, kind):
    row = MAKERS[kind]("Of old")
    had = []
    for slug in ("first", "second", "third"):
        had.append(row.get_absolute_url())
        rename(row, slug)
    assert [moved(client, path) for path in had] == [row.get_absolute_url()] * 3
    assert client.get(row.get_absolute_url()).status_code == 200
    rename(row, "first")
    assert client.get(row.get_absolute_url()).status_code == 200
    assert moved(client, had[2]) == row.get_absolute_url()


def test_a_search_for_what_has_another_address_now_finds_it(client):
    ana, bo, digest = make_person("Ana Bell", slug="first"), make_person("Bo Hay"), make_outlet("The Digest")
    for person in (ana, bo):
        make_quotation(make_article(body="“No,” she said."), "No,", person)
    greens = make_party("Greens", slug="first-party")
    rename(ana, "ana")
    rename(digest, "digest")
    rename(greens, "greens")
    for asked in ("speaker:first", "outlet:the-digest", "party:first-party"):
        assert client.get("/quotations/", {"q": asked}).status_code == 200, asked
    assert "Ana Bell" in client.get("/quotations/?q=speaker:first").content.decode()
    assert client.get("/compare/?people=first,bo-hay").status_code == 200
    assert client.get("/people/bo-hay/stories/?with=first").status_code == 200


def test_a_story_whose_day_was_mended_is_found_at_the_day_it_had(client):
    article = make_article("The vote")
    was = article.get_absolute_url()
    article.published_on = date(2015, 11, 13)
    article.save()
    assert moved(client, was) == "/stories/2015/11/13/the-vote/"
    assert moved(client, f"{was}v1/") == "/stories/2015/11/13/the-vote/v1/"
    assert moved(client, f"{was}cite.bib") == "/stories/2015/11/13/the-vote/cite.bib"


def test_a_former_day_leads_there_however_it_is_typed(client):
    article = make_article("Of old", published_on=date(2015, 3, 5))
    had = article.get_absolute_url()
    rename(article, "of-new")
    for typed in ("/stories/2015/3/5/", "/stories/2015/03/5/", "/stories/02015/3/05/"):
        path = had.replace("/stories/2015/03/05/", typed)
        assert moved(client, path) == article.get_absolute_url()
        assert moved(client, f"{path}cite.bib") == f"{article.get_absolute_url()}cite.bib"


def test_what_was_asked_of_a_page_is_asked_of_it_where_it_is_now(client):
    person = make_person("Ana Bell")
    rename(person, "ana-tawhai")
    assert moved(client, "/people/ana-bell/?cursor=x&order=oldest") == (
        "/people/ana-tawhai/?cursor=x&order=oldest"
    )
    assert moved(client, "/people/ana-bell") == "/people/ana-tawhai/"
    assert moved(client, "/people/ana/") == 404


def test_a_page_that_is_there_wins_over_one_that_was(client):
    one, other = make_event("One"), make_event("Other")
    rename(one, "passing")
    rename(other, "one")
    rename(one, "other")
    assert client.get("/events/one/").context["event"] == other
    assert client.get("/events/other/").context["event"] == one
    assert moved(client, "/events/one/nothing-here") == 404
    assert moved(client, "/events/passing/") == "/events/other/"
    new = make_event("New", slug="passing")
    assert client.get("/events/passing/").context["event"] == new


def test_the_addresses_of_two_records_made_one_lead_to_it(client):
    kept, double = make_person("Ana Bell"), make_person("A. Bell")
    rename(double, "bell-ana")
    merge_people(double, kept)
    assert moved(client, "/people/bell-ana/") == "/people/ana-bell/"
    assert moved(client, "/people/a-bell/") == "/people/ana-bell/"
    rename(kept, "ana-tawhai")
    assert moved(client, "/people/a-bell/") == "/people/ana-tawhai/"

    event, same = make_event("Walk-out"), make_event("Walkout")
    merge_events(same, event)
    assert moved(client, "/events/walkout/") == "/events/walk-out/"
    assert moved(client, "/events/walkout/card.png") == "/events/walk-out/card.png"


def test_nothing_leads_to_what_readers_do_not_see(client):
    event, article, person = make_event("Walk-out"), make_article("The vote"), make_person("Ana Bell")
    make_quotation(article, "Nothing happened")
    was = article.get_absolute_url()
    for row in (event, article, person):
        rename(row, "moved")
    event.status = "proposed"
    event.save()
    Article.objects.filter(pk=article.pk).update(status="draft")
    person.delete()
    assert [moved(client, path) for path in ("/events/walk-out/", was, "/people/ana-bell/")] == [404] * 3
    assert not FormerAddress.objects.of(Person).exists()


@pytest.mark.parametrize("model", [Person, Party, Office, Outlet])
def test_a_former_address_is_given_to_nobody_else(model):
    row = MAKERS[model._meta.model_name]("Of old")
    was = row.slug
    rename(row, "now")
    assert Slugs(model).take(was) == f"{was}-2"


def test_a_former_address_is_given_to_no_other_story():
    article = make_article("The vote")
    rename(article, "now")
    records = [SimpleNamespace(headline="The vote"), SimpleNamespace(headline="The vote")]
    reports = [(Article(published_on=DAY), record) for record in records]
    give_addresses(reports)
    assert [report.slug for report, _record in reports] == ["the-vote-2", "the-vote-3"]
