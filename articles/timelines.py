"""Events in the order they happened, for the line they stand on."""

from collections.abc import Container, Iterable
from dataclasses import dataclass

from articles.models import Event


@dataclass(frozen=True, slots=True)
class Step:
    event: Event
    is_here: bool
    leads_on: bool
    """Whether the next event on the line is in response to this one."""


def timeline(events: Iterable[Event], here: Container[int] = ()) -> list[Step]:
    """Steps by day; ``here`` has the keys of the events that the page is about."""
    line = sorted(events, key=lambda event: (event.starts_on, event.pk))
    following = [event.in_response_to_id for event in line[1:]] + [None]
    return [
        Step(event, event.pk in here, event.pk == cause) for event, cause in zip(line, following, strict=True)
    ]
