"""The people of the archive as a Popolo document, so that an import of it elsewhere gives the same."""

from datetime import date
from typing import Any, cast

from archive.partial import PartialDate, Precision
from people.importers.names import sort_name
from people.importers.offices import ACTING, PARTY
from people.importers.shelves import source_key
from people.models import (
    Area,
    Keyed,
    LegislativePeriod,
    Organization,
    Party,
    PartyMembership,
    Person,
    PersonName,
    Span,
    SpanPrecision,
    Tenure,
)

Written = dict[str, Any]


def popolo_document() -> dict[str, list[Written]]:
    """Return everything that the archive knows of people, in the order in which it came to know it."""
    tenures = Tenure.objects.select_related(
        "person", "office__organization", "office__party", "office__area", "on_behalf_of", "period"
    )
    # A membership that rests on a seat is written with the seat.
    memberships = PartyMembership.objects.filter(seat=None).select_related("person", "party")
    people = Person.objects.prefetch_related("names", "identifiers")
    periods = LegislativePeriod.objects.select_related("organization")
    return {
        "persons": [_person(person) for person in people.order_by("pk")],
        "organizations": [
            *(_organization(organization) for organization in Organization.objects.order_by("pk")),
            *(_party(party) for party in Party.objects.order_by("pk")),
        ],
        "memberships": [
            *(_tenure(tenure) for tenure in tenures.order_by("pk")),
            *(_party_membership(membership) for membership in memberships.order_by("pk")),
        ],
        "areas": [_area(area) for area in Area.objects.order_by("pk")],
        "events": [_period(period) for period in periods.order_by("pk")],
    }


def _person(person: Person) -> Written:
    return _said(
        id=source_key(person),
        name=person.name,
        # One that anybody would make of the name is not worth a word.
        sort_name=person.sort_name if person.sort_name != sort_name(person.name) else "",
        honorific_prefix=person.honorific_prefix,
        honorific_suffix=person.honorific_suffix,
        gender=person.gender,
        birth_date=_day(person.born_on, person.born_precision),
        death_date=_day(person.died_on, person.died_precision),
        image=person.portrait_url,
        other_names=[_said(name=name.name, note=name.note, **_days(name)) for name in person.names.all()],
        identifiers=[
            {"scheme": row.scheme, "identifier": row.identifier} for row in person.identifiers.all()
        ],
    )


def _organization(organization: Organization) -> Written:
    return _said(
        id=source_key(organization),
        name=organization.name,
        classification=organization.classification,
        other_names=[{"name": name} for name in organization.also_called],
    )


def _party(party: Party) -> Written:
    return _said(
        id=source_key(party),
        name=party.name,
        classification=PARTY,
        other_names=[{"name": name} for name in party.also_called],
    )


def _area(area: Area) -> Written:
    return _said(id=source_key(area), name=area.name, classification=area.classification)


def _period(period: LegislativePeriod) -> Written:
    return _said(
        id=source_key(period),
        name=period.name,
        classification="legislative period",
        organization_id=source_key(period.organization),
        **_days(period),
    )


def _tenure(tenure: Tenure) -> Written:
    office = tenure.office
    return _said(
        person_id=source_key(tenure.person),
        organization_id=_key(office.organization or office.party),
        role=f"{ACTING}{office.name}" if tenure.is_acting else office.name,
        on_behalf_of_id=_key(tenure.on_behalf_of),
        area_id=_key(office.area),
        legislative_period_id=_key(tenure.period),
        **_days(tenure),
    )


def _party_membership(membership: PartyMembership) -> Written:
    return _said(
        person_id=source_key(membership.person),
        organization_id=source_key(membership.party),
        **_days(membership),
    )


def _days(row: Span | PersonName) -> Written:
    return _said(
        start_date=_day(row.starts, row.starts_precision),
        end_date=_day(row.ends, row.ends_precision),
    )


def _day(day: date | None, precision: str) -> str:
    """A day as it was written; none where it is only that of the legislative period."""
    if day is None or precision == SpanPrecision.PERIOD:
        return ""
    return str(PartialDate(day, cast(Precision, precision)))


def _key(row: Keyed | None) -> str:
    return source_key(row) if row else ""


def _said(**facts: Any) -> Written:
    return {name: value for name, value in facts.items() if value}
