"""What is said at the address of something that readers could see before."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from articles.models import Article, Quotation
from articles.rejections import rejection_of


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
