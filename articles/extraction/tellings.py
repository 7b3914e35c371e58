"""What one report tells of: kinds of events and the days they stand beside, people, words, sayings."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby, pairwise
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


def pattern_of(*lists: str) -> re.Pattern[str]:
    """A pattern with a group for each list of phrases, which commas part.

    A hyphen stands for a hyphen, a space or nothing; the last word may have an s.
    """
    groups = (
        "|".join(re.escape(phrase.strip()).replace(r"\-", "[- ]?") for phrase in phrases.split(","))
        for phrases in lists
    )
    either = "|".join(f"({group})" for group in groups).replace(r"\ ", r"\s+")
    return re.compile(rf"\b(?:{either})s?\b", re.IGNORECASE)


TABLES = table("happenings.toml")
_PHRASES: dict[str, str] = TABLES["telling"] | TABLES["everyday"]
KINDS = {kind: pattern_of(phrases) for kind, phrases in _PHRASES.items()}
"""Patterns of the words for each kind, those first that a story is rather about."""
# One pattern of all finds them five times as fast as all, one by one.
_ANY_KIND, _NAMES = pattern_of(*_PHRASES.values()), list(_PHRASES)


Word = tuple[int, int, str]
"""Where a word for what happens starts and ends, and its kind."""


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


def first_told(text: str, kind: str) -> Span | None:
    """The place of the first words for a kind of event; nothing for kinds that stories of any day tell of."""
    found = KINDS[kind].search(text) if kind in TABLES["telling"] else None
    return found.span() if found else None


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
    for start, end, words in _sentences_with_words(own):
        for named in _between(past, start, end):
            dated[_nearest(words, named)].append(named)
        beside = set(_places(own[start:end]))
        for kind in {kind for _, _, kind in words}:
            places[kind] |= beside
    return days, {
        kind: Telling(
            _days(dated[kind], published) if kind in dated else days, kind in dated, frozenset(beside)
        )
        for kind, beside in places.items()
    }


def _between(named: list[DateMention], start: int, end: int) -> list[DateMention]:
    first, last = (bisect_left(named, edge, key=lambda day: day.start) for edge in (start, end))
    return named[first:last]


def _sentences_with_words(own: str) -> Iterator[tuple[int, int, list[Word]]]:
    """The places of sentences that hold words for what happens, and those in reading order."""
    found = [(*word.span(), _NAMES[(word.lastindex or 0) - 1]) for word in _ANY_KIND.finditer(own)]
    places = sentences(own)
    for number, words in groupby(found, lambda word: bisect_right(places, (word[0], len(own))) - 1):
        yield *places[number], list(words)


def _nearest(words: list[Word], named: DateMention) -> str:
    """The kind of the word that stands nearest to a day."""
    after = bisect_left(words, named.start, key=lambda word: word[0])
    beside = words[max(after - 1, 0) : after + 1]
    return min(beside, key=lambda word: max(named.start - word[1], word[0] - named.end))[2]


def _days(named: Iterable[DateMention], published: date) -> frozenset[date]:
    """The single days of the last weeks among those named."""
    return frozenset(
        day.starts
        for day in named
        if day.ends - day.starts == _SINGLE_DAY and timedelta() <= published - day.starts <= WINDOW
    )


def _places(sentence: str) -> Iterator[str]:
    return (place[1] for place in _PLACE.finditer(sentence) if place[1].lower() not in TIMES)
