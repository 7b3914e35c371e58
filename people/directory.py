"""People as a directory has them: what each was on a day or is, in two queries for a page of them."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db import connections, router

from archive.prepared import prepared
from people.days import ONE_DAY, shift, written
from people.models import Person
from people.spans import covers, over_since
from people.then import what_they_were

SPANS = """
SELECT person_id, starts, ends, ends_precision, NULL AS party, NULL AS slug, id
FROM people_tenure WHERE person_id = ANY(%(people)s::bigint[])
UNION ALL
SELECT person_id, starts, ends, ends_precision, party.short_name, party.slug, membership.id
FROM people_partymembership membership JOIN people_party party ON party.id = party_id
WHERE person_id = ANY(%(people)s::bigint[])
ORDER BY person_id, starts DESC, id
"""


class Entry(NamedTuple):
    """What ``quick/directory.html`` prints of one person; an empty string where there is nothing to say."""

    address: str
    party_class: str
    initials: str
    name: str
    line: str
    ended: str
    """When it was over; of what somebody still is, or was on a day that was asked for, nothing."""
    provisional: bool


class Held(NamedTuple):
    """A tenure or, with a party, a membership."""

    starts: date | None
    ends: date | None
    ends_precision: str
    party: str | None
    slug: str | None


def entries(people: Sequence[Person], today: date, day: date | None = None) -> list[Entry]:
    """On ``day`` or, without one, as :func:`people.careers.last_known` has it."""
    if not people:
        return []
    held: defaultdict[int, list[Held]] = defaultdict(list)
    with prepared(connections[router.db_for_read(Person)]) as cursor:
        cursor.execute(SPANS, {"people": [person.pk for person in people]})
        for person, *span, _key in cursor.fetchall():
            held[person].append(Held(*span))
    last = [(day, "") if day else last_day(held[person.pk], today) for person in people]
    then = what_they_were([(person.pk, on) for person, (on, _ended) in zip(people, last, strict=True)])
    found = []
    for person, (on, ended), offices in zip(people, last, then, strict=True):
        parties = [span for span in held[person.pk] if span.slug and covers(span, on)]
        party: Any = parties[0] if parties else None
        standing = offices.standing(party.party, party.slug) if party else offices.standing("")
        found.append(
            Entry(
                person.get_absolute_url(),
                standing.party_class,
                person.initials,
                person.name,
                standing.line,
                ended,
                person.provisional,
            )
        )
    return found


def last_day(held: Sequence[Held], today: date) -> tuple[date, str]:
    """The day that somebody is known for, and when that was over; empty where it is not."""
    spans = [span for span in held if not span.slug] or held
    over = over_since(spans, today)
    return (shift(over[0], -ONE_DAY), written(*over)) if over else (today, "")
