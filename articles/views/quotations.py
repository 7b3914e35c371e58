"""The permanent page of one quotation."""

import random

from django.db.models import Max, Min
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from archive.missing import Missing
from archive.written import Written
from articles.cards import card_of_quotation, draw
from articles.citations import citing_quotation
from articles.cuts import cuts_of
from articles.models import Article, Quotation
from articles.querysets import bylines_of, read_candidates
from articles.reading_page import read_page
from articles.views.withdrawn import withdrawn
from people.careers import last_known
from people.days import written
from people.held import read_held

quotations_at = Written(
    lambda pk: (
        Quotation.objects.joined()
        .select_related("version__article__outlet", "utterance")
        .annotate(bylines=bylines_of("article"))
        .defer("search_vector", "sketch", "version__original", "version__search_vector")
        .exclude(version__article__status=Article.Status.DRAFT)
        .filter(pk=pk)
    ),
    int,
)


@require_safe
def quotation_detail(request: HttpRequest, pk: int) -> HttpResponse:
    quotation = quotation_of(pk)
    article = quotation.version.article
    if gone := withdrawn(request, article, quotation):
        return gone
    card = card_of_quotation(quotation)
    context = {
        "quotation": quotation,
        "article": article,
        "heading": heading(quotation),
        "paragraphs": [
            paragraph for paragraph in read_page(quotation.version, [quotation], []) if paragraph.notes
        ],
        "cuts": cuts_of(quotation),
        "now": now_of(quotation),
        "citation": citing_quotation(quotation, quotation.bylines),  # type: ignore[attr-defined]
        "card": card,
    }
    return render(request, "articles/quotation_detail.html", context)


@require_safe
def quotation_card(request: HttpRequest, pk: int) -> HttpResponse:
    """The picture that other sites show of a link to it."""
    quotation = quotation_of(pk)
    gone = withdrawn(request, quotation.version.article, quotation)
    return gone or HttpResponse(draw(card_of_quotation(quotation)), "image/png")


def quotation_of(pk: int) -> Quotation:
    """Any that is in a report which readers know, also if it was withdrawn; ``Missing`` if there is none."""
    quotation = quotations_at.first(pk)
    if quotation is None:
        raise Missing(_("There is no quotation of this number."))
    read_candidates([quotation])
    if quotation.speaker:
        read_held(quotation.speaker)
    return quotation


@require_safe
@never_cache
def random_quotation(request: HttpRequest) -> HttpResponse:
    """Leads to another quotation each time: the first that readers may see from a key drawn by chance."""
    said = Quotation.objects.published().order_by("pk")
    ends = Quotation.objects.aggregate(first=Min("pk"), last=Max("pk"))
    if ends["first"] is None:
        return redirect("quotation_list")
    drawn = random.randint(ends["first"], ends["last"])  # noqa: S311 (nothing is to be kept secret)
    found = said.filter(pk__gte=drawn).only("pk").first() or said.only("pk").first()
    return redirect(found or "quotation_list")


def now_of(quotation: Quotation) -> str:
    """What has become of the speaker since, where a source tells."""
    if not (quotation.speaker and quotation.speaker_then):
        return ""
    known = last_known(quotation.speaker, timezone.localdate())
    return known.now(quotation.speaker_then.line)


def heading(quotation: Quotation) -> str:
    """``John Key, 12 November 2015``, or as much of the day as is known."""
    speaker = quotation.said_by or quotation.speaker_label or _("Nobody named")
    return f"{speaker}, {written(quotation.listed_on, quotation.listed_precision)}"
