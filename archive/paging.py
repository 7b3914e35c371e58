"""Cutting a listing into pages: by number where it is short, and by a place in its order where it is not."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Generic, Self, TypeVar

from django.core.paginator import InvalidPage, Page, Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

ROWS = 25
_PLACE = re.compile(r"(-?)(\d{4}-\d{2}-\d{2})\.(\d{1,18})(?:\.(\d{1,4}))?", re.ASCII)
_END = "-"

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in an order by day and key, written ``2015-11-12.1234``: the page after the row of these.

    ``-2015-11-12.1234`` is the page before it, ``-`` alone the last page and nothing the first. In an
    order of another kind ``2015-11-12.1234.50`` skips 50 of the rows that the list had when that row was
    its newest.
    """

    place: tuple[date, int] | None = None
    backward: bool = False
    skip: int = 0

    @classmethod
    def read(cls, request: HttpRequest) -> Self:
        """What ``?cursor=`` asks for; ``Http404`` with a sentence for the reader where it is no place."""
        number = request.GET.get("page", "1")
        if number != "1":
            raise Http404(
                _("There is no page “%s” here: the pages of this list are not numbered.") % number[:20]
            )
        asked = request.GET.get("cursor", "")
        if asked in ("", _END):
            return cls(backward=asked == _END)
        match = _PLACE.fullmatch(asked)
        try:
            if not match:
                raise ValueError
            return cls((date.fromisoformat(match[2]), int(match[3])), bool(match[1]), int(match[4] or 0))
        except ValueError:
            raise Http404(
                _("“%s” is no place in this list. A place looks like 2015-11-12.1234.") % asked[:40]
            ) from None

    @property
    def is_first(self) -> bool:
        return self == Cursor()


def place(day: date, key: int) -> str:
    return f"{day}.{key}"


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
    oldest_first: bool = False
    ranked: bool = False
    """In an order of another kind than by day."""

    def of(self, rows: Sequence[Any]) -> "KeyedPage[Any]":
        """The same place in the list, with what stands for its rows."""
        return replace(self, rows=rows)


def cut(
    found: list[Row], cursor: Cursor, place_of: Callable[[Row], str], oldest_first: bool = False
) -> KeyedPage[Row]:
    """A page of ``found``: up to one row more than a page has, in the direction of the cursor."""
    more, rows = len(found) > ROWS, found[:ROWS]
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
        oldest_first=oldest_first,
    )


def keyed_page(
    cursor: Cursor, rows: QuerySet, day: str = "published_on", oldest_first: bool = False
) -> KeyedPage[Any]:
    """The page of ``rows`` at the cursor, ordered by ``day`` and key, the newest first unless told."""
    forward = oldest_first != cursor.backward
    if cursor.place:
        than, key = cursor.place
        beyond = "gt" if forward else "lt"
        # The first condition is the one that an index on the day answers.
        rows = rows.filter(Q(**{f"{day}__{beyond}e": than})).filter(
            Q(**{f"{day}__{beyond}": than}) | Q(**{day: than, f"pk__{beyond}": key})
        )
    order = [day, "pk"] if forward else [f"-{day}", "-pk"]
    return cut(
        list(rows.order_by(*order)[: ROWS + 1]),
        cursor,
        lambda row: place(getattr(row, day), row.pk),
        oldest_first,
    )


def page_of(request: HttpRequest, rows: QuerySet) -> Page:
    """The page that ``?page=`` asks for; ``Http404`` with a sentence for the reader where there is none."""
    pages = Paginator(rows, ROWS)
    asked = request.GET.get("page", 1)
    try:
        return pages.page(asked)
    except InvalidPage:
        raise Http404(
            _("There is no page “%(asked)s” here; the pages run from 1 to %(last)d.")
            % {"asked": str(asked)[:20], "last": pages.num_pages}
        ) from None
