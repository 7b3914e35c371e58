"""Odd texts and odd rosters: no error, and nobody named by a guess."""

import json
from datetime import date

import pytest

from articles.extraction.dates import dates_in
from articles.extraction.events import EventRecord
from articles.extraction.reader import read_story
from articles.extraction.records import Reading
from articles.extraction.roster import Roster
from people.importers import popolo
from tests.articles.extraction.test_samples import roster

DAY = date(2015, 5, 6)
STORY = 'Ann Holt sat down. "It is late," Ms Holt said.\n\n"It is," the Speaker said.'


def roster_of(*people: dict, memberships: tuple[dict, ...] = ()) -> Roster:
    document = {
        "persons": people,
        "organizations": [{"id": "house", "name": "House", "classification": "legislature"}],
        "memberships": memberships,
    }
    return Roster.from_roll(popolo.read(json.dumps(document).encode(), "people"))


def speakers(reading: Reading) -> list[tuple[str | None, str]]:
    return [(quotation.person, quotation.status) for quotation in reading.quotations]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        '"',
        '"' * 10_000,
        "“" * 5_000 + "”" * 5_000,
        "'\"" * 5_000,
        "\x00\x01\x02 said \x7f",
        "😀 said 😀 “😀” 😀",
        '"שלום," אמר ראש הממשלה.',
        "said said said said",
        "the of and to",
        "." * 1_000,
    ],
)
def test_odd_text_is_read_without_error(text):
    reading = read_story(text, DAY, roster())
    assert all(text[start:end] for quotation in reading.quotations for start, end in quotation.spans)
    assert not any(quotation.person for quotation in reading.quotations)


def test_empty_roster_names_nobody():
    assert speakers(read_story(STORY, DAY, roster_of())) == [(None, "unlisted"), (None, "unlisted")]


def test_two_people_of_one_name_are_ambiguous():
    people = [{"id": key, "name": "Ann Holt", "gender": "female"} for key in ("one", "two")]
    reading = read_story(STORY, DAY, roster_of(*people))
    assert speakers(reading)[0] == (None, "ambiguous")
    assert [candidate.person for candidate in reading.quotations[0].candidates] == ["one", "two"]


def test_offices_that_overlap_are_ambiguous():
    people = [{"id": key, "name": name} for key, name in (("one", "Ann Holt"), ("two", "Ben Marsh"))]
    spans = [{"start_date": "2014-01-01"}, {"start_date": "2015-01-01"}]
    both = tuple(
        {"person_id": person["id"], "organization_id": "house", "role": "Speaker", **span}
        for person, span in zip(people, spans, strict=True)
    )
    assert speakers(
        read_story('"It is late," said the Speaker.', DAY, roster_of(*people, memberships=both))
    ) == [(None, "ambiguous")]


@pytest.mark.parametrize("day", [date(1066, 10, 14), date(2066, 1, 1), date(1, 1, 1), date(9999, 12, 31)])
def test_day_outside_every_tenure_gives_an_office_to_nobody(day):
    ended = {
        "person_id": "one",
        "organization_id": "house",
        "role": "Speaker",
        "start_date": "2014-01-01",
        "end_date": "2016-01-01",
    }
    people = roster_of({"id": "one", "name": "Ann Holt"}, memberships=(ended,))
    assert speakers(read_story('"It is late," said the Speaker.', day, people)) == [(None, "unlisted")]


@pytest.mark.parametrize("day", [date(1, 1, 1), date(9999, 12, 31)])
def test_days_beyond_the_calendar_are_left_out(day):
    dates_in("yesterday, tomorrow, last week, next month, 31 February, 3 March, in May, on Friday", day)


def test_event_without_day_or_people_is_not_guessed():
    assert read_story(STORY, DAY, roster(), [EventRecord("e", "Something")]).events == ()


def test_events_that_led_to_one_another_in_a_circle_are_read():
    circle = [
        EventRecord("a", "Walk-out", day=DAY, in_response_to="b"),
        EventRecord("b", "Ruling", day=DAY, in_response_to="a"),
    ]
    read_story(
        "Members walked out today after a ruling. The walk-out followed the ruling.", DAY, roster(), circle
    )
