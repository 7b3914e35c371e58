"""The people a story may speak of: their names, genders, offices, parties and seats, by date.

Spans are ``[starts, ends)``; an open side means it is not known to begin or end.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from archive.partial import PartialDate
from articles.extraction.lexicon import HONORIFICS, JOINING_NAMES, table, word_class
from people.importers.records import MembershipRecord, PersonRecord, Roll


def folded(word: str) -> str:
    """Lower case without macrons, fadas and other accents, apostrophes straight."""
    if word.isascii():
        return word.lower()
    plain = unicodedata.normalize("NFKD", word).replace("’", "'").replace("ʻ", "'")
    return "".join(c for c in plain if not unicodedata.combining(c)).lower()


def name_words(name: str) -> tuple[str, ...]:
    """The folded words of a name, honorifics and brackets dropped."""
    words = re.findall(r"[^\s,.()\"“”]+", folded(name))
    return tuple(
        word for word in words if word not in HONORIFICS or (HONORIFICS[word] == "" and len(words) == 1)
    )


def surname_of(words: tuple[str, ...]) -> tuple[str, ...]:
    """The last word with the particles before it: *te rangi*, *ni bhraonain*, *key*."""
    first = len(words) - 1
    while first > 1 and words[first - 1] in JOINING_NAMES:
        first -= 1
    return words[first:]


@dataclass(frozen=True, slots=True)
class Span:
    starts: date | None = None
    ends: date | None = None

    def covers(self, day: date | None) -> bool:
        if day is None:
            return True
        return (self.starts is None or self.starts <= day) and (self.ends is None or day < self.ends)

    def before(self, day: date) -> bool:
        return self.ends is not None and self.ends <= day


@dataclass(frozen=True, slots=True)
class Tenure:
    """An office, seat or spokesmanship of one person over one span."""

    person: str
    role: str
    organization: str
    classification: str
    party: str
    area: str
    span: Span
    words: frozenset[str]
    """Folded words that may describe its holder, such as *housing*, *minister*, *labour*."""
    office_words: frozenset[str]
    """Those of them that name the office itself."""


@dataclass(frozen=True, slots=True)
class KnownName:
    words: tuple[str, ...]
    surname: tuple[str, ...]


@dataclass(slots=True)
class KnownPerson:
    key: str
    name: str
    gender: str
    names: tuple[KnownName, ...]
    tenures: list[Tenure] = field(default_factory=list)
    titled: bool = False
    """Has been knighted, so that *Sir Alistair* is a name."""

    def holds_anything(self, day: date | None) -> bool:
        return any(tenure.span.covers(day) for tenure in self.tenures)


_PARTY_ENDINGS = word_class("party_endings")
_SMALL_WORDS = word_class("small_in_names")
_ROLE_SYNONYMS = {word: frozenset(others.split()) for word, others in table("synonyms.toml").items()}


def _gender(written: str) -> str:
    return {"male": "m", "female": "f", "m": "m", "f": "f", "man": "m", "woman": "f"}.get(
        written.strip().lower(), ""
    )


def _known_names(record: PersonRecord) -> tuple[KnownName, ...]:
    forms = dict.fromkeys([name_words(record.name), *(name_words(other.name) for other in record.names)])
    return tuple(KnownName(words, surname_of(words)) for words in forms if words)


def _last_day(written: PartialDate | None) -> date | None:
    """The first day after what a date can mean, for a day the day itself."""
    if written is None or written.precision == "day":
        return written.first if written else None
    if written.precision == "year":
        return date(written.first.year + 1, 1, 1)
    return (written.first.replace(day=28) + timedelta(days=4)).replace(day=1)


def party_words(name: str) -> set[str]:
    """*labour party* gives *labour*; *green alliance* gives *green* and *greens*."""
    words = [word for word in re.findall(r"[\w'-]+", folded(name)) if word not in _SMALL_WORDS]
    bare = [word for word in words if word not in _PARTY_ENDINGS] or words
    return set(bare) | {word + "s" for word in bare if not word.endswith("s")}


def role_words(role: str) -> set[str]:
    """The words of an office and those that say the same."""
    words = {word for word in re.findall(r"[\w'-]+", folded(role)) if word not in _SMALL_WORDS}
    said = set(words)
    for word in words:
        said.update(_ROLE_SYNONYMS.get(word, ()))
    return said


class Roster:
    """The people known, and the ways to look for them."""

    def __init__(
        self,
        people: Iterable[KnownPerson],
        parties: dict[str, set[str]],
        areas: Iterable[str],
        organizations: Iterable[str] = (),
    ) -> None:
        self.people = {person.key: person for person in people}
        self.parties = parties
        self.areas = frozenset(areas)
        self.organizations = frozenset(organizations)
        self.by_surname: dict[tuple[str, ...], list[str]] = defaultdict(list)
        self.by_name: dict[tuple[str, ...], list[str]] = defaultdict(list)
        self.by_given: dict[str, list[str]] = defaultdict(list)
        self.tenures: list[Tenure] = []
        for person in self.people.values():
            self._index(person)
        self.surname_firsts = {surname[0] for surname in self.by_surname}
        self.name_firsts = {words[0] for words in self.by_name}
        self.tenures_by_word: dict[str, list[Tenure]] = defaultdict(list)
        for tenure in self.tenures:
            for word in tenure.words:
                self.tenures_by_word[word].append(tenure)

    def _index(self, person: KnownPerson) -> None:
        for name in person.names:
            if person.key not in self.by_name[name.words]:
                self.by_name[name.words].append(person.key)
            if person.key not in self.by_surname[name.surname]:
                self.by_surname[name.surname].append(person.key)
            if len(name.words) > 1 and person.key not in self.by_given[name.words[0]]:
                self.by_given[name.words[0]].append(person.key)
        self.tenures.extend(person.tenures)

    @classmethod
    def from_roll(cls, roll: Roll) -> "Roster":
        """The roster of a file of people. A seat without dates takes those of its legislative period."""
        people = {
            record.key: KnownPerson(
                record.key,
                record.name,
                _gender(record.gender),
                _known_names(record),
                titled=any(
                    word in ("sir", "dame", "lord", "lady")
                    for word in folded(record.honorific_prefix).split()
                ),
            )
            for record in roll.people
        }
        builder = _Tenures(roll)
        for membership in roll.memberships:
            if membership.person in people:
                people[membership.person].tenures.append(builder.tenure(membership))
        return cls(
            people.values(),
            builder.parties,
            (folded(area.name) for area in roll.areas),
            builder.organization_names(),
        )

    def party_of(self, person: str, day: date | None) -> str:
        """The key of the party a person sat for that day, or an empty string."""
        tenures = self.people[person].tenures
        return next((t.party for t in tenures if t.party and t.span.covers(day)), "")


class _Tenures:
    """Turns memberships of one roll into tenures."""

    def __init__(self, roll: Roll) -> None:
        self.organizations = {record.key: record for record in roll.organizations}
        self.areas = {record.key: record.name for record in roll.areas}
        self.periods = {
            record.key: Span(record.starts.first if record.starts else None, _last_day(record.ends))
            for record in roll.periods
        }
        self.parties = {
            record.key: set().union(
                *(party_words(name) for name in (record.name, *(other.name for other in record.names)))
            )
            for record in roll.organizations
            if record.classification == "party"
        }

    def organization_names(self) -> list[str]:
        return [
            folded(name)
            for record in self.organizations.values()
            for name in (record.name, *(other.name for other in record.names))
        ]

    def tenure(self, membership: MembershipRecord) -> Tenure:
        organization = self.organizations.get(membership.organization)
        classification = organization.classification if organization else ""
        party = membership.party or (membership.organization if classification == "party" else "")
        area = self.areas.get(membership.area, "")
        words = role_words(membership.role) | self.parties.get(party, set())
        words |= {word for word in re.findall(r"[\w'-]+", folded(area)) if word not in _SMALL_WORDS}
        if organization and classification not in ("legislature", "executive", "party"):
            words |= {
                word.removesuffix("'s").rstrip("'")
                for word in re.findall(r"[\w'-]+", folded(organization.name))
                if word not in _SMALL_WORDS
            }
        return Tenure(
            membership.person,
            membership.role,
            membership.organization,
            classification,
            party,
            folded(area),
            self._span(membership),
            frozenset(words),
            frozenset(role_words(membership.role)),
        )

    def _span(self, membership: MembershipRecord) -> Span:
        period = self.periods.get(membership.period, Span())
        starts = membership.starts.first if membership.starts else period.starts
        return Span(starts, _last_day(membership.ends) or period.ends)
