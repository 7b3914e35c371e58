"""Words for days, such as *yesterday*, *on Tuesday*, *last week* and *3 March*, by the day of publication."""

import re
from datetime import date, timedelta

from articles.extraction.records import DateMention

_DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_MONTHS = [
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
]  # fmt: skip
_MONTH = "|".join(_MONTHS)
_DAY = "|".join(_DAYS)
_PATTERN = re.compile(
    # What none of them begins with is passed over at once.
    r"\b(?=[tylnmwsfjaoid\d])"
    rf"(?:(?P<today>today|tonight|this (?:morning|afternoon|evening))"
    rf"|(?P<yesterday>yesterday|last night)"
    rf"|(?P<tomorrow>tomorrow)"
    rf"|(?P<period>this|last|next) (?P<unit>week|month|year)\b"
    rf"|(?:(?P<which>last|next|this) )?(?P<weekday>{_DAY})"
    rf"|(?P<day>\d{{1,2}}) (?P<month>{_MONTH})(?: (?P<year>\d{{4}}))?"
    rf"|(?P<month_first>{_MONTH}) (?P<day_after>\d{{1,2}})(?:st|nd|rd|th)?\b(?:, (?P<year_after>\d{{4}}))?"
    rf"|in (?P<month_only>{_MONTH})(?: (?P<year_only>\d{{4}}))?)\b",
    re.IGNORECASE,
)
_TO_COME = 3
"""How much farther a day to come is than one gone by: reports look back."""
_FUTURE = re.compile(r"\b(?:will|next|due|until|by|from)\b", re.IGNORECASE)


def _month_after(first: date) -> date:
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1)


def _period(which: str, unit: str, published: date) -> tuple[date, date]:
    step = {"last": -1, "this": 0, "next": 1}[which]
    if unit == "week":
        starts = published - timedelta(days=published.weekday()) + timedelta(weeks=step)
        return starts, starts + timedelta(weeks=1)
    if unit == "year":
        return date(published.year + step, 1, 1), date(published.year + step + 1, 1, 1)
    months = published.year * 12 + published.month - 1 + step
    starts = date(months // 12, months % 12 + 1, 1)
    return starts, _month_after(starts)


def _weekday(name: str, which: str | None, published: date, ahead: bool) -> date:
    """The nearest such day: before the story (or on its day), or after it where the words look ahead."""
    number = _DAYS.index(name)
    if ahead:
        return published + timedelta(days=(number - published.weekday()) % 7 or 7)
    back = (published.weekday() - number) % 7
    if which == "last" and back == 0:
        back = 7
    return published - timedelta(days=back)


def _calendar_day(day: str, month: str, year: str | None, published: date) -> date | None:
    """Without a year, the year that puts the day nearest to the story, days gone by before days to come."""
    number = _MONTHS.index(month.lower()) + 1
    years = [int(year)] if year else [published.year, published.year - 1, published.year + 1]
    found = []
    for candidate in years:
        try:
            found.append(date(candidate, number, int(day)))
        except ValueError:
            continue
    return min(found, key=lambda written: _farness((written - published).days), default=None)


def _farness(days: int) -> int:
    return -days if days < 0 else _TO_COME * days


def _month_span(month: str, year: str | None, published: date) -> tuple[date, date]:
    number = _MONTHS.index(month.lower()) + 1
    starts = date(int(year) if year else published.year, number, 1)
    if not year and starts > published:
        starts = starts.replace(year=starts.year - 1)
    return starts, _month_after(starts)


def _days(match: re.Match[str], text: str, published: date) -> tuple[date, date] | None:
    """What one match means, ``[starts, ends)``; None where it is no day of the calendar."""
    said = {name: value.lower() for name, value in match.groupdict().items() if value}
    one = timedelta(days=1)
    if "unit" in said:
        return _period(said["period"], said["unit"], published)
    if "month_only" in said:
        return _month_span(said["month_only"], said.get("year_only"), published)
    if "weekday" in said:
        sentence = text[max(0, match.start() - 60) : match.start()].rpartition(". ")[2]
        ahead = said.get("which") == "next" or bool(_FUTURE.search(sentence))
        day: date | None = _weekday(said["weekday"], said.get("which"), published, ahead)
    elif "day" in said:
        day = _calendar_day(said["day"], said["month"], said.get("year"), published)
    elif "month_first" in said:
        day = _calendar_day(said["day_after"], said["month_first"], said.get("year_after"), published)
    else:
        day = published + (one if "tomorrow" in said else -one if "yesterday" in said else timedelta())
    return (day, day + one) if day else None


def dates_in(text: str, published: date | None) -> list[DateMention]:
    """The days that the text names, in reading order; none without a day of publication."""
    if published is None:
        return []
    found = []
    for match in _PATTERN.finditer(text):
        try:
            days = _days(match, text, published)
        except (ValueError, OverflowError):  # a year before 1 or after 9999
            continue
        if days:
            found.append(DateMention(*match.span(), *days))
    return found
