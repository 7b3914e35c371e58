"""The archive by the letter: people, events, parties, outlets and offices, as a reader looks a name up.

Names stand under the letter that theirs is without its accents, Ā under A, and without a beginning "The".
What begins with a digit or a sign has one heading, and every other script has one of its own.
"""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from string import ascii_uppercase
from typing import NamedTuple

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from archive.addresses import page_of
from archive.paging import Cursor, KeyedPage, cut, place
from articles.results.matches import fetch

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

# A key tells an entry from all others. A seat stands under its electorate.
ENTRIES = """
SELECT kind, slug, name, happened, sorted, upper(left(sorted, 1)) AS initial, id * 8 + kind AS key
FROM (
    SELECT *, ltrim(CASE WHEN folded LIKE 'the %%' THEN substr(folded, 5) ELSE folded END, '''"([<,?!*.- ')
        AS sorted
    FROM (
        SELECT 0 AS kind, id, slug, sort_name AS name, NULL::date AS happened,
            lower(unaccent(sort_name)) AS folded
        FROM people_person
        UNION ALL
        SELECT 1, id, slug, name, starts_on, lower(unaccent(name))
        FROM articles_event WHERE status = 'confirmed'
        UNION ALL
        SELECT 2, id, slug, name, NULL, lower(unaccent(name)) FROM people_party
        UNION ALL
        SELECT 3, id, slug, name, NULL, lower(unaccent(name)) FROM articles_outlet
        UNION ALL
        SELECT CASE WHEN office.kind = 'seat' AND area.id IS NOT NULL THEN 5 ELSE 4 END,
            office.id, office.slug, called, NULL, lower(unaccent(called))
        FROM people_office office
        LEFT JOIN people_area area ON area.id = office.area_id
        LEFT JOIN people_party party ON party.id = office.party_id
        CROSS JOIN LATERAL (
            SELECT CASE WHEN office.kind = 'seat' AND area.id IS NOT NULL THEN area.name
                ELSE concat_ws(' ', party.short_name, office.name) END
        ) AS titled (called)
    ) AS named
) AS entries
"""
COUNT = f"SELECT initial, least(kind, 4), count(*) FROM ({ENTRIES}) AS entries GROUP BY 1, 2"  # noqa: S608
PAGE = f"""
SELECT kind, slug, name, happened, sorted, key FROM ({ENTRIES}) AS entries
WHERE initial = ANY(%s::text[]) {{beyond}}
ORDER BY sorted {{way}}, key {{way}} LIMIT {AT_ONCE + 1}
"""  # noqa: S608 (both of our own words)

PLACES = ("person", "event", "party", "outlet", "office", "office")
"""The pages of each kind."""
LABELS = (_("person"), _("event"), _("party"), _("outlet"), _("office"), _("seat"))


class Entry(NamedTuple):
    """A row of :data:`PAGE`."""

    kind: int
    slug: str
    name: str
    happened: date | None
    sorted: str
    key: int

    @property
    def address(self) -> str:
        return page_of(PLACES[self.kind], self.slug)

    @property
    def note(self) -> str:
        """What it is, and of an event when it was."""
        label = str(LABELS[self.kind])
        return f"{label}, {date_format(self.happened, 'DATE_FORMAT')}" if self.happened else label


@dataclass(slots=True)
class Heading:
    """A letter, digits and signs, or a script, with what stands under it."""

    name: str
    initials: set[str] = field(default_factory=set)
    counts: Counter[int] = field(default_factory=Counter)
    """By kind."""

    @property
    def slug(self) -> str:
        return slug_of(self.name)

    @property
    def address(self) -> str:
        return reverse("letter", args=[self.slug])

    @property
    def total(self) -> int:
        return self.counts.total()

    @property
    def by_kind(self) -> list[int]:
        return [self.counts[kind] for kind in KINDS]


def slug_of(name: str) -> str:
    return "0-9" if name == "#" else re.sub(r"\W+", "-", name.lower())


def heading_of(initial: str) -> str:
    """``A`` for itself, ``#`` for digits and signs, ``Cyrillic`` for any letter of that script."""
    if initial in ascii_uppercase and initial:
        return initial
    if not initial.isalpha():
        return "#"
    return capfirst(unicodedata.name(initial, "other").partition(" ")[0].lower())


def base_of(letter: str) -> str:
    """``a`` of ``Ā``: the letter that names beginning with this one stand under."""
    plain = unicodedata.normalize("NFD", letter.lower())
    base = "".join(mark for mark in plain if not unicodedata.combining(mark))
    return unicodedata.normalize("NFC", base) or letter


def headings() -> list[Heading]:
    """All letters, and of digits and other scripts those that have an entry."""
    found = {letter: Heading(letter) for letter in ascii_uppercase}
    for initial, kind, number in fetch(COUNT, [], often=True):
        name = heading_of(initial)
        heading = found.setdefault(name, Heading(name))
        heading.initials.add(initial)
        heading.counts[kind] += number
    letters, digits = [found.pop(letter) for letter in ascii_uppercase], found.pop("#", None)
    others = sorted(found.values(), key=lambda heading: heading.name)
    return [*([digits] if digits else []), *letters, *others]


def entries(heading: Heading, cursor: Cursor) -> KeyedPage[Entry]:
    """Those under a heading, as their names are looked up."""
    way, than = ("DESC", "<") if cursor.backward else ("ASC", ">")
    beyond = f"AND (sorted, key) {than} (%s, %s)" if cursor.place else ""
    params = [list(heading.initials), *(cursor.place or ())]
    found = [Entry._make(row) for row in fetch(PAGE.format(beyond=beyond, way=way), params)]
    return cut(found, cursor, lambda entry: place(entry.sorted, entry.key), oldest_first=True, size=AT_ONCE)
