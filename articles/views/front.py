"""Where a reader arrives, and how the archive explains itself."""

from datetime import date, datetime
from operator import attrgetter

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from archive.written import Written
from articles.figures import count
from articles.models import Article, Event
from articles.timelines import timeline
from articles.today import being_quoted, on_this_day, words_for

NEWEST = 6
LONGEST_CHAIN = 5
SHORT_CHAIN = 3

newest = Written(lambda: Article.objects.published().for_listing()[:NEWEST])
latest_told = Written(lambda: Event.objects.accepted().covered()[:1])
latest_linked = Written(lambda: Event.objects.accepted().covered().linked()[:1])
chain_of = Written(
    lambda key: (
        Event.objects.chained_to(key, most=LONGEST_CHAIN)
        .with_story_counts()
        .with_people_names()
        .with_themes()
    ),
    int,
)


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    figures, today = count(), timezone.localdate()
    chain = [event for latest in latest_linked() or latest_told() for event in chain_of(latest.pk)]
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
        "newest": newest(),
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
