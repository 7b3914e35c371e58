"""What one report tells of: kinds of events and the days they stand beside, people, words, sayings."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Self

from articles.extraction.dates import dates_in
from articles.extraction.lexicon import TIMES, table
from articles.extraction.records import DateMention, Span
from articles.extraction.tokens import Tokens
from articles.extraction.wording import is_rare, plain_words, shingles

WINDOW = timedelta(days=14)
"""How long after its day reports tell of an event that nothing else tells us of."""

_SINGLE_DAY = timedelta(days=1)
_RUN = 5
_PLACE = re.compile(r"\b(?:in|at|outside|out of) (?:the )?([A-Z]\w+(?:[ -][A-Z]\w+)*)")


def pattern_of(phrases: str) -> re.Pattern[str]:
    """A pattern for phrases parted by commas; a hyphen stands for a hyphen, a space or nothing."""
    written = (re.escape(phrase.strip()).replace(r"\-", "[- ]?") for phrase in phrases.split(","))
    return re.compile(rf"\b(?:{'|'.join(written)})s?\b".replace(r"\ ", r"\s+"), re.IGNORECASE)


TABLES = table("happenings.toml")
KINDS = {kind: pattern_of(words) for name in ("telling", "everyday") for kind, words in TABLES[name].items()}
"""Patterns of the words for each kind, those first that a story is rather about."""


@dataclass(frozen=True, slots=True)
class Telling:
    """What a report tells of one kind of event: the days it may have been, and places named beside it."""

    days: frozenset[date]
    dated: bool
    """Whether the days stand beside it, and are not just those of the report."""
    places: frozenset[str]


@dataclass(frozen=True, slots=True)
class Story:
    """A report, as far as it helps to find what happened."""

    id: Hashable
    outlet: str
    headline: str
    published: date
    original: Hashable
    """The report whose text this is; its own ``id`` where it is no copy."""
    people: frozenset[str]
    words: frozenset[str]
    """Those that are not everybody's, names of known people left out."""
    sayings: frozenset[str]
    """Every run of five words inside quotation marks."""
    days: frozenset[date]
    """The days it names, or else its own."""
    tellings: Mapping[str, Telling]
    """By kind."""

    @classmethod
    def read(
        cls,
        id: Hashable,  # noqa: A002
        outlet: str,
        headline: str,
        text: str,
        published: date,
        *,
        original: Hashable = None,
        named: Mapping[Span, str],
        quoted: Collection[Span],
    ) -> Self:
        """``named`` has the known people by their places in the text; ``quoted`` what stands in marks."""
        words = plain_words(f"{headline}\n{without(text, named)}")
        days, tellings = _tellings(f"{without(text, quoted)}\n\n{headline}", published)
        said = (plain_words(text[start:end]) for start, end in quoted)
        return cls(
            id=id,
            outlet=outlet,
            headline=headline,
            published=published,
            original=id if original is None else original,
            people=frozenset(named.values()),
            words=frozenset(filter(is_rare, words)),
            sayings=frozenset(" ".join(run) for words in said for run in shingles(words, _RUN)),
            days=days,
            tellings=tellings,
        )


def without(text: str, places: Iterable[Span]) -> str:
    """The text with spaces in these places, every other position kept."""
    kept = list(text)
    for start, end in places:
        kept[start:end] = " " * len(text[start:end])
    return "".join(kept)


def sentences(text: str) -> list[Span]:
    """The places of its sentences, with the space that follows each."""
    tokens = Tokens(text)
    return list(pairwise([*(tokens.starts[first] for first in tokens.sentence_first), len(text)]))


def _tellings(own: str, published: date) -> tuple[frozenset[date], dict[str, Telling]]:
    """The days that a report's own words name, or else its own; and by kind what it tells.

    A day dates the word nearest to it in its sentence.
    """
    past = [named for named in dates_in(own, published) if named.starts <= published]
    days = _days(past, published) or frozenset({published})
    dated: dict[str, list[DateMention]] = defaultdict(list)
    places: dict[str, set[str]] = defaultdict(set)
    for start, end in sentences(own):
        words = [
            (word, kind) for kind, pattern in KINDS.items() for word in pattern.finditer(own, start, end)
        ]
        for named in _between(past, start, end) if words else ():
            _, nearest = min(words, key=lambda word: _distance(word[0], named))
            dated[nearest].append(named)
        for _, kind in words:
            places[kind].update(_places(own[start:end]))
    return days, {
        kind: Telling(
            _days(dated[kind], published) if kind in dated else days, kind in dated, frozenset(beside)
        )
        for kind, beside in places.items()
    }


def _between(named: list[DateMention], start: int, end: int) -> list[DateMention]:
    first, last = (bisect_left(named, edge, key=lambda day: day.start) for edge in (start, end))
    return named[first:last]


def _distance(word: re.Match[str], named: DateMention) -> int:
    return max(named.start - word.end(), word.start() - named.end)


def _days(named: Iterable[DateMention], published: date) -> frozenset[date]:
    """The single days of the last weeks among those named."""
    return frozenset(
        day.starts
        for day in named
        if day.ends - day.starts == _SINGLE_DAY and published - WINDOW <= day.starts <= published
    )


def _places(sentence: str) -> Iterator[str]:
    return (place[1] for place in _PLACE.finditer(sentence) if place[1].lower() not in TIMES)
