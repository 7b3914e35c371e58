"""The page for an address where there is nothing: what is nearest to it."""

from contextlib import suppress
from urllib.parse import urlencode

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from archive.missing import Missing
from archive.moved import moved_to
from archive.typed import in_one_line
from articles.search.names import nearest, people_like

LISTED = {"events": ("event", "event_list"), "outlets": ("outlet", "quotation_list")}
"""Sections whose pages go by a name: the field that knows these names, and where one is searched."""
LONGEST = 100


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A redirect for good where a page has moved from, else status 404 with what is nearest.

    Either is looked for once, and not at all where the database does not answer.
    """
    moved = None
    if "\x00" not in request.path:
        with suppress(DatabaseError):
            moved = moved_to(request.path)
    if moved:
        asked = request.META["QUERY_STRING"]
        return redirect(f"{moved}?{asked}" if asked else moved, permanent=True)
    section, _slash, rest = request.path.strip("/").partition("/")
    # Below a person are pages of what there is more of; elsewhere the last part tells the most.
    name = rest.split("/")[0] if section == "people" else rest.rstrip("/").rsplit("/", 1)[-1]
    typed = name.replace("-", " ")[:LONGEST].strip()
    near: list[tuple[str, str]] = []
    if typed and "\x00" not in typed:
        with suppress(DatabaseError):
            near = nearest_to(section, typed)
    sentence = in_one_line(str(exception)) if isinstance(exception, Missing) else ""
    return render(request, "404.html", {"sentence": sentence, "near": near}, status=404)


def nearest_to(section: str, typed: str) -> list[tuple[str, str]]:
    """Names and addresses of what is called most like the last part of an address."""
    if section == "people":
        return [(name, reverse("person", args=[slug])) for name, slug in people_like(typed)]
    if section == "stories":
        return [(typed, f"{reverse('article_list')}?{urlencode({'q': typed})}")]
    if section in LISTED:
        field, listing = LISTED[section]
        name = nearest(field, typed)
        asked = urlencode({"q": f'{field}:"{name}"'})
        return [(name, f"{reverse(listing)}?{asked}")] if name else []
    return []
