"""What readers take away: feeds and files of a search, and what to cite."""

import hashlib
import re
from collections.abc import Iterable
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import content_disposition_header, http_date
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive.missing import Missing
from archive.paging import Cursor
from archive.patience import patience_of, patient
from articles import feeds
from articles.exports import rows
from articles.exports.files import (
    CITATIONS,
    EVENTS,
    FORMATS,
    PATIENCE,
    QUOTATIONS,
    STORIES,
    TO_BEGIN,
    BusyError,
    Format,
    Noun,
    begin,
)
from articles.exports.works import Work
from articles.models import Article, Event, Quotation
from articles.orders import NEWEST, order_of
from articles.search import Problem, Search
from articles.views.articles import versions_of

UNAPI = {"ris": "ris", "bibtex": "bib"}
"""Formats by the names that reference managers know, the best first."""


@patient(seconds=TO_BEGIN)
@require_safe
def quotation_file(request: HttpRequest, ending: str) -> HttpResponseBase:
    return send_file(request, QUOTATIONS, FORMATS[ending])


@patient(seconds=TO_BEGIN)
@require_safe
def story_file(request: HttpRequest, ending: str) -> HttpResponseBase:
    return send_file(request, STORIES, FORMATS[ending])


@patient(seconds=TO_BEGIN)
@require_safe
def event_file(request: HttpRequest, ending: str) -> HttpResponseBase:
    return send_file(request, EVENTS, FORMATS[ending])


@require_safe
def quotation_feed(request: HttpRequest, ending: str) -> HttpResponseBase:
    return send_feed(request, QUOTATIONS, ending)


@require_safe
def story_feed(request: HttpRequest, ending: str) -> HttpResponseBase:
    return send_feed(request, STORIES, ending)


@require_safe
def event_feed(request: HttpRequest, ending: str) -> HttpResponseBase:
    return send_feed(request, EVENTS, ending)


def send_file(request: HttpRequest, noun: Noun, form: Format) -> HttpResponseBase:
    search = Search(request.GET)
    order, unusable = order_of(request.GET.get("order", ""), search, noun.orders)
    if problems := [*search.problems, *unusable]:
        return refused(problems)
    noun = noun.named(order)
    try:
        count, pieces = begin(noun, form, noun.asked(search, order))
    except BusyError:
        response = in_plain_words(_("Too many files are being made just now. Try again in a minute."), 503)
        response["Retry-After"] = "60"
        return response
    if patience_of(request).limited:
        patience_of(request).allow(PATIENCE)
    media_type = f"{form.media_type}; charset=utf-8"
    if request.method == "HEAD":
        pieces.close()
        sent: HttpResponseBase = HttpResponse(content_type=media_type)
    else:
        sent = StreamingHttpResponse(pieces, content_type=media_type)
    about = slugify(search.text)[:60].strip("-")
    name = "-".join(filter(None, ["press-gallery", about, str(count), slugify(noun.name)]))
    sent["Content-Disposition"] = content_disposition_header(True, f"{name}.{form.ending}") or ""
    patch_cache_control(sent, no_cache=True)
    return sent


def send_feed(request: HttpRequest, noun: Noun, ending: str) -> HttpResponseBase:
    search = Search(request.GET)
    # Readers of feeds look for what is new.
    _order, unusable = order_of(request.GET.get("order", ""), search, [NEWEST])
    if problems := [*search.problems, *unusable]:
        return refused(problems)
    try:
        cursor = Cursor.parse(request.GET.get("cursor", ""))
    except ValueError:
        return in_plain_words(_("There is no such place in this feed."), 400)
    entries, following = feeds.entries_of(noun, search, cursor)
    asked = {name: values for name, values in request.GET.lists() if name != "cursor"}
    here = f"{settings.SITE_URL}{request.path}"
    page = feeds.Page(
        f"{noun.title}: {search.text}" if search.text else str(noun.title),
        with_query(f"{settings.SITE_URL}{reverse(noun.listing)}", asked),
        f"{settings.SITE_URL}{request.get_full_path()}",
        with_query(here, asked | {"cursor": [following]}) if following else "",
        entries,
    )
    media_type, write = feeds.WRITERS[ending]
    body, changed = write(page), int(page.updated.timestamp())
    response = HttpResponse(body, content_type=f"{media_type}; charset=utf-8")
    # Of its own content: it changes when one of these entries does, and not with every import.
    response["ETag"] = etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response["Last-Modified"] = http_date(changed)
    patch_cache_control(response, public=True, max_age=settings.PAGE_MAX_AGE)
    return get_conditional_response(request, etag, changed, response) or response


