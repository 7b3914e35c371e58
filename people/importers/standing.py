"""What the archive holds of tenures and party memberships, beside what a file says of them."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from people.importers.conflicts import Claim, Register, span_in_words
from people.importers.pairs import pair
from people.importers.records import Refusal
from people.importers.stretches import Stretch, office_key
from people.models import Office, Party, PartyMembership, Person, Span, Tenure
from people.spans import overlap


class Standing:
    """The tenures and party memberships that the archive has."""

    def __init__(self) -> None:
        self.tenures = list(Tenure.objects.with_office().select_related("person", "on_behalf_of", "period"))
        self.memberships = list(PartyMembership.objects.select_related("person", "party"))
        self.of_seat = {m.seat_id: m for m in self.memberships if m.seat_id}
        self.rows: dict[Stretch, Tenure | PartyMembership] = {}
        """Which of them a stretch of the file is."""

    def recognise(self, stretches: list[Stretch]) -> None:
        """Find the row that each is: of the same dates, else of the same start, else of days in common."""
        existing: dict[Hashable, list[Tenure | PartyMembership]] = defaultdict(list)
        for tenure in self.tenures:
            existing[tenure.person_id, office_key(tenure.office)].append(tenure)
        for membership in self.memberships:
            if membership.seat_id is None:
                existing[membership.person_id, membership.party_id].append(membership)
        wanted: dict[Hashable, list[Stretch]] = defaultdict(list)
        for stretch in stretches:
            body = office_key(stretch.office) if stretch.office else stretch.party and stretch.party.pk
            wanted[stretch.person.pk, body].append(stretch)
        for key, group in wanted.items():
            rows = pair(group, existing[key], _same_days, _same_start, _overlaps)
            self.rows |= {stretch: row for stretch, row in zip(group, rows, strict=True) if row}
        for stretch, row in self.rows.items():
            _fill_in(stretch, row)

    def claims_but_for(self, stretches: Iterable[Stretch]) -> Iterator[Claim]:
        """What the archive claims, but for the rows that these stretches are about to change."""
        leaving = {self.rows[stretch] for stretch in stretches if stretch in self.rows}
        seats = {row.pk for row in leaving if isinstance(row, Tenure)}
        for tenure in self.tenures:
            if tenure not in leaving:
                yield from _claims_of_office(tenure.person, tenure.office, tenure.is_acting, Stay.of(tenure))
        for membership in self.memberships:
            if membership not in leaving and membership.seat_id not in seats:
                yield _claim_of_party(membership.person, membership.party, Stay.of(membership))


def _fill_in(stretch: Stretch, row: Tenure | PartyMembership) -> None:
    """What the file leaves unsaid is as the archive has it: the party, or when it was."""
    says_when = stretch.days != (None, None)
    if not says_when:
        stretch.starts = row.starts, row.starts_precision
        stretch.ends = row.ends, row.ends_precision
    if isinstance(row, Tenure):
        stretch.party = stretch.party or row.on_behalf_of
        stretch.period = stretch.period or (None if says_when else row.period)


def _same_days(stretch: Stretch, row: Span) -> bool:
    return stretch.days == (row.starts, row.ends)


def _same_start(stretch: Stretch, row: Span) -> bool:
    return stretch.starts[0] == row.starts


def _overlaps(stretch: Stretch, row: Span) -> bool:
    return overlap(stretch.days, (row.starts, row.ends))


@dataclass(frozen=True, slots=True)
class Stay:
    """The days of a claim, and where it is made."""

    starts: date | None
    ends: date | None
    place: str

    @classmethod
    def of(cls, row: Span) -> "Stay":
        return cls(row.starts, row.ends, "in the archive")

    def in_words(self) -> str:
        return f"{span_in_words(self.starts, self.ends)} ({self.place})"


def _claims_of_office(person: Person, office: Office, is_acting: bool, days: Stay) -> Iterator[Claim]:
    key = office_key(office)
    says = f"{person} is {office.title} {days.in_words()}"
    yield Claim("office", (person.pk, key), days.starts, days.ends, says)
    if office.single_holder and not is_acting:
        yield Claim("holder", key, days.starts, days.ends, says)


def _claim_of_party(person: Person, party: Party, days: Stay) -> Claim:
    says = f"{person} is in {party} {days.in_words()}"
    return Claim("party", person.pk, days.starts, days.ends, says, shared_by=party.pk)


def _claims(stretch: Stretch) -> list[Claim]:
    days = Stay(*stretch.days, stretch.record.place)
    claims: list[Claim] = []
    if stretch.office:
        claims += _claims_of_office(stretch.person, stretch.office, stretch.is_acting, days)
    if stretch.party and stretch.shows_party:
        claims.append(_claim_of_party(stretch.person, stretch.party, days))
    return claims


def settle(stretches: list[Stretch], standing: Standing, refused: list[Refusal]) -> list[Stretch]:
    """Return the stretches that can be true together; of two that cannot, the first in the file.

    A refused stretch leaves its row as it was, and that may rule out a stretch accepted before: then all
    is weighed again without the refused one.
    """
    kept = stretches
    while True:
        register = Register()
        register.accept(standing.claims_but_for(kept))
        reasons: dict[Stretch, str] = {}
        for stretch in kept:
            claims = _claims(stretch)
            if reason := register.reason_against(claims):
                reasons[stretch] = reason
            else:
                register.accept(claims)
        refused += [Refusal(stretch.record.place, reason) for stretch, reason in reasons.items()]
        kept = [stretch for stretch in kept if stretch not in reasons]
        if not any(stretch in standing.rows for stretch in reasons):
            return kept
