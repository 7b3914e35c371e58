"""Outlets for machines."""

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view

from archive.api import ANSWERS, BY_SLUG, LIST_ANSWERS, Records, called
from archive.cursors import PAGE_PARAMETERS
from articles.api.references import OutletReference
from articles.models import Outlet


class OutletSerializer(OutletReference):
    class Meta:
        model = Outlet
        fields = [*OutletReference.Meta.fields, "website"]


@extend_schema_view(
    list=extend_schema(
        summary="Outlets",
        parameters=PAGE_PARAMETERS,
        responses={200: OutletSerializer(many=True), **LIST_ANSWERS},
    ),
    retrieve=extend_schema(
        summary="One outlet",
        description="Who publishes reports.",
        parameters=[BY_SLUG],
        responses={200: OutletSerializer, **ANSWERS},
    ),
)
class Outlets(Records):
    serializer_class = OutletSerializer
    order = "name"
    by_name = True

    def rows(self) -> QuerySet:
        return Outlet.objects.all()

    def row(self, key: str) -> Outlet:
        return called(Outlet.objects.all(), key)
