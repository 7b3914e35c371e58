"""Feeds of a search: valid, stable, and asked for again only where they changed."""

import json
from datetime import UTC, date, datetime, timedelta

import feedparser
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import etree

from articles.models import Quotation
from tests.factories import make_article, make_event, make_outlet, make_person, make_quotation, take_part

pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def quote(words="Not so", speaker=None, **fields):
    return make_quotation(make_article(body=f"{words} ends.", **fields), words, speaker)


def atom(client, path="/quotations.atom", **asked):
    response = client.get(path, asked)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return etree.fromstring(response.content)


def json_feed(client, path="/quotations.json", **asked):
    response = client.get(path, asked)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/feed+json; charset=utf-8"
    return json.loads(response.content)


@pytest.mark.parametrize("path", ["/quotations.atom", "/stories.atom", "/events.atom"])
@pytest.mark.parametrize("count", [0, 3, 51])
def test_atom_has_what_the_standard_asks_for(client, path, count):
    for number in range(count):
        quote(f"Words {number}", make_person())
        make_event(f"Event {number}")
    root = atom(client, path)
    for scope in [root, *root.findall("a:entry", ATOM)]:
        for name in ("id", "title", "updated"):
            assert len(scope.findall(f"a:{name}", ATOM)) == 1
        assert scope.findtext("a:id", namespaces=ATOM).startswith("http://localhost:8000/")
        assert datetime.fromisoformat(scope.findtext("a:updated", namespaces=ATOM)).tzinfo
    assert root.findtext("a:author/a:name", namespaces=ATOM)
    links = {link.get("rel"): link.get("href") for link in root.findall("a:link", ATOM)}
    assert links["self"] == f"http://localhost:8000{path}"
    assert ("next" in links) == (count > 50)
    ids = [entry.text for entry in root.findall("a:entry/a:id", ATOM)]
    assert len(ids) == len(set(ids)) == min(count, 50)
    parsed = feedparser.parse(etree.tostring(root))
    assert parsed.bozo is False
    assert parsed.version == "atom10"
    assert len(parsed.entries) == min(count, 50)


@pytest.mark.parametrize("path", ["/quotations.json", "/stories.json", "/events.json"])
@pytest.mark.parametrize("count", [0, 3, 51])
def test_json_feed_has_what_the_standard_asks_for(client, path, count):
    for number in range(count):
        quote(f"Words {number}")
        make_event(f"Event {number}")
    feed = json_feed(client, path)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"]
    assert feed["feed_url"] == f"http://localhost:8000{path}"
    assert ("next_url" in feed) == (count > 50)
    assert len({item["id"] for item in feed["items"]}) == min(count, 50)
    for item in feed["items"]:
        assert isinstance(item["id"], str)
        assert item["content_html"]
        assert item["url"] == item["id"]
        assert datetime.fromisoformat(item["date_published"]).tzinfo
        assert datetime.fromisoformat(item["date_modified"]).tzinfo
        assert all(author["name"] for author in item["authors"])


def test_entry_says_who_said_what_and_where(client):
    person = make_person("John Key")
    quotation = quote("We shall not", person, headline="Walk-out", url="https://digest.example/1")
    (entry,) = feedparser.parse(client.get("/quotations.atom").content).entries
    assert entry.title == "John Key: “We shall not”"
    assert entry.author == "John Key"
    assert entry.id == entry.link == f"http://localhost:8000{quotation.get_absolute_url()}"
    assert "<blockquote" in entry.content[0].value
    assert "Walk-out" in entry.content[0].value
    assert {"rel": "via", "href": "https://digest.example/1", "type": "text/html"} in [
        {"type": "text/html", **link} for link in entry.links
    ]


def test_going_on_reaches_every_entry_once(client):
    for number in range(120):
        quote(f"Words {number}", published_on=date(2015, 1, 1 + number % 3))
    seen, address = [], "/quotations.json?q=words"
    while address:
        feed = json.loads(client.get(address.removeprefix("http://localhost:8000")).content)
        seen += [item["id"] for item in feed["items"]]
        assert feed["home_page_url"] == "http://localhost:8000/quotations/?q=words"
        address = feed.get("next_url")
    in_order = Quotation.objects.order_by("-listed_on", "-pk")
    assert seen == [f"http://localhost:8000{quotation.get_absolute_url()}" for quotation in in_order]


def test_event_is_told_with_its_day_its_place_and_who_took_part(client):
    event = make_event("Walk-out", kind="walk-out", place="The House", summary="They left.")
    take_part(event, make_person("Jan Logie"))
    make_event("Maybe", status="proposed")
    (item,) = json_feed(client, "/events.json")["items"]
    assert item["title"] == "Walk-out"
    assert item["url"] == f"http://localhost:8000{event.get_absolute_url()}"
    told = f"<p>They left.</p><p>{event.starts_on}. The House. Jan Logie</p>"
    assert item["content_html"] == told
    assert item["tags"] == ["walk-out", "Jan Logie"]


