"""When a report was published, from the forms in which sources write it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from email.utils import parsedate_to_datetime
from itertools import product
from typing import Literal
from zoneinfo import ZoneInfo

from archive.partial import PartialDate, last_day
from articles.importers.refusals import Refused

Precision = Literal["instant", "day", "month", "year"]

FIRST_PRINT = 1450
"""Nothing was printed earlier: an older date is a slip of the pen."""

_LONGEST = 80
_WRITTEN_DAYS = ("%d %B %Y", "%d %b %Y", "%B %d %Y", "%b %d %Y")
_WRITTEN_TIMES = ("", " %H:%M", " %I:%M %p", " %I:%M%p")
_WEEKDAYS = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"}


@dataclass(frozen=True, slots=True)
class Published:
    """The day on the calendar of the outlet's readers and, where the source gave it, the instant.

    ``zone`` is a name such as ``Pacific/Auckland`` or an offset such as ``+13:00``, as written.
    """

    on: date
    precision: Precision = "day"
    at: datetime | None = None
    zone: str = ""


def read_published(written: str, zone: str = "", now: datetime | None = None) -> Published:
    """Read a date such as ``2015-11-12``, ``2015-11``, ``2015-11-12T15:45:00+13:00`` or ``12 November 2015``.

    A time without a zone of its own is read in ``zone``, and a time in UTC is told there.
    Without any zone a time has no instant: only its day is kept. ``Refused`` says what is wrong.
    """
    written = " ".join(written[:_LONGEST].split())
    published = _partial(written) or _timed(written, zone)
    if not is_of_print(published.on, now):
        raise Refused(f"published {written!r}: no report is from {published.on.year}")
    return published


def is_of_print(day: date, now: datetime | None = None) -> bool:
    """Whether a report can be from that day; where its readers are it may be tomorrow already."""
    latest = (now or datetime.now(UTC)).date() + timedelta(days=1)
    return day.year >= FIRST_PRINT and day <= latest


def is_after_print(said_on: date, published_on: date, precision: str) -> bool:
    """Whether what was printed then cannot have been said that day; elsewhere it may be tomorrow already."""
    return said_on - last_day(published_on, precision) > timedelta(days=1)


def read_zone(written: str) -> tzinfo:
    """A zone by its name, or as an offset such as ``+13:00``."""
    try:
        if written[:1] in "+-":
            return datetime.strptime(written, "%z").tzinfo or UTC
        return ZoneInfo(written)
    except (KeyError, ValueError, OSError):
        raise Refused(
            f"zone {written[:_LONGEST]!r} is neither a name such as Pacific/Auckland nor one like +13:00"
        ) from None


def _partial(written: str) -> Published | None:
    try:
        day = PartialDate.parse(written)
    except ValueError:
        return None
    return Published(day.first, day.precision)


def _timed(written: str, zone: str) -> Published:
    stamp, _, last = written.rpartition(" ")
    if "/" in last and stamp:  # 2015-11-12 15:45 Pacific/Auckland
        written, zone = stamp, last
    moment = _by_machine(written) or _in_words(written) or _in_mail(written)
    if moment is None:
        raise Refused(f"published {written!r} is not a date such as 2015-11-12 or 2015-11-12T15:45+13:00")
    if not isinstance(moment, datetime):
        return Published(moment)
    return _placed(moment, zone)


def _placed(moment: datetime, zone: str) -> Published:
    """The moment on a calendar. UTC says when, but not where: the zone does, if it is known."""
    if zone and (moment.tzinfo is None or not moment.utcoffset()):
        place = read_zone(zone)
        try:
            moment = moment.astimezone(place) if moment.tzinfo else moment.replace(tzinfo=place)
        except OverflowError:
            return Published(moment.date())
    elif moment.tzinfo is None:
        return Published(moment.date())
    else:
        zone = moment.isoformat(timespec="minutes")[16:] if moment.utcoffset() else "UTC"
    return Published(moment.date(), "instant", moment, zone)


def _by_machine(written: str) -> date | None:
    """ISO 8601, with or without a time."""
    for form in (date.fromisoformat, datetime.fromisoformat):
        try:
            return form(written)
        except ValueError:
            continue
    return None


def _in_words(written: str) -> date | None:
    """``Thursday, 12 November 2015, 3:45 pm``, with or without the day of the week and the time."""
    words = written.replace(",", " ").split()
    if words and words[0][:3].lower() in _WEEKDAYS:
        words = words[1:]
    for day, time in product(_WRITTEN_DAYS, _WRITTEN_TIMES):
        try:
            moment = datetime.strptime(" ".join(words), day + time)
        except ValueError:
            continue
        return moment if time else moment.date()
    return None


def _in_mail(written: str) -> datetime | None:
    """``Thu, 12 Nov 2015 15:45:00 +1300``, as feeds write it too."""
    try:
        return parsedate_to_datetime(written)
    except (ValueError, IndexError, TypeError):
        return None
