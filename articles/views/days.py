"""The archive by the calendar: its years, a year, a month, a day."""

from datetime import date

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from archive.written import Written
from articles import calendar
from articles.models import Article, Event, Quotation
from articles.results.counts import count
from articles.results.matches import Matches
from articles.views.articles import day_at

MOST_STORIES = 100
MOST_EVENTS = 20
KNOWN_DAY = Q(said_on__isnull=False) | Q(article__published_precision__in=calendar.TO_THE_DAY)
"""Of quotations: when they were said, or else published, is known to the day."""

stories_of = Written(lambda day: calendar.of_the_day(day).for_listing()[:MOST_STORIES], date)
happening_in = Written(
    lambda first, last: (
        Event.objects.accepted()
        .filter(starts_on__range=(first, last))
        .for_listing()
        .order_by("starts_on", "pk")[:MOST_EVENTS]
    ),
    date,
    date,
)
on_this_day = Written(
    lambda day, month, number: (
        Event.objects.accepted()
        .filter(starts_on__month=month, starts_on__day=number, precision=Article.Precision.DAY)
        .exclude(starts_on=day)
        .for_listing()
        .order_by("-starts_on")[:MOST_EVENTS]
    ),
    date,
    int,
    int,
)
"""Events of the same day of other years, the last first."""


@require_safe
def year_list(request: HttpRequest) -> HttpResponse:
    return render(request, "articles/year_list.html", {"years": calendar.years()})


@require_safe
def year_detail(request: HttpRequest, year: int) -> HttpResponse:
    span = calendar.year_of(day_at(year))
    months = calendar.by_month(year)
    undated = calendar.within(span).filter(published_precision=Article.Precision.YEAR).count()
    before, after = calendar.near(span)
    context = {
        "span": span,
        "months": months,
        "most": max(count for _span, count in months),
        "total": sum(count for _span, count in months) + undated,
        "undated": undated,
        "before": before and calendar.year_of(before),
        "after": after and calendar.year_of(after),
    }
    return render(request, "articles/year_detail.html", context)


@require_safe
def month_detail(request: HttpRequest, year: int, month: int) -> HttpResponse:
    span = calendar.month_of(day_at(year, month))
    weeks = calendar.by_day(span)
    undated = calendar.within(span).filter(published_precision=Article.Precision.MONTH).count()
    before, after = calendar.near(span)
    context = {
        "span": span,
        "weeks": weeks,
        "total": sum(each[1] for week in weeks for each in week if each) + undated,
        "undated": undated,
        "weekdays": [day for day in weeks[1] if day],
        "events": happening(span),
        "before": before and calendar.month_of(before),
        "after": after and calendar.month_of(after),
    }
    return render(request, "articles/month_detail.html", context)


@require_safe
def day_detail(request: HttpRequest, year: int, month: int, day: int) -> HttpResponse:
    span = calendar.day_of(day_at(year, month, day))
    said = Quotation.objects.published().filter(KNOWN_DAY, listed_on=span.first)
    before, after = calendar.near(span, calendar.TO_THE_DAY)
    context = {
        "span": span,
        "month": calendar.month_of(span.first),
        "stories": stories_of(span.first),
        "total": calendar.of_the_day(span.first).count(),
        "counts": count(Matches(said), {}),
        "events": happening(span),
        "other_years": on_this_day(span.first, month, day),
        "before": before and calendar.day_of(before),
        "after": after and calendar.day_of(after),
    }
    return render(request, "articles/day_detail.html", context)


def happening(span: calendar.Span) -> list[Event]:
    """Events that began in a span, in their order."""
    return [*happening_in(span.first, span.last)]
