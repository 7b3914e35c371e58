"""The archive by the letter: people, events, parties, outlets and offices, as a reader looks a name up.

Names stand under the letter that theirs is without its accents, Ā under A, and without a beginning "The".
What begins with a digit or a sign has one heading, and every other script has one of its own.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from string import ascii_lowercase, ascii_uppercase
from typing import NamedTuple

from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from archive.addresses import page_of
from archive.paging import Cursor, KeyedPage, cut, place
from articles.results.matches import fetch
from articles.results.rows import day_in_words
from people.names import LOOKED_UP, letters_of, within

AT_ONCE = 90
"""Entries of a page."""

PERSON, EVENT, PARTY, OUTLET, OFFICE, SEAT = range(6)
KINDS = {
    PERSON: _("People"),
    EVENT: _("Events"),
    PARTY: _("Parties"),
    OUTLET: _("Outlets"),
    OFFICE: _("Offices"),
}
"""Seats are counted among the offices."""

# Of each kind: what it is read from, its row, its name and which of them are shown.
READ_FROM = {
    PERSON: ("people_person", "id", "slug", "sort_name", "true"),
    EVENT: ("articles_event", "id", "slug", "name", "status = 'confirmed'"),
    PARTY: ("people_party", "id", "slug", "name", "true"),
    OUTLET: ("articles_outlet", "id", "slug", "name", "true"),
    OFFICE: (
        "people_office office LEFT JOIN people_party party ON party.id = party_id",
        "office.id",
        "office.slug",
        "concat_ws(' ', party.short_name, office.name)",
        "NOT (kind = 'seat' AND area_id IS NOT NULL)",
    ),
    # A seat stands under its electorate.
    SEAT: (
        "people_area area JOIN people_office office ON area_id = area.id",
        "office.id",
        "office.slug",
        "area.name",
        "kind = 'seat'",
    ),
}
IN_ORDER = (PERSON, EVENT, OUTLET)
"""Kinds of which there may be very many: their letters are read from the index of their names."""


def of_each_kind(template: str, kinds: Iterable[int] = READ_FROM) -> str:
    """``template`` once for each of these kinds, one after another."""
    selects = []
    for kind in kinds:
        table, key, slug, name, which = READ_FROM[kind]
        happened = "starts_on" if kind == EVENT else "NULL::date"
        named = {"name": name, "sorted": LOOKED_UP.format(name), "happened": happened}
        selects.append(template.format(kind=kind, table=table, id=key, slug=slug, which=which, **named))
    return " UNION ALL ".join(selects)


FEW = [kind for kind in READ_FROM if kind not in IN_ORDER]
LETTERS = " UNION ".join(
    [
        *(
            f"({letters_of(table, name, which)})"
            for table, _, _, name, which in map(READ_FROM.__getitem__, IN_ORDER)
        ),
        of_each_kind("SELECT DISTINCT left({sorted}, 1) FROM {table} WHERE {which}", FEW),
    ]
)
PARTS = "unnest(%(starts)s::text[], %(ends)s::text[]) AS part (first, beyond)"
WITHIN = "{which} AND {sorted} >= first AND {sorted} < beyond"
COUNT = of_each_kind(f"""(
    SELECT first, least({{kind}}, {OFFICE}), count(*)
    FROM {PARTS} CROSS JOIN LATERAL (SELECT FROM {{table}} WHERE {WITHIN} OFFSET 0) AS found
    GROUP BY 1
)""")  # noqa: S608 (all of our own words)
# A key tells an entry from all others. Of each kind no more are read than the page may have.
ENTRIES = f"""(
    SELECT {{kind}}, {{slug}}, {{name}}, {{happened}}, {{sorted}} AS sorted, {{id}} * 8 + {{kind}} AS key
    FROM {{table}}
    WHERE {WITHIN} [beyond]
    ORDER BY 5 [way], 6 [way] LIMIT {AT_ONCE + 1}
)"""  # noqa: S608
BEYOND = "AND {sorted} [than]= %(name)s AND ({sorted}, {id} * 8 + {kind}) [than] (%(name)s, %(key)s)"


def page_query(backward: bool, has_place: bool) -> str:
    words = {"[way]": "DESC" if backward else "ASC", "[than]": "<" if backward else ">"}
    select = ENTRIES.replace("[beyond]", BEYOND if has_place else "")
    sql = f"""
        SELECT entries.* FROM {PARTS} CROSS JOIN LATERAL ({of_each_kind(select)}) AS entries
        ORDER BY sorted [way], key [way] LIMIT {AT_ONCE + 1}
    """  # noqa: S608
    for word, meant in words.items():
        sql = sql.replace(word, meant)
    return sql


PAGES = {
    (backward, placed): page_query(backward, placed) for backward in (False, True) for placed in (False, True)
}
"""By whether the entries before a place are asked for, and whether there is a place."""

PLACES = ("person", "event", "party", "outlet", "office", "office")
"""The pages of each kind."""
LABELS = (_("person"), _("event"), _("party"), _("outlet"), _("office"), _("seat"))


class Entry(NamedTuple):
    """A row of :data:`PAGES`."""

    kind: int
    slug: str
    name: str
    happened: date | None
    sorted: str
    key: int


def lines(entries: Iterable[Entry]) -> list[tuple[str, str, str]]:
    """Of each its address, its name and what it is; of an event when it was, too."""
    labels, language = [str(label) for label in LABELS], get_language() or ""
    return [
        (
            page_of(PLACES[kind], slug),
            name,
            f"{labels[kind]}, {day_in_words(happened, 'day', language)}" if happened else labels[kind],
        )
        for kind, slug, name, happened, _sorted, _key in entries
    ]


@dataclass(slots=True)
class Heading:
    """A letter, digits and signs, or a script, with what stands under it."""

    name: str
    initials: set[str] = field(default_factory=set)
    """Of the names under it, as they are looked up."""
    counts: Counter[int] = field(default_factory=Counter)
    """By kind."""

    @property
    def slug(self) -> str:
        return slug_of(self.name)

    @property
    def address(self) -> str:
        return page_of("letter", self.slug)

    @property
    def total(self) -> int:
        return self.counts.total()

    @property
    def by_kind(self) -> list[int]:
        return [self.counts[kind] for kind in KINDS]


def slug_of(name: str) -> str:
    return "0-9" if name == "#" else re.sub(r"\W+", "-", name.lower())


def heading_of(initial: str) -> str:
    """``A`` of ``a``, ``#`` for digits and signs, ``Cyrillic`` for any letter of that script."""
    if initial in ascii_lowercase and initial:
        return initial.upper()
    if not initial.isalpha():
        return "#"
    script = unicodedata.name(initial, "other").partition(" ")[0]
    return "Han" if script == "CJK" else capfirst(script.lower())


