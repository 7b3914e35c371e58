"""Time drawn to scale: geometry for SVG without a view box, where what lies along it is in per cent."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import pgettext

from people.careers import Line, Stretch
from people.days import shift

MOST_LABELS = 9
LEAST_WIDTH = 0.4
MOST_LINES = 12
"""Of a career that are drawn, those of the longest; a table has them all."""


def per_cent(share: float) -> str:
    """An SVG length; never in the reader's own decimal marks."""
    return f"{share:.4g}%"


def anchor(x: float) -> str:
    """How words hang on ``x``: about it, or inwards at the two ends."""
    return "" if x < 2 else "end" if x > 98 else "mid"


@dataclass(frozen=True, slots=True)
class Tick:
    x: str
    day: date
    label: str
    anchor: str
    minor: bool
    """Whether a narrow screen leaves its label out."""


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """Days from ``first`` to ``last``, both inside, along a hundred per cent."""

    first: date
    last: date

    def at(self, day: date) -> float:
        share = (day - self.first) / max(self.last - self.first, timedelta(days=1))
        return 100 * min(max(share, 0), 1)

    def ticks(self) -> list[Tick]:
        """A tick a day, a month or a year, and labels on as many of them as have room."""
        days = (self.last - self.first).days
        if days <= 45:
            found, form = [self.first + timedelta(days=n) for n in range(days + 1)], "j"
        elif days <= 3 * 365:
            found, form = list(self.months()), "M"
        else:
            found, form = [date(year, 1, 1) for year in range(self.first.year + 1, self.last.year + 1)], "Y"
        every = max(1, -(-len(found) // MOST_LABELS))
        ticks = []
        for place, day in enumerate(found):
            labelled = place % every == 0
            ticks.append(
                Tick(
                    per_cent(self.at(day)),
                    day,
                    label(day, form, whole=place == 0) if labelled else "",
                    anchor(self.at(day)),
                    minor=place // every % 2 == 1,
                )
            )
        return ticks

    def months(self) -> Iterator[date]:
        for month in range(self.first.year * 12 + self.first.month, self.last.year * 12 + self.last.month):
            yield date(month // 12, month % 12 + 1, 1)


def label(day: date, form: str, whole: bool) -> str:
    """``17``, ``Jun`` or ``2015``; the first of its month or year, and of the axis, says which it is."""
    if form == "j" and (whole or day.day == 1):
        return date_format(day, "MONTH_DAY_FORMAT")
    if form == "M" and (whole or day.month == 1):
        return date_format(day, pgettext("form of a date", "M Y"))
    return date_format(day, form)


@dataclass(frozen=True, slots=True)
class Bar:
    x: str
    width: str
    party_class: str


@dataclass(frozen=True, slots=True)
class CareerChart:
    ticks: list[Tick]
    rows: list[tuple[Line, list[Bar]]]
    left_out: int
    """Lines that there was no room for."""


def draw_career(lines: list[Line], today: date) -> CareerChart | None:
    """The lines of a career over one axis; nothing where no line says when it began."""
    spans = [stretch.span for line in lines for stretch in line.stretches]
    starts = [span.starts for span in spans if span.starts]
    if not starts:
        return None
    last = max(span.ends or today for span in spans)
    axis = TimeAxis(min(starts), max(last, shift(min(starts), timedelta(days=365))))
    longest = sorted(lines, key=lambda line: -length(axis, line))[:MOST_LINES]
    rows = [(line, [bar(axis, stretch) for stretch in line.stretches]) for line in lines if line in longest]
    return CareerChart(axis.ticks(), rows, left_out=len(lines) - len(rows))


def length(axis: TimeAxis, line: Line) -> float:
    """How much of the axis a line covers, in per cent."""
    spans = (stretch.span for stretch in line.stretches)
    return sum(axis.at(span.ends or axis.last) - axis.at(span.starts or axis.first) for span in spans)


def bar(axis: TimeAxis, stretch: Stretch) -> Bar:
    """A stretch from edge to edge where its ends are not known; never too short to be seen."""
    left = axis.at(stretch.span.starts or axis.first)
    right = axis.at(stretch.span.ends or axis.last)
    return Bar(per_cent(left), per_cent(max(right - left, LEAST_WIDTH)), stretch.party_class)
