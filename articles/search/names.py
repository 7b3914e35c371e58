"""Whom and what the names in a search mean: looked up all at once, and the nearest where one is unknown."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple
from unicodedata import combining, normalize

from django.db import connections, router
from rapidfuzz import fuzz

from articles.models import Event, Outlet
from people.models import Area, Office, Party, Person, PersonName, Tenure

PEOPLE = ("speaker", "person")
LIKE_ENOUGH = 60
"""How like a name, of 100, another has to be to be offered for it."""

_ASKED = "unnest(%s::text[], %s::text[]) AS asked (field, typed)"
_WORDS = "string_to_array(people_fold({}), ' ')"

# Each finds rows of (field, typed, what it is, key, name, folded name that matched, folded typed, holding).
_PEOPLE = """
SELECT asked.field, asked.typed, 'person', person.id, person.name::text, people_fold(called.name),
    people_fold(asked.typed), person.slug::text, NULL::bigint, NULL::date, NULL::date
FROM {asked}
CROSS JOIN LATERAL (
    SELECT id AS person_id, name FROM {person} WHERE {words_name} @> {words_typed}
    UNION SELECT person_id, name FROM {person_name} WHERE {words_name} @> {words_typed}
    UNION SELECT id, name FROM {person} WHERE slug = lower(asked.typed)
) called
JOIN {person} person ON person.id = called.person_id
WHERE asked.field IN ('speaker', 'person')
"""
_OFFICES = """
SELECT asked.field, asked.typed, 'office', office.id, titled.title, people_fold(titled.title),
    people_fold(asked.typed), office.slug::text, tenure.person_id, tenure.starts, tenure.ends
FROM {asked}
CROSS JOIN LATERAL (
    SELECT id FROM {office} WHERE {words_name} @> {words_typed} OR slug = lower(asked.typed)
    UNION SELECT office.id FROM {area} area JOIN {office} office ON office.area_id = area.id
        WHERE string_to_array(people_fold(area.name), ' ') && {words_typed}
    UNION SELECT office.id FROM {party} party JOIN {office} office ON office.party_id = party.id
        WHERE string_to_array(people_fold(party.short_name), ' ') && {words_typed}
) near
JOIN {office} office ON office.id = near.id
LEFT JOIN {area} area ON area.id = office.area_id
LEFT JOIN {party} party ON party.id = office.party_id
CROSS JOIN LATERAL (
    SELECT CASE WHEN area.id IS NOT NULL THEN 'Member for ' || area.name
        ELSE concat_ws(' ', party.short_name, office.name) END AS title
) titled
LEFT JOIN {tenure} tenure ON tenure.office_id = office.id
WHERE asked.field IN ('speaker', 'person', 'office')
    AND ({words_title} @> {words_typed} OR office.slug = lower(asked.typed))
"""
_PARTIES = """
SELECT asked.field, asked.typed, 'party', party.id, party.short_name::text, people_fold(called.name),
    people_fold(asked.typed), party.slug::text, NULL::bigint, NULL::date, NULL::date
FROM {asked}
CROSS JOIN {party} party
CROSS JOIN LATERAL unnest(ARRAY[party.short_name, party.name, party.slug] || party.also_called) called (name)
WHERE asked.field = 'party' AND ({words_called} @> {words_typed} OR party.slug = lower(asked.typed))
"""
_OUTLETS = """
SELECT asked.field, asked.typed, 'outlet', outlet.id, outlet.name::text, people_fold(outlet.name),
    people_fold(asked.typed), outlet.slug::text, NULL::bigint, NULL::date, NULL::date
FROM {asked}
JOIN {outlet} outlet ON outlet.slug = lower(asked.typed) OR {words_name} @> {words_typed}
WHERE asked.field = 'outlet'
"""
_EVENTS = """
SELECT asked.field, asked.typed, 'event', event.id, event.name::text, people_fold(event.name),
    people_fold(asked.typed), found.slug, NULL::bigint, NULL::date, NULL::date
