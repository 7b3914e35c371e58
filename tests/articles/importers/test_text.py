from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from articles.importers.dates import Published
from articles.importers.records import ArticleRecord, Hints
from articles.importers.refusals import Refused
from articles.importers.text import read_text

SAMPLES = Path(__file__).parents[2] / "samples" / "articles"
BARE = Hints(outlet="The Ellery Post", published="2015-06-18")


def paragraphs(text):
    return read_text(text.encode(), "typed", BARE).paragraphs


def test_a_header_says_everything_about_a_report():
    original = (SAMPLES / "harbour.txt").read_bytes()
    assert read_text(original, "harbour.txt", Hints(outlet="Another", published="1999")) == ArticleRecord(
        outlet="The Ellery Post",
        headline="Harbour bill read a first time",
        standfirst="Nine years after it was promised, the harbour gets its law.",
        bylines=("Ana Pere", "Tom Roe"),
        url="https://post.example/harbour-bill",
        key="post-2015-0617",
        section="Politics",
        language="en-NZ",
        published=Published(
            on=date(2015, 6, 17),
            precision="instant",
            at=datetime(2015, 6, 17, 16, 5, tzinfo=timezone(timedelta(hours=12))),
            zone="+12:00",
        ),
        paragraphs=(
            'The harbour bill passed its first reading "at long last", the minister said.',
            "She said it had taken nine years: “Nine winters, and not one pier.”",
        ),
        original=original,
        media_type="text/plain; charset=utf-8",
        place="harbour.txt",
    )


def test_bare_text_takes_its_facts_from_the_hints_and_has_no_headline():
    hints = Hints(
        outlet="The Post", published="2015-06", url="https://post.example/1", section="News", language="en"
    )
    record = read_text(b"The ferry was late.", "-", hints)
    assert (record.headline, record.outlet, record.url, record.section, record.language) == (
        *("", "The Post", "https://post.example/1", "News", "en"),
    )
    assert record.published == Published(date(2015, 6, 1), "month")


def test_repeated_leads_links_marks_and_stray_lines_of_real_files():
    original = (SAMPLES / "tangled.txt").read_bytes()
    record = read_text(original, "tangled.txt", BARE)
    assert record.paragraphs == (
        "The ferry came in late on Monday and nobody met it.",
        'The harbour master said he had "been at lunch".',
        '"It was a long lunch," he said - "and a good one.',
        "The mayor's office would not say who paid.",
    )
    assert record.original == original


def test_windows_1252_is_read_and_named():
    record = read_text((SAMPLES / "macrons-1252.txt").read_bytes(), "cafe.txt", BARE)
    assert record.body == "Café owners on the wharf – all “three” of them – back the bill."
    assert record.media_type == "text/plain; charset=windows-1252"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_tells_the_encoding(encoding):
    assert (
        read_text("Pāua “poachers” caught.".encode(encoding), "paua.txt", BARE).body
        == "Pāua “poachers” caught."
    )


def test_hard_wrapped_lines_are_joined():
    record = read_text((SAMPLES / "wrapped.txt").read_bytes(), "wrapped.txt", BARE)
    assert record.paragraphs == (
        "The select committee heard on Tuesday that the bridge had been closed for eleven weeks, and that "
        "even so the co-operative which runs the ferry had not been told until the tenth of them was nearly "
        "over.",
        '"We read it in the newspaper," said its chair, Hana Aperahama. She said that nobody had rung, '
        "written or called across the water in all that time.",
    )


def test_a_single_line_break_ends_a_paragraph_unless_the_lines_are_clearly_wrapped():
    lines = (
        "The House sat late.",
        "Nobody spoke for the motion, and it was lost without a vote.",
        "It rained.",
        "Members went home.",
    )
    assert paragraphs("\n".join(lines)) == lines
    assert paragraphs("One line of a report\r\nand another") == ("One line of a report", "and another")


def test_a_long_run_of_lines_under_read_more_is_the_report_going_on():
    report = [f"Sentence {number} of the report." for number in range(9)]
    assert paragraphs("\n".join(["It began.", "Read more:", *report])) == ("It began.", *report)


def test_a_label_with_its_link_on_the_same_line_is_left_out():
    assert paragraphs("It began.\n\nREAD MORE: The end of it\n\nIt ended.") == ("It began.", "It ended.")


def test_white_space_inside_a_paragraph_stays():
    assert paragraphs("\u200b  Two  spaces,\u00a0one\tstop. \n \n") == ("Two  spaces,\u00a0one\tstop.",)


def test_a_report_may_begin_with_a_word_and_a_colon():
    assert paragraphs("Watch: the ferry sinks.\n\nIt sank.") == ("Watch: the ferry sinks.", "It sank.")


def test_a_byline_may_stand_twice_and_a_comma_parts_no_names():
    record = read_text(b"Byline: Ana Pere, political editor\nByline: Tom Roe\n\nIt rained.", "rain.txt", BARE)
    assert record.bylines == ("Ana Pere, political editor", "Tom Roe")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "it is empty"),
        (b" \r\n\t\n", "it is empty"),
        (b"\xef\xbb\xbf\n \n", "it is empty"),
        (b"Outlet: The Post\n", "it has no text but its header"),
        (b"It rained.\nIt p\0ured.", "line 2: a NUL byte, so it is not text"),
        (b"It rained.\nCaf\x81", "line 2: byte 0x81 is no utf-8 text"),
        ("Māori, pāua, tō".encode() + b" \xe9", "line 1: byte 0xe9 is no utf-8 text"),
        (b"%PDF-1.4 ...", "it is a PDF, not text"),
        (b"PK\x03\x04", "it is a ZIP archive or an office document, not text"),
        (b"It rained\x08.", "text: the character U+0008 is no text"),
        (b"Outlet: A\nPubished: 2015\n\nIt rained.", "line 2: the header 'Pubished' is none of headline, "),
        (b"Outlet: A\nIt rained.", "line 2: 'It rained.' is no line of a header; an empty line ends it"),
        (b"Outlet: A\nOutlet: B\n\nIt rained.", "line 2: a second 'outlet' in the header"),
        (b"Published: 1066-10-14\n\nIt rained.", "published '1066-10-14': no report is from 1066"),
        (b"Published: 2066\n\nIt rained.", "published '2066': no report is from 2066"),
        (b"Published: 12/11/2015\n\nIt rained.", "published '12/11/2015' is not a date such as 2015-11-12"),
        (b"Zone: Mars/Olympus\nPublished: 2015-11-12T10:00\n\nIt rained.", "zone 'Mars/Olympus' is neither"),
        (b"URL: ftp://x\n\nIt rained.", "url: 'ftp://x' is no web address"),
        (b"Language: the Queen's\n\nIt rained.", 'language: "the Queen\'s" is no tag such as en-NZ'),
        (b"Section: " + b"a" * 121 + b"\n\nIt rained.", "section: 121 characters, where 120 are the most"),
    ],
)
def test_a_text_that_cannot_be_used_is_refused_for_a_reason(data, reason):
    with pytest.raises(Refused) as refusal:
        read_text(data, "bad.txt", BARE)
    assert str(refusal.value).startswith(reason)


def test_a_report_needs_an_outlet_and_a_date():
    with pytest.raises(Refused, match="outlet: the report names none, so give one with --outlet"):
        read_text(b"It rained.", "rain.txt", Hints(published="2015"))
    with pytest.raises(Refused, match="published: the report gives no date, so give one with --published"):
        read_text(b"It rained.", "rain.txt", Hints(outlet="The Post"))
