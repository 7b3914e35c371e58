"""What a person was over time: parties, seats and offices, a line for each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import chain

from django.utils.translation import gettext as _

from people.days import ONE_DAY, briefly, from_until, shift, written
from people.models import OnTheDay, Party, PartyMembership, Person, Span, SpanPrecision, Tenure
from people.spans import over_since, overlap


@dataclass(frozen=True, slots=True)
class Stretch:
    """One unbroken stretch of a line, and the party that coloured it."""

    span: PartyMembership | Tenure
    party: Party | None

    @property
    def title(self) -> str:
        return self.span.party.name if isinstance(self.span, PartyMembership) else self.span.title

    @property
    def when(self) -> str:
        return from_until(self.span, self.span, written)

    @property
    def starts(self) -> str:
        return written(self.span.starts, self.span.starts_precision) if self.span.starts else ""

    @property
    def ends(self) -> str:
        return written(self.span.ends, self.span.ends_precision) if self.span.ends else ""

    @property
    def dates_of_period(self) -> bool:
        """Whether the source gave no dates but those of the legislative period."""
        return SpanPrecision.PERIOD in (self.span.starts_precision, self.span.ends_precision)

    @property
    def party_class(self) -> str:
        return f"party-{self.party.slug}" if self.party else "party-none"


@dataclass(frozen=True, slots=True)
class Line:
    """One office, one seat, or the parties one after another; the oldest stretch first."""

    title: str
    stretches: list[Stretch]

    @property
    def when(self) -> str:
        return from_until(self.stretches[0].span, self.stretches[-1].span, briefly)


@dataclass(frozen=True, slots=True)
class LastKnown:
    """What a person is today or, where every office on record is over, was on the last day of one."""

    then: OnTheDay
    ended: str
    """When it was over, as exactly as the source says; empty for what a person still is."""
    left: str = ""
    """When the last seat was over, where there is none today and the source says so."""
    unknown_since: str = ""
    """The end of a parliament, where the source has nothing later and so does not say what came of it."""

    def now(self, then: str) -> str:
        """What became of whoever was ``then`` what that line says; empty where it is so still, or unknown."""
        line = "" if self.ended else self.then.line
        told = [_("Now: %s.") % line] if line not in ("", then) else []
        return " ".join(told + ([_("Left Parliament in %s.") % self.left] if self.left else []))

    @property
    def posts(self) -> list[Stretch]:
        """The offices besides the seat or, where there is none any more, those that were over last."""
        person = self.then.person
        posts = self.then.posts
        over = [t.ends for t in person.tenures.all() if t.ends and not t.office.is_seat]
        if over and not posts:
            posts = person.on(shift(max(over), -ONE_DAY)).posts
        return [Stretch(tenure, self.then.party) for tenure in posts]

    @property
    def home(self) -> Stretch | None:
        """The seat or, where there is none, the party."""
        spans = [m for m in self.then.person.party_memberships.all() if m.covers(self.then.day)]
        span = self.then.seat or next(iter(spans), None)
        return Stretch(span, self.then.party) if span else None


def last_known(person: Person, today: date) -> LastKnown:
    # A party outlasts the offices that somebody is known for; it counts alone where there was none.
    spans: list[Span] = [*person.tenures.all()] or [*person.party_memberships.all()]
    over = over_since(spans, today)
    if not over:
        return LastKnown(person.on(today), "", seat_left(person, today))
    ended, precision = over
    return LastKnown(
        then=person.on(shift(ended, -ONE_DAY)),
        ended=written(ended, precision),
        left=seat_left(person, today),
        unknown_since=written(ended, precision) if precision == SpanPrecision.PERIOD else "",
    )


def is_over(person: Person, day: date, today: date) -> bool:
    """Whether all offices of ``day`` but the seat are known to be over; not where there was none."""
    posts = person.on_with_party(day, None).posts
    held = {tenure.office_id for tenure in person.on_with_party(today, None).posts}
    known = all(tenure.ends_precision != SpanPrecision.PERIOD for tenure in posts)
    return bool(posts) and known and held.isdisjoint(tenure.office_id for tenure in posts)


def seat_left(person: Person, today: date) -> str:
    """``December 2016``: when somebody left Parliament; empty where no source tells that they did.

    Where a seat has no end but that of its parliament, its holder may have been elected again.
    """
    seats = [tenure for tenure in person.tenures.all() if tenure.office.is_seat]
    ends = [(seat.ends, seat.ends_precision) for seat in seats if seat.ends and seat.ends <= today]
    if not seats or len(ends) < len(seats):
        return ""
    ended, precision = max(ends)
    if precision == SpanPrecision.PERIOD or (person.died_on and person.died_on <= ended):
        return ""
    return briefly(ended, precision)


def career(person: Person) -> list[Line]:
    """Parties, then seats, then other offices, each by its beginning; reads what ``with_offices`` fetches."""
    memberships = by_beginning(person.party_memberships.all())
    lines = [Line(parties_in_words(memberships), [Stretch(m, m.party) for m in memberships])]
    held: dict[str, Line] = {}
    seats = {tenure.title for tenure in person.tenures.all() if tenure.office.is_seat}
    for tenure in by_beginning(person.tenures.all()):
        line = held.setdefault(tenure.title, Line(tenure.title, []))
        line.stretches.append(Stretch(tenure, party_during(tenure, memberships)))
    lines += sorted(held.values(), key=lambda line: line.title not in seats)
    return [line for line in lines if line.stretches]


def by_beginning(spans: Iterable) -> list:
    return sorted(spans, key=lambda span: span.starts or date.min)


def parties_in_words(memberships: list[PartyMembership]) -> str:
    """``Labour Party, then Country Party``: each party once for every time it was joined."""
    names = [m.party.name for m in memberships]
    changes = [name for before, name in zip(chain([None], names), names, strict=False) if name != before]
    return _(", then ").join(changes)


def party_during(tenure: Tenure, memberships: list[PartyMembership]) -> Party | None:
    """The party a seat or office was held for, or else the first its holder was in meanwhile."""
    own, days = tenure.on_behalf_of or tenure.office.party, (tenure.starts, tenure.ends)
    return own or next((m.party for m in memberships if overlap((m.starts, m.ends), days)), None)
