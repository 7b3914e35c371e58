"""Outlets: what each published, and whom it quotes."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from archive.paging import Cursor, KeyedPages
from archive.written import Written
from articles.models import Article, Outlet, Quotation
from articles.results.kept import counts_of_term
from articles.results.matches import Matches
from articles.results.quoted import quoted_in
from articles.results.shares import shares_of

MOST_SPEAKERS = 12

by_name = KeyedPages("name", lambda: Outlet.objects.with_stories())
outlets_at = Written(lambda slug: Outlet.objects.with_stories().filter(slug=slug), str)
stories_of = KeyedPages(
    "-published_on", lambda outlet: Article.objects.published().filter(outlet=outlet).for_listing(), int
)


@require_safe
def outlet_list(request: HttpRequest) -> HttpResponse:
    cursor = Cursor.read(request, "name")
    page = by_name.at(cursor)
    context = {"page": page, "count": Outlet.objects.count(), "is_first": cursor.is_first}
    return render(request, "articles/outlet_list.html", context)


@require_safe
def outlet_detail(request: HttpRequest, slug: str) -> HttpResponse:
    cursor = Cursor.read(request)
    outlet = outlets_at.first(slug)
    if outlet is None:
        raise Http404
    page = stories_of.at(cursor, outlet.pk)
    quotations = Quotation.objects.published().filter(outlet=outlet)
    counts = counts_of_term("outlet", outlet.pk, Matches(quotations), shown=MOST_SPEAKERS)
    context = {
        "outlet": outlet,
        "page": page,
        "is_first": cursor.is_first,
        "counts": counts,
    }
    if cursor.is_first:
        context |= {
            "shares": shares_of(outlet.pk),
            "quoted": quoted_in(outlet, counts.facets.get("speaker", [])),
        }
    return render(request, "articles/outlet_detail.html", context)
