"""Where a reader arrives, and how the archive explains itself."""

import hashlib
from datetime import date, datetime, timedelta
from operator import attrgetter

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Length
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.figures import Figures, count
from articles.models import Article, Event, Quotation
from articles.querysets import what_was_said
from articles.results.rows import QuotationRow, quotation_rows
from articles.timelines import timeline
from people.models import Person

NEWEST = 6
MOST_QUOTED = 7
LATELY = timedelta(days=14)
LONGEST_CHAIN = 5
FAIR_LENGTH = range(70, 241)
"""Of words worth reading alone, in code points."""


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    figures, today = count(), timezone.localdate()
    told = Event.objects.accepted().covered()
    latest = told.linked().first() or told.first()
    chain = latest_chain(latest) if latest else []
    # What the press told most of stands for the whole chain.
    focus = max(chain, key=attrgetter("story_count", "starts_on", "pk"), default=None)
    context = {
        "figures": figures,
        "counted_on": day_before(today, figures.counted_at),
        "focus": focus,
        "steps": timeline(chain, here={focus.pk} if focus else ()),
        "newest": Article.objects.published().for_listing()[:NEWEST],
        "worth_reading": worth_reading(figures, today),
        "quoted": being_quoted(figures.last_quoted_on) if figures.last_quoted_on else [],
    }
    return render(request, "articles/front.html", context)


def day_before(today: date, instant: datetime | None) -> date | None:
    """The day of an instant, where it was not ``today``."""
    day = timezone.localtime(instant).date() if instant else today
    return day if day < today else None


def latest_chain(latest: Event) -> QuerySet[Event]:
    return Event.objects.chained_to(latest, most=LONGEST_CHAIN).with_story_counts().with_people_names()


def worth_reading(figures: Figures, day: date) -> QuotationRow | None:
    """Confirmed words of fair length, others every day: the first from a key that the day decides."""
    if figures.first_quotation is None or figures.last_quotation is None:
        return None
    keys = range(figures.first_quotation, figures.last_quotation + 1)
    key = keys[int(hashlib.sha256(day.isoformat().encode()).hexdigest(), 16) % len(keys)]
    fair = (
        Quotation.objects.published()
        .filter(status=Quotation.Status.CONFIRMED, kind=Quotation.Kind.DIRECT, speaker__isnull=False)
        .annotate(length=Length("text"))
        .filter(length__gte=FAIR_LENGTH.start, length__lt=FAIR_LENGTH.stop)
        .order_by("pk")
    )
    chosen = Coalesce(Subquery(fair.filter(pk__gte=key).values("pk")[:1]), Subquery(fair.values("pk")[:1]))
    rows = quotation_rows([*Quotation.objects.filter(pk=chosen).order_by().values_list("pk", flat=True)])
    return rows[0] if rows else None


def being_quoted(until: date) -> list[tuple[Person, str | None, int]]:
    """Of whom most was quoted in the fortnight that ends with ``until``: with the slug of their party then.

    The number is of what they said, once however many reports printed it.
    """
    lately = Quotation.objects.published().filter(listed_on__gt=until - LATELY, listed_on__lte=until)
    most = (
        lately.filter(speaker__isnull=False)
        .values("speaker")
        .annotate(said=Count(what_was_said(), distinct=True))
        .order_by("-said", "speaker")[:MOST_QUOTED]
    )
    last_said = lately.filter(speaker=OuterRef("pk")).order_by("-listed_on", "-pk")
    party = Subquery(last_said.values("speaker_party__slug")[:1])
    people = Person.objects.annotate(party=party).in_bulk([each["speaker"] for each in most])
    return [(people[each["speaker"]], people[each["speaker"]].party, each["said"]) for each in most]


@require_safe
def about_reading(request: HttpRequest) -> HttpResponse:
    return render(request, "articles/about_reading.html")
