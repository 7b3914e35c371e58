import json
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from articles.importers.dates import Published
from articles.importers.json_records import SCHEMA, cut_json, read_item, read_json
from articles.importers.records import Annotation, ArticleRecord, Hints, Source
from articles.importers.refusals import Refused
from articles.themes import Theme

SAMPLES = Path(__file__).parents[2] / "samples" / "articles"
SOURCE = Source("a.json", b"{}", "application/json")
RAIN = {"outlet": "The Post", "published": "2015", "text": "It rained."}


def sample(name, hints=Hints()):  # noqa: B008 - frozen
    [(_, original, encoding)] = cut_json((SAMPLES / name).read_bytes())
    return read_item(read_json(original, encoding), hints, Source(name, original, "application/json"))


def test_the_themes_that_a_file_may_give_are_those_of_the_archive():
    schema = json.loads(SCHEMA.read_text())
    assert schema["properties"]["content_themes"]["items"]["enum"] == Theme.values


def test_an_article_that_a_person_has_annotated():
    record = sample("annotated.json")
    farrow = {"attribution": "resolved", "speaker": "imogen-farrow"}
    assert record == ArticleRecord(
        outlet="The Ellery Post",
        headline="Harbour bill read a first time",
        bylines=("Ana Pere",),
        url="https://post.example/harbour-bill",
        key="post-2015-0617",
        section="Politics",
        language="en-NZ",
        published=Published(date(2015, 6, 17)),
        paragraphs=(
            "The harbour bill passed.",
            '"Nine winters," said Dr Imogen Farrow, "and not one pier." She called it "late".',
            "Somebody shouted.",
        ),
        annotations=(
            Annotation(spans=((27, 40), (66, 83)), label="Dr Imogen Farrow", cue="said", **farrow),
            Annotation(spans=((96, 105),), kind="reported", label="She", cue="called", **farrow),
            Annotation(spans=((100, 104),), kind="partial", label="She", cue="called", **farrow),
            Annotation(
                spans=((108, 124),),
                kind="reported",
                attribution="ambiguous",
                candidates=("ana-king", "ari-king"),
                label="Somebody",
            ),
        ),
        people=("imogen-farrow",),
        events=("harbour-bill-2015",),
        original=(SAMPLES / "annotated.json").read_bytes(),
        media_type="application/json",
        place="annotated.json",
    )
    words = [[record.body[start:end] for start, end in each.spans] for each in record.annotations]
    assert words == [["Nine winters,", "and not one pier."], ['it "late"'], ["late"], ["Somebody shouted"]]


def test_both_generations_of_ninjs():
    facts = {
        "outlet": "Marama Press Agency",
        "headline": "Harbour bill read",
        "bylines": ("Ana Pere",),
        "key": "urn:newsml:wire.example:20150617:12",
        "section": "politics",
        "language": "en",
        "paragraphs": ("The harbour bill passed.", "It took nine years."),
        "media_type": "application/json",
    }
    auckland = ZoneInfo("Pacific/Auckland")
    assert sample("ninjs-1.json", Hints(zone="Pacific/Auckland")) == ArticleRecord(
        **facts,
        published=Published(
            *(date(2015, 6, 17), "instant", datetime(2015, 6, 17, 4, 5, tzinfo=UTC).astimezone(auckland)),
            "Pacific/Auckland",
        ),
        original=(SAMPLES / "ninjs-1.json").read_bytes(),
        place="ninjs-1.json",
    )
    here = timezone(timedelta(hours=12))
    assert sample("ninjs-2.json") == ArticleRecord(
        **facts,
        published=Published(
            date(2015, 6, 17), "instant", datetime(2015, 6, 17, 16, 5, tzinfo=here), "+12:00"
        ),
        original=(SAMPLES / "ninjs-2.json").read_bytes(),
        place="ninjs-2.json",
    )


