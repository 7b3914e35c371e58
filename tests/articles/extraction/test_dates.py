"""The days that words mean on the day a report was published."""

from datetime import date

import pytest

from articles.extraction.dates import dates_in

PUBLISHED = date(2015, 11, 12)  # a Thursday


@pytest.mark.parametrize(
    ("words", "starts", "ends"),
    [
        ("today", "2015-11-12", "2015-11-13"),
        ("this afternoon", "2015-11-12", "2015-11-13"),
        ("last night", "2015-11-11", "2015-11-12"),
        ("yesterday", "2015-11-11", "2015-11-12"),
        ("tomorrow", "2015-11-13", "2015-11-14"),
        ("on Tuesday", "2015-11-10", "2015-11-11"),
        ("on Thursday", "2015-11-12", "2015-11-13"),
        ("last Thursday", "2015-11-05", "2015-11-06"),
        ("next Tuesday", "2015-11-17", "2015-11-18"),
        ("will meet on Tuesday", "2015-11-17", "2015-11-18"),
        ("this week", "2015-11-09", "2015-11-16"),
        ("last week", "2015-11-02", "2015-11-09"),
        ("last month", "2015-10-01", "2015-11-01"),
        ("3 March", "2015-03-03", "2015-03-04"),
        ("3 March 2014", "2014-03-03", "2014-03-04"),
        ("March 3, 2014", "2014-03-03", "2014-03-04"),
        ("30 December", "2015-12-30", "2015-12-31"),
        ("in December", "2014-12-01", "2015-01-01"),
        ("in November", "2015-11-01", "2015-12-01"),
    ],
)
def test_words_mean_these_days(words, starts, ends):
    [named] = dates_in(f"They spoke {words}.", PUBLISHED)
    assert (named.starts, named.ends) == (date.fromisoformat(starts), date.fromisoformat(ends))


@pytest.mark.parametrize("words", ["31 February", "may march on", "Mondays", "the august house"])
def test_words_that_name_no_day_are_left_alone(words):
    assert dates_in(words, PUBLISHED) == []


def test_without_a_day_of_publication_no_day_is_known():
    assert dates_in("They spoke yesterday.", None) == []
