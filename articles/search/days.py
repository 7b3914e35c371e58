"""Days as a search names them: ``2015-11-10``, ``2015-11``, ``2015``, and from one to another."""

import calendar
import re
from datetime import date

_PARTIAL = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
_YEAR_FIRST = re.compile(r"([0-9]{4})[/.]([0-9]{1,2})(?:[/.]([0-9]{1,2}))?")

Span = tuple[date, date]
"""The first day and the last, both inside."""


class NoDayError(ValueError):
    """What was typed names no days; ``nearest`` is a way of writing that would, or empty."""

    def __init__(self, nearest: str = "") -> None:
        super().__init__(nearest)
        self.nearest = nearest


def span_of(typed: str) -> Span:
    """The days that ``typed`` names: one, a month, a year, or ``2014..2015-06``. Raises NoDayError."""
    first, dots, last = typed.partition("..")
    if not dots:
        return _span_of_one(typed)
    try:
        span = _span_of_one(first)[0], _span_of_one(last)[1]
    except NoDayError:
        raise NoDayError("..".join(filter(None, [_nearest(first), _nearest(last)]))) from None
    if span[0] > span[1]:
        raise NoDayError(f"{last}..{first}")
    return span


def span_of_year(typed: str) -> Span:
    """The same for whole years alone: ``2015`` or ``2014..2015``."""
    if not re.fullmatch(r"[0-9]{4}(\.\.[0-9]{4})?", typed):
        year = re.search(r"(?<![0-9])[0-9]{4}(?![0-9])", typed)
        raise NoDayError(year[0] if year else "")
    return span_of(typed)


def _span_of_one(typed: str) -> Span:
    found = _PARTIAL.fullmatch(typed)
    if not found:
        raise NoDayError(_nearest(typed))
    year, month, day = (int(part) if part else 0 for part in found.groups())
    try:
        if day:
            only = date(year, month, day)
            return only, only
        first, last = month or 1, month or 12
        return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])
    except ValueError:
        raise NoDayError(_nearest(typed)) from None


def _nearest(typed: str) -> str:
    """A date like ``typed`` that there is, day before month as our readers write them; or empty."""
    if found := _DAY_FIRST.fullmatch(typed):
        parts = [*reversed(found.groups())]
    elif found := _PARTIAL.fullmatch(typed) or _YEAR_FIRST.fullmatch(typed):
        parts = [part for part in found.groups() if part is not None]
    else:
        return ""
    year = int(parts[0])
    if not year:
        return ""
    written = [f"{year:04}"]
    if len(parts) > 1:
        month = min(max(int(parts[1]), 1), 12)
        written.append(f"{month:02}")
        if len(parts) > 2:
            day = min(max(int(parts[2]), 1), calendar.monthrange(year, month)[1])
            written.append(f"{day:02}")
    return "-".join(written)
