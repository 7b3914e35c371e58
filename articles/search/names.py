"""Whom and what the names in a search mean: looked up all at once, and the nearest where one is unknown."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple
from unicodedata import combining, normalize

from django.db import connections, router
from rapidfuzz import fuzz

from archive.models import FormerAddress
from articles.models import Event, Outlet
from people.models import Area, Office, Party, Person, PersonName, Tenure

LIKE_ENOUGH = 60
"""How like a name, of 100, another has to be to be offered for it."""

_WORDS = "string_to_array(people_fold({}), ' ')"

# Each finds rows of what it is, key, name, folded name that matched, folded typed, slug and, of an office,
# who held it when. What is typed stands in it as a constant: the database folds it once, and plans with it.
_FORMER = """
UNION ALL
SELECT {n}, '%(what)s', row.id, row.name::text, people_fold(row.name), people_fold(%%(t{n})s),
    former.slug::text, NULL, NULL, NULL
FROM {former} former JOIN {%(what)s} row ON row.id = former.key
WHERE former.kind = '%(kind)s' AND former.slug = lower(%%(t{n})s)
"""
"""Those that had the address once: what leads to a page leads to what is searched for."""
_PEOPLE = (
    """
SELECT {n}, 'person', id, name::text, people_fold(name), people_fold(%(t{n})s), slug::text,
    NULL::bigint, NULL::date, NULL::date
FROM {person} WHERE {words_name} @> {words_typed} OR slug = lower(%(t{n})s)
UNION ALL
SELECT {n}, 'person', person.id, person.name::text, people_fold(called.name), people_fold(%(t{n})s),
    person.slug::text, NULL, NULL, NULL
FROM {person_name} called JOIN {person} person ON person.id = called.person_id
WHERE {words_called} @> {words_typed}
"""
    + _FORMER % {"what": "person", "kind": "people.person"}
)
_OFFICES = """
SELECT {n}, 'office', office.id, titled.title, people_fold(titled.title), people_fold(%(t{n})s),
    office.slug::text, tenure.person_id, tenure.starts, tenure.ends
FROM {office} office
LEFT JOIN {area} area ON area.id = office.area_id
LEFT JOIN {party} party ON party.id = office.party_id
CROSS JOIN LATERAL (
    SELECT CASE WHEN area.id IS NOT NULL THEN 'Member for ' || area.name
        ELSE concat_ws(' ', party.short_name, office.name) END AS title
) titled
LEFT JOIN {tenure} tenure ON tenure.office_id = office.id
WHERE office.id IN (
    SELECT id FROM {office} WHERE {words_name} @> {words_typed} OR slug = lower(%(t{n})s)
    UNION SELECT office.id FROM {office} office JOIN {area} called ON called.id = office.area_id
        WHERE {words_called} && {words_typed}
    UNION SELECT office.id FROM {office} office JOIN {party} party ON party.id = office.party_id
        WHERE {words_party} && {words_typed}
) AND ({words_title} @> {words_typed} OR office.slug = lower(%(t{n})s))
"""
_PARTIES = (
    """
SELECT {n}, 'party', id, short_name::text, people_fold(called.name), people_fold(%(t{n})s), slug::text,
    NULL::bigint, NULL::date, NULL::date
FROM {party}
CROSS JOIN LATERAL unnest(ARRAY[short_name, name] || also_called) called (name)
WHERE {words_called} @> {words_typed} OR slug = lower(%(t{n})s)
"""
    + _FORMER % {"what": "party", "kind": "people.party"}
)
_OUTLETS = (
    """
SELECT {n}, 'outlet', id, name::text, people_fold(name), people_fold(%(t{n})s), slug::text,
    NULL::bigint, NULL::date, NULL::date
FROM {outlet} WHERE slug = lower(%(t{n})s) OR {words_name} @> {words_typed}
"""
    + _FORMER % {"what": "outlet", "kind": "articles.outlet"}
)
_EVENTS = """
SELECT {n}, 'event', id, name::text, people_fold(name), people_fold(%(t{n})s),
    CASE WHEN slug = lower(%(t{n})s) OR {words_name} @> {words_typed} THEN slug ELSE lower(%(t{n})s) END,
    NULL::bigint, NULL::date, NULL::date
FROM {event} WHERE status = 'confirmed' AND (
    slug = lower(%(t{n})s) OR {words_name} @> {words_typed}
    OR id IN (SELECT key FROM {former} WHERE kind = 'articles.event' AND slug = lower(%(t{n})s))
)
"""
_KINDS = """
SELECT DISTINCT {n}, 'kind', 0::bigint, kind::text, people_fold(kind), people_fold(%(t{n})s), kind::text,
    NULL::bigint, NULL::date, NULL::date