def base_of(letter: str) -> str:
    """``a`` of ``Ā``: the letter that names beginning with this one stand under."""
    plain = unicodedata.normalize("NFD", letter.lower())
    base = "".join(mark for mark in plain if not unicodedata.combining(mark))
    return unicodedata.normalize("NFC", base) or letter


def headings() -> list[Heading]:
    """All letters, and of digits and other scripts those that have an entry; nothing is counted yet."""
    found = {letter: Heading(letter) for letter in ascii_uppercase}
    for (initial,) in fetch(LETTERS, {}, often=True):
        name = heading_of(initial)
        found.setdefault(name, Heading(name)).initials.add(initial)
    letters, digits = [found.pop(letter) for letter in ascii_uppercase], found.pop("#", None)
    others = sorted(found.values(), key=lambda heading: heading.name)
    return [*([digits] if digits else []), *letters, *others]


def count(headings: Sequence[Heading]) -> None:
    """Say of these how much stands under each."""
    of_initial = {initial: heading for heading in headings for initial in heading.initials}
    for initial, kind, number in fetch(COUNT, spans(headings), often=True):
        of_initial[initial].counts[kind] += number


def spans(headings: Sequence[Heading]) -> dict[str, list[str]]:
    """What the names under these are between."""
    pairs = [within(initial) for heading in headings for initial in sorted(heading.initials)]
    return {"starts": [start for start, _ in pairs], "ends": [end for _, end in pairs]}


def entries(heading: Heading, cursor: Cursor) -> KeyedPage[Entry]:
    """Those under a heading, as their names are looked up."""
    sql, (name, key) = PAGES[cursor.backward, cursor.place is not None], cursor.place or ("", 0)
    found = fetch(sql, {**spans([heading]), "name": name, "key": key}, often=True)
    return cut(
        [Entry._make(row) for row in found],
        cursor,
        lambda entry: place(entry.sorted, entry.key),
        oldest_first=True,
        size=AT_ONCE,
    )
