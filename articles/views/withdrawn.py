"""What is said at the address of something that readers could see before."""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from articles.headlines import publication
from articles.models import Article, Event, Quotation
from articles.rejections import rejection_of
from articles.views.events import told_of

HEAVY = ["version__body", "version__original", "version__search_vector"]


def withdrawn(
    request: HttpRequest, article: Article, quotation: Quotation | None = None
) -> HttpResponse | None:
    """Status 410 where the report, or a quotation in it, was withdrawn."""
    if article.status == Article.Status.WITHDRAWN:
        return render(request, "articles/article_withdrawn.html", {"article": article}, status=410)
    if quotation and quotation.status == Quotation.Status.REJECTED:
        context = {"article": article, "rejection": rejection_of(quotation)}
        return render(request, "articles/quotation_withdrawn.html", context, status=410)
    return None


def once_at(request: HttpRequest) -> HttpResponse | None:
    """What became of the quotation or the event of this address, or of a page below it.

    ``None`` where readers never knew one: this is for addresses where there is none now.
    """
    asked = request.resolver_match
    if asked and asked.view_name in ("quotation", "quotation_card", "cite_quotation", "report_in_quotation"):
        return once_quotation(request, asked.kwargs["pk"])
    if asked and asked.view_name in ("event", "event_card", "cite_event"):
        return once_event(request, asked.kwargs["slug"])
    return None


def once_quotation(request: HttpRequest, pk: int) -> HttpResponse | None:
    """Leads to the one that was read at the same place since; else status 410 and where its words are now."""
    rows = Quotation.history.filter(id=pk, history_type="-").select_related("version__article__outlet")
    dropped = rows.defer(*HEAVY).first()
    if dropped is None or dropped.version is None or not dropped.version.article.has_page:
        return None
    article = dropped.version.article
    if gone := withdrawn(request, article):
        return gone
    now = read_now(dropped, article)
    if now and now.is_again:  # type: ignore[attr-defined]
        asked: Any = request.resolver_match
        return redirect(asked.view_name, permanent=True, **{**asked.kwargs, "pk": now.pk})
    context = {"article": article, "dropped_on": timezone.localdate(dropped.history_date), "now": now}
    return render(request, "articles/quotation_withdrawn.html", context, status=410)


def read_now(dropped: Any, article: Article) -> Quotation | None:
    """What is read of words that were dropped: at their place, about it, or elsewhere in the report.

    ``is_again`` if it came to stand at their place, wherever it was moved with its words since.
    """
    there = Quotation.history.filter(id=OuterRef("pk"), version=dropped.version_id, spans=dropped.spans)
    is_again = Q(Exists(there), text=dropped.text)
    found = Quotation.objects.filter(article=article).annotate(is_again=is_again)
    rows = list(found.only("version", "spans", "kind", "text", "public"))
    again = [row for row in rows if row.is_again]
    shown = [row for row in rows if row.public]
    about = [row for row in shown if row.version_id == dropped.version_id and row.is_in_place_of(dropped)]
    same = [row for row in shown if row.version_id == article.current_id and row.text == dropped.text]
    return next(iter(again + about + same), None)


def once_event(request: HttpRequest, slug: str) -> HttpResponse | None:
    event = Event.objects.filter(slug=slug).first()
    if event is None or not event.was_withdrawn:
        return None
    stories = sorted((told.article for told in told_of(event.pk)), key=publication)
    context = {"rejection": rejection_of(event), "stories": stories}
    return render(request, "articles/event_withdrawn.html", context, status=410)