FROM {event} WHERE status = 'confirmed' AND people_fold(kind) = people_fold(%(t{n})s)
"""
_LOOKED_UP_IN = {
    "speaker": _PEOPLE,
    "person": _PEOPLE,
    "office": _OFFICES,
    "party": _PARTIES,
    "outlet": _OUTLETS,
    "event": _EVENTS,
    "kind": _KINDS,
}

PARTS = {
    "person": Person._meta.db_table,
    "person_name": PersonName._meta.db_table,
    "office": Office._meta.db_table,
    "area": Area._meta.db_table,
    "party": Party._meta.db_table,
    "tenure": Tenure._meta.db_table,
    "outlet": Outlet._meta.db_table,
    "event": Event._meta.db_table,
    "former": FormerAddress._meta.db_table,
    "words_name": _WORDS.format("name"),
    "words_called": _WORDS.format("called.name"),
    "words_title": _WORDS.format("titled.title"),
    "words_party": _WORDS.format("party.short_name"),
}

Asked = tuple[str, str]
"""A field and one value of it, as typed."""


class _Row(NamedTuple):
    n: int
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
        if self.folded in (self.matched, self.slug):
            return 1
        return 2 if self.what == "person" and self.matched.endswith(f" {self.folded}") else 3


@dataclass(frozen=True, slots=True)
class Holding:
    """A person in an office on the days of ``[starts, ends)``; an empty end is open."""

    person: int
    starts: date | None
    ends: date | None


def apart(holdings: Iterable[Holding]) -> list[Holding]:
    """The same days of the same people, none of them twice."""
    found: list[Holding] = []
    for holding in sorted(holdings, key=lambda held: (held.person, held.starts or date.min)):
        last = found[-1] if found else None
        starts = holding.starts or date.min
        if last and last.person == holding.person and (last.ends is None or starts <= last.ends):
            ends = max(last.ends, holding.ends) if last.ends and holding.ends else None
            found[-1] = Holding(last.person, last.starts, ends)
        else:
            found.append(holding)
    return found


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


def reading() -> Any:
    """A cursor of the database that readers are served from."""
    return connections[router.db_for_read(Person)].cursor()


def look_up(asked: Iterable[Asked]) -> dict[Asked, Meaning]:
    """What each name means; what is known by none of its words is missing.

    One query, and another for what no person is called by whole name or surname: it may be an office.
    """
    asked = list(dict.fromkeys(asked))
    found = _fetch([(name, _LOOKED_UP_IN[name[0]]) for name in asked])
    unsure = [
        name
        for name in asked
        if name[0] in ("speaker", "person") and all(row.rank > 2 for row in found.get(name, []))
    ]
    for name, rows in _fetch([(name, _OFFICES) for name in unsure]).items():
        found[name] = [*found.get(name, []), *rows]
    return {name: meaning_of(rows) for name, rows in found.items()}


def _fetch(asked: list[tuple[Asked, str]]) -> dict[Asked, list[_Row]]:
    """The rows that each statement finds for a name, in one query; none where nothing is asked."""
    if not asked:
        return {}
    statements = [
        statement.format(n=n, words_typed=_WORDS.format(f"%(t{n})s"), **PARTS)
        for n, (_name, statement) in enumerate(asked)
    ]
    found = defaultdict(list)
    with reading() as cursor:
        cursor.execute(
            " UNION ALL ".join(statements), {f"t{n}": name[1] for n, (name, _) in enumerate(asked)}
        )
        for row in map(_Row._make, cursor):
            found[asked[row.n][0]].append(row)
    return dict(found)


def meaning_of(rows: list[_Row]) -> Meaning:
    """The best of what was found; words of a person's name are a better guess than words of an office's."""
    ranks = [3.5 if (row.rank, row.what) == (3, "office") else row.rank for row in rows]
    best = [row for row, rank in zip(rows, ranks, strict=True) if rank == min(ranks)]
    best.sort(key=lambda row: (row.name, row.key))
    meaning = Meaning({row.key: row.name for row in best})
    if best[0].what == "office":
        meaning.holdings = [Holding(row.holder, row.starts, row.ends) for row in best if row.holder]
    return meaning


_NEAR_PEOPLE = """
(SELECT name::text FROM {person} ORDER BY people_fold(name) <-> people_fold(%(typed)s) LIMIT 20)
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
    with reading() as cursor:
        cursor.execute(_NEAR[field].format(**PARTS), {"typed": typed})
        names = [name for (name,) in cursor]
    scored = [(likeness(typed, name), -len(name), name) for name in [*others, *names]]
    score, _length, name = max(scored, default=(0, 0, ""))
    return name if score >= LIKE_ENOUGH else ""


_LIKE = """
SELECT name::text, slug::text FROM {person} ORDER BY people_fold(name) <-> people_fold(%(typed)s) LIMIT 20
"""


def people_like(typed: str, most: int = 3) -> list[tuple[str, str]]:
    """Name and slug of the people whose names are most like what was typed; one query."""
    with reading() as cursor:
        cursor.execute(_LIKE.format(**PARTS), {"typed": typed})
        scored = sorted((-likeness(typed, name), name, slug) for name, slug in cursor)
    return [(name, slug) for score, name, slug in scored[:most] if -score >= LIKE_ENOUGH]


def likeness(typed: str, name: str) -> float:
    """How like a name is to what was typed of it, of 100: the whole of it, one word, or its beginning."""
    typed, name = _folded(typed), _folded(name)
    words, begins = name.split(), typed.split()
    begun = bool(begins) and all(any(word.startswith(begin) for word in words) for begin in begins)
    return max(fuzz.ratio(typed, name), *(fuzz.ratio(typed, word) - 5 for word in words), 90 * begun)


def _folded(name: str) -> str:
    return "".join(mark for mark in normalize("NFKD", name.lower()) if not combining(mark))
