"""What the archive knows of people, bodies and events when it reads a report."""

import json
from functools import cached_property

from articles.extraction.events import EventRecord
from articles.extraction.roster import Roster
from articles.models import Event
from articles.outlets import bare_name
from people.importers import popolo
from people.importers.export import popolo_document
from people.importers.shelves import source_key
from people.models import Organization, Person


class Knowledge:
    """The archive as it was when first asked: make one for a run, not one for a report."""

    @cached_property
    def roster(self) -> Roster:
        """The people as a file of them would be read, so that both readings are the same."""
        document = json.dumps(popolo_document()).encode()
        return Roster.from_roll(popolo.read(document, "the archive"))

    @cached_property
    def people(self) -> dict[str, int]:
        """Primary keys by the identifiers that the roster and annotated files use."""
        return {source_key(person): person.pk for person in Person.objects.only("key")}

    @cached_property
    def events(self) -> list[EventRecord]:
        """Those that staff accepted: no report is tied to what may never have happened."""
        accepted = Event.objects.accepted().select_related("in_response_to")
        return [
            EventRecord(
                id=_event_key(event),
                name=event.name,
                kind=event.kind,
                day=event.starts_on if event.precision == "day" else None,
                place=event.place,
                participants=tuple(source_key(person) for person in event.people.all()),
                in_response_to=_event_key(event.in_response_to) if event.in_response_to else None,
            )
            for event in accepted.prefetch_related("people").order_by("pk")
        ]

    @cached_property
    def event_numbers(self) -> dict[str, int]:
        """Primary keys by the identifiers of events."""
        return {_event_key(event): event.pk for event in Event.objects.only("key")}

    @cached_property
    def organizations(self) -> dict[str, int]:
        """Primary keys by bare names."""
        return {
            bare_name(name): organization.pk
            for organization in Organization.objects.order_by("pk")
            for name in (organization.name, *organization.also_called)
        }


def _event_key(event: Event) -> str:
    return event.key or f"event/{event.pk}"
