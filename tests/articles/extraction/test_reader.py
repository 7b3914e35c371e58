"""What a reading promises, whatever the text."""

import json
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.extraction.reader import read_story
from articles.extraction.records import Quotation
from articles.extraction.roster import Roster
from people.importers import popolo

SHARED = Path(__file__).parents[4] / "shared"

needs_shared = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the shared stories are not beside this checkout"
)

MARKS = ['"', "“", "”", "'", "‘", "’", "«", "»", "``", "''"]
JOINS = [" ", "\n", "\n\n", ". ", ", ", ": ", "? ", "—", "(", ")", "😀", "\x00", "עברית"]
WORDS = ["she", "He", "said", "Mr Reed", "told reporters", "that", "Ngaio Te Aroha", "saying", "according to"]
PIECES = st.sampled_from([*MARKS, *JOINS, *WORDS])
TEXTS = st.lists(PIECES | st.text(max_size=8), max_size=60).map("".join)


def spans(quotations: tuple[Quotation, ...], *, reported: bool) -> list[tuple[int, int]]:
    return [span for q in quotations if (q.kind == "reported") is reported for span in q.spans]


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_spans_lie_in_the_text_and_never_overlap(text):
    quotations = read_story(text, date(2015, 11, 12)).quotations
    for reported in (False, True):
        found = sorted(spans(quotations, reported=reported))
        assert all(0 <= start < end <= len(text) for start, end in found)
        assert all(before[1] <= after[0] for before, after in pairwise(found))


@given(TEXTS)
@settings(max_examples=100, deadline=None)
def test_reading_twice_says_the_same(text):
    assert read_story(text) == read_story(text)


@needs_shared
@pytest.mark.parametrize("number", [0, 1])
def test_walkout_stories_give_every_quotation_at_its_place_with_its_speaker(number):
    people = (SHARED / "people" / "nz-51.popolo.json").read_bytes()
    roster = Roster.from_roll(popolo.read(people, "nz-51.popolo.json"))
    story = json.loads((SHARED / "stories" / "expected.json").read_text())["stories"][number]
    text = (SHARED / "stories" / story["file"]).read_text()
    reading = read_story(text, date.fromisoformat(story["published"]), roster)
    found = {
        (*span, q.kind, roster.people[q.person].name if q.person else q.speaker_label)
        for q in reading.quotations
        if q.kind != "reported"
        for span in q.spans
    }
    assert found == {(q["start"], q["end"], q["kind"], q["speaker"]) for q in story["quotes"]}
    assert {roster.people[m.person].name for m in reading.mentions} == set(story["people"])
