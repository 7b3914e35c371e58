"""Events as a list prints them, every word at hand: a page of them is one loop."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import Event
from articles.results.rows import dated

MOST_PEOPLE = 6

Link = tuple[str, str]
"""A name, and the address that it leads to."""


class EventLine(NamedTuple):
    """What ``quick/events.html`` prints of one event; empty where there is nothing to say."""

    event: Link
    days: list[tuple[str, str]]
    """Its day or, where it took more than one, the first and the last: for machines and for readers."""
    part: str
    """What somebody did in it, on their own page."""
    told: str
    people: list[Link]
    more: str
    cause: Link | None
    effects: list[Link]


def event_lines(events: Iterable[Event]) -> list[EventLine]:
    """Of ``Event.objects.for_listing()``, which may have the ``part`` that somebody had."""
    return [line_of(event) for event in events]


def line_of(event: Event) -> EventLine:
    days = dict.fromkeys(filter(None, [event.starts_on, event.ends_on]))
    parts = event.parts  # type: ignore[attr-defined]
    number = event.story_count  # type: ignore[attr-defined]
    stories = ngettext("%d story", "%d stories", number) % number
    more = len(parts) - MOST_PEOPLE
    cause = event.in_response_to
    return EventLine(
        event=link(event),
        days=[dated(day, event.precision) for day in days],
        part=capfirst(getattr(event, "part", "")),
        told=", ".join(filter(None, [capfirst(event.kind), event.place])) + f" · {stories}",
        people=[link(part.person) for part in parts[:MOST_PEOPLE]],
        more=_("and %(count)s more") % {"count": more} if more > 0 else "",
        cause=link(cause) if cause and cause.is_accepted else None,
        effects=[link(effect) for effect in event.effects],  # type: ignore[attr-defined]
    )


def link(row: Any) -> Link:
    return str(row), row.get_absolute_url()
