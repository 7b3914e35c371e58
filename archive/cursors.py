"""Cutting a list of records into pages by a place in its order, for machines."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.conf import settings
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import APIException
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response

ROWS, MOST_ROWS = 25, 100
LARGEST_KEY = 2**63 - 1

PAGE_PARAMETERS = [
    OpenApiParameter(
        "page_size",
        {"type": "integer", "minimum": 1, "maximum": MOST_ROWS, "default": ROWS},
        description="How many records a page has.",
    ),
    OpenApiParameter(
        "cursor",
        str,
        description="A place in the list, taken from `next` or `previous`. It stays where it is while "
        "records are added, and page 400 costs what the first one does.",
    ),
]


class Problem(NamedTuple):
    message: str
    suggestion: str = ""


class Refused(APIException):
    """What was asked cannot be read; the answer says why, and what could."""

    status_code = 400

    def __init__(self, problems: Iterable[Any]) -> None:
        """``problems`` have a ``message`` and a ``suggestion``."""
        super().__init__()
        self.detail = {
            "problems": [{"message": str(each.message), "suggestion": each.suggestion} for each in problems]
        }


class KeyedPagination(BasePagination):
    """Pages by a place in the list's order: ``view.order_of(request)``, of which the last key is unique."""

    has_search = False

    def paginate_queryset(self, rows: QuerySet, request: Request, view: Any = None) -> list[Any]:
        self.request, self.view = request, view
        size = self.size_asked(request)
        keys = view.order_of(request)
        self.backward, place = self.place_asked(request, rows.model, keys)
        if self.backward:
            keys = [flipped(key) for key in keys]
        if place:
            rows = rows.filter(beyond(keys, place))
        found = list(rows.order_by(*keys)[: size + 1])
        more, page = len(found) > size, found[:size]
        if self.backward:
            page.reverse()
        self.has_next = bool(place) if self.backward else more
        self.has_previous = more if self.backward else bool(place)
        self.names = [key.lstrip("-") for key in keys]
        self.page = page
        return page

    @staticmethod
    def size_asked(request: Request) -> int:
        asked = request.query_params.get("page_size", str(ROWS))
        if asked.isascii() and asked.isdigit() and len(asked) < 4 and 1 <= int(asked) <= MOST_ROWS:
            return int(asked)
        raise Refused([Problem(_("A page has from 1 to %d records.") % MOST_ROWS)])

    @staticmethod
    def place_asked(request: Request, model: type[Model], keys: list[str]) -> tuple[bool, list[Any]]:
        asked = request.query_params.get("cursor", "")
        if not asked:
            return False, []
        try:
            backward, *values = json.loads(urlsafe_b64decode(asked.encode() + b"=="))
            place = [as_key(model, key.lstrip("-"), value) for key, value in zip(keys, values, strict=True)]
            return bool(backward), place
        except (ValueError, TypeError, RecursionError):
            raise Refused(
                [Problem(_("This cursor is none of ours: take it from “next” or “previous”."))]
            ) from None

    def address(self, row: Any, backward: bool) -> str:
        values = [getattr(row, name) for name in self.names]
        written = json.dumps([int(backward), *values], default=str, separators=(",", ":")).encode()
        asked = self.request.query_params.copy()
        asked["cursor"] = urlsafe_b64encode(written).decode().rstrip("=")
        return f"{settings.SITE_URL}{self.request.path}?{asked.urlencode()}"

    def get_paginated_response(self, data: Any) -> Response:
        return Response(
            {
                "next": self.address(self.page[-1], False) if self.page and self.has_next else None,
                "previous": self.address(self.page[0], True) if self.page and self.has_previous else None,
                **self.view.about(),
                "results": data,
            }
        )

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": ["string", "null"], "format": "uri"}
        found: dict[str, Any] = {
            "next": {**link, "description": "The page after this one, or null."},
            "previous": {**link, "description": "The page before this one, or null."},
        }
        if self.has_search:
            found["search"] = SEARCH_SCHEMA
        found["results"] = schema
        return {"type": "object", "required": [*found], "properties": found}


class SearchPagination(KeyedPagination):
    has_search = True


SEARCH_SCHEMA = {
    "type": "object",
    "description": "How the search was read.",
    "required": ["query", "notes"],
    "properties": {
        "query": {"type": "string", "description": "All that was asked, as one query text."},
        "notes": {
            "type": "array",
            "items": {"type": "string"},
            "description": "What was understood otherwise than it was typed, for people.",
        },
    },
}


def flipped(key: str) -> str:
    return key.removeprefix("-") if key.startswith("-") else f"-{key}"


def as_key(model: type[Model], name: str, value: Any) -> Any:
    """A value of a cursor as its column has it; ``ValueError`` for what no row can have."""
    if isinstance(value, bool) or not isinstance(value, (str, int)) or "\0" in str(value):
        raise ValueError(value)
    if isinstance(value, int) and abs(value) > LARGEST_KEY:
        raise ValueError(value)
    try:
        field = model._meta.pk if name == "pk" else model._meta.get_field(name)
    except FieldDoesNotExist:  # an expression of text
        return str(value)
    try:
        return field.to_python(value)  # type: ignore[union-attr]
    except ValidationError as error:
        raise ValueError(value) from error


def beyond(keys: list[str], place: list[Any]) -> Q:
    """What follows a place in the order of ``keys``, said so that an index on the first one answers it."""
    later, same = Q(), Q()
    for key, value in zip(keys, place, strict=True):
        name, than = key.lstrip("-"), "lt" if key.startswith("-") else "gt"
        later |= same & Q(**{f"{name}__{than}": value})
        same &= Q(**{name: value})
    first, than = keys[0].lstrip("-"), "lte" if keys[0].startswith("-") else "gte"
    return Q(**{f"{first}__{than}": place[0]}) & later
