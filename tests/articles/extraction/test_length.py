"""Long and odd texts take work in proportion to their length."""

from datetime import date

import pytest

from articles.extraction.reader import read_story
from tests.articles.extraction.test_samples import STORIES, roster
from tests.counting import calls

STORY = STORIES[0].read_text().split("\n\n", 1)[1]
UNITS = {
    "stories": STORY + "\n",
    "marks": '"',
    "opening marks": "“",
    "closing marks": "”",
    "nested marks": "“a ",
    "single marks": "'a ",
    "possessives": "dogs' ",
    "one line of speech": "he said it was late and ",
    "names": "Said Pell ",
    "claims": "his claim that ",
    "days": "on Tuesday yesterday ",
    "participles": ", saying ",
    "reports": "he said, ",
    "reports of several": "the minister said, the member replied, ",
    "clauses": "criticised the price, ",
    "verbs like adverbs": "imply ",
    "nouns like adverbs": "reply ",
    "an office": "the Prime Minister said, ",
}
HALVES = {
    "marks before cues": ("'' ", "", "affirms here and "),
    "a paragraph before": ("saying ", "\n", "“It was late and cold now.” "),
    "an introduction": ("saying ", ":\n", "“It was late and cold now.” "),
}


def reading(text: str) -> int:
    return calls(lambda: read_story(text, date(2015, 5, 6), roster()))


@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS.keys())
def test_eight_times_the_text_takes_no_more_than_its_share(unit):
    short, long = (unit * (length // len(unit)) for length in (5_000, 40_000))
    reading(short)  # what is worked out once and kept
    assert reading(long) < 8 * 1.25 * reading(short)


@pytest.mark.parametrize(("before", "between", "after"), HALVES.values(), ids=HALVES.keys())
def test_eight_times_two_halves_that_bear_on_each_other_take_no_more_than_their_share(before, between, after):
    short, long = (
        before * (length // len(before)) + between + after * (length // len(after))
        for length in (2_500, 20_000)
    )
    reading(short)
    assert reading(long) < 8 * 1.25 * reading(short)
