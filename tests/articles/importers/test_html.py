from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from articles.importers.dates import Published
from articles.importers.html import paragraphs_of_html, read_html
from articles.importers.records import ArticleRecord, Hints
from articles.importers.refusals import Refused

SAMPLES = Path(__file__).parents[2] / "samples" / "articles"
REPORT = "<p>The ferry came in late on Monday, and nobody at all was there to meet it.</p>" * 3

DEEP = b"<html>" + b"<div>" * 50_000


def page(head="", body=REPORT, hints=Hints(outlet="The Post", published="2015-06-18")):  # noqa: B008 - frozen
    text = f"<html><head>{head}</head><body><article>{body}</article></body></html>"
    return read_html(text.encode(), "page.html", hints)


def test_a_page_says_everything_about_its_report():
    original = (SAMPLES / "page.html").read_bytes()
    assert read_html(original, "page.html", Hints(zone="Pacific/Auckland")) == ArticleRecord(
        outlet="The Ellery Post",
        headline="Harbour bill read a first time",
        bylines=("Ana Pere", "Tom Roe"),
        url="https://post.example/politics/harbour-bill",
        section="Politics",
        language="en-NZ",
        published=Published(
            on=date(2015, 6, 17),
            precision="instant",
            at=datetime(2015, 6, 17, 4, 5, tzinfo=UTC).astimezone(ZoneInfo("Pacific/Auckland")),
            zone="Pacific/Auckland",
        ),
        paragraphs=(
            "The harbour bill passed its first reading “at long last”, the minister told the House on "
            "Wednesday night.",
            "A long wait",
            '"It took nine years — nine winters, and not one pier," she said.',
            "Opposition members said they would vote against it at the next stage.",
            "They did not say why, and nobody in the gallery asked them.",
            "The committee will report back in November, and the bill may be law before the year is out.",
        ),
        original=original,
        media_type="text/html; charset=utf-8",
        place="page.html",
    )


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:published_time" content="2015-06-17T16:05:00+12:00">',
        '<script type="application/ld+json">{"@type": "ReportageNewsArticle", '
        '"datePublished": "2015-06-17T16:05:00+12:00"}</script>',
        '<script type="application/ld+json">[{"@type": ["Thing", "NewsArticle"], '
        '"datePublished": "2015-06-17T16:05:00+12:00"}]</script>',
        '<meta name="date" content="yesterday"><meta name="pubdate" content="2015-06-17T16:05:00+12:00">',
    ],
)
def test_the_time_and_zone_are_those_of_the_page(head):
    published = page(head).published
    assert (published.at, published.zone) == (datetime(2015, 6, 17, 4, 5, tzinfo=UTC), "+12:00")


def test_a_time_element_dates_a_page_that_says_nothing_else():
    assert (
        page(body='<time datetime="2015-06-17T16:05+12:00">Then</time>' + REPORT).published.zone == "+12:00"
    )


def test_a_page_without_a_date_takes_the_hint():
    assert page().published == Published(date(2015, 6, 18))
    with pytest.raises(Refused, match="published: the report gives no date"):
        page(hints=Hints(outlet="The Post"))


def test_broken_linked_data_is_passed_over():
    head = '<script type="application/ld+json">{"@type": "NewsArticle", </script><title>Late ferry</title>'
    assert page(head).headline == "Late ferry"


def test_the_address_of_the_front_page_is_nobodys():
    assert page('<link rel="canonical" href="https://post.example/">').url == ""
    assert page('<link rel="canonical" href="https://post.example/1">').url == "https://post.example/1"


def test_a_page_in_its_declared_encoding():
    text = (
        f'<html><head><meta charset="iso-8859-1"></head><body>{REPORT}<p>“Café,” it read.</p></body></html>'
    )
    record = read_html(text.encode("cp1252"), "page.html", Hints(outlet="The Post", published="2015"))
    assert record.paragraphs[-1] == "“Café,” it read."
    assert record.media_type == "text/html; charset=windows-1252"


def test_a_fragment_is_all_report():
    markup = (
        "<p>One &amp; two.</p> <p>Three<br/>four.<br>Five.</p>And <b>six</b>.<table><tr><td>7<td>8</table>"
    )
    assert paragraphs_of_html(markup) == ("One & two.", "Three four.", "Five.", "And six.", "7 8")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "it is empty"),
        (b"<!-- nothing -->", "it is no HTML page"),
        (b"Just words, and no element.", "it is no HTML page"),
        (b"<html><body></body></html>", "no article can be found in the page"),
        (b"<html><body><p>Log in to go on</p></body></html>", "no article can be found in the page"),
        (DEEP, "no article can be found in the page"),
        (b"<html><body><p>It p\0ured.</p></body></html>", "line 1: a NUL byte, so it is not text"),
        ((SAMPLES / "front-page.html").read_bytes(), "no article can be found in the page"),
    ],
    ids=["empty", "comment", "words", "blank", "login", "deep", "nul", "front-page"],
)
def test_a_page_without_a_report_is_refused(data, reason):
    with pytest.raises(Refused) as refusal:
        read_html(data, "page.html", Hints(outlet="The Post", published="2015"))
    assert str(refusal.value) == reason


def test_an_address_that_is_none_is_nobodys():
    head = '<link rel="canonical" href="http://[bad"><meta property="og:url" content="http://[worse">'
    assert page(head).url == ""
