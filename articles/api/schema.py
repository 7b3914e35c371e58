"""The description of the interface, for programs that read OpenAPI."""

import json
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe


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
    nouns = ("quotation", "story", "person", "event", "outlet", "party")
    lists = {name: f"{settings.SITE_URL}{reverse(f'api_{name}_list')}" for name in nouns}
    return JsonResponse(lists | {"schema": f"{settings.SITE_URL}{reverse('api_schema')}"})


def nothing(request: HttpRequest, rest: str) -> HttpResponse:
    return JsonResponse({"detail": _("There is nothing at this address.")}, status=404)
