"""Rows written many at a time with PostgreSQL's COPY, their numbers known before they are stored."""

from collections.abc import Collection, Iterable, Sequence
from functools import cache
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Field, Model
from django.db.models.base import ModelState
from psycopg.sql import SQL, Identifier

Row = TypeVar("Row", bound=Model)


def unstored(model: type[Row], **facts: Any) -> Row:
    """A row as ``model(**facts)`` makes it, in a tenth of the time: Django asks each column for its default.

    A foreign key is given as its column, such as ``article_id``. What a column begins with is the same
    object in all rows.
    """
    row = model.__new__(model)
    row.__dict__.update(_blank(model), _state=ModelState(), **facts)
    return row


def numbered(rows: Sequence[Model]) -> None:
    """Give unsaved rows of one model the primary keys that they will be stored with."""
    if not rows:
        return
    table = rows[0]._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, len(rows)]
        )
        for row, (number,) in zip(rows, cursor.fetchall(), strict=True):
            row.pk = number


def copy_in(model: type[Model], rows: Iterable[Model], kept_by_database: Collection[str] = ()) -> None:
    """Store numbered rows. Of the columns that are ``kept_by_database`` a trigger says what they hold.

    No signal is sent and no history written.
    """
    rows = list(rows)
    names, types, columns = _shape(model, frozenset(kept_by_database))
    statement = SQL("COPY {} ({}) FROM STDIN (FORMAT binary)").format(
        Identifier(model._meta.db_table), SQL(", ").join(map(Identifier, columns))
    )
    # Django does not see what happens inside: without it a row that is refused would be psycopg's error.
    with (
        connection.cursor() as cursor,
        connection.wrap_database_errors,
        cursor.copy(statement.as_string()) as copy,
    ):
        copy.set_types(types)
        for row in rows:
            facts = row.__dict__
            copy.write_row([facts[name] for name in names])
        for row in rows:
            row._state.adding = False


def copy_history(model: Any, rows: Sequence[Model], reasons: Sequence[str]) -> None:
    """Write into the history of stored rows that they were added, each for its reason."""
    history = model.history.model
    tracked = [field.column for field in history.tracked_fields]
    statement = SQL(
        "INSERT INTO {history} ({columns}, history_date, history_type, history_change_reason) "
        "SELECT {values}, now(), '+', given.reason "
        "FROM unnest(%s::bigint[], %s::text[]) AS given (number, reason) "
        "JOIN {table} kept ON kept.id = given.number"
    ).format(
        history=Identifier(history._meta.db_table),
        columns=SQL(", ").join(map(Identifier, tracked)),
        values=SQL(", ").join(SQL("kept.{}").format(Identifier(column)) for column in tracked),
        table=Identifier(model._meta.db_table),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement.as_string(), [[row.pk for row in rows], [*reasons]])


def sort_into_indexes(*indexes: str) -> None:
    """Bring what was stored to its place in GIN indexes: until then each search reads it from end to end."""
    with connection.cursor() as cursor:
        for index in indexes:
            cursor.execute("SELECT gin_clean_pending_list(%s)", [index])


@cache
def _blank(model: type[Model]) -> dict[str, Any]:
    """The columns of a row that nothing is known of."""
    return {name: value for name, value in model().__dict__.items() if name != "_state"}


@cache
def _shape(model: type[Model], left_out: frozenset[str]) -> tuple[list[str], list[str], list[str]]:
    """Attributes, types and columns of what is stored of a row."""
    fields = [
        field for field in model._meta.concrete_fields if not field.generated and field.name not in left_out
    ]
    return (
        [field.attname for field in fields],
        [_type(field) for field in fields],
        [str(field.column) for field in fields],
    )


def _type(field: Field) -> str:
    """The name of a column's type: of text without the longest, of lists without how deep they go."""
    name: str = (field.rel_db_type if field.remote_field else field.db_type)(connection) or ""
    name, _, rest = name.partition("(")
    brackets = "[]" if "[]" in name + rest else ""
    return name.partition("[")[0] + brackets
