"""Outlets: what each published, and whom it quotes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from archive.paging import Cursor, keyed_page
from articles.models import Article, Outlet, Quotation
from articles.results.kept import counts_of_term
from articles.results.matches import Matches
from articles.results.shares import shares_of
from people.models import Person

MOST_SPEAKERS = 12


@require_safe
def outlet_list(request: HttpRequest) -> HttpResponse:
    cursor = Cursor.read(request, "name")
    page = keyed_page(cursor, Outlet.objects.with_stories(), "name")
    context = {"page": page, "count": Outlet.objects.count(), "is_first": cursor.is_first}
    return render(request, "articles/outlet_list.html", context)


@require_safe
def outlet_detail(request: HttpRequest, slug: str) -> HttpResponse:
    cursor = Cursor.read(request)
    outlet = get_object_or_404(Outlet.objects.with_stories(), slug=slug)
    stories = Article.objects.published().filter(outlet=outlet)
    page = keyed_page(cursor, stories.for_listing(), "-published_on")
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
            "quoted": [
                (Person(name=value.name, slug=value.slug), f"party-{value.party or 'none'}", value.count)
                for value in counts.facets.get("speaker", [])
            ],
        }
    return render(request, "articles/outlet_detail.html", context)
