"""Files of a search: whole, exact, and from one moment."""

import csv
import io
import json
import threading
import tracemalloc
from dataclasses import replace
from datetime import date

import bibtexparser
import pytest
import rispy
from django.db import connection
from django.db.models.expressions import RawSQL
from django.test import Client
from django.urls import reverse
from lxml import html

from articles.exports import files, rows
from articles.models import Article, Byline, Quotation
from articles.search import Search
from articles.views import takeaway
from tests.factories import (
    DAY,
    hold,
    join_party,
    make_article,
    make_event,
    make_office,
    make_outlet,
    make_party,
    make_person,
    make_quotation,
    make_seat,
    make_version,
    take_part,
)

pytestmark = pytest.mark.django_db
ENDINGS = list(files.FORMATS)


def fetch(client, ending, noun="quotations", status=200, **asked):
    response = client.get(f"/{noun}.{ending}", asked)
    assert response.status_code == status
    return response


def text_of(response):
    return b"".join(response.streaming_content).decode()


def table(client, noun="quotations", **asked):
    return list(
        csv.DictReader(
            io.StringIO(text_of(fetch(client, "csv", noun, **asked)).removeprefix("\ufeff"), newline="")
        )
    )


def lines(client, noun="quotations", **asked):
    return [json.loads(line) for line in text_of(fetch(client, "jsonl", noun, **asked)).splitlines()]


def count_in(ending, text):
    if ending == "csv":
        return len(list(csv.reader(io.StringIO(text, newline="")))) - 1
    if ending == "jsonl":
        return len(text.splitlines())
    if ending == "bib":
        return len(bibtexparser.loads(text).entries)
    if ending == "ris":
        return len(rispy.loads(text, newline="\r\n"))
    return len(json.loads(text))


