"""Outlets: what each published, and whom it quotes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from archive.paging import Cursor, keyed_page
from articles.models import Article, Outlet, Quotation
from articles.results.kept import counts_of_term
from people.careers import last_known
from people.models import Person

MOST_SPEAKERS = 12


@require_safe
def outlet_list(request: HttpRequest) -> HttpResponse:
    cursor = Cursor.read(request, "name")
    page = keyed_page(cursor, Outlet.objects.with_stories(), "name")
    context = {"page": page, "count": Outlet.objects.count()}
    return render(request, "articles/outlet_list.html", context)


@require_safe
def outlet_detail(request: HttpRequest, slug: str) -> HttpResponse:
    cursor = Cursor.read(request)
    outlet = get_object_or_404(Outlet.objects.with_stories(), slug=slug)
    stories = Article.objects.published().filter(outlet=outlet)
    page = keyed_page(cursor, stories.for_listing(), "-published_on")
    quotations = Quotation.objects.published().filter(outlet=outlet)
    counts = counts_of_term("outlet", outlet.pk, quotations, shown=MOST_SPEAKERS)
    quoted = counts.facets.get("speaker", [])
    people = Person.objects.with_offices().in_bulk([value.key for value in quoted])
    today = timezone.localdate()
    context = {
        "outlet": outlet,
        "page": page,
        "is_first": cursor.is_first,
        "counts": counts,
        "quoted": [
            (people[value.key], last_known(people[value.key], today).then, value.count) for value in quoted
        ],
    }
    return render(request, "articles/outlet_detail.html", context)
