from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from articles.importers.dates import Published, read_published
from articles.importers.refusals import Refused

AUCKLAND = ZoneInfo("Pacific/Auckland")


def at(*parts, tz):
    return datetime(*parts, tzinfo=tz)


@pytest.mark.parametrize(
    ("written", "published"),
    [
        ("2015", Published(date(2015, 1, 1), "year")),
        ("2015-11", Published(date(2015, 11, 1), "month")),
        ("2015-11-12", Published(date(2015, 11, 12))),
        ("20151112", Published(date(2015, 11, 12))),
        ("12 November 2015", Published(date(2015, 11, 12))),
        ("Thursday, November 12, 2015", Published(date(2015, 11, 12))),
        ("12 Nov 2015 3:45 PM", Published(date(2015, 11, 12))),
    ],
)
def test_a_day_has_no_zone_and_keeps_its_precision(written, published):
    assert read_published(written) == published


@pytest.mark.parametrize(
    "written",
    ["2015-11-12T15:45", "2015-11-12 15:45", "12 November 2015, 3:45 pm", "12 Nov 2015 15:45"],
)
def test_a_time_without_a_zone_is_read_in_the_zone_that_is_known(written):
    moment = at(2015, 11, 12, 15, 45, tz=AUCKLAND)
    assert read_published(written, "Pacific/Auckland") == Published(
        date(2015, 11, 12), "instant", moment, "Pacific/Auckland"
    )


@pytest.mark.parametrize("written", ["2015-11-12T15:45+13:00", "Thu, 12 Nov 2015 15:45:00 +1300"])
def test_an_offset_is_kept_as_written(written):
    moment = at(2015, 11, 12, 15, 45, tz=timezone(timedelta(hours=13)))
    assert read_published(written, "Europe/London") == Published(
        date(2015, 11, 12), "instant", moment, "+13:00"
    )


def test_a_zone_may_stand_behind_the_time():
    published = read_published("2015-11-12 15:45 Pacific/Auckland", "Europe/London")
    assert (published.at, published.zone) == (at(2015, 11, 12, 15, 45, tz=AUCKLAND), "Pacific/Auckland")


def test_utc_is_told_on_the_calendar_of_the_zone():
    published = read_published("2015-11-11T20:15:00Z", "Pacific/Auckland")
    assert published.on == date(2015, 11, 12)
    assert published.at == at(2015, 11, 11, 20, 15, tz=UTC)
    assert read_published("2015-11-11T20:15:00Z") == Published(
        date(2015, 11, 11), "instant", at(2015, 11, 11, 20, 15, tz=UTC), "UTC"
    )


def test_a_report_may_be_of_tomorrow_somewhere_but_not_of_the_day_after():
    now = datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert read_published("2026-03-02", now=now).on == date(2026, 3, 2)
    with pytest.raises(Refused, match="no report is from 2026"):
        read_published("2026-03-03", now=now)


@pytest.mark.parametrize(
    "written",
    [
        *("", "soon", "2015-13-01", "2015-02-30", "12/11/2015", "1066-10-14", "2066-01-01", "0000"),
        *("9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "2015-11-12 15:45 Mars/Olympus", "x" * 9_999),
        "2015-11-12 15:45 ../../etc/passwd",
    ],
)
def test_what_is_no_plausible_date_is_refused(written):
    with pytest.raises(Refused):
        read_published(written, "Pacific/Auckland")
