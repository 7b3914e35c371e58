"""The memberships of a file, with what they refer to found in the archive."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from archive.partial import PartialDate
from people.importers.offices import (
    ACTING,
    PARTY,
    SEAT_ROLES,
    Seat,
    houses_of_shared_areas,
    is_held_alone,
    kind_of,
)
from people.importers.records import MembershipRecord, Refusal
from people.importers.rows import Unusable
from people.importers.shelves import Facts, KeyedRow, Shelf, Shelves, Slugs
from people.models import LegislativePeriod, Office, Organization, Party, Person, SpanPrecision
from people.spans import Days

PLAIN_MEMBER = "member"
LONGEST_ROLE = 200

OfficeKey = tuple[str, int | None, int | None, int | None]
StoredDay = tuple[date | None, str]


@dataclass(slots=True, eq=False)
class Stretch:
    """A membership of the file; ``office`` is ``None`` for one who is in a party and no more than that."""

    record: MembershipRecord
    person: Person
    starts: StoredDay
    ends: StoredDay
    office: Office | None
    party: Party | None
    """The party that the person is in, or that the office is held for."""
    period: LegislativePeriod | None

    @property
    def days(self) -> Days:
        return self.starts[0], self.ends[0]

    @property
    def is_acting(self) -> bool:
        return self.office is not None and self.record.role.startswith(ACTING)

    @property
    def shows_party(self) -> bool:
        return self.party is not None and (self.office is None or self.office.is_seat)

    @property
    def span_facts(self) -> Facts:
        (starts, starts_precision), (ends, ends_precision) = self.starts, self.ends
        return {
            "starts": starts,
            "starts_precision": starts_precision,
            "ends": ends,
            "ends_precision": ends_precision,
        }


class Offices:
    """Every office of the archive, and those that the file adds."""

    def __init__(self) -> None:
        self.slugs = Slugs(Office)
        self.rows = {office_key(office): office for office in Office.objects.select_related("area", "party")}

    def find(self, name: str, body: Organization | Party, area_key: str, shelves: Shelves) -> Office:
        organization, party = (None, body) if isinstance(body, Party) else (body, None)
        area = _found(shelves.areas, area_key, "area") if area_key else None
        kind = kind_of(name, PARTY if organization is None else organization.classification)
        office = Office(
            name=name or PLAIN_MEMBER,
            kind=kind,
            organization=organization,
            party=party,
            area=area,
            single_holder=area is not None if kind == "seat" else is_held_alone(name),
        )
        key = office_key(office)
        if key not in self.rows:
            if len(name) > LONGEST_ROLE:
                raise Unusable(f"role is {len(name)} characters long, more than {LONGEST_ROLE}")
            office.slug = self.slugs.take(office.title)
            self.rows[key] = office
        return self.rows[key]


def read_stretches(records: Iterable[MembershipRecord], shelves: Shelves) -> list[Stretch]:
    """Return the memberships whose every reference is in the archive by now; the others are refused."""
    offices = Offices()
    stretches = []
    for record in records:
        try:
            stretches.append(_stretch(record, shelves, offices))
        except Unusable as problem:
            shelves.refused.append(Refusal(record.place, str(problem)))
    _let_areas_be_shared(stretches)
    return stretches


def office_key(office: Office) -> OfficeKey:
    return office.name, office.organization_id, office.party_id, office.area_id


def _stretch(record: MembershipRecord, shelves: Shelves, offices: Offices) -> Stretch:
    body = _body(record.organization, shelves)
    person = _found(shelves.people, record.person, "person")
    period = _found(shelves.periods, record.period, "legislative period") if record.period else None
    party = _found(shelves.parties, record.party, "party") if record.party else None
    starts = _stored_day(record.starts, period.starts if period else None)
    ends = _stored_day(record.ends, period.ends if period else None)
    if starts[0] and ends[0] and ends[0] <= starts[0]:
        raise Unusable(f"it would end on {ends[0]}, not after it starts on {starts[0]}")
    if isinstance(body, Party) and record.role.lower() in SEAT_ROLES:
        return Stretch(record, person, starts, ends, None, body, period)
    office = offices.find(record.role.removeprefix(ACTING), body, record.area, shelves)
    return Stretch(record, person, starts, ends, office, party, period)


def _body(key: str, shelves: Shelves) -> Organization | Party:
    body = shelves.organizations.rows.get(key) or shelves.parties.rows.get(key)
    if body is None:
        raise Unusable(f"its organization {key!r} was refused")
    return body


def _found(shelf: Shelf[KeyedRow], key: str, noun: str) -> KeyedRow:
    row = shelf.rows.get(key)
    if row is None:
        raise Unusable(f"its {noun} {key!r} was refused, or is none")
    return row


def _stored_day(day: PartialDate | None, day_of_period: date | None) -> StoredDay:
    """A day of its own, or else of the legislative period; an open one has the precision of a day."""
    if day:
        return day.first, day.precision
    return day_of_period, SpanPrecision.PERIOD if day_of_period else SpanPrecision.DAY


def _let_areas_be_shared(stretches: Iterable[Stretch]) -> None:
    """In a house where areas elect several members, let the seats that are new have several holders."""
    seats = [
        (office, Seat(office.organization_id, office.area_id, *stretch.days))
        for stretch in stretches
        if (office := stretch.office) and office.is_seat and office.organization_id and office.area_id
    ]
    shared = houses_of_shared_areas(seat for _, seat in seats)
    for office, seat in seats:
        if office.pk is None and seat.house in shared:
            office.single_holder = False
