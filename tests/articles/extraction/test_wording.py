import json
from datetime import date, timedelta
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from articles.extraction.copies import SAME_TEXT, Printed, likeness, sketch
from articles.extraction.jsonlines import load_events, load_roster
from articles.extraction.reader import read_story
from articles.extraction.utterances import Cut, breaths, joined, pairs, said_once, told_apart
from articles.extraction.wording import differences, plain_words

SAMPLES = Path(__file__).parents[2] / "samples" / "articles"
MARAMA = Path(__file__).parents[3] / "articles" / "samples" / "marama_bay"
DAY = date(2015, 6, 17)
CAMPING = "Some people rather like camping, and nobody called a press conference."


@pytest.fixture(scope="module")
def stories():
    """The stories of Marama Bay with what is read out of each."""
    roster = load_roster(MARAMA / "people.popolo.json", print)
    events = load_events(MARAMA / "events.json")
    lines = (MARAMA / "stories.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    for row in rows:
        row["day"] = date.fromisoformat(row["published"][:10])
        row["reading"] = read_story(row["text"], row["day"], roster, events)
        row["quotations"] = [each for each in row["reading"].quotations if each.kind != "reported"]
    return rows


def same_text(one, other):
    printed = [
        Printed.of(row["text"], [span for each in row["quotations"] for span in each.spans])
        for row in (one, other)
    ]
    return likeness(*printed) >= SAME_TEXT


def test_the_one_wire_copy_of_marama_bay_is_found_and_no_other(stories):
    found = [(one["id"], other["id"]) for one, other in combinations(stories, 2) if same_text(one, other)]
    assert found == [("marama-d01", "marama-d02")]


def test_sketches_of_copies_overlap_and_of_other_stories_hardly(stories):
    shared = {
        (one["id"], other["id"]): len({*sketch(one["text"])} & {*sketch(other["text"])})
        for one, other in combinations(stories, 2)
    }
    copy = shared.pop(("marama-d01", "marama-d02"))
    assert copy > 10
    assert max(shared.values()) < 5


def cuts_of(stories):
    numbers, cuts, links = {}, [], []
    for story in stories:
        keys, places = [], []
        for each in story["quotations"]:
            key = len(numbers)
            numbers[key] = (story["id"], each.start, each.spans[-1][1])
            keys.append(key)
            speaker = each.person or each.speaker_label or key
            places.append(((each.start, each.spans[-1][1]), speaker, each.rule == "after"))
            text = " ".join(story["text"][start:end] for start, end in each.spans)
            people = {each.person} if each.person else {c.person for c in each.candidates}
            events = frozenset(link.event for link in story["reading"].events)
            whole_in = story["id"] if each.kind == "direct" else None
            words = plain_words(text)
            cuts.append(Cut(key, story["id"], story["day"], words, frozenset(people), events, None, whole_in))
        links += [
            (keys[a], keys[b]) for breath in breaths(story["text"], places) for a, b in pairwise(breath)
        ]
    return numbers, cuts, links


def marked_utterances(stories):
    """By report and place, which of the utterances marked by hand words belong to."""
    bodies = {story["id"]: story["text"] for story in stories}
    groups = json.loads((SAMPLES / "marama_utterances.json").read_text(encoding="utf-8"))
    return [
        (report, bodies[report].index(text), number)
        for number, group in enumerate(groups)
        for report, text in group
    ]


def test_every_utterance_shared_by_stories_of_marama_bay_is_found_and_no_other(stories):
    numbers, cuts, links = cuts_of(stories)
    groups = joined([*pairs(cuts), *links])
    shared = [group for group in groups if len({numbers[key][0] for key in group}) > 1]
    found = {pair for group in shared for pair in combinations(sorted(group), 2)}
    marked = marked_utterances(stories)
    utterance = {
        key: next((n for story, at, n in marked if story == report and start <= at < end), None)
        for key, (report, start, end) in numbers.items()
    }
    wanted = {
        (one, other)
        for one, other in combinations(sorted(numbers), 2)
        if utterance[one] is not None and utterance[one] == utterance[other]
    }
    assert len(wanted) > 50
    right = len(found & wanted)
    print(f"pair precision {right / len(found):.3f}, recall {right / len(wanted):.3f} of {len(wanted)}")
    assert found == wanted


def cut(text, days=0, report=None, speakers=("ashby",), events=(), whole_in=None, key=0):
    day, words = DAY + timedelta(days=days), plain_words(text)
    return Cut(
        key, report or text, day, words, frozenset(speakers), frozenset(events), None, whole_in or report
    )


@pytest.mark.parametrize(
    "text",
    [
        "some people rather like camping",
        "SOME PEOPLE RATHER LIKE CAMPING … nobody called a press conference",
        "Some people rather like camping and nobody called in a press conference",
        "And nobody called a press conference. It was raining on the tents all that night long.",
    ],
)
def test_cuts_and_light_edits_are_the_same_words(text):
    assert said_once(cut(CAMPING), cut(text))


@pytest.mark.parametrize(
    "other",
    [
        cut(CAMPING, speakers=["leavasa"]),
        cut(CAMPING, days=30),
        cut("Some people rather like a press conference."),
        cut("press conference"),
        cut("camping", events=["row"]),
    ],
    ids=["another speaker", "long after", "other words", "a fragment", "one word of one event"],
)
def test_likeness_is_not_enough(other):
    assert not said_once(cut(CAMPING, events=["row"]), other)


HOMES = "We built 1,500 new homes in Denham this year, and nobody thanked us"


@pytest.mark.parametrize(
    "other",
    [
        "We built 500 new homes in Denham this year, and nobody thanked us",
        "We built 15,000 new homes in Denham this year, and nobody thanked us",
        "500 new homes in Denham this year, and nobody thanked us",
        "We built 1,500 new homes in Denham this year, and somebody thanked us",
        "We never built 1,500 new homes in Denham this year, and nobody thanked us",
    ],
)
def test_another_number_or_a_not_makes_another_thing_said(other):
    assert told_apart(cut(HOMES), cut(other))
    assert not said_once(cut(HOMES), cut(other))


@pytest.mark.parametrize(
    "other",
    [
        "We built 1500 homes in Denham this year, and nobody thanked us",
        "In 2015 alone we built 1,500 new homes in Denham this year",
        "new homes in Denham this year … nobody thanked us",
    ],
)
def test_the_same_number_however_written_and_one_left_out_make_none(other):
    assert said_once(cut(HOMES), cut(other))


def test_like_words_of_one_text_are_two_things_said_unless_one_is_a_part_of_the_other():
    like = "Some people rather like camping, and somebody called a press conference."
    other = "Some people rather like camping, and everybody called a press conference."
    assert said_once(cut(like), cut(other))
    assert not said_once(cut(like, report="one"), cut(other, report="one"))
    assert said_once(cut(like, report="one"), cut("Some people rather like camping", report="one"))
    assert said_once(cut(like, report="one", whole_in="a"), cut(other, report="one", whole_in="a copy"))


def test_a_part_of_two_things_said_belongs_to_one_of_them():
    said = [f"Clause {number} is a disgrace to all who wrote it" for number in (4, 5)]
    parts = ["is a disgrace to all who wrote it", said[0], said[1]]
    cuts = [cut(text, report=n, key=n) for n, text in enumerate([*said, *parts])]
    assert joined(pairs(cuts)) == [{0, 2, 3}, {1, 4}]


def test_words_that_anybody_says_are_never_the_same():
    ritual = "I have full confidence in the Prime Minister"
    assert not said_once(cut(ritual), cut(f"{ritual} and the government", report="another"))


def test_a_fragment_counts_within_its_report_or_event():
    assert said_once(cut(CAMPING, report="one"), cut("camping", report="one"))
    assert said_once(cut(CAMPING, events=["row"]), cut("press conference", events=["row"]))


def test_macrons_marks_and_apostrophes_make_no_difference():
    assert plain_words("Kāretu can’t, O'Driscoll—") == plain_words("KARETU can't O’Driscoll")


def test_an_attribution_does_not_part_a_breath_but_a_new_sentence_does():
    body = '"We left," he said. "We had to." Asked again, he was blunt. "No."'
    places = [((1, 9), "he", False), ((21, 31), "he", False), ((60, 63), "he", False)]
    assert breaths(body, places) == [[0, 1]]
    assert breaths(body, [(span, n, False) for n, (span, *_) in enumerate(places)]) == []


def test_a_sentence_attributed_anew_begins_another_breath():
    body = '"We left," he said. "We had to," he said, "and fast," he said.'
    places = [((1, 9), "he", True), ((21, 31), "he", True), ((43, 52), "he", True)]
    assert breaths(body, places) == [[1, 2]]


def test_differences_are_shown_word_by_word():
    full = "There is a baby in Denham tonight, and the Minister thinks it is a holiday."
    shown = [
        (each.change, each.full, each.cut)
        for each in differences(full, "a baby in Dēnham and [he] thinks it is")
    ]
    assert shown == [
        ("left out", "There is", ""),
        ("kept", "a baby in Denham", "a baby in Dēnham"),
        ("left out", "tonight,", ""),
        ("kept", "and", "and"),
        ("changed", "the Minister", "[he]"),
        ("kept", "thinks it is", "thinks it is"),
        ("left out", "a holiday.", ""),
    ]


@given(st.text(), st.text())
@example("Ka\u0304retu said so", "0\u03000")
def test_differences_hold_every_word_of_both(full, other):
    found = differences(full, other)
    assert plain_words(" ".join(each.full for each in found)) == plain_words(full)
    assert plain_words(" ".join(each.cut for each in found)) == plain_words(other)
    assert all(len(sketch(text)) <= 32 for text in (full, other))


def test_words_repeated_a_thousand_times_are_one_utterance():
    cuts = [Cut(key, "one", DAY, plain_words(CAMPING), frozenset(["ashby"])) for key in range(1000)]
    assert joined(pairs(cuts)) == [set(range(1000))]
