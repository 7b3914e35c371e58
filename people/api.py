"""People and parties for machines."""

from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from drf_spectacular.utils import (
    extend_schema,
    extend_schema_field,
    extend_schema_view,
)
from rest_framework import serializers

from archive.api import ANSWERS, BY_SLUG, LIST_ANSWERS, Address, RecordAddress, Records, called
from archive.cursors import PAGE_PARAMETERS
from archive.partial import PartialDate
from people.careers import last_known
from people.models import OnTheDay, Party, PartyMembership, Person, PersonIdentifier, PersonName, Span, Tenure
from people.querysets import PersonQuerySet


@extend_schema_field({"type": ["string", "null"], "pattern": r"^\d{4}(-\d\d(-\d\d)?)?$"})
class PartialDay(serializers.ReadOnlyField):
    """``2015-11-12``, ``2015-11`` or ``2015``: as much of a day as its source gave."""

    def __init__(self, day: str, precision: str, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "As much as is known: `2015-11-12`, `2015-11` or `2015`.")
        super().__init__(source="*", **kwargs)
        self.day, self.precision = day, precision

    def to_representation(self, row: Any) -> str | None:
        day: date | None = getattr(row, self.day)
        precision = getattr(row, self.precision)
        if day is None:
            return None
        return str(PartialDate(day, precision if precision in ("month", "year") else "day"))


class PartyReference(serializers.ModelSerializer):
    url = Address()
    api_url = RecordAddress("api_party")

    class Meta:
        model = Party
        fields = ["slug", "name", "short_name", "url", "api_url"]


class PersonReference(serializers.ModelSerializer):
    url = Address()
    api_url = RecordAddress("api_person")

    class Meta:
        model = Person
        fields = ["slug", "name", "url", "api_url"]


class OnTheDaySerializer(serializers.Serializer):
    """What a person was on one day."""

    day = serializers.DateField()
    line = serializers.CharField(help_text="Office, party and seat in one line, as pages print it.")
    offices = serializers.SerializerMethodField(help_text="Offices other than a seat, the highest first.")
    seat = serializers.SerializerMethodField(help_text="Such as: Member for Helensville.")
    party = PartyReference(allow_null=True)

    def get_offices(self, then: OnTheDay) -> list[str]:
        return [tenure.title for tenure in then.posts]

    def get_seat(self, then: OnTheDay) -> str | None:
        return then.seat_title or None


class LastKnownDay(OnTheDaySerializer):
    def get_attribute(self, person: Person) -> OnTheDay:
        return last_known(person, timezone.localdate()).then


class SpanSerializer(serializers.ModelSerializer):
    starts = PartialDay("starts", "starts_precision")
    ends = PartialDay("ends", "ends_precision", help_text="The first day it was over; null while it lasts.")
    dates_of_period = serializers.SerializerMethodField(
        help_text="Whether the source gave no dates but those of the legislative period."
    )

    def get_dates_of_period(self, span: Span) -> bool:
        return "period" in (span.starts_precision, span.ends_precision)


class TenureSerializer(SpanSerializer):
    title = serializers.CharField()
    kind = serializers.CharField(source="office.kind", help_text="seat, government, house, party or other.")
    organization = serializers.CharField(source="office.organization.name", default=None, allow_null=True)
    area = serializers.CharField(source="office.area.name", default=None, allow_null=True)

    class Meta:
        model = Tenure
        fields = ["title", "kind", "organization", "area", "is_acting", "starts", "ends", "dates_of_period"]


class MembershipSerializer(SpanSerializer):
    party = PartyReference()

    class Meta:
        model = PartyMembership
        fields = ["party", "starts", "ends", "dates_of_period"]


class NameSerializer(serializers.ModelSerializer):
    class Meta:
        model = PersonName
        fields = ["name", "note"]


class IdentifierSerializer(serializers.ModelSerializer):
    class Meta:
        model = PersonIdentifier
        fields = ["scheme", "identifier"]


class PersonSerializer(PersonReference):
    born_on = PartialDay("born_on", "born_precision")
    died_on = PartialDay("died_on", "died_precision")
    names = NameSerializer(many=True, help_text="Other ways the name is written.")
    identifiers = IdentifierSerializer(many=True, help_text="What other catalogues call the person.")
    last_known = LastKnownDay(
        help_text="What the person is today or, where every office is over, was on the last day of one."
    )

    class Meta:
        model = Person
        fields = [
            *("slug", "name", "sort_name", "url", "api_url", "honorific_prefix", "honorific_suffix"),
            *("born_on", "died_on", "portrait_url", "portrait_credit", "provisional"),
            *("names", "identifiers", "last_known"),
        ]


class WholePersonSerializer(PersonSerializer):
    tenures = TenureSerializer(many=True, help_text="Seats and offices, the latest first.")
    party_memberships = MembershipSerializer(many=True)

    class Meta(PersonSerializer.Meta):
        fields = [*PersonSerializer.Meta.fields, "tenures", "party_memberships"]


def with_records(people: PersonQuerySet) -> PersonQuerySet:
    """What :class:`PersonSerializer` reads, in four more queries."""
    names = Prefetch("names", PersonName.objects.order_by("pk"))
    return people.in_directory_order().with_offices().prefetch_related(names, "identifiers")


class PartySerializer(PartyReference):
    class Meta:
        model = Party
        fields = [*PartyReference.Meta.fields, "also_called", "colour", "colour_dark"]


@extend_schema_view(
    list=extend_schema(
        summary="Parties",
        parameters=PAGE_PARAMETERS,
        responses={200: PartySerializer(many=True), **LIST_ANSWERS},
    ),
    retrieve=extend_schema(
        summary="One party",
        description="Its names and colours; its members are found by `/api/people/?party=`.",
        parameters=[BY_SLUG],
        responses={200: PartySerializer, **ANSWERS},
    ),
)
class Parties(Records):
    serializer_class = PartySerializer
    order = "name"
    by_name = True

    def rows(self) -> QuerySet:
        return Party.objects.all()

    def row(self, key: str) -> Party:
        return called(Party.objects.all(), key)
