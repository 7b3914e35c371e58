"""Tables of people in CSV: a row for each seat, office or party that a person had, from one day to another.

The first line names the columns, in any order; commas, semicolons or tabs part them. Only ``id`` and ``name``
have to be there.

==================  ==========================================================================================
id                  The same in every row of one person, who needs the next nine only in the first of them.
name                As it is usually written.
sort_name           As a directory orders it: ``Key, John``.
honorific_prefix    ``Rt Hon``
honorific_suffix    ``MP``
gender              ``female``, ``male`` or what the person says.
born, died          ``1961-08-09``, ``1961-08`` or ``1961``, like every date here.
image               Address of a portrait.
other_names         More ways in which the name is written, parted by ``|``.
wikidata            Identifier such as ``Q57643``.
role                ``member`` for a seat, else the office: ``Prime Minister``, ``Housing spokesperson``.
organization        In which the seat or office is; where it is empty, the party is meant.
classification      Of the organization: ``legislature``, ``executive``, ``agency``. Where somebody is a
                    ``member`` it is a legislature unless this says otherwise.
party               Of which the person is a member, and for which the seat is held.
area                The electorate of a seat; none for a list seat.
starts, ends        The first day, and the first day that it was over.
organization_id     Identifiers of the three where the archive has them from another file already;
party_id, area_id   otherwise they are made of the name.
==================  ==========================================================================================
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from people.importers.offices import PARTY, SEAT_ROLES
from people.importers.records import (
    AreaRecord,
    MembershipRecord,
    NameRecord,
    OrganizationRecord,
    PersonRecord,
    Refusal,
    Roll,
    UnreadableFile,
)
from people.importers.rows import Row, Unusable, decode

DELIMITERS = ",;\t"
BEYOND = "what stands beyond the last column"

OF_THE_PERSON = (
    "name",
    "sort_name",
    "honorific_prefix",
    "honorific_suffix",
    "gender",
    "born",
    "died",
    "image",
    "other_names",
    "wikidata",
)
OF_THE_MEMBERSHIP = (
    "role",
    "organization",
    "organization_id",
    "classification",
    "party",
    "party_id",
    "area",
    "area_id",
    "starts",
    "ends",
)
COLUMNS = ("id", *OF_THE_PERSON, *OF_THE_MEMBERSHIP)


def read(document: bytes, name: str) -> Roll:
    """Return what a table says; rows that cannot be used are in ``Roll.refused``, the rest go on.

    Raises ``UnreadableFile`` where nothing can be used: not UTF-8, no such header, marks that never close.
    """
    sheet = _Sheet()
    for row in _rows(decode(document, name), name):
        try:
            sheet.read(row)
        except Unusable as problem:
            sheet.roll.refused.append(Refusal(row.place, str(problem)))
    sheet.roll.organizations += [body.record() for body in sheet.bodies.values()]
    sheet.roll.areas += sheet.areas.values()
    return sheet.roll


@dataclass(slots=True)
class _Body:
    """An organization, and what the rows that name it show of its kind."""

    key: str
    name: str
    place: str
    classification: str = ""
    is_party: bool = False
    has_seats: bool = False

    def record(self) -> OrganizationRecord:
        shown = PARTY if self.is_party else "legislature" if self.has_seats else ""
        return OrganizationRecord(self.key, self.name, self.classification or shown, place=self.place)


@dataclass(slots=True)
class _Sheet:
    """One table being read, and what its rows have named so far."""

    first_rows: dict[str, Row] = field(default_factory=dict)
    bodies: dict[str, _Body] = field(default_factory=dict)
    areas: dict[str, AreaRecord] = field(default_factory=dict)
    roll: Roll = field(default_factory=Roll)

    def read(self, row: Row) -> None:
        if row.text(BEYOND):
            raise Unusable("there are more cells than columns in the header")
        key = row.needed("id")
        if key in self.first_rows:
            _agree(row, self.first_rows[key])
            self.read_membership(row, key)
        else:
            person = _person(row)
            self.read_membership(row, key)
            self.first_rows[key] = row
            self.roll.people.append(person)

    def read_membership(self, row: Row, person: str) -> None:
        if not any(row.text(column) for column in OF_THE_MEMBERSHIP):
            return
        starts, ends = row.span("starts", "ends")
        organization, party, area = self.body(row, "organization"), self.body(row, "party"), self.area(row)
        holder = organization or party
        if holder is None:
            raise Unusable("organization is missing, and so is party")
        membership = MembershipRecord(
            person=person,
            organization=holder.key,
            role=row.text("role"),
            party=party.key if organization and party else "",
            area=area.key if area else "",
            starts=starts,
            ends=ends,
            place=row.place,
        )
        if organization:
            organization.classification = organization.classification or row.text("classification")
            organization.has_seats |= membership.role.lower() in SEAT_ROLES - {""}
            self.bodies[organization.key] = organization
        if party:
            party.is_party = True
            self.bodies[party.key] = party
        if area:
            self.areas[area.key] = area
        self.roll.memberships.append(membership)

    def body(self, row: Row, column: str) -> _Body | None:
        key, name = _key_and_name(row, column)
        known = self.bodies.get(key)
        _must_agree(key, name, known)
        return known or (_Body(key, name, row.place) if name else None)

    def area(self, row: Row) -> AreaRecord | None:
        key, name = _key_and_name(row, "area")
        known = self.areas.get(key)
        _must_agree(key, name, known)
        return known or (AreaRecord(key, name, place=row.place) if name else None)


def _rows(text: str, name: str) -> Iterator[Row]:
    header_line = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=header_line.count)
    table = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        header = _header(next(table), name)
        line = table.line_num + 1
        for cells in table:
            if any(cell.strip() for cell in cells):
                yield Row(f"line {line}", _said(header, cells))
            line = table.line_num + 1
    except csv.Error as problem:
        raise UnreadableFile(name, f"not CSV: {problem}", table.line_num, 1) from None


def _header(cells: list[str], name: str) -> list[str]:
    header = [cell.strip().lower().replace(" ", "_") for cell in cells]
    unknown = [column for column in header if column not in COLUMNS]
    missing = [column for column in ("id", "name") if column not in header]
    if unknown:
        reason = f"unknown column {unknown[0]!r}; the columns are {', '.join(COLUMNS)}"
    elif missing:
        reason = f"there is no column {missing[0]!r}"
    elif len(set(header)) < len(header):
        reason = "two columns have the same name"
    else:
        return header
    raise UnreadableFile(name, reason, 1, 1)


def _said(header: list[str], cells: list[str]) -> dict[str, str]:
    return {**dict(zip(header, cells, strict=False)), BEYOND: " ".join(cells[len(header) :])}


def _person(row: Row) -> PersonRecord:
    born, died = row.life("born", "died")
    wikidata = row.text("wikidata")
    names = [name.strip() for name in row.text("other_names").split("|")]
    return PersonRecord(
        key=row.needed("id"),
        name=row.needed("name"),
        sort_name=row.text("sort_name"),
        honorific_prefix=row.text("honorific_prefix"),
        honorific_suffix=row.text("honorific_suffix"),
        gender=row.text("gender"),
        born=born,
        died=died,
        image=row.text("image"),
        names=tuple(NameRecord(name) for name in names if name),
        identifiers=(("wikidata", wikidata),) if wikidata else (),
        place=row.place,
    )


def _agree(row: Row, first: Row) -> None:
    """A later row of a person repeats what the first one says of them, or leaves it empty."""
    for column in OF_THE_PERSON:
        if row.text(column) not in ("", first.text(column)):
            raise Unusable(f"{column} is {row.text(column)!r}, but {first.text(column)!r} on {first.place}")


def _key_and_name(row: Row, column: str) -> tuple[str, str]:
    key, name = row.text(f"{column}_id"), row.text(column)
    if key and not name:
        raise Unusable(f"{column} is missing beside {column}_id")
    return key or _key(name), name


def _key(name: str) -> str:
    """Return ``maori-party`` for ``Māori Party``, as most sources of people would."""
    folded = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", folded).strip("-") or name


def _must_agree(key: str, name: str, known: _Body | AreaRecord | None) -> None:
    if known and known.name != name:
        raise Unusable(f"{key!r} is {name!r}, but {known.name!r} on {known.place}")
