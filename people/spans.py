"""What holds of all that lasts, be it a tenure, a membership, or a row that was read of one."""

from collections.abc import Collection
from datetime import date
from typing import Any, Protocol

Days = tuple[date | None, date | None]
"""``[starts, ends)``, either of them open."""


class Lasting(Protocol):
    """An empty start is unknown, an empty end is open; the end is the first day that it was over."""

    @property
    def starts(self) -> Any: ...
    @property
    def ends(self) -> Any: ...
    @property
    def ends_precision(self) -> Any: ...


def covers(span: Lasting, day: date) -> bool:
    return (span.starts is None or span.starts <= day) and (span.ends is None or day < span.ends)


def overlap(one: Days, other: Days) -> bool:
    """Whether both have a day in common; an open end never comes."""
    return (one[0] or date.min) < (other[1] or date.max) and (other[0] or date.min) < (one[1] or date.max)


def over_since(spans: Collection[Lasting], today: date) -> tuple[date, str] | None:
    """When the last of these was over, and how exactly that is known; ``None`` where one still lasts."""
    over = [(span.ends, span.ends_precision) for span in spans if span.ends and span.ends <= today]
    return max(over) if over and not any(covers(span, today) for span in spans) else None
