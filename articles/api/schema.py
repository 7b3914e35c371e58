"""The description of the interface, for programs that read OpenAPI."""

import json
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from archive.cursors import MOST_ROWS
from archive.paging import ROWS
from articles.api.search import PARAMETERS

NOUNS = [
    ("quotation", _("Quotations"), "12"),
    ("story", _("Stories"), "7"),
    ("person", _("People"), "john-key"),
    ("event", _("Events"), "walk-out-of-the-house"),
    ("outlet", _("Outlets"), "the-digest"),
    ("party", _("Parties"), "national"),
]
"""What there are records of, and a key of one."""
OFTEN = {
    "s": _("%d times a second"),
    "m": _("%d times a minute"),
    "h": _("%d times an hour"),
    "d": _("%d times a day"),
}


def nothing_is_left_out(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """A record has all its fields, be they empty."""
    for schema in result["components"]["schemas"].values():
        if "properties" in schema:
            schema["required"] = sorted(schema["properties"])
    return result


@cache
def written() -> str:
    # Here, not above: it takes time to load, and hardly any process is asked for it.
    from drf_spectacular.generators import SchemaGenerator

    from articles.api.urls import records

    schema = SchemaGenerator(patterns=records).get_schema(request=None, public=True)
    return json.dumps(schema)


@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    return HttpResponse(written(), content_type="application/vnd.oai.openapi+json")


@require_safe
def root(request: HttpRequest) -> HttpResponse:
    names = [*(f"{noun}_list" for noun, _, _ in NOUNS), "schema", "help"]
    return JsonResponse(
        {name.removesuffix("_list"): f"{settings.SITE_URL}{reverse(f'api_{name}')}" for name in names}
    )


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    count, _, span = settings.API_ANONYMOUS_RATE.partition("/")
    context = {
        "lists": [
            {"label": label, "address": reverse(f"api_{noun}_list"), "key": key} for noun, label, key in NOUNS
        ],
        "schema": reverse("api_schema"),
        "parameters": PARAMETERS,
        "rows": ROWS,
        "most": MOST_ROWS,
        "rate": OFTEN[span[:1]] % int(count) if count else "",
    }
    return render(request, "articles/api_help.html", context)


def nothing(request: HttpRequest, rest: str) -> HttpResponse:
    return JsonResponse({"detail": gettext("There is nothing at this address.")}, status=404)
