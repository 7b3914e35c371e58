"""Offices as their list prints them, every word at hand: who holds each, or held it last."""

from typing import NamedTuple

from django.db import connections, router
from django.utils.translation import ngettext

from archive.addresses import page_of
from archive.prepared import prepared
from people.models import Office, office_title, seat_title

OFFICES = """
SELECT office.kind, office.name, office.slug, area.name, party.short_name,
    last.name, last.slug, last.ends IS NOT NULL, coalesce(held.tenures, 0)
FROM people_office office
LEFT JOIN people_area area ON area.id = office.area_id
LEFT JOIN people_party party ON party.id = office.party_id
LEFT JOIN (SELECT office_id, count(*) AS tenures FROM people_tenure GROUP BY office_id) held
    ON held.office_id = office.id
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
    holder: str
    holder_address: str
    is_over: bool
    others: str


def offices_by_kind() -> list[tuple[str, list[OfficeLine]]]:
    """The name of each kind that there is, with its offices by name. Seats are many: they come last."""
    by_kind: dict[str, list[OfficeLine]] = {kind: [] for kind in [*Office.Kind.values[1:], Office.Kind.SEAT]}
    with prepared(connections[router.db_for_read(Office)]) as cursor:
        cursor.execute(OFFICES)
        for kind, name, slug, area, party, holder, holder_slug, is_over, tenures in cursor.fetchall():
            others = ngettext("and %d other tenure", "and %d other tenures", tenures - 1) % (tenures - 1)
            by_kind[kind].append(
                OfficeLine(
                    page_of("office", slug),
                    seat_title(area) if kind == Office.Kind.SEAT else office_title(name, party),
                    holder or "",
                    page_of("person", holder_slug) if holder else "",
                    is_over,
                    others if tenures > 1 else "",
                )
            )
    return [(str(Office.Kind(kind).label), lines) for kind, lines in by_kind.items() if lines]
