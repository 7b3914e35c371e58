from datetime import date
from pathlib import Path

import pytest

from articles.extraction.causes import causes
from articles.extraction.events import EventRecord
from articles.extraction.happenings import propose
from articles.extraction.tellings import Story
from tests.articles.extraction.measure_happenings import measure

WEDNESDAY = date(2015, 6, 17)
FIRST = (
    "Twelve members walked out of Parliament this afternoon after Ana Bell read out the ferry timetable. "
    "“Nobody in Kestrel has seen a ferry since Easter,” Ana Bell told the gallery. Tom Reed stayed put."
)
SECOND = (
    "The benches emptied. Ana Bell led yesterday’s walk-out from Parliament over cancelled ferry sailings. "
    "“Nobody in Kestrel has seen a ferry since Easter,” she said. Tom Reed called it theatre."
)
PEOPLE = ("Ana Bell", "Tom Reed")


def story(number, text, published=WEDNESDAY, **fields):
    named = {(text.index(name), text.index(name) + len(name)): name for name in PEOPLE if name in text}
    marks = (text.find("“"), text.find("”"))
    fields = {"outlet": f"Outlet {number}", "headline": f"Headline {number}", **fields}
    return Story.read(
        id=number,
        text=text,
        published=published,
        named=named,
        quoted=[marks] if marks[0] >= 0 else [],
        **fields,
    )


def test_two_reports_of_one_day_propose_what_they_both_tell_of():
    [happening] = propose([story(1, FIRST), story(2, SECOND, date(2015, 6, 18))])
    assert happening.name == "Walk-out, 17 June 2015"
    assert [told.id for told in happening.stories] == [1, 2]
    assert happening.people == {"Ana Bell": 2, "Tom Reed": 2}
    assert {"ferry", "kestrel", "easter"} <= set(happening.words)


def test_place_that_two_reports_name_beside_it_stands_in_its_name():
    told_again = SECOND.replace("walk-out from Parliament", "walk-out at Parliament")
    [happening] = propose([story(1, FIRST), story(2, told_again, date(2015, 6, 18))])
    assert happening.name == "Walk-out, Parliament, 17 June 2015"


@pytest.mark.parametrize(
    "others",
    [
        [],
        [story(2, FIRST, original=1)],
        [story(2, FIRST, outlet="Outlet 1", headline="Headline 1")],
        [story(2, FIRST, date(2015, 6, 25))],
        [story(2, SECOND.replace("Ana Bell", "Somebody").replace("Tom Reed", "Another"), date(2015, 6, 18))],
        [story(2, "Members walked out today. Ana Bell denied it.")],
    ],
    ids=["one alone", "a copy", "a reprint", "another day", "nobody known", "too little shared"],
)
def test_nothing_is_proposed_from(others):
    assert list(propose([story(1, FIRST), *others])) == []


@pytest.mark.parametrize(
    ("known", "told"),
    [
        (EventRecord("e", "Benches emptied", "protest", WEDNESDAY), {1: {"e"}}),
        (EventRecord("e", "Benches emptied", "walk-out", date(2015, 6, 16)), {2: {"e"}}),
        (EventRecord("e", "Sitting", "sitting", date(2015, 6, 15), until=date(2015, 6, 19)), {1: {"e"}}),
        (EventRecord("e", "Benches emptied", "walk-out", WEDNESDAY, participants=("Ana Bell",)), {}),
    ],
    ids=["covered", "covered, a day off", "covered, of several days", "same kind, day and people"],
)
def test_known_event_is_not_proposed_again(known, told):
    stories = [story(1, FIRST), story(2, SECOND, date(2015, 6, 18))]
    assert list(propose(stories, [known], told)) == []


def test_what_is_told_without_a_day_of_its_own_may_be_the_event_of_a_week_before():
    later = (
        "The leaked ferry paper was back. Ana Bell and Tom Reed argued over sailings to Kestrel and Denham."
    )
    stories = [story(1, later), story(2, later.replace("was back", "kept both busy"))]
    assert [happening.kind for happening in propose(stories)] == ["leak"]
    known = EventRecord("e", "Paper leaked", "leak", date(2015, 6, 10), participants=("Tom Reed",))
    assert list(propose(stories, [known])) == []


def test_report_without_the_word_joins_by_the_words_it_quotes():
    sketch = "It rained. “Nobody in Kestrel has seen a ferry since Easter,” said Ana Bell, and off they went."
    [happening] = propose([story(1, FIRST), story(3, sketch), story(2, SECOND, date(2015, 6, 18))])
    assert {told.id for told in happening.stories} == {1, 2, 3}


def test_sample_of_thirty_reports_yields_its_six_events():
    proposed, _made, _gold = measure(Path("articles/samples/marama_bay"))
    told = {
        happening.name: {story.id.removeprefix("marama-") for story in happening.stories}
        for happening in proposed
    }
    assert told == {
        "Walk-out, Parliament, 17 June 2015": {"d01", "d02", "d03", "d04", "d05", "d06"},
        "Ruling, 18 June 2015": {"d06", "d07"},
        "Protest, 27 June 2015": {"d08", "d09"},
        "Leak, 8 March 2016": {"d11", "d12", "d13"},
        "Hearing, 16 March 2016": {"d14", "d15"},
        "Fire, 26 May 2016": {"d16", "d17", "d18"},
    }


LEAK = EventRecord("leak", "Paper leaked", "leak", date(2016, 3, 8))
HEARING = EventRecord("hearing", "Secretary heard", "select-committee hearing", date(2016, 3, 16))


@pytest.mark.parametrize(
    "sentence",
    [
        "The hearing was called after the leak of a paper.",
        "After the leak of a paper, the committee called the Secretary.",
        "The hearing, in response to last week’s leak, took two hours.",
        "The leak led to a hearing of two hours.",
    ],
)
def test_one_sentence_tells_what_led_to_what(sentence):
    [found] = causes(f"Rain fell. {sentence} It went on.", [], [HEARING], [LEAK])
    assert (found.effect, found.cause, found.sentence) == ("hearing", "leak", sentence)


@pytest.mark.parametrize(
    "text",
    [
        "The hearing began. After the leak nobody slept.",
        "“The hearing came after the leak,” she said.",
        "The leak was investigated after the hearing.",
        "A hearing was held after lunch.",
        "There was a leak and a hearing.",
    ],
)
def test_no_cause_is_read_from(text):
    quoted = [(0, text.index("”"))] if "”" in text else []
    assert list(causes(text, quoted, [HEARING, LEAK], [])) == []


def test_word_that_may_mean_two_events_means_neither():
    other = EventRecord("other", "Another leak", "leak", date(2016, 3, 9))
    assert list(causes("The hearing followed, after the leak.", [], [HEARING], [LEAK, other])) == []
