"""Events in the order they happened, for the line they stand on."""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from itertools import zip_longest

from articles.models import Event


@dataclass(frozen=True, slots=True)
class Step:
    event: Event
    is_here: bool
    leads_on: bool
    """Whether the next event on the line is in response to this one."""
    cause: Event | None
    """What on the line it was in response to, where that is not the one before."""


def timeline(events: Iterable[Event], here: Container[int] = ()) -> list[Step]:
    """Steps by day, a cause before its effects where one day saw both; ``here`` has the page's own events."""
    by_key = {event.pk: event for event in events}
    line = sorted(by_key.values(), key=lambda event: (event.starts_on, causes(event, by_key), event.pk))
    steps: list[Step] = []
    for event, after in zip_longest(line, line[1:]):
        follows_on = bool(steps) and steps[-1].leads_on
        cause = None if follows_on else by_key.get(event.in_response_to_id or 0)
        leads_on = after is not None and after.in_response_to_id == event.pk
        steps.append(Step(event, event.pk in here, leads_on, cause))
    return steps


def causes(event: Event, by_key: dict[int, Event]) -> int:
    """How many of these events led to it; a circle, which can be drawn by mistake, ends where it began."""
    met = {event.pk}
    while (cause := by_key.get(event.in_response_to_id or 0)) and cause.pk not in met:
        met.add(cause.pk)
        event = cause
    return len(met) - 1
