"""How the reports of one event are headed, in the order they were published, and on which days they came."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import takewhile
from typing import NamedTuple

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from articles.charts import LETTER, room
from articles.extraction.wording import PRINTED_WORD, is_rare, plain_words
from articles.models import Article, Coverage, Event
from articles.results.rows import dated
from articles.search import MATCH_ENDS, MATCH_STARTS, marked
from articles.templatetags.stories import clock
from people.charts import Tick, label, per_cent
from people.days import shift

MOST_NAMED = 12
MOST_DAYS = 45
"""Days that a chart has room for, and how many of them at most come before the event."""
BEFORE = 7
FEWEST_DAYS = 7
"""So that two days are not drawn as two walls."""
MOST_TICKS = 9

_DAY = timedelta(days=1)
_WORD = re.compile(PRINTED_WORD)
_NAME = re.compile(r"[^\W\d_]+(?:[-'’ʻʼ][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"['’]s$", re.IGNORECASE)


class Publication(NamedTuple):
    """What puts reports in the order they were published in; of one day those whose hour is known first."""

    day: date
    is_without_hour: bool
    hour: datetime | None
    pk: int
    precision: str


def publication(article: Article) -> Publication:
    hour = article.published_at
    return Publication(article.published_on, hour is None, hour, article.pk, article.published_precision)


def is_first_known(reports: Sequence[Publication]) -> bool:
    """Whether days or hours tell that the first of these, which are in order, came before all others."""
    if not reports or reports[0].precision in ("month", "year"):
        return False
    hours = [each.hour for each in takewhile(lambda each: each.day == reports[0].day, reports)]
    return len(hours) == 1 or (None not in hours and hours[0] != hours[1])


class HeadLine(NamedTuple):
    """What ``quick/heads.html`` prints of one report."""

    stamp: str
    day: str
    clock: str
    is_first: bool
    address: str
    language: str
    title: SafeString
    """Its own words marked, and what is in te reo said to be that."""
    outlet: str
    is_proposed: bool


@dataclass(frozen=True, slots=True)
class Heading:
    """One report's headline, with its words that no other has."""

    article: Article
    is_proposed: bool
    is_first: bool
    """Whether it is known to be the first report."""
    parts: list[tuple[str, bool]]
    """The whole of it; True for words of its own."""

    @property
    def line(self) -> HeadLine:
        article = self.article
        stamp, day = dated(article.published_on, article.published_precision)
        return HeadLine(
            stamp,
            day,
            clock(article),
            self.is_first,
            article.get_absolute_url(),
            article.language,
            marked(
                "".join(f"{MATCH_STARTS}{words}{MATCH_ENDS}" if own else words for words, own in self.parts)
            ),
            article.outlet.name,
            self.is_proposed,
        )


def headings(told: Iterable[Coverage]) -> list[Heading]:
    coverage = sorted(told, key=lambda each: publication(each.article))
    first = first_report(coverage)
    own = words_of_their_own([each.article.title for each in coverage])
    return [
        Heading(each.article, each.is_proposed, each is first, parts)
        for each, parts in zip(coverage, own, strict=True)
    ]


def first_report(coverage: Sequence[Coverage]) -> Coverage | None:
    """The first of these, which are in order.

    None where their days or hours do not tell which that was, or where it is only proposed that it
    tells of the event.
    """
    if len(coverage) < 2 or coverage[0].is_proposed:
        return None
    return coverage[0] if is_first_known([publication(each.article) for each in coverage]) else None


def _is_dated(article: Article) -> bool:
    return article.published_precision not in ("month", "year")


def words_of_their_own(titles: Sequence[str]) -> list[list[tuple[str, bool]]]:
    """Each cut into what it shares with another and what it does not: telling words alone are looked at.

    A title that shares none has nothing to be set against, and is left whole.
    """
    words = [{word for word in plain_words(title) if is_rare(word)} for title in titles]
    # Reports of one agency have one headline, and would have no words of their own.
    different = {frozenset(each) for each in words}
    had_by = Counter(word for each in different for word in each)
    alone = [{word for word in each if had_by[word] == 1} for each in words]
    return [
        list(_cut(title, lone if lone != each else set()))
        for title, each, lone in zip(titles, words, alone, strict=True)
    ]


def _cut(title: str, alone: set[str]) -> Iterator[tuple[str, bool]]:
    start = 0
    for found in _WORD.finditer(title):
        if alone and not alone.isdisjoint(_plain(found[0])):
            yield title[start : found.start()], False
            yield found[0], True
            start = found.end()
    yield title[start:], False


