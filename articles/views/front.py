"""Where a reader arrives, and how the archive explains itself."""

from datetime import date, datetime
from operator import attrgetter

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.figures import count
from articles.models import Article, Event
from articles.timelines import timeline
from articles.today import being_quoted, on_this_day, words_for

NEWEST = 6
LONGEST_CHAIN = 5
SHORT_CHAIN = 3


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    figures, today = count(), timezone.localdate()
    told = Event.objects.accepted().covered()
    latest = told.linked().first() or told.first()
    chain = latest_chain(latest) if latest else []
    # What the press told most of stands for the whole chain.
    focus = max(chain, key=attrgetter("story_count", "starts_on", "pk"), default=None)
    steps = timeline(chain, here={focus.pk} if focus else ())
    worth_reading, said = words_for(today, figures, focus)
    context = {
        "figures": figures,
        "counted_on": day_before(today, figures.counted_at),
        "focus": focus,
        "steps": steps,
        # A short line leaves room for what was said of it.
        "said": said if len(steps) <= SHORT_CHAIN else [],
        "newest": Article.objects.published().for_listing()[:NEWEST],
        "worth_reading": worth_reading,
        "quoted": being_quoted(figures.last_quoted_on) if figures.last_quoted_on else [],
        "today": today,
        "on_this_day": on_this_day(today, figures.since) if figures.since else [],
    }
    return render(request, "articles/front.html", context)


def day_before(today: date, instant: datetime | None) -> date | None:
    """The day of an instant, where it was not ``today``."""
    day = timezone.localtime(instant).date() if instant else today
    return day if day < today else None


def latest_chain(latest: Event) -> QuerySet[Event]:
    return Event.objects.chained_to(latest, most=LONGEST_CHAIN).with_story_counts().with_people_names()


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "articles/about.html")


@require_safe
def about_access(request: HttpRequest) -> HttpResponse:
    """What was done and tested so that nobody is shut out; ``CONTACT`` is told of what was not."""
    return render(request, "articles/about_access.html", {"contact": settings.CONTACT})


@require_safe
def about_reading(request: HttpRequest) -> HttpResponse:
    return render(request, "articles/about_reading.html")
