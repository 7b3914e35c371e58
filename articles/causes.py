"""What led to what, followed back from event to event."""

from collections.abc import Mapping

from articles.models import Event


def stored_causes() -> dict[int, int | None]:
    """The cause of each event that has one, both by primary key."""
    return dict(Event.objects.exclude(in_response_to=None).values_list("pk", "in_response_to"))


def origins(event: int, causes: Mapping[int, int | None]) -> set[int]:
    """The event, what led to it, and so on; a circle ends where it began."""
    met: set[int] = set()
    last: int | None = event
    while last and last not in met:
        met.add(last)
        last = causes.get(last)
    return met
