"""Dates that are known only to the month or the year."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Literal

Precision = Literal["day", "month", "year"]

_FORM = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """The first day that a written date can mean, and how much of it was written."""

    first: date
    precision: Precision = "day"

    @classmethod
    def parse(cls, written: str) -> "PartialDate":
        """Read ``2015``, ``2015-11`` or ``2015-11-12``; anything else is a ``ValueError``."""
        match = _FORM.fullmatch(written)
        if not match:
            raise ValueError(f"{written!r} is not a date like 2015-11-12, 2015-11 or 2015")
        year, month, day = (int(part) if part else None for part in match.groups())
        try:
            first = date(year or 0, month or 1, day or 1)
        except ValueError:
            raise ValueError(f"{written!r} is not a day of the calendar") from None
        return cls(first, "day" if day else "month" if month else "year")

    def __str__(self) -> str:
        return stamp(self.first, self.precision)


def last_day(first: date, precision: str) -> date:
    """The last day that a date can mean of which so much is known."""
    if precision not in ("month", "year"):
        return first
    month = 12 if precision == "year" else first.month
    return date(first.year, month, monthrange(first.year, month)[1])


def stamp(day: date, precision: str = "day") -> str:
    """As much of a day as is known, as machines read it; a precision beyond the day is of the day."""
    return day.isoformat()[: {"year": 4, "month": 7}.get(precision, 10)]
