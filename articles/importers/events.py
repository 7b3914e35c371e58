"""Events as a JSON list of ``{"id", "name", "kind", "date", "until", "place", "summary", …}``.

``participants`` are ``{"person", "role"}``, the person by the identifier of a people file;
``in_response_to`` is the ``id`` of another event. All but ``id``, ``name`` and ``date`` may be missing.
"""

import json
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from archive.partial import PartialDate
from articles.models import Event, Participation
from people.importers.load import Counts
from people.importers.records import Refusal, UnreadableFile
from people.importers.rows import Row, Unusable, decode
from people.importers.shelves import Slugs, change
from people.models import Person


@dataclass(frozen=True, slots=True)
class EventRecord:
    key: str
    name: str
    kind: str
    starts: PartialDate
    ends: PartialDate | None
    place: str
    summary: str
    participants: tuple[tuple[str, str], ...]
    """Pairs of person and part."""
    in_response_to: str


def read(document: bytes, name: str) -> tuple[list[EventRecord], list[Refusal]]:
    """The events of a file, and the rows that cannot be used; ``UnreadableFile`` where nothing can."""
    try:
        rows = json.loads(decode(document, name))
    except json.JSONDecodeError as problem:
        raise UnreadableFile(name, problem.msg, problem.lineno, problem.colno) from None
    if not isinstance(rows, list):
        raise UnreadableFile(name, "a list of events was expected")
    records, refused = [], []
    for index, said in enumerate(rows):
        row = Row(f"[{index}]", said if isinstance(said, dict) else {})
        try:
            records.append(_record(row))
        except Unusable as reason:
            refused.append(Refusal(row.place, str(reason)))
    return records, refused


def _record(row: Row) -> EventRecord:
    key, name, starts = row.needed("id"), row.needed("name"), row.day("date")
    if not starts:
        raise Unusable("date is missing")
    until = row.day("until")
    if until and until < starts:
        raise Unusable(f"until {until} is before date {starts}")
    return EventRecord(
        key=key,
        name=name,
        kind=row.text("kind") or "event",
        starts=starts,
        ends=until,
        place=row.text("place"),
        summary=row.text("summary"),
        participants=tuple((part.needed("person"), part.text("role")) for part in row.rows("participants")),
        in_response_to=row.text("in_response_to"),
    )


@transaction.atomic
def load(records: list[EventRecord]) -> Counts:
    """Store the events by their identifiers; one that names an unknown person or event is refused."""
    counts = Counts()
    people = {person.key: person.pk for person in Person.objects.only("key") if person.key}
    stored = {event.key: event for event in Event.objects.all() if event.key}
    slugs = Slugs(Event)
    strangers = {
        record.key: [person for person, _ in record.participants if person not in people]
        for record in records
    }
    known = {"", *stored, *(key for key, unknown in strangers.items() if not unknown)}
    kept = []
    for record in records:
        unknown = strangers[record.key]
        unknown += [record.in_response_to] if record.in_response_to not in known - {record.key} else []
        if unknown:
            reason = f"it names {', '.join(unknown)}, which nothing here stands for"
            counts.refused.append(Refusal(record.key, reason))
        else:
            kept.append((record, stored.get(record.key)))
            stored[record.key] = stored.get(record.key) or Event.objects.create(
                **_facts(record), slug=slugs.take(record.key, record.name)
            )
    for record, before in kept:
        changed = _bring_up_to(record, stored, people)
        counts.added += before is None
        counts.changed += changed and before is not None
        counts.unchanged += not changed and before is not None
    return counts


def _facts(record: EventRecord) -> dict[str, Any]:
    return {
        "key": record.key,
        "name": record.name,
        "kind": record.kind,
        "starts_on": record.starts.first,
        "precision": record.starts.precision,
        "ends_on": record.ends and record.ends.first,
        "place": record.place,
        "summary": record.summary,
    }


def _bring_up_to(record: EventRecord, stored: dict[str, Event], people: dict[str, int]) -> bool:
    """Make the stored event say what the record says; whether it said anything else before."""
    event = stored[record.key]
    led_by = stored.get(record.in_response_to)
    facts = {**_facts(record), "in_response_to_id": led_by and led_by.pk}
    changed = change(event, facts)
    if changed:
        event.save()
    parts = [(people[person], part) for person, part in record.participants]
    if parts == list(event.participations.values_list("person", "part")):
        return bool(changed)
    event.participations.all().delete()
    Participation.objects.bulk_create(
        Participation(event=event, person_id=person, part=part, position=position)
        for position, (person, part) in enumerate(parts)
    )
    return True
