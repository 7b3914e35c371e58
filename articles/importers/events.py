"""Events as a JSON list of ``{"id", "name", "kind", "date", "until", "place", "summary", …}``.

``participants`` are ``{"person", "role"}``, the person by the identifier of a people file;
``in_response_to`` is the ``id`` of another event. All but ``id``, ``name`` and ``date`` may be missing.
"""

import json
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction

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
    row: str
    """Where it stands in its file."""


def read(document: bytes, name: str) -> tuple[list[EventRecord], list[Refusal]]:
    """The events of a file, and the rows that cannot be used; ``UnreadableFile`` where nothing can."""
    try:
        rows = json.loads(decode(document, name))
    except json.JSONDecodeError as problem:
        raise UnreadableFile(name, problem.msg, problem.lineno, problem.colno) from None
    except (RecursionError, ValueError):  # brackets or digits by the thousand
        raise UnreadableFile(name, "not JSON of a size or depth that can be read") from None
    if not isinstance(rows, list):
        raise UnreadableFile(name, "a list of events was expected")
    records: dict[str, EventRecord] = {}
    refused = []
    for index, said in enumerate(rows):
        row = Row(f"[{index}]", said if isinstance(said, dict) else {})
        try:
            record = _record(row)
            if record.key in records:
                raise Unusable(f"id {record.key!r} is already that of {records[record.key].row}")
            records[record.key] = record
        except Unusable as reason:
            refused.append(Refusal(row.place, str(reason)))
    return list(records.values()), refused


def _record(row: Row) -> EventRecord:
    key, name, starts = row.needed("id"), row.needed("name"), row.day("date")
    if not starts:
        raise Unusable("date is missing")
    until = row.day("until")
    if until and until < starts:
        raise Unusable(f"until {until} is before date {starts}")
    participants = tuple((part.needed("person"), part.text("role")) for part in row.rows("participants"))
    if len(dict(participants)) < len(participants):
        raise Unusable("participants names somebody twice")
    return EventRecord(
        key=key,
        name=name,
        kind=row.text("kind"),
        starts=starts,
        ends=until,
        place=row.text("place"),
        summary=row.text("summary"),
        participants=participants,
        in_response_to=row.text("in_response_to"),
        row=row.place,
    )


@transaction.atomic
def load(records: list[EventRecord]) -> Counts:
    """Store the events by their identifiers; one that names an unknown person or event is refused.

    What the file says wins; what it does not say stays, and so does whom else staff named.
    """
    _wait_for_other_imports()
    counts = Counts()
    people = {person.key: person.pk for person in Person.objects.only("key") if person.key}
    stored = {event.key: event for event in Event.objects.select_related("in_response_to") if event.key}
    kept = _usable(records, stored, people, counts.refused)
    slugs = Slugs(Event)
    added = {record.key for record in kept} - set(stored)
    for record in kept:
        if record.key in added:
            facts = {"key": record.key, "slug": slugs.take(record.key, record.name), **_facts(record)}
            stored[record.key] = Event.objects.create(**facts)
    for record in kept:
        changed = _bring_up_to(record, stored, people)
        counts.added += record.key in added
        counts.changed += changed and record.key not in added
        counts.unchanged += not changed and record.key not in added
    return counts


def _wait_for_other_imports() -> None:
    """Of two imports at once the second must see what the first added, or both would add it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('articles.importers.events'))")


def _usable(
    records: list[EventRecord], stored: dict[str, Event], people: dict[str, int], refused: list[Refusal]
) -> list[EventRecord]:
    """The records that can be stored, all together; the others are ``refused``."""
    left = {record.key: record for record in records}
    found: dict[str, str] = {}
    while found := {
        key: why for key, record in left.items() if (why := _objection(record, left, stored, people))
    }:
        refused += [Refusal(f"{left[key].row}, {key}", why) for key, why in found.items()]
        left = {key: record for key, record in left.items() if key not in found}
    return list(left.values())


def _objection(
    record: EventRecord, beside: dict[str, EventRecord], stored: dict[str, Event], people: dict[str, int]
) -> str:
    """Why the record cannot be stored with those ``beside`` it; empty where it can."""
    unknown = [person for person, _ in record.participants if person not in people]
    cause = record.in_response_to
    if cause and (cause == record.key or (cause not in beside and cause not in stored)):
        unknown.append(cause)
    if unknown:
        return f"it names {', '.join(unknown)}, which nothing here stands for"
    if circle := _circle(record.key, beside, stored):
        return f"in_response_to goes in a circle: {', '.join(circle)}"
    facts = {"key": record.key, **_facts(record)}
    try:
        Event(**facts).clean_fields(exclude={field.name for field in Event._meta.fields} - set(facts))
        for _, part in record.participants:
            Participation(part=part).clean_fields(exclude=["event", "person"])
    except ValidationError as problem:
        return "; ".join(f"{name}: {' '.join(reasons)}" for name, reasons in problem.message_dict.items())
    return ""


def _circle(key: str, beside: dict[str, EventRecord], stored: dict[str, Event]) -> list[str]:
    """The events that led from one to the next and back to this one; none as it should be."""
    passed: list[str] = []
    cause = key
    while cause and cause not in passed:
        passed.append(cause)
        record, event = beside.get(cause), stored.get(cause)
        before = event.in_response_to.key if event and event.in_response_to else None
        cause = (record.in_response_to if record else "") or before or ""
    return passed if cause == key else []


def _facts(record: EventRecord) -> dict[str, Any]:
    """What the file says of it, without what it leaves unsaid."""
    said = {
        "name": record.name,
        "kind": record.kind,
        "starts_on": record.starts.first,
        "precision": record.starts.precision,
        "ends_on": record.ends and record.ends.first,
        "place": record.place,
        "summary": record.summary,
    }
    return {name: value for name, value in said.items() if value}


def _bring_up_to(record: EventRecord, stored: dict[str, Event], people: dict[str, int]) -> bool:
    """Make the stored event say what the record says; whether it said anything else before."""
    event = stored[record.key]
    facts = _facts(record)
    if event.ends_on and event.ends_on < facts["starts_on"]:
        facts.setdefault("ends_on", None)  # it ended before it begins, as we know now
    if record.in_response_to:
        facts["in_response_to_id"] = stored[record.in_response_to].pk
    changed = change(event, facts)
    if changed:
        event.save()
    parts = {part.person_id: part for part in event.participations.all()}
    for position, (person, printed) in enumerate(record.participants):
        part = parts.get(people[person])
        if part is None:
            part = Participation(event=event, person_id=people[person], part=printed, position=position)
        elif part.part == (printed or part.part):
            continue
        part.part = printed
        part.save()
        changed.add("participations")
    return bool(changed)
