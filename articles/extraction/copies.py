"""Which reports are the same text: wire copies and light rewrites.

Reports of one speech share its words, so what is compared is what the reporters wrote around them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Self

from articles.extraction.records import Span
from articles.extraction.wording import Plain, numbered_runs, plain_words, shingles

DAYS = 5
"""How many days apart two reports may be that are the same text."""
SAME_TEXT = 0.45
"""The share of the shorter report that stands in the other where they are the same text."""

_RUN = 4
_SKETCH = 32
_TELLING = 30
"""So many runs of a reporter's own words tell alone; with fewer the whole text must be alike too."""


def sketch(body: str) -> list[int]:
    """At most 32 numbers for a text; texts of which one holds much of the other share some.

    The smallest checksums of all runs of four words, in the range of a database's integer.
    """
    return sorted(numbered_runs(plain_words(body), _RUN))[:_SKETCH]


@dataclass(frozen=True, slots=True)
class Printed:
    """A text, and its runs of words outside quotations."""

    own: frozenset[Plain]
    body: str

    @classmethod
    def of(cls, body: str, quoted: Iterable[Span]) -> Self:
        edges = [0, *(edge for span in sorted(quoted) for edge in span), len(body)]
        between = [body[start:end] for start, end in [*pairwise(edges)][::2]]
        return cls(_runs(between), body)


def likeness(one: Printed, other: Printed) -> float:
    """The share, 0 to 1, of the shorter report's own words that stand in the other as well."""
    own = _shared(one.own, other.own)
    if min(len(one.own), len(other.own)) >= _TELLING:
        return own
    whole = _shared(_runs([one.body]), _runs([other.body]))
    return min(own, whole) if one.own and other.own else whole


def _shared(runs: frozenset[Plain], others: frozenset[Plain]) -> float:
    return len(runs & others) / max(1, min(len(runs), len(others)))


def _runs(texts: Iterable[str]) -> frozenset[Plain]:
    return frozenset(run for text in texts for run in shingles(plain_words(text), _RUN))
