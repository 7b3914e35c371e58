"""Parties, other organizations, areas and legislative periods of a file, put into the archive."""

from people.importers.names import short_party_name
from people.importers.offices import HOUSES, PARTY
from people.importers.records import OrganizationRecord, PeriodRecord, Refusal, Roll
from people.importers.shelves import Facts, Shelf, Shelves, Slugs, span_facts
from people.models import Organization, Party

LONGEST_SHORT_NAME = 60


def put_bodies(roll: Roll, shelves: Shelves) -> None:
    slugs = Slugs(Party)
    for record in roll.organizations:
        _put_body(record, shelves, slugs)
    for area in roll.areas:
        shelves.put(shelves.areas, area, {"name": area.name, "classification": area.classification})
    shelves.organizations.store(shelves.reason)
    for period in roll.periods:
        _put_period(period, shelves, _only_house(roll))
    for shelf in (shelves.parties, shelves.areas, shelves.periods):
        shelf.store(shelves.reason)


def _put_body(record: OrganizationRecord, shelves: Shelves, slugs: Slugs) -> None:
    """Put a party or another organization; a file that does not say which means what the archive has."""
    was_party, was_other = record.key in shelves.parties.rows, record.key in shelves.organizations.rows
    is_party = record.classification == PARTY or (was_party and not record.classification)
    if was_other if is_party else was_party:
        reason = f"{record.key!r} is {'no' if is_party else 'a'} party in the archive"
        shelves.refused.append(Refusal(record.place, reason))
    elif is_party:
        _put_party(record, shelves, slugs)
    else:
        _put_organization(record, shelves)


def _put_party(record: OrganizationRecord, shelves: Shelves, slugs: Slugs) -> None:
    called = _also_called(record, shelves.parties)

    def at_first() -> Facts:
        short_name = short_party_name(record.name, called)[:LONGEST_SHORT_NAME]
        return {"short_name": short_name, "slug": slugs.take(short_name, record.key)}

    shelves.put(shelves.parties, record, {"name": record.name, "also_called": called}, at_first)


def _put_organization(record: OrganizationRecord, shelves: Shelves) -> None:
    facts = {
        "name": record.name,
        "classification": record.classification,
        "also_called": _also_called(record, shelves.organizations),
    }
    shelves.put(shelves.organizations, record, facts)


def _put_period(record: PeriodRecord, shelves: Shelves, only_house: str) -> None:
    organization = shelves.organizations.rows.get(record.organization or only_house)
    if organization is None:
        shelves.refused.append(Refusal(record.place, "its organization is missing or was refused"))
        return
    facts = {
        "name": record.name,
        "organization_id": organization.pk,
        **span_facts(record.starts, record.ends),
    }
    shelves.put(shelves.periods, record, facts)


def _only_house(roll: Roll) -> str:
    """The house that a period must be of where it names none; empty where there are several."""
    houses = [record.key for record in roll.organizations if record.classification in HOUSES]
    return houses[0] if len(houses) == 1 else ""


def _also_called(record: OrganizationRecord, shelf: Shelf[Party] | Shelf[Organization]) -> list[str]:
    """What the archive calls the organization besides its name, and after that what the file does."""
    row = shelf.rows.get(record.key)
    return list(dict.fromkeys([*(row.also_called if row else []), *(name.name for name in record.names)]))
