"""Offices as their list prints them, every word at hand: who holds each, or held it last."""

from typing import NamedTuple

from django.db import connections, router
from django.utils.translation import ngettext

from archive.addresses import page_of
from archive.prepared import prepared
from people.models import Office, office_title, seat_title

OFFICES = """
SELECT office.kind, office.name, office.slug, area.name, party.short_name,
    last.name, last.slug, last.ends IS NOT NULL, coalesce(held.tenures, 0), coalesce(held.lasting, 0)
FROM people_office office
LEFT JOIN people_area area ON area.id = office.area_id
LEFT JOIN people_party party ON party.id = office.party_id
LEFT JOIN (
    SELECT office_id, count(*) AS tenures, count(*) FILTER (WHERE ends IS NULL) AS lasting
    FROM people_tenure GROUP BY office_id
) held ON held.office_id = office.id
LEFT JOIN LATERAL (
    SELECT person.name, person.slug, tenure.ends
    FROM people_tenure tenure JOIN people_person person ON person.id = tenure.person_id
    WHERE tenure.office_id = office.id
    ORDER BY tenure.starts DESC NULLS LAST, tenure.id LIMIT 1
) last ON TRUE
ORDER BY office.name, area.name, office.id
"""


class OfficeLine(NamedTuple):
    """What ``quick/offices.html`` prints of one office; an empty string where there is nothing to say."""

    address: str
    title: str
    holder: str = ""
    holder_address: str = ""
    is_over: bool = False
    others: str = ""
    """How many more held it; or how many hold it, where it is held by several, of whom none is named."""


class Row(NamedTuple):
    """A row of :data:`OFFICES`."""

    kind: str
    name: str
    slug: str
    area: str | None
    party: str | None
    holder: str | None
    holder_slug: str | None
    is_over: bool | None
    tenures: int
    lasting: int


def offices_by_kind() -> list[tuple[str, list[OfficeLine]]]:
    """The name of each kind that there is, with its offices by name. Seats are many: they come last."""
    by_kind: dict[str, list[OfficeLine]] = {kind: [] for kind in [*Office.Kind.values[1:], Office.Kind.SEAT]}
    with prepared(connections[router.db_for_read(Office)]) as cursor:
        cursor.execute(OFFICES)
        for row in map(Row._make, cursor.fetchall()):
            by_kind[row.kind].append(line_of(row))
    return [(str(Office.Kind(kind).label), lines) for kind, lines in by_kind.items() if lines]


def line_of(row: Row) -> OfficeLine:
    is_seat = row.kind == Office.Kind.SEAT
    title = seat_title(row.area) if is_seat else office_title(row.name, row.party)
    line = OfficeLine(page_of("office", row.slug), title)
    if row.lasting > 1:
        return line._replace(others=ngettext("%d person", "%d people", row.lasting) % row.lasting)
    if row.holder is None:
        return line
    others = row.tenures - 1
    return line._replace(
        holder=row.holder,
        holder_address=page_of("person", row.holder_slug),
        is_over=bool(row.is_over),
        others=ngettext("and %d before", "and %d before", others) % others if others else "",
    )
