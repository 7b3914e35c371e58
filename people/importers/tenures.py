"""The memberships of a file, put into the archive as tenures of offices and as party memberships."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from people.importers.conflicts import common_days
from people.importers.records import MembershipRecord
from people.importers.shelves import BATCH, Facts, Shelves, change, store
from people.importers.standing import Standing, settle
from people.importers.stretches import Stretch, office_key, read_stretches
from people.models import Office, PartyMembership, Tenure
from people.spans import Days

SpanRow = TypeVar("SpanRow", Tenure, PartyMembership)


@dataclass(slots=True)
class Tally:
    added: list[MembershipRecord] = field(default_factory=list)
    changed: list[MembershipRecord] = field(default_factory=list)
    unchanged: list[MembershipRecord] = field(default_factory=list)


def put_tenures(records: Iterable[MembershipRecord], shelves: Shelves) -> Tally:
    """Put memberships into the archive, all but those that cannot be true beside the others."""
    stretches = read_stretches(records, shelves)
    standing = Standing()
    standing.recognise(stretches)
    kept = settle(stretches, standing, shelves.refused)
    _store_offices(kept, shelves.reason)
    writing = _Writing(standing)
    for stretch in kept:
        writing.put(stretch)
    writing.tenures.store(shelves.reason)
    writing.memberships.store(shelves.reason)
    return writing.tally


def _store_offices(stretches: list[Stretch], reason: str) -> None:
    offices = {office_key(stretch.office): stretch.office for stretch in stretches if stretch.office}
    store(Office, [office for office in offices.values() if office.pk is None], [], (), reason)


class _Spans(Generic[SpanRow]):
    """Rows of one model on their way into the archive."""

    def __init__(self, model: type[SpanRow]) -> None:
        self.model: type[SpanRow] = model
        self.added: list[SpanRow] = []
        self.changed: list[SpanRow] = []
        self.fields: set[str] = set()
        self.had: dict[int, Days] = {}
        """The days that a changed row had before."""

    def put(self, row: SpanRow | None, at_first: Facts, facts: Facts) -> tuple[SpanRow, bool]:
        """Return the row with the facts in it, and whether they are news."""
        if row is None:
            self.added.append(self.model(**at_first, **facts))
            return self.added[-1], True
        had = row.starts, row.ends
        differing = change(row, facts)
        if differing:
            self.fields |= differing
            self.changed.append(row)
            self.had[row.pk] = had
        return row, bool(differing)

    def store(self, reason: str) -> None:
        if self.fields & {"starts", "ends"}:
            self.make_room()
        store(self.model, self.added, self.changed, self.fields, reason)

    def make_room(self) -> None:
        """Shrink each row to the days that it both had and will have.

        From there no order of changes makes two rows overlap, even for a moment.
        """
        will_have = {row.pk: (row.starts, row.ends) for row in self.changed}
        for row in self.changed:
            row.starts, row.ends = common_days(self.had[row.pk], will_have[row.pk])
        self.model._default_manager.bulk_update(self.changed, ["starts", "ends"], batch_size=BATCH)
        for row in self.changed:
            row.starts, row.ends = will_have[row.pk]


class _Writing:
    """The stretches of one file on their way into the archive."""

    def __init__(self, standing: Standing) -> None:
        self.standing = standing
        self.tenures = _Spans(Tenure)
        self.memberships = _Spans(PartyMembership)
        self.tally = Tally()

    def put(self, stretch: Stretch) -> None:
        row = self.standing.rows.get(stretch)
        if stretch.office is None:
            news = self.put_membership(stretch, row if isinstance(row, PartyMembership) else None)
        else:
            seat, news = self.put_tenure(stretch, row if isinstance(row, Tenure) else None)
            if stretch.shows_party:
                news |= self.put_membership(stretch, self.standing.of_seat.get(seat.pk), seat)
        outcome = self.tally.unchanged if not news else self.tally.changed if row else self.tally.added
        outcome.append(stretch.record)

    def put_tenure(self, stretch: Stretch, row: Tenure | None) -> tuple[Tenure, bool]:
        office = stretch.office
        at_first = {
            "person": stretch.person,
            "office": office,
            # The database sees to this as well; here it is for the history.
            "single_holder": office is not None and office.single_holder,
        }
        facts = {
            **stretch.span_facts,
            "is_acting": stretch.is_acting,
            "on_behalf_of_id": stretch.party and stretch.party.pk,
            "period_id": stretch.period and stretch.period.pk,
        }
        return self.tenures.put(row, at_first, facts)

    def put_membership(
        self, stretch: Stretch, row: PartyMembership | None, seat: Tenure | None = None
    ) -> bool:
        """Return whether it is news that the person is in the party at that time."""
        at_first = {"person": stretch.person, "seat": seat}
        facts = {**stretch.span_facts, "party_id": stretch.party and stretch.party.pk}
        return self.memberships.put(row, at_first, facts)[1]
