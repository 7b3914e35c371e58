"""Names as they are looked up: without accents and case, by their words or by what they look like."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, GistIndex, OpClass
from django.db.models import CharField, Func, TextField, Transform, Value


class Fold(Transform):
    """A name without accents and in small letters; a lookup folds what it compares with, too."""

    lookup_name = "folded"
    function = "people_fold"
    bilateral = True
    output_field = TextField()


CharField.register_lookup(Fold)
TextField.register_lookup(Fold)


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
