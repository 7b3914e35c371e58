"""Everything about one event."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive.missing import Missing
from archive.partial import last_day
from archive.written import Written
from articles.cards import card_of_event, draw
from articles.charts import draw_chain
from articles.citations import citing_event
from articles.headlines import draw_days, headings, named_in, only_day
from articles.matrix import count_by_outlet_and_speaker
from articles.models import Article, Coverage, Event, Participation
from articles.timelines import timeline
from articles.voices import gather, said_about
from people.then import standing_on

LONGEST_CHAIN = 40
MOST_VOICED = 150
"""Quotations that one page sets side by side: more are not read but searched."""


events_at = Written(lambda slug: Event.objects.accepted().filter(slug=slug), str)
chained_to = Written(lambda key: Event.objects.chained_to(key, most=LONGEST_CHAIN), int)
parts_in = Written(lambda key: Participation.objects.filter(event=key).select_related("person"), int)
told_of = Written(
    lambda key: (
        Coverage.objects.standing()
        .filter(event=key, article__status=Article.Status.PUBLISHED)
        .select_related("article__outlet")
        .order_by()
    ),
    int,
)
"""The published reports that tell of it."""


@require_safe
def event_detail(request: HttpRequest, slug: str) -> HttpResponse:
    event = event_at(slug)
    chain, participations = chained_to(event.pk), parts_in(event.pk)
    shown = said_about(event, MOST_VOICED)
    voices = gather(shown)
    people = {part.person_id for part in participations} | {voice.person for voice in voices if voice.person}
    until = last_day(event.starts_on, event.precision)
    standing = standing_on(event.starts_on, sorted(people), until)
    for voice in voices:
        voice.then = standing.get(voice.person or 0, voice.then)
    told = headings(told_of(event.pk))
    reports = [heading.article for heading in told]
    themes = themes_of(reports)
    named = {part.person.get_absolute_url(): part.person.name for part in participations}
    named |= {voice.address: voice.name for voice in voices if voice.person}
    matrix = count_by_outlet_and_speaker(event)
    context = {
        "event": event,
        "steps": timeline(chain, here={event.pk}),
        "chart": draw_chain(chain, event),
        "parts": [
            (part, standing[part.person_id], matrix.by_speaker.get(part.person_id, 0))
            for part in participations
        ],
        "participations": participations,
        "stories": reports,
        "voices": voices,
        "left_out": matrix.count - len(shown),
        "matrix": matrix,
        "headings": told,
        "are_marked": any(own for heading in told for _, own in heading.parts),
        "named": named_in([report.title for report in reports], named),
        "days": draw_days(told, event),
        "only_day": only_day(told),
        "citation": citing_event(event),
        "outlet_count": len({report.outlet_id for report in reports}),
        "card": card_of_event(event, themes),
        "themes": themes,
    }
    return render(request, "articles/event_detail.html", context)


@require_safe
def event_card(request: HttpRequest, slug: str) -> HttpResponse:
    """The picture that other sites show of a link to it."""
    event = event_at(slug)
    themes = themes_of(coverage.article for coverage in told_of(event.pk))
    return HttpResponse(draw(card_of_event(event, themes)), "image/png")


def themes_of(reports: Iterable[Article]) -> list[str]:
    """What any of them tells that hurts to read."""
    return sorted({theme for report in reports for theme in report.content_themes})


def event_at(slug: str) -> Event:
    """``Missing`` if readers know of none."""
    event = events_at.first(slug)
    if event is None:
        raise Missing(_("There is no event of this address."))
    return event
