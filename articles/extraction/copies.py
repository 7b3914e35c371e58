"""Which reports are the same text: wire copies and light rewrites.

Reports of one speech share its words, so what is compared is what the reporters wrote around them.
"""

import zlib
from collections.abc import Iterable
from itertools import pairwise

from articles.extraction.records import Span
from articles.extraction.wording import Plain, plain_words, shingles

DAYS = 5
"""How many days apart two reports may be that are the same text."""
SAME_TEXT = 0.45
"""The share of the shorter report that stands in the other where they are the same text."""

_RUN = 4
_SKETCH = 32
_TELLING = 30
"""So many runs must be the reporter's own; a report that is hardly more than quotations is compared whole."""


def sketch(body: str) -> list[int]:
    """At most 32 numbers for a text; texts of which one holds much of the other share some.

    The smallest checksums of all runs of four words, in the range of a database's integer.
    """
    runs = {zlib.crc32(" ".join(run).encode()) for run in shingles(plain_words(body), _RUN)}
    return [number - 2**31 for number in sorted(runs)[:_SKETCH]]


def likeness(body: str, quoted: Iterable[Span], other_body: str, other_quoted: Iterable[Span]) -> float:
    """The share, 0 to 1, of the shorter report's own words that stand in the other as well."""
    own, other = _own_runs(body, quoted), _own_runs(other_body, other_quoted)
    if min(len(own), len(other)) < _TELLING:
        own, other = _own_runs(body, ()), _own_runs(other_body, ())
    return len(own & other) / max(1, min(len(own), len(other)))


def _own_runs(body: str, quoted: Iterable[Span]) -> set[Plain]:
    """The runs of words outside the quoted spans."""
    edges = [0, *(edge for span in sorted(quoted) for edge in span), len(body)]
    return {
        run for start, end in [*pairwise(edges)][::2] for run in shingles(plain_words(body[start:end]), _RUN)
    }
