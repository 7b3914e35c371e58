"""Popolo JSON as parliaments publish it, and the flavour of it that EveryPolitician gave out.

Of the events only legislative periods are read, since they date the seats; elections are not.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

from people.importers.records import (
    AreaRecord,
    MembershipRecord,
    NameRecord,
    OrganizationRecord,
    PeriodRecord,
    PersonRecord,
    Refusal,
    Roll,
    UnreadableFile,
)
from people.importers.rows import Row, Unusable, decode

LISTS = ("persons", "organizations", "areas", "events", "memberships")

_BETWEEN = re.compile(r"[ \t\r\n,:]*")

Record = TypeVar("Record")
Keyed = TypeVar("Keyed", PersonRecord, OrganizationRecord, AreaRecord, PeriodRecord)


def read(document: bytes, name: str) -> Roll:
    """Return what a Popolo file says; rows that cannot be used are in ``Roll.refused``, the rest go on.

    Raises ``UnreadableFile`` where nothing can be used: not UTF-8, not JSON, or JSON of another shape.
    """
    rows = _lists(decode(document, name), name)
    reading = _Reading()
    roll = reading.roll
    roll.organizations += reading.keyed("organizations", rows["organizations"], reading.organization)
    roll.areas += reading.keyed("areas", rows["areas"], reading.area)
    roll.periods += reading.keyed("events", _periods(rows["events"]), reading.period)
    roll.people += reading.keyed("persons", rows["persons"], reading.person)
    roll.memberships += reading.each(rows["memberships"], reading.membership)
    for person in roll.people:
        roll.memberships += reading.each(reading.nested[person.place], reading.membership)
    return roll


@dataclass(slots=True)
class _Reading:
    """One file being read, and what of it the rows still to come may refer to."""

    roll: Roll = field(default_factory=Roll)
    places: dict[str, dict[str, str]] = field(default_factory=dict)
    """For each list of the file, where its identifiers stand."""
    nested: dict[str, list[Row]] = field(default_factory=dict)
    """The memberships that stand inside a person, by the place of the person."""

    def each(self, rows: Iterable[Row], make: Callable[[Row], Record]) -> Iterator[Record]:
        """Yield what ``make`` makes of each row; a row that it cannot use is refused."""
        for row in rows:
            try:
                yield make(row)
            except Unusable as problem:
                self.roll.refused.append(Refusal(row.place, str(problem)))

    def keyed(self, key: str, rows: Iterable[Row], make: Callable[[Row], Keyed]) -> Iterator[Keyed]:
        """Yield as ``each`` does, and refuse an identifier that the list ``key`` has given before."""
        places = self.places.setdefault(key, {})
        for record in self.each(rows, make):
            if record.key in places:
                reason = f"id {record.key!r} is already that of {places[record.key]}"
                self.roll.refused.append(Refusal(record.place, reason))
            else:
                places[record.key] = record.place
                yield record

    def person(self, row: Row) -> PersonRecord:
        key = row.needed("id")
        born, died = row.life("birth_date", "death_date")
        self.nested[row.place] = [
            Row(membership.place, {"person_id": key, **membership.said})
            for membership in row.rows("memberships")
        ]
        return PersonRecord(
            key=key,
            name=row.needed("name"),
            sort_name=row.text("sort_name") or _sort_name(row),
            honorific_prefix=row.text("honorific_prefix"),
            honorific_suffix=row.text("honorific_suffix"),
            gender=row.text("gender"),
            born=born,
            died=died,
            image=row.text("image") or next((image.text("url") for image in row.rows("images")), ""),
            names=tuple(self.each(row.rows("other_names"), _other_name)),
            identifiers=tuple(self.each(row.rows("identifiers"), _identifier)),
            place=row.place,
        )

    def organization(self, row: Row) -> OrganizationRecord:
        return OrganizationRecord(
            key=row.needed("id"),
            name=row.needed("name"),
            classification=row.text("classification"),
            names=tuple(self.each(row.rows("other_names"), _other_name)),
            identifiers=tuple(self.each(row.rows("identifiers"), _identifier)),
            place=row.place,
        )

    def area(self, row: Row) -> AreaRecord:
        return AreaRecord(row.needed("id"), row.needed("name"), row.text("classification"), place=row.place)

    def period(self, row: Row) -> PeriodRecord:
        starts, ends = row.span("start_date", "end_date")
        return PeriodRecord(
            key=row.needed("id"),
            name=row.needed("name"),
            organization=row.text("organization_id"),
            starts=starts,
            ends=ends,
            place=row.place,
        )

    def membership(self, row: Row) -> MembershipRecord:
        starts, ends = row.span("start_date", "end_date")
        return MembershipRecord(
            person=self._known("persons", row.needed("person_id")),
            organization=self._known("organizations", row.needed("organization_id")),
            role=row.text("role"),
            party=self._known("organizations", row.text("on_behalf_of_id")),
            area=self._known("areas", row.text("area_id")),
            period=self._known("events", row.text("legislative_period_id")),
            starts=starts,
            ends=ends,
            key=row.text("id"),
            place=row.place,
        )

    def _known(self, key: str, reference: str) -> str:
        if reference and reference not in self.places[key]:
            raise Unusable(f"{reference!r} is not among the {key} of the file")
        return reference


def _lists(text: str, name: str) -> dict[str, list[Row]]:
    """Return the rows of each of the lists that Popolo has, empty where the file has none."""
    try:
        document = json.loads(text)
    except json.JSONDecodeError as problem:
        raise UnreadableFile(name, f"not JSON: {problem.msg}", problem.lineno, problem.colno) from None
    except (RecursionError, ValueError):  # brackets or digits by the thousand
        raise UnreadableFile(name, "not JSON of a size or depth that can be read") from None
    if not isinstance(document, dict) or not isinstance(document.get("persons"), list):
        raise UnreadableFile(name, "not Popolo: a JSON object with a list of persons is expected")
    for key in LISTS:
        if not isinstance(document.get(key) or [], list):
            raise UnreadableFile(name, f"not Popolo: {key} is not a list")
    lines = _row_lines(text)
    return {key: list(_rows(key, document.get(key) or [], lines.get(key, []))) for key in LISTS}


def _rows(key: str, values: list[Any], lines: list[int]) -> Iterator[Row]:
    for index, (value, line) in enumerate(zip(values, lines, strict=True)):
        yield Row(f"line {line}, {key}[{index}]", value if isinstance(value, dict) else {})


def _row_lines(text: str) -> dict[str, list[int]]:
    """Return the line on which each element begins of each list in a JSON object, which must be valid.

    The standard reader does not say where a value stood, and a refused row has to name its line.
    """
    decoder = json.JSONDecoder()
    lines: dict[str, list[int]] = {}
    line, counted = 1, 0
    position = _skip(text, text.index("{") + 1)
    while text[position] != "}":
        key, position = decoder.raw_decode(text, position)
        position = _skip(text, position)
        if text[position] != "[":
            _, position = decoder.raw_decode(text, position)
        else:
            lines[key] = []
            position = _skip(text, position + 1)
            while text[position] != "]":
                line, counted = line + text.count("\n", counted, position), position
                lines[key].append(line)
                _, position = decoder.raw_decode(text, position)
                position = _skip(text, position)
            position += 1
        position = _skip(text, position)
    return lines


def _skip(text: str, position: int) -> int:
    match = _BETWEEN.match(text, position)
    return match.end() if match else position


def _periods(events: Iterable[Row]) -> Iterator[Row]:
    return (event for event in events if event.said.get("classification") == "legislative period")


def _other_name(row: Row) -> NameRecord:
    starts, ends = row.span("start_date", "end_date")
    return NameRecord(row.needed("name"), row.text("note"), starts, ends, row.text("lang"))


def _identifier(row: Row) -> tuple[str, str]:
    return row.needed("scheme"), row.needed("identifier")


def _sort_name(row: Row) -> str:
    """Return the name as a list would sort it, where the source tells the parts of it apart."""
    family, given = row.text("family_name"), row.text("given_name")
    return f"{family}, {given}" if family and given else ""
