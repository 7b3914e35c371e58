"""One report: as it stands now, and as it stood before."""

from collections.abc import Iterable
from datetime import date

from django.db.models.functions import Length
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive.missing import Missing
from archive.partial import last_day
from archive.written import Written
from articles.beside import beside, first_with_text
from articles.citations import citing_version
from articles.models import Article, ArticleVersion, Event, Mention, Quotation
from articles.querysets import bylines_of, read_candidates
from articles.reading_page import people_quoted, read_page
from articles.timelines import timeline
from articles.versions import changes, history, title_of
from people.then import Standing, standing_on, what_they_were

versions_at = Written(
    lambda day, slug: (
        ArticleVersion.objects.filter(article__published_on=day, article__slug=slug)
        .exclude(article__status=Article.Status.DRAFT)
        .select_related("article__outlet")
        .annotate(
            size=Length("original"),
            bylines=bylines_of("article"),
        )
        .defer("original", "search_vector")
        .order_by("-number")
    ),
    date,
    str,
)
quotations_in = Written(
    lambda version: (
        Quotation.objects.standing().joined().filter(version=version).defer("search_vector", "sketch")
    ),
    int,
)
mentions_in = Written(
    lambda version: Mention.objects.standing().filter(version=version).select_related("person"), int
)
events_around = Written(lambda article: Event.objects.around(article).with_people_names(), int)


@require_safe
def article_detail(request: HttpRequest, year: int, month: int, day: int, slug: str) -> HttpResponse:
    versions = versions_of(year, month, day, slug)
    current = next((version for version in versions if version.pk == version.article.current_id), None)
    return render_version(request, "articles/article_detail.html", versions, current)


@require_safe
def article_version(
    request: HttpRequest, year: int, month: int, day: int, slug: str, number: int
) -> HttpResponse:
    versions = versions_of(year, month, day, slug)
    shown = next((version for version in versions if version.number == number), None)
    return render_version(request, "articles/article_version.html", versions, shown)


@require_safe
def article_changes(
    request: HttpRequest, year: int, month: int, day: int, slug: str, before: int, number: int
) -> HttpResponse:
    """One version set against an older one, word by word."""
    versions = versions_of(year, month, day, slug)
    article = versions[0].article
    if article.status == Article.Status.WITHDRAWN:
        return render(request, "articles/article_withdrawn.html", {"article": article}, status=410)
    by_number = {version.number: version for version in versions}
    old, new = by_number.get(before), by_number.get(number)
    if old is None or new is None or old.number >= new.number:
        raise Missing(_("This story has no two such versions, an older and a newer one."))
    context = {
        "article": article,
        "title": title_of(new),
        "before": old,
        "after": new,
        "changes": changes(old, new),
        "history": history(versions),
    }
    return render(request, "articles/article_changes.html", context)


def versions_of(year: int, month: int, day: int, slug: str) -> list[ArticleVersion]:
    """Every version of a report that readers may know of, the newest first; ``Missing`` if there is none."""
    versions: list[ArticleVersion] = [*versions_at(day_at(year, month, day), slug)]
    if not versions:
        raise Missing(_("No story of that day has this address."))
    return versions


def day_at(year: int, month: int = 1, day: int = 1) -> date:
    """The day of an address; ``Missing`` where the calendar has none."""
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):
        raise Missing(_("There is no such day.")) from None


def render_version(
    request: HttpRequest, template: str, versions: list[ArticleVersion], shown: ArticleVersion | None
) -> HttpResponse:
    article = versions[0].article
    if article.status == Article.Status.WITHDRAWN:
        return render(request, "articles/article_withdrawn.html", {"article": article}, status=410)
    if shown is None:
        raise Missing(_("This story has no such version."))

    quotations, mentions = quotations_in(shown.pk), mentions_in(shown.pk)
    read_candidates(quotations)
    named = sorted({mention.person_id for mention in mentions})
    copies, elsewhere = beside(article)
    around = [*events_around(article.pk)]
    until = last_day(article.published_on, article.published_precision)
    context = {
        "article": article,
        "version": shown,
        "title": title_of(shown),
        "paragraphs": read_page(
            shown,
            quotations,
            mentions,
            then=standing_on(article.published_on, named, until),
            speakers=speakers_of(quotations, until),
            around=around,
        ),
        "quotations": quotations,
        "people": people_quoted(quotations),
        "confirmed": [quotation for quotation in quotations if not quotation.is_proposed],
        "unsettled": [each for each in quotations if each.is_proposed and not each.shown_as_fact],
        "unnamed": [each for each in quotations if not each.is_proposed and not each.shown_as_fact],
        "steps": timeline(around),
        "copies": copies,
        "first": first_with_text(article, copies),
        "elsewhere": elsewhere,
        "history": history(versions),
        "kept_since": timezone.localdate(versions[-1].retrieved_at),
        "citation": citing_version(shown, shown.bylines),  # type: ignore[attr-defined]
    }
    return render(request, template, context)


def speakers_of(quotations: Iterable[Quotation], until: date) -> dict[int, Standing]:
    """What those who spoke were when they did, by key of the quotation; printed ``until`` then."""
    said = [(each, each.speaker_id) for each in quotations if each.speaker_id]
    days = [(speaker, each.listed_on) for each, speaker in said]
    then = what_they_were(days, [each.said_on or until for each, _speaker in said])
    parties = (each.speaker_party for each, _speaker in said)
    return {
        each.pk: held.standing(*((party.short_name, party.slug) if party else ("",)))
        for (each, _speaker), held, party in zip(said, then, parties, strict=True)
    }
