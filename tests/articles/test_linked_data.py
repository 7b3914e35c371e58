"""What machines are told by the pages, as a public parser reads it."""

import json
from datetime import date

import extruct
import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import etree

from articles.models import Byline, Event, Quotation
from tests.factories import (
    cover,
    make_article,
    make_event,
    make_outlet,
    make_party,
    make_person,
    make_quotation,
    take_part,
)

pytestmark = pytest.mark.django_db
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"


def read(client, address):
    """The one description on a page, and what OpenGraph has of it."""
    page = client.get(address).content.decode()
    found = extruct.extract(page, base_url="https://gallery.example/", syntaxes=["json-ld", "opengraph"])
    (described,) = found["json-ld"]
    (shared,) = found["opengraph"]
    return described, dict(shared["properties"])


@pytest.fixture
def told():
    """One quotation of somebody confirmed and one of somebody proposed, in a story of an event."""
    person = make_person("Ana Tāne", honorific_prefix="Hon")
    person.names.create(name="Ana Tane-Hill")
    person.identifiers.create(scheme="wikidata", identifier="Q1")
    body = "“We hold,” she said. “They fold,” he said."
    article = make_article("The vote", body, published_on=timezone.localdate())
    Byline.objects.create(article=article, position=1, name="A. Reporter")
    sure = make_quotation(article, "We hold", speaker=person, status=Quotation.Status.CONFIRMED)
    bo = make_person("Bo Hay")
    unsure = make_quotation(
        article, "They fold", speaker=bo, status=Quotation.Status.PROPOSED, confidence=0.5
    )
    event = make_event("Walk-out", place="The House", summary="They left.")
    take_part(event, person)
    cover(event, article)
    return person, article, sure, unsure, event


def test_a_story_tells_who_is_shown_as_its_speakers_and_no_guess(client, told):
    person, article, sure, unsure, _event = told
    described, shared = read(client, article.get_absolute_url())
    assert described["@type"] == "NewsArticle"
    assert described["headline"] == shared["og:title"] == "The vote"
    assert described["publisher"]["name"] == "The Digest"
    assert described["author"] == [{"@type": "Person", "name": "A. Reporter"}]
    assert described["datePublished"] == article.published_on.isoformat()
    first, second = sorted(described["hasPart"], key=lambda part: part["text"], reverse=True)
    assert (first["text"], first["creator"]["name"]) == ("We hold", "Ana Tāne")
    assert first["url"].endswith(sure.get_absolute_url())
    assert first["creator"]["url"].endswith(person.get_absolute_url())
    assert second["text"] == "They fold"
    assert "creator" not in second
    assert unsure.speaker.name not in json.dumps(described)


def test_a_quotation_tells_its_words_speaker_and_story(client, told):
    _person, article, sure, _unsure, _event = told
    described, shared = read(client, sure.get_absolute_url())
    assert (described["@type"], described["text"]) == ("Quotation", "We hold")
    assert described["creator"]["@type"] == "Person"
    assert described["isPartOf"]["url"].endswith(article.get_absolute_url())
    assert shared["og:description"].startswith("“We hold”. Ana Tāne. ")


def test_a_person_tells_other_names_and_catalogues(client, told):
    described, _shared = read(client, told[0].get_absolute_url())
    assert (described["@type"], described["name"], described["honorificPrefix"]) == (
        "Person",
        "Ana Tāne",
        "Hon",
    )
    assert described["alternateName"] == ["Ana Tane-Hill"]
    assert described["sameAs"] == ["https://www.wikidata.org/wiki/Q1"]


def test_an_event_tells_its_day_place_people_and_stories(client, told):
    _person, article, _sure, _unsure, event = told
    described, _shared = read(client, event.get_absolute_url())
    assert (described["@type"], described["startDate"]) == ("Event", event.starts_on.isoformat())
    assert described["location"]["name"] == "The House"
    assert [person["name"] for person in described["attendee"]] == ["Ana Tāne"]
    assert [story["headline"] for story in described["subjectOf"]] == [article.headline]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("front", "WebSite"),
        *(
            (name, "CollectionPage")
            for name in ("article_list", "quotation_list", "person_list", "event_list", "outlet_list")
        ),
        *((name, "CollectionPage") for name in ("party_list", "search_help", "about_reading", "api_help")),
    ],
)
def test_every_other_page_tells_what_it_is(client, told, name, kind):
    described, shared = read(client, reverse(name))
    assert described["@type"] == kind
    assert described["name"]
    assert shared["og:title"]
    assert described["url"].endswith(reverse(name))


def test_outlets_and_parties_are_organizations(client):
    outlet, party = make_outlet(), make_party("Labour")
    assert read(client, outlet.get_absolute_url())[0]["@type"] == "NewsMediaOrganization"
    assert read(client, party.get_absolute_url())[0]["@type"] == "PoliticalParty"


def test_no_words_of_a_story_end_the_script_that_tells_of_it(client):
    article = make_article("</script><script>alert(1)</script>", published_on=date(2015, 1, 1))
    described, _shared = read(client, article.get_absolute_url())
    assert described["headline"] == "</script><script>alert(1)</script>"


def test_sitemaps_have_every_page_and_the_news(client, told):
    person, article, _sure, _unsure, event = told
    Event.objects.filter(pk=make_event("Rumour").pk).update(status=Event.Status.PROPOSED)
    old = make_article("Long ago", published_on=date(2001, 1, 1))
    new = make_article("Just now", published_on=timezone.localdate())
    index = etree.fromstring(client.get("/sitemap.xml").content)
    addresses = set()
    for part in index.iter(f"{SITEMAP}loc"):
        tree = etree.fromstring(client.get(part.text.partition("testserver")[2]).content)
        addresses |= {loc.text for loc in tree.iter(f"{SITEMAP}loc")}
    ours = (person, article, event, old, new, article.outlet)
    paths = {address.split("/", 3)[3] for address in addresses}
    assert {page.get_absolute_url()[1:] for page in ours} <= paths
    assert not any("rumour" in path for path in paths)
    news = etree.fromstring(client.get("/sitemap-news.xml").content)
    assert [title.text for title in news.iter(f"{NEWS}title")] == ["Just now", "The vote"]
    robots = client.get("/robots.txt").content.decode()
    assert "/sitemap.xml" in robots
    assert "/sitemap-news.xml" in robots


def test_a_phone_is_told_how_to_keep_the_archive(client):
    assert client.get("/site.webmanifest").json()["name"] == "Press Gallery"