def named_in(titles: Iterable[str], people: Mapping[str, str]) -> list[tuple[str, str, int]]:
    """``(name, address, how many)`` of those whose surname stands in headlines, most named first.

    ``people`` are names by address. A surname that two of them have tells neither.
    """
    surnames = Counter(map(surname, people.values()))
    words = Counter(
        word
        for title in titles
        for word in {_folded(name) for name in _NAME.findall(title) if name[0].isupper()}
    )
    found = [
        (name, address, words[surname(name)])
        for address, name in people.items()
        if surnames[surname(name)] == 1 and words[surname(name)]
    ]
    return sorted(found, key=lambda named: -named[2])[:MOST_NAMED]


def surname(name: str) -> str:
    return _folded(name.rpartition(" ")[2])


_plain = lru_cache(maxsize=10_000)(plain_words)


@lru_cache(maxsize=10_000)
def _folded(word: str) -> str:
    return "".join(plain_words(_POSSESSIVE.sub("", word)))


@dataclass(frozen=True, slots=True)
class DayBar:
    """A day with stories, and its bar, in per cent of the plot."""

    day: date
    count: int
    x: str
    width: str
    middle: str
    y: str
    height: str
    is_first: bool
    """Whether it is known that the first report came that day."""

    @property
    def address(self) -> str:
        return reverse("day", args=[self.day.year, self.day.month, self.day.day])


@dataclass(frozen=True, slots=True)
class DaysChart:
    """Stories by day, from about an event until there is no more room."""

    bars: list[DayBar]
    ticks: list[Tick]
    labels: list[tuple[str, str, str]]
    """What stands under a day in words: where, how it hangs there, the words."""
    left_out: int
    """Stories of days before and after."""
    undated: int
    """Stories of which only the month or the year is known."""


def only_day(told: Sequence[Heading]) -> date | None:
    """The day that all reports came on, where they are several and that of each is known."""
    days = {heading.article.published_on if _is_dated(heading.article) else None for heading in told}
    return days.pop() if len(told) > 1 and len(days) == 1 else None


def draw_days(told: Sequence[Heading], event: Event) -> DaysChart | None:
    """Nothing where all came on one day, or long before and after: there is nothing to compare."""
    dated = [heading for heading in told if _is_dated(heading.article)]
    by_day = Counter(heading.article.published_on for heading in dated)
    if len(by_day) < 2:
        return None
    happened = event.starts_on if event.precision == "day" else min(by_day)
    earliest = max(min(happened, *by_day), shift(happened, -BEFORE * _DAY))
    latest = shift(earliest, (MOST_DAYS - 1) * _DAY)
    shown = {day: count for day, count in sorted(by_day.items()) if earliest <= day <= latest}
    if not shown:
        return None
    days = max((max(happened, *shown) - earliest).days + 1, FEWEST_DAYS)
    width, most = 100 / days, max(shown.values())
    first = next((heading.article.published_on for heading in told if heading.is_first), None)

    def middle(day: date) -> float:
        return ((day - earliest).days + 0.5) * width

    bars = [
        DayBar(
            day,
            count,
            per_cent(middle(day) - 0.35 * width),
            per_cent(0.7 * width),
            per_cent(middle(day)),
            per_cent(100 - 100 * count / most),
            per_cent(100 * count / most),
            day == first,
        )
        for day, count in shown.items()
    ]
    words_on = {}
    if event.precision == "day" and earliest <= happened <= latest:
        words_on[happened] = capfirst(event.kind)
    if first in shown:
        words_on[first] = (
            words_on[first] + ", " + _("first report") if first in words_on else _("First report")
        )
    labels = [(per_cent(middle(day)), hung(middle(day), words), words) for day, words in words_on.items()]
    every = -(-days // MOST_TICKS)
    ticks = []
    for n in range(0, days, every):
        day = shift(earliest, n * _DAY)
        words, x = label(day, "j", whole=not n), middle(day)
        ticks.append(Tick(per_cent(x), day, words, hung(x, words), minor=n // every % 2 == 1))
    return DaysChart(bars, ticks, labels, len(dated) - sum(shown.values()), len(told) - len(dated))


def hung(x: float, words: str) -> str:
    """How words hang on ``x``: about it, or inwards where there is no room for half of them."""
    return room(x, LETTER * len(words))[2]