def refused(problems: Iterable[Problem]) -> HttpResponse:
    told = [
        problem.message + (" " + _("Try: %s") % problem.suggestion if problem.suggestion else "")
        for problem in problems
    ]
    return in_plain_words("\n".join(told), 400)


def in_plain_words(text: str, status: int) -> HttpResponse:
    return HttpResponse(f"{text}\n", status=status, content_type="text/plain; charset=utf-8")


def with_query(address: str, asked: dict[str, list[str]]) -> str:
    query = urlencode(asked, doseq=True)
    return f"{address}?{query}" if query else address


@require_safe
def cite_quotation(request: HttpRequest, pk: int, ending: str) -> HttpResponse:
    found = rows.quotations(Quotation.objects.published().filter(pk=pk))
    record = next(found, None)
    if record is None:
        raise Missing(_("There is no quotation of this number."))
    return send_citation(record.work(), ending)


@require_safe
def cite_story(
    request: HttpRequest, year: int, month: int, day: int, slug: str, ending: str, number: int = 0
) -> HttpResponse:
    """Of the current version, or of the one with this ``number``."""
    for version in versions_of(year, month, day, slug):
        article = version.article
        wanted = version.number == number if number else version.pk == article.current_id
        if wanted and article.status == Article.Status.PUBLISHED:
            record = rows.story_of(version, version.bylines)  # type: ignore[attr-defined]
            return send_citation(record.work(), ending)
    raise Missing(_("This story has no such version."))


@require_safe
def cite_event(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    event = get_object_or_404(Event.objects.accepted(), slug=slug)
    return send_citation(rows.event_work(event, timezone.localdate()), ending)


def send_citation(work: Work, ending: str) -> HttpResponse:
    media_type = f"{FORMATS[ending].media_type}; charset=utf-8"
    response = HttpResponse(CITATIONS[ending](work), content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(True, f"{work.key}.{ending}") or ""
    return response


@require_safe
def unapi(request: HttpRequest) -> HttpResponse:
    """Records of the quotations that a page lists, for reference managers that speak unAPI, as Zotero does.

    ``id`` is the path or address of one, which stands in the list as ``abbr.unapi-id``. Without a
    ``format`` the answer is which there are.
    """
    named, ending = request.GET.get("id", ""), UNAPI.get(request.GET.get("format", ""))
    if not named or "format" not in request.GET:
        context = {"id": named, "formats": {name: FORMATS[end].media_type for name, end in UNAPI.items()}}
        kind = "application/xml; charset=utf-8"
        return render(request, "articles/unapi.xml", context, kind, 300 if named else 200)
    if ending is None:
        return in_plain_words(_("There is no such format."), 406)
    page = re.fullmatch(r"(?:https?://[^/]+)?/quotations/(\d{1,18})/", named, re.ASCII)
    if not page:
        raise Missing(_("There is no quotation of this number."))
    return cite_quotation(request, int(page[1]), ending)


@require_safe
def opensearch(request: HttpRequest) -> HttpResponse:
    """How a browser searches the archive from its address bar."""
    return render(
        request,
        "articles/opensearch.xml",
        {"site": settings.SITE_URL},
        content_type="application/opensearchdescription+xml; charset=utf-8",
    )
