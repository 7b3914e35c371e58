"""Days and stretches of time in words, no more exact than the source was."""

from collections.abc import Callable
from datetime import date, timedelta

from django.utils.translation import gettext as _

from archive.templatetags.frame import written
from people.models import Span

ONE_DAY = timedelta(days=1)


def briefly(day: date, precision: str) -> str:
    """As :func:`written`, and never to the day."""
    return written(day, "year" if precision == "year" else "month")


def shift(day: date, by: timedelta) -> date:
    """Another day, never beyond the calendar: staff may well type the year 9999 or 1."""
    try:
        return day + by
    except OverflowError:
        return date.max if by > timedelta(0) else date.min


def from_until(first: Span, last: Span, form: Callable[[date, str], str]) -> str:
    """``June 2015 to August 2017``, ``since June 2018``, ``until 2014``; empty where neither is known."""
    starts = form(first.starts, first.starts_precision) if first.starts else ""
    ends = form(last.ends, last.ends_precision) if last.ends else ""
    if starts and ends:
        return starts if starts == ends else _("%(from)s to %(until)s") % {"from": starts, "until": ends}
    if starts:
        return _("since %s") % starts
    return _("until %s") % ends if ends else ""
