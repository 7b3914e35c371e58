"""What many people were on many days, in one query: what :class:`OnTheDay` says of one, line by line."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import connections, router
from django.utils.translation import gettext as _

from archive.prepared import prepared
from people.models import Office, Person, office_title, seat_title

STANDING = """
SELECT said.place, office.name, office.kind, area.name, party.short_name, tenure.is_acting
FROM unnest(%s::bigint[], %s::date[], %s::date[]) WITH ORDINALITY AS said (person, day, until, place)
JOIN people_tenure tenure ON tenure.person_id = said.person
    AND (tenure.starts IS NULL OR tenure.starts <= said.day)
    AND (tenure.ends IS NULL OR tenure.ends > said.until)
JOIN people_office office ON office.id = tenure.office_id
LEFT JOIN people_area area ON area.id = office.area_id
LEFT JOIN people_party party ON party.id = office.party_id
ORDER BY said.place,
    array_position(ARRAY['government', 'house', 'party', 'other']::text[], office.kind::text),
    CASE WHEN office.kind = 'seat' THEN tenure.starts END DESC, tenure.id
"""

PARTIES = """
SELECT DISTINCT ON (membership.person_id) membership.person_id, party.short_name, party.slug
FROM people_partymembership membership
JOIN people_party party ON party.id = membership.party_id
WHERE membership.person_id = ANY(%(people)s::bigint[])
    AND (membership.starts IS NULL OR membership.starts <= %(day)s)
    AND (membership.ends IS NULL OR membership.ends > %(day)s)
ORDER BY membership.person_id, membership.starts DESC, membership.id
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """What :class:`OnTheDay` says of one person and one day, said already."""

    office_line: str = ""
    party_line: str = ""
    line: str = ""
    party_class: str = "party-none"


@dataclass(slots=True)
class Then:
    """Offices in the order of their rank, and what the seat is for; empty for somebody without."""

    offices: list[str] = field(default_factory=list)
    seats: list[str] = field(default_factory=list)
    seat: str = ""
    """The title that the seat gives."""

    def home(self, party: str) -> str:
        return ", ".join(filter(None, [party, *self.seats[:1]]))

    def line(self, party: str) -> str:
        """``Prime Minister; National, Helensville``, as :attr:`OnTheDay.line` has it."""
        return "; ".join(filter(None, [", ".join(self.offices), self.home(party)]))

    def standing(self, party: str, slug: str = "none") -> Standing:
        """With the short name and the slug of the party of that day."""
        offices, home = ", ".join(self.offices), self.home(party)
        return Standing(offices, home, self.line(party), f"party-{slug}")


def as_at_hand(person: Person, days: Sequence[date], until: Sequence[date] = ()) -> list[Then]:
    """The same of one person, whose offices are at hand."""
    found = []
    for day, last in zip(days, until or days, strict=True):
        then = person.on_with_party(day, None, last)
        seats = [then.party_line] if then.seat else []
        found.append(Then([tenure.title for tenure in then.posts], seats, then.seat_title))
    return found


def standing_on(day: date, people: Sequence[int], until: date | None = None) -> dict[int, Standing]:
    """What each of these people was that day, by key; the party that day, the offices ``until`` another."""
    if not people:
        return {}
    with prepared(connections[router.db_for_read(Person)]) as cursor:
        cursor.execute(PARTIES, {"people": list(people), "day": day})
        parties = {person: (name, slug) for person, name, slug in cursor.fetchall()}
    then = what_they_were([(person, day) for person in people], [until or day] * len(people))
    return {
        person: held.standing(*parties.get(person, ("",))) for person, held in zip(people, then, strict=True)
    }


def what_they_were(people: Sequence[tuple[int, date]], until: Sequence[date] = ()) -> list[Then]:
    """For each person, by key, and day: the offices and the seat of that day.

    With ``until``, another day for each, those of all days from the one to the other: what somebody
    was of whom a source tells no day, but the month or the year.
    """
    if not people:
        return []
    found: defaultdict[int, Then] = defaultdict(Then)
    keys, days = zip(*people, strict=True)
    with prepared(connections[router.db_for_read(Person)]) as cursor:
        cursor.execute(STANDING, [[*keys], [*days], [*(until or days)]])
        for place, name, kind, area, party, is_acting in cursor.fetchall():
            if kind == Office.Kind.SEAT:
                found[place].seats.append(area or _("list"))
                found[place].seat = found[place].seat or seat_title(area)
            else:
                title = office_title(name, party)
                found[place].offices.append(_("Acting %s") % title if is_acting else title)
    return [found[place] for place in range(1, len(people) + 1)]
