"""What somebody may be about to type: people, offices, parties, outlets and events whose names begin so."""

import re
from collections import Counter
from dataclasses import dataclass

from articles.search.grammar import LONGEST, NAMES, print_value
from articles.search.messages import LABELS
from articles.search.names import PARTS, people_like, reading

MOST = 8
SHORTEST = 2
"""How much of a name has to be typed before any is suggested."""
SHORTEST_LIKE = 4
"""The same for names that are like it."""
MOST_WORDS = 3
"""How many words at the end of a text may be one name."""

_VALUE = re.compile(
    r"""(?:^|[\s(-])([a-z]+):(?:[^\s"():,]+,|"[^"]*",)*(?:"([^"]*)|([^\s"():,]*))$""", re.IGNORECASE
)
_WORDS = re.compile(r"(?:^|[\s(])([^\s\"():*-][^\s\"():*]*)$")
_SIGNS = ("OR", "AND", "NOT")

_BEGINS = (
    "(people_fold({0}) LIKE asked.folded || '%%' OR people_fold({0}) LIKE '%% ' || asked.folded || '%%')"
)
_STATEMENTS = {
    "speaker": (
        "SELECT n, 'speaker', name::text, slug::text FROM {person} JOIN asked ON {begins}",
        "SELECT n, 'speaker', person.name::text, person.slug::text FROM {person_name} called"
        " JOIN asked ON {begins_called} JOIN {person} person ON person.id = called.person_id",
    ),
    "office": (
        "SELECT n, 'office', min(name)::text, min(slug)::text FROM {office} JOIN asked ON {begins}"
        " WHERE kind <> 'seat' GROUP BY n, people_fold(name)",
    ),
    "party": (
        "SELECT n, 'party', short_name::text, slug::text FROM {party} JOIN asked"
        " ON {begins} OR {begins_short}",
    ),
    "outlet": ("SELECT n, 'outlet', name::text, slug::text FROM {outlet} JOIN asked ON {begins}",),
    "event": (
        "SELECT n, 'event', name::text, slug::text FROM {event} JOIN asked ON {begins}"
        " WHERE status = 'confirmed'",
    ),
}
_MOST_OF_ONE = 5
_ASKED = """
WITH asked AS MATERIALIZED (
    SELECT n, people_fold(typed) AS folded FROM unnest(%s::text[]) WITH ORDINALITY AS typed (typed, n)
)
"""
_MEANT_BY = {"speaker": ("speaker", "office"), "person": ("speaker",)}
"""Which names a field takes, other than those of its own."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A name, what it is the name of, and the search with it in place of what was typed last."""

    label: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class _Piece:
    """Something at the end of a text that may be the beginning of a name, and where it starts."""

    field: str
    typed: str
    start: int


def suggestions(text: str) -> list[Suggestion]:
    """At most :data:`MOST` ways on from a text that is being typed, in one or two queries."""
    pieces = pieces_of(text) if len(text) <= LONGEST and text.isprintable() else []
    if not pieces:
        return []
    found = begun(pieces) or like(pieces[0])
    # Whatever several pieces begin is meant by the longest of them, which comes first.
    longest = {(field, slug): (n, field, name, slug) for n, field, name, slug in sorted(found, reverse=True)}
    order = list(_STATEMENTS)
    rows = sorted(longest.values(), key=lambda row: (row[0], order.index(row[1]), row[2:]))[:MOST]
    bearers = Counter(name for _n, _field, name, _slug in rows)
    return [
        Suggestion(
            str(LABELS[field]),
            name,
            f"{text[: piece.start]}{piece.field or field}:{print_value(slug if bearers[name] > 1 else name)}",
        )
        for n, field, name, slug in rows
        for piece in [pieces[n - 1]]
    ]


def pieces_of(text: str) -> list[_Piece]:
    """The value of the field that the text ends with, or else its last words, the most of them first."""
    if found := _VALUE.search(text):
        field, value = found[1].casefold(), (found[2] or found[3] or "").strip()
        start = found.start(1)
        return [_Piece(field, value, start)] if field in NAMES and len(value) >= SHORTEST else []
    pieces: list[_Piece] = []
    end = len(text)
    while len(pieces) < MOST_WORDS and (word := _WORDS.search(text, 0, end)) and word[1] not in _SIGNS:
        pieces.insert(0, _Piece("", " ".join(text[word.start(1) :].split()), word.start(1)))
        end = word.start()
    return [piece for piece in pieces if len(piece.typed) >= SHORTEST]


_Row = tuple[int, str, str, str]
"""Which piece, the field, the name and the slug."""


def begun(pieces: list[_Piece]) -> list[_Row]:
    """Names that begin with a piece, or a word of which does."""
    field = pieces[0].field
    fields = _MEANT_BY.get(field, (field,)) if field else tuple(_STATEMENTS)
    parts = PARTS | {
        "begins": _BEGINS.format("name"),
        "begins_called": _BEGINS.format("called.name"),
        "begins_short": _BEGINS.format("short_name"),
    }
    statements = [
        f"({statement.format(**parts)} ORDER BY 1, 3 LIMIT {_MOST_OF_ONE})"
        for field in fields
        for statement in _STATEMENTS[field]
    ]
    typed = [piece.typed.translate({ord(mark): " " for mark in "%_\\"}) for piece in pieces]
    with reading() as cursor:
        cursor.execute(_ASKED + " UNION ALL ".join(statements), [typed])
        return cursor.fetchall()


def like(piece: _Piece) -> list[_Row]:
    """People whose names are like one that nothing begins with."""
    if piece.field not in ("", "speaker", "person") or len(piece.typed) < SHORTEST_LIKE:
        return []
    return [(1, "speaker", name, slug) for name, slug in people_like(piece.typed)]
