"""What a file says about people, before any of it meets the database.

Keys are the source's own identifiers. Spans are ``[starts, ends)``. A ``place`` is where
the record stands in its file, for a refusal that comes later; it makes no difference to
what the record says.
"""

from dataclasses import dataclass, field

from archive.partial import PartialDate


class UnreadableFile(Exception):  # noqa: N818 - "raise UnreadableFile" says it
    """Nothing of a file can be used; the message names the file, the spot where known, and the reason."""

    def __init__(self, name: str, reason: str, line: int = 0, column: int = 0) -> None:
        spot = f", line {line}, column {column}" if line else ""
        super().__init__(f"{name}{spot}: {reason}")
        self.name, self.reason, self.line, self.column = name, reason, line, column


@dataclass(frozen=True, slots=True)
class NameRecord:
    """One more way a name is written, and when it was."""

    name: str
    note: str = ""
    starts: PartialDate | None = None
    ends: PartialDate | None = None
    language: str = ""


@dataclass(frozen=True, slots=True)
class PersonRecord:
    key: str
    name: str
    sort_name: str = ""
    honorific_prefix: str = ""
    honorific_suffix: str = ""
    gender: str = ""
    born: PartialDate | None = None
    died: PartialDate | None = None
    image: str = ""
    names: tuple[NameRecord, ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()
    """Pairs of scheme and identifier, such as ``("wikidata", "Q57643")``."""
    place: str = field(default="", compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class OrganizationRecord:
    key: str
    name: str
    classification: str = ""
    names: tuple[NameRecord, ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()
    place: str = field(default="", compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class AreaRecord:
    key: str
    name: str
    classification: str = ""
    place: str = field(default="", compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class PeriodRecord:
    """A legislative period: the dates of a seat that has none of its own."""

    key: str
    name: str
    organization: str
    starts: PartialDate | None = None
    ends: PartialDate | None = None
    place: str = field(default="", compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class MembershipRecord:
    """A person in an organization: a seat, an office, or plain membership where ``role`` is empty."""

    person: str
    organization: str
    role: str = ""
    party: str = ""
    area: str = ""
    period: str = ""
    starts: PartialDate | None = None
    ends: PartialDate | None = None
    key: str = ""
    """The source's own identifier of the membership; most sources give none."""
    place: str = field(default="", compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that cannot be used: where it stands and why."""

    place: str
    reason: str


@dataclass(slots=True)
class Roll:
    """Everything one file says about people."""

    people: list[PersonRecord] = field(default_factory=list)
    organizations: list[OrganizationRecord] = field(default_factory=list)
    areas: list[AreaRecord] = field(default_factory=list)
    periods: list[PeriodRecord] = field(default_factory=list)
    memberships: list[MembershipRecord] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
