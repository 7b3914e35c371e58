"""Years, months and days as ways into the archive: how many stories each has, and where others are."""

import calendar
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count
from django.db.models.functions import ExtractMonth
from django.urls import reverse
from django.utils.formats import date_format

from articles.models import Article
from articles.querysets import ArticleQuerySet
from articles.results.matches import fetch
from articles.results.over_time import Bar, bar_at, in_words

MONTH = "to_char(published_on, CASE published_precision WHEN 'year' THEN 'YYYY' ELSE 'YYYY-MM' END)"
"""When a report was published, of which only the year may be known."""

# As counted last where there are many, and else just now.
BY_MONTH = f"""
SELECT value, count, counted_at FROM articles_keptcount WHERE term = 'published:'
UNION ALL
SELECT {MONTH}, count(*), NULL
FROM articles_article
WHERE status = 'published' AND NOT EXISTS (SELECT FROM articles_keptcount WHERE term = 'published:')
GROUP BY 1
"""  # noqa: S608 (of our own words)
NEAR = """
SELECT (
    SELECT published_on FROM articles_article
    WHERE status = 'published' AND published_precision = ANY(%(precisions)s) AND published_on < %(first)s
    ORDER BY published_on DESC, id DESC LIMIT 1
), (
    SELECT published_on FROM articles_article
    WHERE status = 'published' AND published_precision = ANY(%(precisions)s) AND published_on > %(last)s
    ORDER BY published_on, id LIMIT 1
)
"""
TO_THE_DAY = (Article.Precision.INSTANT, Article.Precision.DAY)


@dataclass(frozen=True, slots=True)
class Span:
    """A year, a month or a day, from ``first`` to ``last``, and its address."""

    first: date
    last: date
    address: str


@dataclass(frozen=True, slots=True)
class Year:
    """How many stories a year has, and each of its months, as bars that have one scale in all years."""

    span: Span
    bars: list[Bar]
    total: int
    counted_at: datetime | None
    """When they were counted, where it was not just now."""


def year_of(day: date) -> Span:
    return Span(date(day.year, 1, 1), date(day.year, 12, 31), reverse("year", args=[day.year]))


def month_of(day: date) -> Span:
    last = calendar.monthrange(day.year, day.month)[1]
    address = reverse("month", args=[day.year, day.month])
    return Span(day.replace(day=1), day.replace(day=last), address)


def day_of(day: date) -> Span:
    return Span(day, day, reverse("day", args=[day.year, day.month, day.day]))


def within(span: Span) -> ArticleQuerySet:
    return Article.objects.published().filter(published_on__range=(span.first, span.last))


def of_the_day(day: date) -> ArticleQuerySet:
    """Those of which the day is known, the ones of an hour in its order."""
    return within(day_of(day)).filter(published_precision__in=TO_THE_DAY)


def near(span: Span, precisions: Iterable[str] = Article.Precision.values) -> tuple[date | None, date | None]:
    """The days of the last story before a span and of the first after it."""
    asked = {"first": span.first, "last": span.last, "precisions": [*precisions]}
    ((before, after),) = fetch(NEAR, asked, often=True)
    return before, after


def by_month(year: int) -> list[tuple[Span, int]]:
    """Every month of a year, with how many stories it has."""
    stories = within(year_of(date(year, 1, 1))).exclude(published_precision=Article.Precision.YEAR)
    counted = stories.annotate(month=ExtractMonth("published_on")).order_by().values_list("month")
    found = dict(counted.annotate(Count("pk")))
    return [(month_of(date(year, month, 1)), found.get(month, 0)) for month in range(1, 13)]


def by_day(month: Span) -> list[list[tuple[Span, int] | None]]:
    """The weeks of a month, from Monday; ``None`` for days of its neighbours."""
    stories = within(month).filter(published_precision__in=TO_THE_DAY)
    found = dict(stories.order_by().values_list("published_on").annotate(Count("pk")))
    first = month.first
    return [
        [
            (day_of(first.replace(day=number)), found.get(first.replace(day=number), 0)) if number else None
            for number in week
        ]
        for week in calendar.Calendar().monthdayscalendar(first.year, first.month)
    ]


def years() -> list[Year]:
    """Every year that has a story, the last first."""
    counted: dict[int, dict[int, int]] = defaultdict(dict)
    found = fetch(BY_MONTH, [], often=True)
    for key, count, _counted_at in found:
        year, _dash, month = key.partition("-")
        counted[int(year)][int(month or 0)] = count
    most = max((count for months in counted.values() for month, count in months.items() if month), default=1)
    return [
        Year(year_of(date(year, 1, 1)), bars(year, months, most), sum(months.values()), found[0][2])
        for year, months in sorted(counted.items(), reverse=True)
    ]


def bars(year: int, counted: Mapping[int, int], most: int) -> list[Bar]:
    """Twelve, of which those have an address that have stories; ``counted`` is by the number of a month."""
    return [
        bar_at(
            month - 1,
            12,
            in_words(f"{year:04}-{month:02}"),
            counted.get(month, 0),
            most,
            month_of(date(year, month, 1)).address if month in counted else "",
            date_format(date(year, month, 1), "M"),
        )
        for month in range(1, 13)
    ]
