"""The two listings that a reader narrows: stories and quotations."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from archive.paging import page_of
from articles.filters import ArticleFilter, ListingFilter, QuotationFilter
from articles.models import Article, Quotation
from articles.search import Highlighted
from people.models import Person


@require_safe
def article_list(request: HttpRequest) -> HttpResponse:
    filters = ArticleFilter(request.GET, Article.objects.published())
    page = page_of(request, filters.results.for_listing())
    return render_listing(request, "articles/article_list.html", filters, {"page": page})


@require_safe
def quotation_list(request: HttpRequest) -> HttpResponse:
    filters = QuotationFilter(request.GET, Quotation.objects.published())
    rows = filters.results.for_listing()
    words = filters.asked("q")
    if words:
        rows = rows.annotate(highlighted=Highlighted("text", words))
    context: dict[str, object] = {
        "page": page_of(request, rows),
        # Whoever types a name alone may mean what the person said.
        "namesakes": Person.objects.named(words)[:5] if words and not filters.asked("speaker") else [],
    }
    return render_listing(request, "articles/quotation_list.html", filters, context)


def render_listing(
    request: HttpRequest, template: str, filters: ListingFilter, context: dict[str, object]
) -> HttpResponse:
    """The listing; status 400 where something asked for could not be used."""
    status = 200 if filters.is_valid() else 400
    context |= {"filter": filters, "parts": list(filters.parts()), "narrow": filters.beside()}
    return render(request, template, context, status=status)