def test_a_list_gives_each_item_with_its_line_and_its_own_bytes():
    data = (SAMPLES / "list.json").read_bytes()
    items = cut_json(data)
    assert [line for line, _, _ in items] == [2, 3, 4]
    assert [read_json(original, encoding) for _, original, encoding in items] == json.loads(data)
    assert items[1][1] == b'{"paragraphs": "It poured."}'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1252"])
def test_an_item_is_read_as_its_file_is(encoding):
    """Alone, the ``é`` of the one and the plain letters of the other would tell less than both do."""
    items = [{"text": "Il pleuvait à l’été."}, {"text": "It rained."}]
    cut = cut_json(json.dumps(items, ensure_ascii=False).encode(encoding))
    assert [read_json(original, found) for _, original, found in cut] == items


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        ([], "it is no object, so no article"),
        ({"stories": []}, "it has neither 'text' nor 'paragraphs', so it is no article"),
        ({**RAIN, "text": 7}, "text: 7 is not of type 'string'"),
        ({**RAIN, "paragraphs": [1]}, "paragraphs[0]: 1 is not of type 'string'"),
        ({**RAIN, "quotes": [{"start": 0}]}, "quotes[0]: 'end' is a required property"),
        (
            {**RAIN, "quotes": [{"start": 0, "end": 4, "text": "snow"}]},
            "quotes[0]: its text is not what stands at",
        ),
        (
            {**RAIN, "quotes": [{"start": 0, "end": 2, "text": RAIN["text"][:2], "said_on": "Tuesday"}]},
            "quotes[0]: said_on: 'Tuesday' is not a day",
        ),
        (
            {**RAIN, "quotes": [{"start": 0, "end": 2, "text": RAIN["text"][:2], "said_on": "9999-12-31"}]},
            "quotes[0]: said_on: 9999-12-31 is too far from today to be meant",
        ),
        (
            {**RAIN, "quotes": [{"start": 0, "end": 2, "text": RAIN["text"][:2], "said_on": "0001-01-01"}]},
            "quotes[0]: said_on: 0001-01-01 is too far from today to be meant",
        ),
        ({**RAIN, "published": "2066"}, "published '2066': no report is from 2066"),
        ({**RAIN, "headline": "\ud800"}, "headline: the character U+D800 is no text"),
        ({**RAIN, "headline": "Rain \u202efalls"}, "headline: U+202E turns its letters round"),
        ({**RAIN, "headline": "\u200b"}, "headline: it has no letter that can be seen"),
        ({**RAIN, "text": "It \0 rained"}, "text: the character U+0000 is no text"),
        ({**RAIN, "id": "\0"}, "key: the character U+0000 is no text"),
        ({"uri": "a", "pubstatus": "canceled"}, "pubstatus: its agency says 'canceled'"),
        ({"uri": "a", "pubstatus": "usable", "type": "picture"}, "type: it is of type 'picture', not a text"),
        ({"uri": "a", "headlines": "Rain"}, "headlines: it is no list of objects"),
        ({"uri": "a", "body_text": 7}, "body_text: '7' is no text"),
        ({"uri": "a", "pubstatus": "usable"}, "it has no text but its header"),
    ],
)
def test_json_of_another_shape_is_refused(item, reason):
    with pytest.raises(Refused) as refusal:
        read_item(item, Hints(outlet="The Post", published="2015"), SOURCE)
    assert str(refusal.value).startswith(reason)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "it is empty"),
        (b"{\n'a': 1}", "line 2, column 1: no JSON: Expecting property name enclosed in double quotes"),
        (b"[" * 100_000, "its lists and objects are nested too deeply"),
        (b"[" + b"1" * 5000 + b"]", "no JSON: Exceeds the limit"),
        (b'["a\0"]', "line 1: a NUL byte, so it is not text"),
    ],
    ids=["empty", "quotes", "deep", "long-number", "nul"],
)
def test_a_file_that_is_no_json_is_refused_as_a_whole(data, reason):
    with pytest.raises(Refused) as refusal:
        cut_json(data)
    assert str(refusal.value).startswith(reason)
