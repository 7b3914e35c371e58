"""The archive from A to Z."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive.missing import Missing
from archive.paging import Cursor
from articles import alphabet


@require_safe
def letter_list(request: HttpRequest) -> HttpResponse:
    headings = alphabet.headings()
    alphabet.count(headings)
    context = {
        "headings": headings,
        "kinds": alphabet.KINDS.values(),
        "total": sum(heading.total for heading in headings),
    }
    return render(request, "articles/letter_list.html", context)


@require_safe
def letter_detail(request: HttpRequest, letter: str) -> HttpResponse:
    if letter != (base := alphabet.base_of(letter)):
        return redirect("letter", base, permanent=True)
    cursor, headings = Cursor.read(request, "name"), alphabet.headings()
    heading = next((heading for heading in headings if heading.slug == letter), None)
    if heading is None:
        raise Missing(_("Nothing in the archive stands under “%s”.") % letter[:20])
    alphabet.count([heading])
    page = alphabet.entries(heading, cursor)
    context = {
        "headings": headings,
        "heading": heading,
        "page": page,
        "lines": alphabet.lines(page.rows),
        "is_first": cursor.is_first,
    }
    return render(request, "articles/letter_detail.html", context)
