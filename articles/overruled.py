"""How often staff overruled the reader: its proposals counted by outlet, rule and confidence.

What the reader last proposed stands in the history of a quotation, whatever became of it since.
What staff or a file marked, without a proposal before it, is not counted.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.db import connection

from articles.models import Outlet

COUNT = """
WITH read AS (
    SELECT outlet_id, rule, way, confidence, 'undecided' AS outcome
    FROM articles_quotation WHERE status = 'proposed' AND confidence IS NOT NULL
    UNION ALL
    SELECT quotation.outlet_id, word.rule, word.way, word.confidence, CASE
        WHEN quotation.status = 'rejected' THEN 'rejected'
        WHEN (
            quotation.speaker_id, quotation.speaker_outlet_id, quotation.speaker_organization_id
        ) IS NOT DISTINCT FROM (word.speaker_id, word.speaker_outlet_id, word.speaker_organization_id)
            AND (quotation.attribution = 'resolved' OR quotation.speaker_label = word.speaker_label)
            THEN 'right'
        WHEN word.attribution <> 'resolved' THEN 'supplied'
        ELSE 'changed'
    END
    FROM articles_quotation quotation
    CROSS JOIN LATERAL (
        SELECT * FROM articles_historicalquotation
        WHERE id = quotation.id AND status = 'proposed' AND history_change_reason LIKE 'read by %%'
        ORDER BY history_id DESC LIMIT 1
    ) word
    WHERE quotation.status <> 'proposed'
)
SELECT outlet_id, rule, way, width_bucket(confidence, %s::float8[]), outcome, count(*), sum(confidence)
FROM read GROUP BY 1, 2, 3, 4, 5
"""
BANDS = [0.5, 0.6, 0.7, 0.8, 0.9, 0.95]
"""Where each band of confidence begins, but for the first."""


class Count(NamedTuple):
    outlet: int
    rule: str
    way: str
    band: int
    outcome: str
    number: int
    confidence: float
    """The sum of what the reader gave to these."""


@dataclass(slots=True)
class Line:
    """What became of some of the proposals."""

    name: str
    right: int = 0
    changed: int = 0
    """Given another speaker than the reader's."""
    supplied: int = 0
    """Given a speaker where the reader knew none."""
    rejected: int = 0
    undecided: int = 0
    confidence: float = 0.0
    """The sum over those decided."""

    def add(self, count: Count) -> None:
        setattr(self, count.outcome, getattr(self, count.outcome) + count.number)
        if count.outcome != "undecided":
            self.confidence += count.confidence

    @property
    def decided(self) -> int:
        return self.right + self.changed + self.supplied + self.rejected

    @property
    def overruled(self) -> int:
        return self.changed + self.rejected

    @property
    def overruled_percent(self) -> float | None:
        return 100 * self.overruled / self.decided if self.decided else None

    @property
    def right_percent(self) -> float | None:
        return 100 * self.right / self.decided if self.decided else None

    @property
    def expected_percent(self) -> float | None:
        """How many of those decided the reader expected to be right, by its confidence in each."""
        return 100 * self.confidence / self.decided if self.decided else None


@dataclass(frozen=True, slots=True)
class Tally:
    """The same proposals in four ways, the most overruled lines first, the last by confidence."""

    by_outlet: list[Line]
    by_rule: list[Line]
    by_way: list[Line]
    by_confidence: list[Line]


def tally() -> Tally:
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [BANDS])
        counts = [Count(*row) for row in cursor.fetchall()]
    outlets = dict(Outlet.objects.values_list("pk", "name"))
    return Tally(
        by_outlet=_lines(counts, lambda count: outlets[count.outlet]),
        by_rule=_lines(counts, lambda count: count.rule),
        by_way=_lines(counts, lambda count: count.way),
        by_confidence=sorted(_lines(counts, lambda count: _band(count.band)), key=lambda line: line.name),
    )


def _lines(counts: Iterable[Count], name: Callable[[Count], str]) -> list[Line]:
    lines: dict[str, Line] = {}
    for count in counts:
        lines.setdefault(name(count), Line(name(count))).add(count)
    return sorted(lines.values(), key=lambda line: (-line.overruled, -line.decided, line.name))


def _band(number: int) -> str:
    edges = [0, *BANDS, 1]
    return f"{edges[number]:.2f} – {edges[number + 1]:.2f}"
