"""Outlets: what each published, and whom it quotes."""

from django.db.models import Count, Max, Min, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from archive.paging import Cursor, keyed_page, page_of
from articles.models import Article, Outlet, Quotation
from people.careers import last_known
from people.models import Person

MOST_SPEAKERS = 12


@require_safe
def outlet_list(request: HttpRequest) -> HttpResponse:
    published = Q(articles__status=Article.Status.PUBLISHED)
    outlets = Outlet.objects.annotate(
        story_count=Count("articles", filter=published),
        first_on=Min("articles__published_on", filter=published),
        last_on=Max("articles__published_on", filter=published),
    ).order_by("name")
    return render(request, "articles/outlet_list.html", {"page": page_of(request, outlets)})


@require_safe
def outlet_detail(request: HttpRequest, slug: str) -> HttpResponse:
    cursor = Cursor.read(request)
    outlet = get_object_or_404(Outlet, slug=slug)
    stories = Article.objects.published().filter(outlet=outlet)
    page = keyed_page(cursor, stories.for_listing())
    quotations = Quotation.objects.published().filter(outlet=outlet)
    quoted = (
        Person.objects.filter(quotations__in=quotations)
        .annotate(count=Count("quotations"))
        .order_by("-count", "sort_name")
        .with_offices()[:MOST_SPEAKERS]
    )
    today = timezone.localdate()
    context = {
        "outlet": outlet,
        "page": page,
        "is_first": cursor.is_first,
        "story_count": stories.count(),
        "quotation_count": quotations.count(),
        "quoted": [(person, last_known(person, today).then) for person in quoted],
    }
    return render(request, "articles/outlet_detail.html", context)