def many_quotations(count, headline="Many"):
    """One report with ``count`` quotations of four letters each, made by the database."""
    article = make_article(headline=headline, body="abcd " * count)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO articles_quotation (version_id, spans, text, kind, attribution, status, evidence,
                speaker_label, cue, occasion, rule, way, grouped_by_staff)
            SELECT %s, ARRAY[[n * 5, n * 5 + 4]], 'abcd', 'direct', 'unknown', 'proposed', '',
                '', '', '', '', '', false
            FROM generate_series(0, %s - 1) n
            """,
            [article.current_id, count],
        )
    return article


@pytest.fixture
def key():
    """Who was a member, then also Prime Minister."""
    person = make_person("John Key")
    join_party(person, make_party("National Party", short_name="National"))
    hold(person, make_seat("Helensville"))
    hold(person, make_office("Prime Minister"), starts=date(2008, 11, 19), ends=date(2016, 12, 12))
    return person


@pytest.mark.parametrize("ending", ENDINGS)
def test_every_row_is_in_the_file_and_its_name_says_how_many(client, ending):
    many_quotations(57)
    response = fetch(client, ending)
    assert response["Content-Disposition"] == f'attachment; filename="press-gallery-57-quotations.{ending}"'
    assert count_in(ending, text_of(response)) == 57


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("noun", ["quotations", "stories", "events"])
def test_nothing_found_is_a_whole_file_too(client, ending, noun):
    response = fetch(client, ending, noun, q="nowhere")
    assert f"press-gallery-nowhere-0-{noun}.{ending}" in response["Content-Disposition"]
    assert count_in(ending, text_of(response)) == 0


@pytest.mark.parametrize("ending", ENDINGS)
def test_cost_in_queries_does_not_grow_with_rows(client, ending, django_assert_num_queries):
    for number in range(12):
        person = make_person(f"Person Number {number}")
        hold(person, make_office(f"Office {number}"))
        article = make_article(body="They said it all.", outlet=f"Outlet {number}")
        Byline.objects.create(article=article, position=0, name="Jane Smith")
        make_quotation(article, "said it", person, event=make_event())
    with django_assert_num_queries(8):
        assert count_in(ending, text_of(fetch(client, ending))) == 12


@pytest.mark.parametrize("ending", ENDINGS)
def test_stories_cost_no_more_queries_either(client, ending, django_assert_num_queries):
    for number in range(12):
        Byline.objects.create(article=make_article(outlet=f"Outlet {number}"), position=0, name="Jane Smith")
    with django_assert_num_queries(8):
        assert count_in(ending, text_of(fetch(client, ending, "stories"))) == 12


def test_row_tells_what_the_page_tells(client, key):
    article = make_article(
        headline="House walks out",
        body="“We shall not go back,” he said.",
        url="https://digest.example/1",
        language="en-NZ",
    )
    for position, name in enumerate(["Jane Smith", "Radio Two"]):
        Byline.objects.create(article=article, position=position, name=name)
    event = make_event("Walk-out")
    quotation = make_quotation(
        article, "We shall not go back", key, event=event, speaker_label="he", said_on=date(2015, 11, 10)
    )
    (row,) = table(client)
    assert row == {
        "row": "1",
        "rows": "1",
        "id": str(quotation.pk),
        "speaker": "John Key",
        "office": "Prime Minister",
        "seat": "Member for Helensville",
        "party": "National Party",
        "words": "We shall not go back",
        "kind": "direct",
        "status": "confirmed",
        "attribution": "resolved",
        "speaker_as_printed": "he",
        "said_on": "2015-11-10",
        "listed_on": "2015-11-10",
        "event": "Walk-out",
        "outlet": "The Digest",
        "headline": "House walks out",
        "bylines": "Jane Smith; Radio Two",
        "published_on": "2015-11-12",
        "language": "en-NZ",
        "quotation": f"http://localhost:8000{quotation.get_absolute_url()}",
        "story": f"http://localhost:8000{article.get_absolute_url()}",
        "source": "https://digest.example/1",
        "guarded": "",
    }
    (told,) = lines(client)
    assert told["bylines"] == ["Jane Smith", "Radio Two"]
    assert list(told) == [name for name in row if name != "guarded"]


def test_office_is_that_of_the_day(client, key):
    for year in (2005, 2010, 2020):
        article = make_article(body="Not so.", published_on=date(year, 1, 1))
        make_quotation(article, "Not so", key)
    assert [row["office"] for row in table(client)] == ["", "Prime Minister", ""]
    assert {row["seat"] for row in table(client)} == {"Member for Helensville"}


def test_record_of_a_row_is_that_of_the_object(key):
    """What files and feeds read off plain rows is what pages read off models."""
    older = make_article(headline="", supplied_title="A report", body="Not so. Not I.", section="Politics")
    Byline.objects.create(article=older, position=0, name="Jane Smith")
    make_quotation(older, "Not so", key, event=make_event(status="proposed"))
    make_version(older, "Something else.", number=2)
    newer = make_article(body="So it is. Never.", published_precision="month", url="ftp://digest.example/1")
    make_quotation(newer, "So it is", speaker_outlet=make_outlet("Radio Two"), attribution="resolved")
    make_quotation(newer, "Never", status="proposed", confidence=0.5, kind="reported", event=make_event())
    by = {older.pk: ["Jane Smith"], newer.pk: []}
    records = list(rows.quotations(Quotation.objects.order_by("pk")))
    objects = Quotation.objects.with_speakers().select_related("version__article__outlet")
    assert records == [rows.said_of(found, by[found.article_id]) for found in objects.order_by("pk")]
    assert "/v1/" in records[0].story.address
    assert records[0].event == ""
    stories = list(rows.stories(Article.objects.order_by("pk")))
    assert stories == [
        rows.story_of(article.current, by[article.pk])
        for article in Article.objects.select_related("current__article__outlet").order_by("pk")
    ]


def test_part_of_a_date_is_not_made_a_day(client):
    make_quotation(
        make_article(body="Not so.", published_on=date(2015, 1, 1), published_precision="year"), "Not so"
    )
    (row,) = table(client)
    assert (row["published_on"], row["listed_on"], row["said_on"]) == ("2015", "2015", "")


def test_spreadsheet_runs_nothing_and_no_words_change_unseen(client):
    words = ["=HYPERLINK(1)", "+1", "-2 on the day", "@all", "'=quoted", 'plain, "marked"\nand broken']
    article = make_article(headline="=1+1", body=" ; ".join(words))
    for text in words:
        make_quotation(article, text)
    for row in table(client, order="oldest"):
        assert not row["words"].startswith(("=", "+", "-", "@"))
        guarded = row["guarded"].split()
        assert "headline" in guarded
        exact = row["words"][1:] if "words" in guarded else row["words"]
        assert exact == words[int(row["row"]) - 1]
    assert [row["words"] for row in lines(client, order="oldest")] == words


def test_file_follows_the_search_and_its_order(client):
    for number, day in enumerate([date(2015, 1, 1), date(2016, 1, 1), date(2017, 1, 1)]):
        make_quotation(make_article(body=f"Speech {number}.", published_on=day), f"Speech {number}")
    assert [row["words"] for row in table(client)] == ["Speech 2", "Speech 1", "Speech 0"]
    assert [row["words"] for row in table(client, order="oldest", after="2016-01-01")] == [
        "Speech 1",
        "Speech 2",
    ]


@pytest.mark.parametrize("ending", [*ENDINGS, "atom", "json"])
@pytest.mark.parametrize("noun", ["quotations", "stories", "events"])
def test_an_order_that_there_is_none_of_is_told(client, noun, ending):
    told = fetch(client, ending, noun, 400, order="best").content.decode()
    assert told.startswith("There is no order “best” here; there is “newest”")
    assert ("“oldest”" in told) == (ending in ENDINGS)


def test_events_are_files_too(client):
    days = {"starts_on": date(2015, 11, 11), "ends_on": date(2015, 11, 12)}
    event = make_event("Walk-out", place="The House", **days)
    take_part(event, make_person("Jan Logie"))
    make_event("Maybe", status="proposed")
    (row,) = table(client, "events")
    assert (row["name"], row["starts_on"], row["ends_on"]) == ("Walk-out", "2015-11-11", "2015-11-12")
    assert (row["place"], row["people"], row["row"], row["rows"]) == ("The House", "Jan Logie", "1", "1")
    assert row["event"] == f"http://localhost:8000{event.get_absolute_url()}"
    assert lines(client, "events")[0]["people"] == ["Jan Logie"]
    for ending in ("bib", "ris", "csl.json"):
        text = text_of(fetch(client, ending, "events", q="walk-out"))
        assert count_in(ending, text) == 1
        assert "The House" in text
    page = html.fromstring(client.get("/events/", {"q": "walk-out"}).content.decode())
    assert "/events.csv?q=walk-out" in page.xpath("//section[@class='takeaway']//a/@href")


@pytest.mark.parametrize("order", ["oldest", "relevance"])
def test_links_beside_a_listing_ask_for_an_order_that_the_file_or_feed_has(client, order):
    make_quotation(make_article(body="Not so."), "Not so")
    page = html.fromstring(client.get("/quotations/", {"q": "not", "order": order}).content.decode())
    links = page.xpath("//section[@class='takeaway']//a/@href")
    assert len(links) == len(ENDINGS) + 2
    assert {client.head(link).status_code for link in links} == {200}


@pytest.mark.parametrize("ending", ENDINGS)
def test_file_may_have_the_newest_in_order_of_relevance_and_says_so(client, monkeypatch, ending):
    monkeypatch.setattr(files, "RANKED", 3)
    for number, words in enumerate(["land land land", "land land", "land", "land land land land"]):
        body = f"{words} sea {number}."
        article = make_article(body=body, published_on=date(2016, 1, 4 - number))
        make_quotation(article, body)
    response = fetch(client, ending, q="land", order="relevance")
    name = f"press-gallery-land-3-newest-quotations-by-relevance.{ending}"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    text = text_of(response)
    assert count_in(ending, text) == 3
    assert ("3 newest quotations by relevance" in text) == (ending in ("bib", "ris"))
    places = [text.index(f"sea {number}.") for number in range(3)]
    assert places == sorted(places)
    assert "sea 3." not in text
    assert "no words" in fetch(client, ending, status=400, order="relevance").content.decode()
    assert "no order" in fetch(client, ending, "stories", 400, q="land", order="relevance").content.decode()


@pytest.mark.django_db(transaction=True)
def test_file_whose_rows_take_too_long_to_count_is_not_begun(client, monkeypatch):
    make_quotation(make_article(body="Not so."), "Not so")
    slow = Quotation.objects.annotate(slept=RawSQL("pg_sleep(20) IS NOT NULL", [])).filter(slept=True)
    monkeypatch.setattr(takeaway, "QUOTATIONS", replace(files.QUOTATIONS, found=lambda search: slow))
    monkeypatch.setattr(takeaway.quotation_file, "patience", 0.1)
    response = client.get("/quotations.csv")
    assert response.status_code == 422
    assert "one speaker or outlet" in response.content.decode()


def test_file_holds_what_readers_may_see(client):
    shown = make_article(body="Not so. Never.")
    make_quotation(shown, "Not so")
    make_quotation(shown, "Never", status="rejected")
    hidden = make_article(body="Not so.", status="withdrawn", withdrawn_reason="An error")
    make_quotation(hidden, "Not so")
    assert len(table(client)) == 1
    assert len(table(client, "stories")) == 1


@pytest.mark.parametrize("ending", [*ENDINGS, "atom", "json"])
def test_search_that_cannot_be_read_is_refused_in_plain_words(client, ending):
    response = fetch(client, ending, status=400, after="2015-13-45")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert "2015-13-45" in response.content.decode()


@pytest.mark.parametrize("path", ["/quotations.exe", "/stories.", "/quotations.csv.exe"])
def test_format_that_is_none_is_not_found(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("ending", ENDINGS)
def test_file_that_breaks_off_can_be_told(client, ending):
    many_quotations(9)
    whole = text_of(fetch(client, ending))
    broken = whole[: len(whole) * 2 // 3]
    if ending in ("csv", "jsonl"):
        last = table(client)[-1] if ending == "csv" else json.loads(whole.splitlines()[-1])
        assert str(last["row"]) == str(last["rows"]) == "9"
    elif ending == "csl.json":
        with pytest.raises(json.JSONDecodeError):
            json.loads(broken)
    else:
        assert "9 quotations" in broken[:200]
        assert count_in(ending, broken) < 9


def test_head_tells_the_name_and_reads_no_rows(client):
    many_quotations(3)
    response = client.head("/quotations.csv")
    assert response.status_code == 200
    assert "-3-quotations.csv" in response["Content-Disposition"]
    assert not response.streaming
    assert client.get("/quotations.csv").status_code == 200


def test_first_bytes_come_before_any_row_is_read(client, django_assert_num_queries):
    many_quotations(3)
    with django_assert_num_queries(1):  # the count
        count, pieces = files.begin(files.QUOTATIONS, files.FORMATS["csv"], Quotation.objects.published())
        assert next(pieces).startswith(b"\xef\xbb\xbfrow,rows,")
    assert count == 3
    pieces.close()


def test_rows_are_fetched_as_they_are_written(monkeypatch):
    monkeypatch.setattr(rows, "CHUNK", 20)
    many_quotations(3 * rows.CHUNK // 2)
    records = rows.quotations(Quotation.objects.order_by("pk"))
    next(records)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_cursors WHERE name LIKE '\\_django%'")
        assert cursor.fetchone() == (1,)
    assert sum(1 for _ in records) == 3 * rows.CHUNK // 2 - 1


def test_memory_does_not_grow_with_rows(monkeypatch):
    monkeypatch.setattr(rows, "CHUNK", 100)
    peaks = []
    for count in (300, 3000):
        article = many_quotations(count, headline=f"Many {count}")
        asked = Quotation.objects.filter(article=article).order_by("pk")
        tracemalloc.start()
        for _piece in files.begin(files.QUOTATIONS, files.FORMATS["jsonl"], asked)[1]:
            pass
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.3 * peaks[0]


@pytest.mark.django_db(transaction=True)
def test_count_and_rows_are_of_one_moment(client):
    many_quotations(5)
    response = fetch(client, "csv")

    def meanwhile():
        make_quotation(make_article(body="Too late."), "Too late")
        connection.close()

    another = threading.Thread(target=meanwhile)
    another.start()
    another.join()
    assert "-5-quotations.csv" in response["Content-Disposition"]
    text = text_of(response)
    assert count_in("csv", text) == 5
    assert "Too late" not in text
    assert len(table(client)) == 6


@pytest.mark.django_db(transaction=True)
def test_file_that_a_reader_leaves_lets_the_database_go(client, monkeypatch):
    monkeypatch.setattr(rows, "CHUNK", 20)
    many_quotations(rows.CHUNK + 1)
    response = fetch(client, "jsonl")
    next(iter(response.streaming_content))
    response.close()
    assert not connection.in_atomic_block
    assert Quotation.objects.count() == rows.CHUNK + 1


@pytest.mark.django_db(transaction=True)
def test_one_file_too_many_waits_its_turn(client, monkeypatch):
    monkeypatch.setattr(files, "AT_ONCE", 1)
    make_quotation(make_article(body="Not so."), "Not so")
    answers = []

    def meanwhile():
        answers.append(Client().get("/quotations.csv"))
        connection.close()

    response = fetch(client, "csv")
    another = threading.Thread(target=meanwhile)
    another.start()
    another.join()
    (refused,) = answers
    assert refused.status_code == 503
    assert refused["Retry-After"] == "60"
    assert "Try again" in refused.content.decode()
    assert count_in("csv", text_of(response)) == 1
    assert len(table(client)) == 1


def test_listing_links_to_what_it_can_be_taken_away_as(client):
    make_quotation(make_article(body="Not so."), "Not so")
    page = client.get(reverse("quotation_list"), {"q": "so", "page": "1"}).content.decode()
    for ending in [*ENDINGS, "atom", "json"]:
        assert f'href="/quotations.{ending}?q=so"' in page
    make_article()
    page = html.document_fromstring(client.get(reverse("article_list")).content.decode())
    assert page.xpath("//head/link[@rel='alternate']/@href") == ["/stories.atom", "/stories.json"]
    assert "/stories.csv" in page.xpath("//main//a/@href")


def test_search_finds_the_same_as_its_file(client):
    many_quotations(30)
    assert Search({"q": "abcd"}).quotations().count() == len(table(client, q="abcd")) == 30
    assert DAY.isoformat() in {row["listed_on"] for row in table(client)}
