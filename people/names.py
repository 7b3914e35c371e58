"""Names as they are looked up: without accents and case, by their words or by what they look like."""

import re
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, GistIndex, OpClass
from django.db.models import CharField, Func, Lookup, TextField, Transform, Value

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


def by_words(table: str) -> GinIndex:
    return GinIndex(NameWords("name"), name=f"{table}_name_words")


def by_likeness(table: str) -> GistIndex:
    return GistIndex(OpClass(Fold("name"), name="gist_trgm_ops"), name=f"{table}_name_likeness")


def initials(name: str) -> str:
    """First letters of the first and last name, for the plate that stands for a portrait."""
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()
