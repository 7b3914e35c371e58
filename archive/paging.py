"""Cutting a listing into pages."""

from django.core.paginator import InvalidPage, Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

ROWS = 25


def page_of(request: HttpRequest, rows: QuerySet) -> Page:
    """The page that ``?page=`` asks for; ``Http404`` with a sentence for the reader where there is none."""
    pages = Paginator(rows, ROWS)
    asked = request.GET.get("page", 1)
    try:
        return pages.page(asked)
    except InvalidPage:
        raise Http404(
            _("There is no page “%(asked)s” here; the pages run from 1 to %(last)d.")
            % {"asked": str(asked)[:20], "last": pages.num_pages}
        ) from None
