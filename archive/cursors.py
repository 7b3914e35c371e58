"""Pages of records, and what is the matter with a request, as machines are told of them."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import APIException
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response

from archive.paging import ROWS, Cursor, keyed_page

MOST_ROWS = 100

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
    """Pages of ``view.order_of(request)``, which is an order by day or, where ``view.by_name``, by name."""

    has_search = False

    def paginate_queryset(self, rows: QuerySet, request: Request, view: Any = None) -> list[Any]:
        self.request, self.view = request, view
        size = self.size_asked(request)
        try:
            cursor = Cursor.parse(request.query_params.get("cursor", ""), "name" if view.by_name else "day")
        except ValueError:
            raise Refused(
                [Problem(_("This cursor is none of ours: take it from “next” or “previous”."))]
            ) from None
        self.page = keyed_page(cursor, rows, view.order_of(request), size)
        return list(self.page.rows)

    @staticmethod
    def size_asked(request: Request) -> int:
        asked = request.query_params.get("page_size", str(ROWS))
        if asked.isascii() and asked.isdigit() and len(asked) < 4 and 1 <= int(asked) <= MOST_ROWS:
            return int(asked)
        raise Refused([Problem(_("A page has from 1 to %d records.") % MOST_ROWS)])

    def address(self, cursor: str | None) -> str | None:
        if not cursor:
            return None
        asked = self.request.query_params.copy()
        asked["cursor"] = cursor
        return f"{settings.SITE_URL}{self.request.path}?{asked.urlencode()}"

    def get_paginated_response(self, data: Any) -> Response:
        return Response(
            {
                "next": self.address(self.page.next),
                "previous": self.address(self.page.previous),
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
