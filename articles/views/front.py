"""Where a reader arrives, and how the archive explains itself."""

import hashlib
from datetime import date, timedelta
from operator import attrgetter

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, F, Prefetch, QuerySet, Subquery, prefetch_related_objects
from django.db.models.functions import Coalesce, Length
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.figures import Figures, count
from articles.models import Article, Event, Quotation
from articles.querysets import what_was_said
from articles.timelines import timeline
from people.models import Person, Tenure

NEWEST = 6
MOST_QUOTED = 7
LATELY = timedelta(days=14)
LONGEST_CHAIN = 5
FAIR_LENGTH = range(70, 241)
"""Of words worth reading alone, in code points."""


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    figures = count()
    latest = Event.objects.accepted().covered().linked_first().first()
    chain = latest_chain(latest) if latest else []
    # What the press told most of stands for the whole chain.
    focus = max(chain, key=attrgetter("story_count", "starts_on", "pk"), default=None)
    context = {
        "figures": figures,
        "focus": focus,
        "steps": timeline(chain, here={focus.pk} if focus else ()),
        "newest": Article.objects.published().for_listing()[:NEWEST],
        "worth_reading": worth_reading(figures, timezone.localdate()),
        "quoted": being_quoted(figures.last_quoted_on) if figures.last_quoted_on else [],
    }
    return render(request, "articles/front.html", context)


def latest_chain(latest: Event) -> QuerySet[Event]:
    return Event.objects.chained_to(latest, most=LONGEST_CHAIN).with_story_counts().with_people_names()


def worth_reading(figures: Figures, day: date) -> Quotation | None:
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
    quotation = Quotation.objects.for_listing().prefetch_related(None).filter(pk=chosen).first()
    if quotation and quotation.speaker:
        prefetch_related_objects([quotation.speaker], Prefetch("tenures", Tenure.objects.with_office()))
    return quotation


def being_quoted(until: date) -> QuerySet[Person]:
    """Of whom most was quoted in the fortnight that ends with ``until``, with the slug of their party then.

    ``utterance_count`` counts what they said, once however many reports printed it.
    """
    return (
        Person.objects.filter(
            quotations__listed_on__gt=until - LATELY,
            quotations__listed_on__lte=until,
            quotations__public=True,
        )
        .annotate(
            utterance_count=Count(what_was_said("quotations__"), distinct=True),
            parties=ArrayAgg("quotations__speaker_party__slug", order_by=F("quotations__listed_on").desc()),
        )
        .order_by("-utterance_count", "sort_name")[:MOST_QUOTED]
    )


@require_safe
def about_reading(request: HttpRequest) -> HttpResponse:
    return render(request, "articles/about_reading.html")
