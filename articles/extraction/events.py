"""Known events, and which of them a story covers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from articles.extraction.lexicon import word_class
from articles.extraction.records import DateMention, EventLink, Mention
from articles.extraction.roster import folded

_COMMON = word_class("common_in_events")
_WINDOW = timedelta(days=16)
_DATE_NAMED, _DATE_PRINTED, _DATE_NEAR = 0.35, 0.25, 0.15
_PEOPLE, _WORDS = 0.35, 0.45
_LEAST = 0.5


@dataclass(frozen=True, slots=True)
class EventRecord:
    """Something that happened, as far as it helps to recognise it."""

    id: str
    name: str
    kind: str = ""
    day: date | None = None
    place: str = ""
    participants: tuple[str, ...] = ()
    """The keys of the people who took part."""
    in_response_to: str | None = None
    until: date | None = None
    """Its last day, where it took more than one."""

    @classmethod
    def from_json(cls, row: dict[str, Any]) -> "EventRecord":
        """An entry of an events file; its participants are objects with a ``person``."""
        return cls(
            id=row["id"],
            name=row.get("name", ""),
            kind=row.get("kind") or "",
            day=date.fromisoformat(row["date"]) if row.get("date") else None,
            place=row.get("place") or "",
            participants=tuple(part["person"] for part in row.get("participants", ())),
            in_response_to=row.get("in_response_to"),
        )


def links(
    text: str,
    published: date | None,
    dates: list[DateMention],
    mentions: list[Mention],
    events: Sequence[EventRecord],
) -> list[EventLink]:
    """The events a report covers, likeliest first. An event after the report's day is never one of them."""
    if not events:
        return []
    story = _Story(text, published, dates, mentions, events)
    found = [link for event in events if (link := story.link(event)) and link.confidence >= _LEAST]
    return story.distinct(sorted(found, key=lambda link: -link.confidence))


def event_of(
    person: str | None, said_on: date | None, linked: Sequence[EventLink], events: Sequence[EventRecord]
) -> str | None:
    """The event a quotation was spoken at, of those its report covers: its speaker took part, that day.

    Where the report does not tell the day, taking part is enough; a day alone is not.
    """
    by_id = {event.id: event for event in events}
    for link in linked:
        event = by_id[link.event]
        if person in event.participants and said_on in (None, event.day):
            return event.id
    return None


def _stems(text: str) -> set[str]:
    """Words worth comparing, endings dropped: *walked* and *walk*, *alarms* and *alarm*."""
    words = re.findall(r"\w+", folded(text).replace("-", " "))
    return {
        re.sub(r"(?:ings?|ed|e?s|ing)$", "", word) for word in words if word not in _COMMON and len(word) > 2
    }


class _Story:
    def __init__(
        self,
        text: str,
        published: date | None,
        dates: list[DateMention],
        mentions: list[Mention],
        events: Sequence[EventRecord],
    ) -> None:
        self.published = published
        self.days = {named.starts for named in dates if (named.ends - named.starts).days == 1}
        self.spans = [named for named in dates if (named.ends - named.starts).days > 1]
        self.people = {mention.person for mention in mentions}
        self.stems = _stems(text)
        self.by_id = {event.id: event for event in events}

    def link(self, event: EventRecord) -> EventLink | None:
        if event.day and self.published and not timedelta() <= self.published - event.day <= _WINDOW:
            return None
        score = 0.0
        reasons: list[str] = []
        for part, reason in (self._date(event), self._people(event), self._words(event)):
            score += part
            if reason:
                reasons.append(reason)
        return EventLink(event.id, round(min(score, 0.99), 3), "; ".join(reasons))

    def distinct(self, found: list[EventLink]) -> list[EventLink]:
        """Of events that led to one another the likeliest, and those whose own day the report names."""
        kept: list[EventLink] = []
        for link in found:
            led = any(self._origin(link.event) == self._origin(other.event) for other in kept)
            if not led or self.by_id[link.event].day in self.days:
                kept.append(link)
        return kept

    def _origin(self, event: str) -> str:
        """The event at the start of what led to this one."""
        seen = {event}
        while (cause := self.by_id[event].in_response_to) in self.by_id and cause not in seen:
            event = str(cause)
            seen.add(event)
        return event

    def _date(self, event: EventRecord) -> tuple[float, str]:
        if event.day is None or self.published is None:
            return 0.0, ""
        if event.day in self.days:
            return _DATE_NAMED, f"the report names its day, {event.day.isoformat()}"
        if any(span.starts <= event.day < span.ends for span in self.spans):
            return _DATE_NAMED, f"the report names the days round {event.day.isoformat()}"
        if event.day == self.published:
            return _DATE_PRINTED, "printed on its day"
        near = 1 - (self.published - event.day) / _WINDOW
        return _DATE_NEAR * near, f"printed {(self.published - event.day).days} days after it"

    def _people(self, event: EventRecord) -> tuple[float, str]:
        shared = [person for person in event.participants if person in self.people]
        if not event.participants:
            return 0.0, ""
        share = len(shared) / len(event.participants)
        return (
            _PEOPLE * share,
            f"{len(shared)} of its {len(event.participants)} people are named" if shared else "",
        )

    def _words(self, event: EventRecord) -> tuple[float, str]:
        wanted = _stems(f"{event.name} {event.kind}")
        shared = sorted(wanted & self.stems)
        share = len(shared) / len(wanted) if wanted else 0.0
        return _WORDS * share, f"shares the words {', '.join(shared)}" if shared else ""
