"""Cutting a list into pages by a place in its order, for readers and for machines.

A place stays where it is while rows are added, and page 400 costs what the first one does.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Generic, Literal, Self, TypeVar

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from archive.missing import Missing
from archive.written import Written

ROWS = 25
_END = "-"
_DAY, _KEY = r"(\d{4}-\d{2}-\d{2})", r"\.(\d{1,18})"
# How a place is written, by what the list is in order of.
_PLACES = {
    "day": re.compile(f"(-?){_DAY}{_KEY}", re.ASCII),
    "name": re.compile(rf"(-?)~([^\0]*){_KEY}", re.ASCII),
    "rank": re.compile(rf"(){_DAY}{_KEY}\.(\d{{1,4}})", re.ASCII),
}

By = Literal["day", "name", "rank"]
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in an order by day and key, written ``2015-11-12.1234``: the page after the row of these.

    ``-2015-11-12.1234`` is the page before it, ``-`` alone the last page and nothing the first. In an
    order by name and key it is written ``~key, john.1234``. In one by rank ``2015-11-12.1234.50`` skips
    50 of the rows that the list had when that row was its newest.
    """

    place: tuple[date | str, int] | None = None
    backward: bool = False
    skip: int = 0
    by: By = "day"

    @classmethod
    def parse(cls, asked: str, by: By = "day") -> Self:
        """The place that is written so; ``ValueError`` where it is none in a list in that order."""
        if not asked or (asked == _END and by != "rank"):
            return cls(backward=asked == _END, by=by)
        match = _PLACES[by].fullmatch(asked)
        if not match:
            raise ValueError(asked)
        backward, first, key, *skip = match.groups()
        place = first if by == "name" else date.fromisoformat(first)
        return cls((place, int(key)), bool(backward), int(skip[0]) if skip else 0, by)

    @classmethod
    def read(cls, request: HttpRequest, by: By = "day") -> Self:
        """What ``?cursor=`` asks for; ``Missing`` with a sentence for the reader where it is no place."""
        number = request.GET.get("page", "1")
        if number != "1":
            raise Missing(
                _("There is no page “%s” here: the pages of this list are not numbered.") % number[:20]
            )
        asked = request.GET.get("cursor", "")
        try:
            return cls.parse(asked, by)
        except ValueError:
            raise Missing(
                _("“%s” is no place in this list: take one from a link that leads on.") % asked[:40]
            ) from None

    @property
    def is_first(self) -> bool:
        return self.place is None and not self.backward


def place(first: date | str, key: int) -> str:
    return f"{'~' if isinstance(first, str) else ''}{first}.{key}"


@dataclass(frozen=True, slots=True)
class KeyedPage(Generic[Row]):
    """Some rows that follow each other, and the cursors of the pages beside them.

    The cursor of the first page is empty; ``None`` stands where there is no such page.
    """

    rows: Sequence[Row]
    first: str | None
    previous: str | None
    next: str | None
    last: str | None
    by: By = "day"
    oldest_first: bool = False

    def of(self, rows: Sequence[Any]) -> "KeyedPage[Any]":
        """The same place in the list, with what stands for its rows."""
        return replace(self, rows=rows)


def cut(
    found: list[Row],
    cursor: Cursor,
    place_of: Callable[[Row], str],
    oldest_first: bool = False,
    size: int = ROWS,
) -> KeyedPage[Row]:
    """A page of ``found``: up to one row more than a page has, in the direction of the cursor."""
    more, rows = len(found) > size, found[:size]
    if cursor.backward:
        rows.reverse()
    before = more if cursor.backward else cursor.place is not None
    after = cursor.place is not None if cursor.backward else more
    return KeyedPage(
        rows,
        first="" if before else None,
        previous=(f"-{place_of(rows[0])}" if rows else "") if before else None,
        next=(place_of(rows[-1]) if rows else "") if after else None,
        last=_END if after else None,
        by=cursor.by,
        oldest_first=oldest_first,
    )


def keyed_page(cursor: Cursor, rows: QuerySet, order: str, size: int = ROWS) -> KeyedPage[Any]:
    """The page of ``rows`` at the cursor, in an order such as ``-published_on``, and then of their keys."""
    return _cut_in_order(list(beyond(cursor, rows, order)[: size + 1]), cursor, order, size)


class KeyedPages:
    """The pages of ``make(*values)`` in an order, for a list whose first page is opened over and over.

    That one is asked for by a query that is :class:`Written` once for any values of these ``kinds``.
    """

    def __init__(self, order: str, make: Callable[..., QuerySet], *kinds: type) -> None:
        self.order, self.make = order, make
        self._first: Written[Any] = Written(
            lambda *values: beyond(Cursor(), make(*values), order)[: ROWS + 1], *kinds
        )

    def at(self, cursor: Cursor, *values: Any) -> KeyedPage[Any]:
        if cursor.is_first:
            return _cut_in_order(self._first(*values), cursor, self.order, ROWS)
        return keyed_page(cursor, self.make(*values), self.order)


def _cut_in_order(found: list[Any], cursor: Cursor, order: str, size: int) -> KeyedPage[Any]:
    first = order.removeprefix("-")
    return cut(
        found,
        cursor,
        lambda row: place(getattr(row, first), row.pk),
        oldest_first=first == order,
        size=size,
    )


def beyond(cursor: Cursor, rows: QuerySet, order: str) -> QuerySet:
    """The rows that follow the cursor, those nearest to it first."""
    first = order.removeprefix("-")
    forward = (first == order) != cursor.backward
    if cursor.place:
        than, key = cursor.place
        way = "gt" if forward else "lt"
        # The first condition is the one that an index on the day answers.
        rows = rows.filter(Q(**{f"{first}__{way}e": than})).filter(
            Q(**{f"{first}__{way}": than}) | Q(**{first: than, f"pk__{way}": key})
        )
    return rows.order_by(*([first, "pk"] if forward else [f"-{first}", "-pk"]))