@pytest.mark.parametrize("path", ["/quotations.atom", "/stories.json"])
def test_feed_is_read_without_a_cursor_that_no_limit_of_time_would_stop(client, path):
    quote()
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    assert not [query["sql"] for query in asked if "DECLARE" in query["sql"]]


@pytest.mark.parametrize(
    "cursor",
    [
        *("x", "2015-01-01", "2015-02-30.1", ".", "2015-01-01.x", "\x00", "9" * 5000, "0001-01-01.-5"),
        *(f"2015-01-01.{10**18}", "~a.1", "2015-01-01.1.50"),
    ],
)
@pytest.mark.parametrize("path", ["/quotations.atom", "/stories.json"])
def test_forged_place_is_refused(client, path, cursor):
    response = client.get(path, {"cursor": cursor})
    assert response.status_code == 400
    assert response["Content-Type"] == "text/plain; charset=utf-8"


def test_place_beyond_any_key_is_no_error(client):
    assert client.get("/quotations.atom", {"cursor": f"2015-01-01.{10**18 - 1}"}).status_code == 200
    assert client.get("/quotations.atom", {"cursor": "0001-01-01.0"}).status_code == 200


def test_feed_that_did_not_change_is_not_sent_again(client):
    quotation = quote()
    for path in ("/quotations.atom", "/quotations.json"):
        first = client.get(path)
        for header, name in (("ETag", "if_none_match"), ("Last-Modified", "if_modified_since")):
            again = client.get(path, headers={name.replace("_", "-"): first[header]})
            assert again.status_code == 304
            assert again.content == b""
        assert "max-age" in first["Cache-Control"]
    etag = client.get("/quotations.atom")["ETag"]
    Quotation.objects.filter(pk=quotation.pk).update(status="rejected")
    assert client.get("/quotations.atom", headers={"if-none-match": etag}).status_code == 200


def test_entry_is_updated_when_staff_change_it(client):
    quotation = quote()
    before = json_feed(client)["items"][0]["date_modified"]
    quotation.history.all().delete()
    quotation.version.article.history.all().delete()
    taken = datetime.fromisoformat(json_feed(client)["items"][0]["date_modified"])
    assert taken == quotation.version.retrieved_at
    quotation.occasion = "in the House"
    quotation.save()
    after = datetime.fromisoformat(json_feed(client)["items"][0]["date_modified"])
    assert after - datetime.now(UTC) < timedelta(minutes=1)
    assert after >= datetime.fromisoformat(before)
    assert after > taken


def test_day_that_is_not_known_is_not_published_on_one(client):
    quote(published_precision="year")
    assert "date_published" not in json_feed(client)["items"][0]
    root = atom(client)
    assert root.find("a:entry/a:published", ATOM) is None


def test_hostile_words_leave_the_feed_whole(client):
    make_outlet("The <Digest>")
    quote(
        "<script>alert(1)</script> & ]]> \x0b \ufffe 😀 وزير", outlet="The <Digest>", headline="<b>&amp;</b>"
    )
    parsed = feedparser.parse(client.get("/quotations.atom").content)
    assert parsed.bozo is False
    (item,) = json_feed(client)["items"]
    assert "<script>" not in item["content_html"]
    assert "&lt;script&gt;" in item["content_html"]
    assert "<script>" in item["title"]


def test_feed_of_unconfirmed_words_says_so(client):
    quotation = quote("Not so", make_person("John Key"))
    Quotation.objects.filter(pk=quotation.pk).update(status="proposed")
    assert "not yet confirmed" in json_feed(client)["items"][0]["content_html"]


@pytest.mark.parametrize("path", ["/quotations", "/stories"])
def test_entry_on_what_hurts_has_the_note_first(client, path):
    quote("Not so", make_person("John Key"), standfirst="On a trial.", content_themes=["hate"])
    quote("Not here")
    (entry, other) = feedparser.parse(client.get(f"{path}.atom").content).entries[::-1]
    (item, _) = json_feed(client, f"{path}.json")["items"][::-1]
    note = "Content note: hatred of a people or a group"
    for content in (entry.content[0].value, item["content_html"]):
        assert content.startswith(f"<p>{note}</p>")
    for title in (entry.title, item["title"]):
        assert "Not so" not in title or title == f"[{note}] John Key: “Not so”"
    assert "Content note" not in other.title + other.content[0].value


def test_feed_costs_a_few_queries(client, django_assert_num_queries):
    for number in range(10):
        themes = ["hate"] * (number % 2)
        quote(f"Words {number}", make_person(), outlet=f"Outlet {number}", content_themes=themes)
    with django_assert_num_queries(8):
        client.get("/quotations.atom")
    with django_assert_num_queries(8):
        client.get("/stories.json")
