"""What the interface for machines is made of, whatever it tells of: read only, JSON only, paged by key."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import APIException, NotFound
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import AnonRateThrottle
from rest_framework.viewsets import GenericViewSet

from archive.addresses import page_at
from archive.cursors import KeyedPagination, Problem, Refused
from archive.models import FormerAddress

ONCE = {"page_size", "cursor", "order"}
"""Parameters of which a second one would be passed over."""


class Gone(APIException):
    """It was here, and was withdrawn."""

    status_code = 410

    def __init__(self, detail: str, reason: str) -> None:
        super().__init__()
        self.detail = {"detail": detail, "reason": reason}


class ProblemSerializer(serializers.Serializer):
    message = serializers.CharField(help_text="Why it could not be read, for people.")
    suggestion = serializers.CharField(help_text="A query text that would work, or empty.")


class ProblemsSerializer(serializers.Serializer):
    problems = ProblemSerializer(many=True)


class DetailSerializer(serializers.Serializer):
    detail = serializers.CharField(help_text="What is the matter, for people.")


class GoneSerializer(DetailSerializer):
    reason = serializers.CharField(help_text="Why it was withdrawn.")


ANSWERS = {
    400: OpenApiResponse(ProblemsSerializer, "The request cannot be read as it is."),
    404: OpenApiResponse(DetailSerializer, "There is nothing of this key."),
    422: OpenApiResponse(DetailSerializer, "The search took too long and was stopped; ask for less."),
    429: OpenApiResponse(DetailSerializer, "Too many requests; wait for the seconds in `Retry-After`."),
}
BY_NUMBER = OpenApiParameter("key", str, OpenApiParameter.PATH, description="Its number.")
BY_SLUG = OpenApiParameter(
    "key", str, OpenApiParameter.PATH, description="Its slug, as in its address, or one that it had before."
)
LIST_ANSWERS = {code: answer for code, answer in ANSWERS.items() if code != 404}
GONE = {410: OpenApiResponse(GoneSerializer, "It was withdrawn, for the reason given.")}


@extend_schema_field(OpenApiTypes.URI)
class Address(serializers.ReadOnlyField):
    """Where readers find what the record tells of."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "Its permanent page.")
        super().__init__(source="*", **kwargs)

    def to_representation(self, row: Any) -> str:
        return f"{settings.SITE_URL}{row.get_absolute_url()}"


@extend_schema_field(OpenApiTypes.URI)
class RecordAddress(serializers.ReadOnlyField):
    """Where programs find the whole record."""

    def __init__(self, name: str, key: str = "slug", **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "Its whole record here.")
        super().__init__(source="*", **kwargs)
        self.name, self.key = name, key

    def to_representation(self, row: Any) -> str:
        return record_address(self.name, getattr(row, self.key))


def record_address(name: str, key: str | int) -> str:
    """The address of a record by the name of its pattern; ``key`` is a number or a slug."""
    return f"{settings.SITE_URL}{page_at(f'{name}_list')}{key}/"


class JSON(BaseContentNegotiation):
    """One format for everybody: there is no page to browse with scripts of its own."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        return parsers[0]

    def select_renderer(
        self, request: Request, renderers: Any, format_suffix: Any = None
    ) -> tuple[BaseRenderer, str]:
        return renderers[0], renderers[0].media_type


class AnonymousThrottle(AnonRateThrottle):
    """Counted in each process of the server: a guard against the careless, not a quota."""

    cache = caches["throttles"]

    def get_rate(self) -> str | None:
        return settings.API_ANONYMOUS_RATE or None


class Records(GenericViewSet):
    """The records of one noun: a list, and each by its key."""

    http_method_names = ["get", "head", "options"]
    content_negotiation_class = JSON
    throttle_classes = [AnonymousThrottle]
    pagination_class = KeyedPagination
    order: str
    """Of the list, such as ``-published_on``; rows that are alike in it come by their keys."""
    by_name = False
    """Whether that is an order of names, not of days."""
    takes: frozenset[str] = frozenset()
    """The parameters of the list, besides those of its pages."""
    whole_serializer_class: type[serializers.BaseSerializer] | None = None
    """Of one record alone, where it tells more."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if problems := list(self.problems(request)):
            raise Refused(problems)

    def problems(self, request: Request) -> Iterable[Problem]:
        known = self.takes | {"page_size", "cursor"} if self.action == "list" else frozenset()
        for name, values in request.query_params.lists():
            if name not in known:
                yield Problem(
                    _("There is no parameter “%(name)s” here; there are: %(known)s.")
                    % {"name": name[:40], "known": ", ".join(sorted(known)) or _("none")}
                )
            elif "\0" in "".join(values):
                yield Problem(_("The parameter “%s” holds a null character.") % name)
            elif len(values) > 1 and name in ONCE:
                yield Problem(_("The parameter “%s” is given twice.") % name)

    def order_of(self, request: Request) -> str:
        return self.order

    def about(self) -> dict[str, Any]:
        """What an answer says of the whole list."""
        return {}

    def get_serializer_class(self) -> type[serializers.BaseSerializer]:
        if self.action == "retrieve" and self.whole_serializer_class:
            return self.whole_serializer_class
        return super().get_serializer_class()

    def rows(self) -> QuerySet:
        """What the list is cut from; everything that readers may see unless something was asked."""
        raise NotImplementedError

    def row(self, key: str) -> Any:
        """The row of a key; ``NotFound`` or :class:`Gone` where there is none for readers."""
        raise NotImplementedError

    def list(self, request: Request) -> Response:
        rows = self.paginate_queryset(self.rows())
        return self.get_paginated_response(self.get_serializer(rows, many=True).data)

    def retrieve(self, request: Request, key: str) -> Response:
        return Response(self.get_serializer(self.row(key)).data)


def number_of(key: str) -> int:
    """A key that is a number; ``NotFound`` for what no row can have."""
    if key.isascii() and key.isdigit() and len(key) < 19:
        return int(key)
    raise NotFound(_("There is no record of this number."))


def called(rows: QuerySet, key: str) -> Any:
    """The one of these whose slug this is, or else was before; ``NotFound`` where there is none."""
    if "\0" in key:
        raise NotFound(_("There is no record of this name."))
    return there_is(FormerAddress.objects.called(rows, key))


def only(rows: QuerySet) -> Any:
    """The one row of these; ``NotFound`` where there is none."""
    return there_is(rows.first())


def there_is(found: Any) -> Any:
    if found is None:
        raise NotFound(_("There is no such record."))
    return found
