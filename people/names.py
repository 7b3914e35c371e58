"""Names as they are looked up: without accents and case, by their words or by what they look like."""

import re
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, GistIndex, OpClass
from django.db.models import CharField, Func, Index, Lookup, Q, TextField, Transform, Value

LETTERS = 3
"""An index by likeness knows a name by the pieces of it that have so many."""


class Fold(Transform):
    """A name without accents and in small letters; a lookup folds what it compares with, too."""

    lookup_name = "folded"
    function = "people_fold"
    bilateral = True
    output_field = TextField()


CharField.register_lookup(Fold)
TextField.register_lookup(Fold)


class Has(Lookup):
    """That a name or a line of text, folded, has this in it; what is short, as a word of its own.

    Short is what no index of three letters each could find; nobody means all words that have it.
    """

    lookup_name = "has"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, params = self.process_lhs(compiler, connection)
        typed = re.sub(r"([\\\\%_])", r"\\\1", self.rhs)
        likes = (
            [f"%{typed}%"]
            if len(self.rhs) >= LETTERS
            else [typed, f"{typed} %", f"% {typed}", f"% {typed} %"]
        )
        either = " OR ".join([f"people_fold({column}) LIKE people_fold(%s)"] * len(likes))
        return f"({either})", tuple(value for like in likes for value in (*params, like))


CharField.register_lookup(Has)
TextField.register_lookup(Has)


class NameWords(Func):
    """The words of a name, folded."""

    function = "string_to_array"
    output_field = ArrayField(TextField())

    def __init__(self, name: str) -> None:
        super().__init__(Fold(name), Value(" "))


LOOKED_UP = 'people_looked_up({}) COLLATE "C"'
"""A name as it is looked up from A to Z: folded, and without "the" and signs before its first letter."""
LAST = chr(0x10FFFF)
"""Comes after all that a name has."""


class LookedUp(Func):
    template = f"({LOOKED_UP.format('%(expressions)s')})"
    output_field = TextField()


def in_order(table: str, name: str = "name", condition: Q | None = None) -> Index:
    """An index that also counts the names of a letter: without ``include`` the rows would be read."""
    return Index(LookedUp(name), "id", include=[name], condition=condition, name=f"{table}_in_order_of_names")


def within(letter: str) -> tuple[str, str]:
    """What the names that begin with this letter are between, its end outside; ``""`` has all others."""
    return (letter, letter + LAST) if letter else ("", "\1")


# From the first name of a letter the index leads to the first of the next: no others are read.
LETTERS_OF = """
WITH RECURSIVE letters (letter) AS (
    (SELECT left({name}, 1) FROM {table} WHERE {which} ORDER BY {name} LIMIT 1)
    UNION ALL
    SELECT (
        SELECT left({name}, 1) FROM {table}
        WHERE {which} AND {name} > CASE letter WHEN '' THEN '' ELSE letter || chr(1114111) END
        ORDER BY {name} LIMIT 1
    )
    FROM letters WHERE letter IS NOT NULL
)
SELECT letter FROM letters WHERE letter IS NOT NULL
"""


def letters_of(table: str, name: str = "name", which: str = "true") -> str:
    """Selects the first letters of names that :func:`in_order` has an index for."""
    return LETTERS_OF.format(table=table, name=LOOKED_UP.format(name), which=which)


def by_words(table: str) -> GinIndex:
    return GinIndex(NameWords("name"), name=f"{table}_name_words")


def by_likeness(table: str) -> GistIndex:
    return GistIndex(OpClass(Fold("name"), name="gist_trgm_ops"), name=f"{table}_name_likeness")


def initials(name: str) -> str:
    """First letters of the first and last name, for the plate that stands for a portrait."""
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()
