"""Who was a member of a party on a day, as a directory has them."""

from datetime import date

from django.db import connections, router

from archive.addresses import page_of
from archive.prepared import prepared
from people.models import Party, Person
from people.names import LOOKED_UP, initials
from people.then import what_they_were

# A name is looked up as the directory of people has it.
MEMBERS = f"""
SELECT id, name, slug FROM people_person
WHERE id IN (
    SELECT person_id FROM people_partymembership
    WHERE party_id = %(party)s AND (starts IS NULL OR starts <= %(day)s) AND (ends IS NULL OR ends > %(day)s)
)
ORDER BY {LOOKED_UP.format("sort_name")}, id
"""  # noqa: S608 (all of our own words)


def members_on(party: Party, day: date) -> list[tuple[str, str, str, str]]:
    """Name, initials, address, and offices or else the seat of each, from A to Z."""
    with prepared(connections[router.db_for_read(Person)]) as cursor:
        cursor.execute(MEMBERS, {"party": party.pk, "day": day})
        found = cursor.fetchall()
    held = what_they_were([(person, day) for person, _name, _slug in found])
    return [
        (name, initials(name), page_of("person", slug), ", ".join(then.offices) or then.seat)
        for (_person, name, slug), then in zip(found, held, strict=True)
    ]
