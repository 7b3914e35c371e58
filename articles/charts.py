"""What led to what, drawn to scale: a rail, a dot for each day of a chain, an arc for each cause."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.utils.text import capfirst

from articles.models import Event
from people.charts import Tick, TimeAxis, per_cent
from people.days import shift

RAIL = 4.0
"""Where the rail lies, in rem from the top; arcs stand above it, words below."""
FIRST_WORDS = RAIL + 3.1
LINE = 1.3
LETTER = 1.15
"""Width of a letter in per cent of the narrowest rail that is drawn; words that meet go a line lower."""


def rem(length: float) -> str:
    return f"{length:.4g}rem"


@dataclass(frozen=True, slots=True)
class Dot:
    """One day on which something of the chain happened."""

    x: str
    label: str
    label_y: str
    anchor: str
    """``mid``, or ``end`` and empty at the two ends of the rail."""
    here: bool


@dataclass(frozen=True, slots=True)
class ChainChart:
    ticks: list[Tick]
    dots: list[Dot]
    arcs: list[str]
    """Paths in a box of 100 by 100 that covers the space above the rail."""
    height: str
    rail: str = rem(RAIL)


def draw_chain(events: Sequence[Event], here: Event) -> ChainChart | None:
    """The chain on a rail; nothing where all of it happened on one day."""
    days = sorted({event.starts_on for event in events})
    if len(days) < 2:
        return None
    pad = timedelta(days=max((days[-1] - days[0]).days // 12, 1))
    axis = TimeAxis(shift(days[0], -pad), shift(days[-1], pad))
    dots: list[Dot] = []
    taken: list[tuple[int, float, float]] = []
    for day, happened in groupby(sorted(events, key=day_of), day_of):
        same_day = list(happened)
        words = ", ".join(dict.fromkeys(capfirst(event.kind) for event in same_day))
        x = axis.at(day)
        left, right, anchor = room(x, len(words) * LETTER)
        line = first_free(taken, left, right)
        taken.append((line, left, right))
        dots.append(Dot(per_cent(x), words, rem(FIRST_WORDS + LINE * line), anchor, here in same_day))
    arcs = [
        arc(axis, event.in_response_to.starts_on, event.starts_on)
        for event in events
        if event.in_response_to
        and event.in_response_to.is_accepted
        and event.in_response_to.starts_on != event.starts_on
    ]
    lowest = max(line for line, _, _ in taken)
    return ChainChart(axis.ticks(), dots, arcs, rem(FIRST_WORDS + LINE * lowest + 0.6))


def day_of(event: Event) -> date:
    return event.starts_on


def room(x: float, width: float) -> tuple[float, float, str]:
    """Where words about ``x`` begin and end, and how they hang on it."""
    if x < width / 2:
        return x, x + width, ""
    if x > 100 - width / 2:
        return x - width, x, "end"
    return x - width / 2, x + width / 2, "mid"


def first_free(taken: list[tuple[int, float, float]], left: float, right: float) -> int:
    """The highest line on which nothing stands between ``left`` and ``right``."""
    met = {line for line, begins, ends in taken if left < ends and right > begins}
    return next(line for line in range(len(taken) + 1) if line not in met)


def arc(axis: TimeAxis, cause: date, effect: date) -> str:
    """From cause to effect, the higher the longer it took."""
    left, right = axis.at(cause), axis.at(effect)
    top = 60 - 0.6 * abs(right - left)
    return f"M{left:.4g} 100 C{left:.4g} {top:.4g} {right:.4g} {top:.4g} {right:.4g} 100"