FROM {asked}
CROSS JOIN LATERAL (
    SELECT id, slug::text FROM {event} WHERE slug = lower(asked.typed)
    UNION SELECT event_id, slug::text FROM {former_slug} WHERE slug = lower(asked.typed)
    UNION SELECT id, slug::text FROM {event} WHERE {words_name} @> {words_typed}
) found
JOIN {event} event ON event.id = found.id AND event.status = 'confirmed'
WHERE asked.field = 'event'
"""
_KINDS = """
SELECT DISTINCT asked.field, asked.typed, 'kind', 0::bigint, event.kind::text, people_fold(event.kind),
    people_fold(asked.typed), event.kind::text, NULL::bigint, NULL::date, NULL::date
FROM {asked}
JOIN {event} event ON event.status = 'confirmed' AND people_fold(event.kind) = people_fold(asked.typed)
WHERE asked.field = 'kind'
"""
_LOOKED_UP_IN = {
    "speaker": (_PEOPLE, _OFFICES),
    "person": (_PEOPLE, _OFFICES),
    "office": (_OFFICES,),
    "party": (_PARTIES,),
    "outlet": (_OUTLETS,),
    "event": (_EVENTS,),
    "kind": (_KINDS,),
}

PARTS = {
    "asked": _ASKED,
    "person": Person._meta.db_table,
    "person_name": PersonName._meta.db_table,
    "office": Office._meta.db_table,
    "area": Area._meta.db_table,
    "party": Party._meta.db_table,
    "tenure": Tenure._meta.db_table,
    "outlet": Outlet._meta.db_table,
    "event": Event._meta.db_table,
    "former_slug": "articles_formerslug",
    "words_name": _WORDS.format("name"),
    "words_typed": _WORDS.format("asked.typed"),
    "words_title": _WORDS.format("titled.title"),
    "words_called": _WORDS.format("called.name"),
}

Asked = tuple[str, str]
"""A field and one value of it, as typed."""


class _Row(NamedTuple):
    field: str
    typed: str
    what: str
    key: int
    name: str
    matched: str
    folded: str
    slug: str
    holder: int | None
    starts: date | None
    ends: date | None

    @property
    def rank(self) -> int:
        """1 for a whole name or an address, 2 for a surname, 3 for words of a name."""
        if self.folded == self.matched or self.slug == self.typed.lower():
            return 1
        return 2 if self.what == "person" and self.matched.endswith(f" {self.folded}") else 3


@dataclass(frozen=True, slots=True)
class Holding:
    """A person in an office on the days of ``[starts, ends)``; an empty end is open."""

    person: int
    starts: date | None
    ends: date | None


@dataclass(slots=True)
class Meaning:
    """What one name of a search means; of several that bear it, all."""

    names: dict[int, str] = field(default_factory=dict)
    """What is shown for each row that is meant, by key: people, or else offices, parties and so on."""
    holdings: list[Holding] | None = None
    """For an office: who held it and when; ``None`` where people are meant themselves."""

    @property
    def keys(self) -> list[int]:
        return list(self.names)


def look_up(asked: Iterable[Asked]) -> dict[Asked, Meaning]:
    """What each name means, in one query; what is known by none of its words is missing."""
    asked = list(dict.fromkeys(asked))
    if not asked:
        return {}
    statements = dict.fromkeys(statement for name, _value in asked for statement in _LOOKED_UP_IN[name])
    arrays = [[name for name, _value in asked], [value for _name, value in asked]]
    sql = " UNION ALL ".join(statement.format(**PARTS) for statement in statements)
    with connections[router.db_for_read(Person)].cursor() as cursor:
        cursor.execute(sql, arrays * len(statements))
        found = defaultdict(list)
        for row in map(_Row._make, cursor):
            found[row.field, row.typed].append(row)
    return {name: meaning_of(rows) for name, rows in found.items()}


def meaning_of(rows: list[_Row]) -> Meaning:
    """The best of what was found: a surname is a better guess than an office, words of a name a worse one."""
    order = {(1, "person"): 0, (2, "person"): 1, (1, "office"): 2, (3, "person"): 3, (3, "office"): 4}
    ranks = [order.get((row.rank, row.what), row.rank) for row in rows]
    best = [row for row, rank in zip(rows, ranks, strict=True) if rank == min(ranks)]
    best.sort(key=lambda row: (row.name, row.key))
    meaning = Meaning({row.key: row.name for row in best})
    if best[0].what == "office":
        meaning.holdings = [Holding(row.holder, row.starts, row.ends) for row in best if row.holder]
    return meaning


_NEAR_PEOPLE = """
(SELECT name::text FROM {person} ORDER BY people_fold(name) <-> people_fold(%(typed)s) LIMIT 10)
UNION (SELECT name::text FROM {person} ORDER BY people_fold(%(typed)s) <<-> people_fold(name) LIMIT 10)
UNION (SELECT name::text FROM {person_name} ORDER BY people_fold(name) <-> people_fold(%(typed)s) LIMIT 10)
"""
_NEAR_OFFICES = """
(SELECT name::text FROM {office} ORDER BY people_fold(%(typed)s) <<-> people_fold(name) LIMIT 10)
"""
_NEAR = {
    "speaker": f"{_NEAR_PEOPLE} UNION {_NEAR_OFFICES}",
    "person": f"{_NEAR_PEOPLE} UNION {_NEAR_OFFICES}",
    "office": _NEAR_OFFICES,
    "party": "SELECT unnest(ARRAY[short_name, name] || also_called)::text FROM {party}",
    "outlet": "SELECT name::text FROM {outlet}"
    " ORDER BY people_fold(%(typed)s) <<-> people_fold(name) LIMIT 10",
    "event": "SELECT name::text FROM {event} WHERE status = 'confirmed'"
    " ORDER BY people_fold(%(typed)s) <<-> people_fold(name) LIMIT 10",
    "kind": "SELECT DISTINCT kind::text FROM {event} WHERE status = 'confirmed'",
}


def nearest(field: str, typed: str, *others: str) -> str:
    """The name most like one that is unknown, of ``others`` too; empty where none is like it. One query."""
    with connections[router.db_for_read(Person)].cursor() as cursor:
        cursor.execute(_NEAR[field].format(**PARTS), {"typed": typed})
        names = [name for (name,) in cursor]
    scored = [(likeness(typed, name), -len(name), name) for name in [*others, *names]]
    score, _length, name = max(scored, default=(0, 0, ""))
    return name if score >= LIKE_ENOUGH else ""


_LIKE = """
(SELECT name::text, slug::text FROM {person} ORDER BY people_fold(name) <-> people_fold(%(typed)s) LIMIT 10)
UNION (
    SELECT name::text, slug::text FROM {person}
    ORDER BY people_fold(%(typed)s) <<-> people_fold(name) LIMIT 10
)
"""


def people_like(typed: str, most: int = 3) -> list[tuple[str, str]]:
    """Name and slug of the people whose names are most like what was typed; one query."""
    with connections[router.db_for_read(Person)].cursor() as cursor:
        cursor.execute(_LIKE.format(**PARTS), {"typed": typed})
        scored = sorted((-likeness(typed, name), name, slug) for name, slug in cursor)
    return [(name, slug) for score, name, slug in scored[:most] if -score >= LIKE_ENOUGH]


def likeness(typed: str, name: str) -> float:
    """How like a name is to what was typed of it, of 100: the whole of it, one word, or its beginning."""
    typed, name = _folded(typed), _folded(name)
    words = name.split()
    begun = all(any(word.startswith(begin) for word in words) for begin in typed.split())
    return max(fuzz.ratio(typed, name), *(fuzz.ratio(typed, word) - 5 for word in words), 90 * begun)


def _folded(name: str) -> str:
    return "".join(mark for mark in normalize("NFKD", name.lower()) if not combining(mark))
