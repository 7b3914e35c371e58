"""The people that a search finds."""

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view

from archive.api import ANSWERS, BY_SLUG, LIST_ANSWERS, called
from articles.api.search import SEARCHED, Searched
from people.api import PersonSerializer, WholePersonSerializer, with_records
from people.models import Person


@extend_schema_view(
    list=extend_schema(
        summary="People that a search finds, as a directory orders them",
        parameters=SEARCHED,
        responses={200: PersonSerializer(many=True), **LIST_ANSWERS},
    ),
    retrieve=extend_schema(
        summary="One person, with every office and party",
        description="Everything that is on record of a person.",
        parameters=[BY_SLUG],
        responses={200: WholePersonSerializer, **ANSWERS},
    ),
)
class People(Searched):
    serializer_class = PersonSerializer
    whole_serializer_class = WholePersonSerializer
    order = "directory_name"
    by_name = True

    def rows(self) -> QuerySet:
        return with_records(self.search.people())

    def row(self, key: str) -> Person:
        return called(with_records(Person.objects.all()), key)
