"""The page for an address where there is nothing: what is nearest to it."""

from contextlib import suppress

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from archive.missing import Missing
from archive.moved import moved_to
from archive.patience import patience_of
from archive.typed import in_one_line
from articles.nearest import Near, nearest_to
from articles.views.withdrawn import once_at


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A redirect for good where a page has moved from, what became of it, or status 404 with what is nearest.

    Each is looked for once, and not at all where the database does not answer.
    """
    # Where no view has such an address, no limit was set yet.
    patience_of(request).allow(settings.PUBLIC_STATEMENT_TIMEOUT)
    near: list[Near] = []
    if "\x00" not in request.path:
        with suppress(DatabaseError):
            if moved := moved_to(request.path):
                asked = request.META["QUERY_STRING"]
                return redirect(f"{moved}?{asked}" if asked else moved, permanent=True)
            if gone := once_at(request):
                return gone
            near = nearest_to(request.path)
    sentence = in_one_line(str(exception)) if isinstance(exception, Missing) else ""
    return render(request, "404.html", {"sentence": sentence, "near": near}, status=404)
