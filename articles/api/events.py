"""Events for machines."""

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers

from archive.api import ANSWERS, BY_SLUG, LIST_ANSWERS, called
from articles.api.references import AcceptedEvent, EventReference
from articles.api.search import SEARCHED_BY_DAY, SearchedByDay
from articles.models import Event, Participation
from people.api import PartialDay, PersonReference


class ParticipationSerializer(serializers.ModelSerializer):
    person = PersonReference()

    class Meta:
        model = Participation
        fields = ["person", "part"]


class EventSerializer(EventReference):
    ends_on = PartialDay("ends_on", "precision", help_text="Its last day, where it took more than one.")
    in_response_to = AcceptedEvent(allow_null=True, help_text="The event that led to this one.")
    led_to = EventReference(source="effects", many=True)
    participants = ParticipationSerializer(source="parts", many=True)
    story_count = serializers.IntegerField(help_text="How many stories tell of it.")

    class Meta:
        model = Event
        fields = [
            *("slug", "name", "kind", "url", "api_url", "starts_on", "ends_on", "place", "summary"),
            *("status", "confidence", "evidence", "in_response_to", "led_to", "participants", "story_count"),
        ]


@extend_schema_view(
    list=extend_schema(
        summary="Events that a search finds",
        parameters=SEARCHED_BY_DAY,
        responses={200: EventSerializer(many=True), **LIST_ANSWERS},
    ),
    retrieve=extend_schema(
        summary="One event",
        description="What happened, who took part, and what led to it.",
        parameters=[BY_SLUG],
        responses={200: EventSerializer, **ANSWERS},
    ),
)
class Events(SearchedByDay):
    serializer_class = EventSerializer
    order = "-starts_on"

    def rows(self) -> QuerySet:
        return self.search.events().for_listing()

    def row(self, key: str) -> Event:
        return called(Event.objects.accepted().for_listing(), key)
