"""Querysets that pages ask over and over, of which only values differ: their SQL is written once.

Django takes longer to write such a query than PostgreSQL to answer it.
"""

from collections.abc import Callable, Iterator, Sequence
from copy import copy
from datetime import date, timedelta
from threading import Lock
from typing import Any, Generic, TypeVar

from django.db import connections
from django.db.models import Model, QuerySet
from django.db.models.sql.compiler import SQLCompiler

from archive.prepared import prepared

Row = TypeVar("Row", bound=Model)
BITS = 64
STAND_INS: dict[type, Callable[[int], Any]] = {
    int: lambda place: 2**30 + place,
    str: lambda place: f"\ue000{place}\ue000",
    date: lambda place: date.min + timedelta(days=place),
}
"""By kind, values that no queryset has of its own, to be found again in the SQL that it becomes."""


class Written(Generic[Row]):
    """The rows of ``make(*values)``, by the SQL that it has for any values of these ``kinds``.

    A value has to stand in that SQL as it is, not in a pattern or in a list: ``ValueError`` where one does
    not. Nothing else that ``make`` reads may change. What it prefetches is fetched as ever.
    """

    def __init__(self, make: "Callable[..., QuerySet[Row]]", *kinds: type) -> None:
        self.make, self.kinds = make, kinds
        self._once: tuple[QuerySet[Row], SQLCompiler, str] | None = None
        self._lock = Lock()

    def __call__(self, *values: Any) -> list[Row]:
        # No key is as large as an address may have it, and no index is of numbers so large.
        if any(isinstance(value, int) and value.bit_length() >= BITS for value in values):
            return []
        queryset, compiler, sql = self._once or self._write()
        rows = queryset.all()
        rows.query = Answer(compiler, sql, values)  # type: ignore[assignment]
        return list(rows)

    def first(self, *values: Any) -> Row | None:
        return next(iter(self(*values)), None)

    def _write(self) -> "tuple[QuerySet[Row], SQLCompiler, str]":
        """With a placeholder for each value, by its place, and all other values in theirs."""
        with self._lock:
            if self._once:
                return self._once
            stand_ins = [STAND_INS[kind](place) for place, kind in enumerate(self.kinds)]
            queryset = self.make(*stand_ins)
            compiler = queryset.query.get_compiler(using=queryset.db)
            operations: Any = compiler.connection.ops
            sql = operations.compose_sql(*compiler.as_sql()).replace("%", "%%")
            for place, stand_in in enumerate(stand_ins):
                literal = operations.compose_sql("%s", [stand_in])
                if literal not in sql:
                    raise ValueError(f"The SQL of {self.make} does not have its value {place} as it is.")
                sql = sql.replace(literal, f"%({place})s")
            self._once = queryset, compiler, sql
            return self._once


class Answer:
    """Stands where a queryset looks for its query, with SQL that is written already.

    Whichever thread asks, and whichever database: of the compiler only a copy is used.
    """

    values_select = ()

    def __init__(self, compiler: SQLCompiler, sql: str, values: Sequence[Any]) -> None:
        self.compiler, self.sql = copy(compiler), sql
        self.values = {str(place): value for place, value in enumerate(values)}

    def get_compiler(self, using: str) -> "Answer":
        self.compiler.connection = connections[using]
        return self

    def execute_sql(self, **_chunks: Any) -> list[list[Sequence[Any]]]:
        with prepared(self.compiler.connection) as cursor:
            cursor.execute(self.sql, self.values)
            return [cursor.fetchall()]

    def results_iter(self, results: list[list[Sequence[Any]]]) -> Iterator[Sequence[Any]]:
        return self.compiler.results_iter(results)

    @property
    def select(self) -> Any:
        return self.compiler.select

    @property
    def klass_info(self) -> Any:
        return self.compiler.klass_info

    @property
    def annotation_col_map(self) -> Any:
        return self.compiler.annotation_col_map
