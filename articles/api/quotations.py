"""Quotations for machines."""

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import (
    extend_schema,
    extend_schema_field,
    extend_schema_view,
)
from rest_framework import serializers
from rest_framework.exceptions import NotFound

from archive.api import (
    ANSWERS,
    BY_NUMBER,
    GONE,
    LIST_ANSWERS,
    Address,
    Gone,
    RecordAddress,
    number_of,
    record_address,
)
from articles.api.references import AcceptedEvent, ProvenanceSerializer, StoryReference
from articles.api.search import SEARCHED_BY_DAY, SearchedByDay
from articles.models import Article, Outlet, Quotation
from people.api import OnTheDaySerializer, PersonReference
from people.models import Organization, Person

SPEAKERS: dict[type, str] = {Person: "person", Outlet: "outlet", Organization: "organization"}


class SpeakerSerializer(serializers.Serializer):
    """Who spoke: a person, an outlet or a body."""

    type = serializers.ChoiceField(list(SPEAKERS.values()))
    name = serializers.CharField()
    slug = serializers.CharField(allow_null=True, help_text="Null for a body, which has no page.")
    url = serializers.URLField(allow_null=True)
    api_url = serializers.URLField(allow_null=True)

    def to_representation(self, speaker: Person | Outlet | Organization) -> dict[str, str | None]:
        kind = SPEAKERS[type(speaker)]
        found: dict[str, str | None] = {"type": kind, "name": speaker.name}
        if isinstance(speaker, Organization):
            return found | {"slug": None, "url": None, "api_url": None}
        return found | {
            "slug": speaker.slug,
            "url": f"{settings.SITE_URL}{speaker.get_absolute_url()}",
            "api_url": record_address(f"api_{kind}", speaker.slug),
        }


class ContextSerializer(serializers.Serializer):
    """What stands around the words in their own sentence."""

    before = serializers.CharField()
    after = serializers.CharField()


class QuotationSerializer(serializers.ModelSerializer):
    url = Address()
    api_url = RecordAddress("api_quotation", "pk")
    shown_as_fact = serializers.BooleanField(
        help_text="Whether who spoke is confirmed, or read with the confidence that this archive asks for."
    )
    listed_on = serializers.DateField(help_text="The day it was said or else published.")
    speaker = SpeakerSerializer(source="said_by", allow_null=True)
    speaker_that_day = OnTheDaySerializer(
        source="speaker_then", allow_null=True, help_text="What a person who spoke was that day."
    )
    candidates = PersonReference(many=True, help_text="Who it may have been, where the report does not tell.")
    context = serializers.SerializerMethodField()
    spans = serializers.ListField(
        child=serializers.ListField(child=serializers.IntegerField(), min_length=2, max_length=2),
        help_text="Where the words stand in the body of that version, in code points; the end is outside.",
    )
    story = StoryReference(source="version.article")
    event = AcceptedEvent(allow_null=True)
    story_count = serializers.IntegerField(
        help_text="How many stories report the same words of the same speaker; 0 where only this one does."
    )
    provenance = ProvenanceSerializer(source="version")

    class Meta:
        model = Quotation
        fields = [
            *("id", "url", "api_url", "text", "context", "kind", "listed_on", "said_on"),
            *("status", "confidence", "evidence", "shown_as_fact"),
            *("attribution", "speaker", "speaker_that_day", "speaker_label", "candidates", "cue", "occasion"),
            *("story", "spans", "event", "utterance", "story_count", "provenance"),
        ]
        extra_kwargs = {"utterance": {"help_text": "The same for every quotation of one thing said once."}}

    @extend_schema_field(ContextSerializer)
    def get_context(self, quotation: Quotation) -> dict[str, str]:
        before, after = quotation.context
        return {"before": before, "after": after}


@extend_schema_view(
    list=extend_schema(
        summary="Quotations that a search finds",
        parameters=SEARCHED_BY_DAY,
        responses={200: QuotationSerializer(many=True), **LIST_ANSWERS},
    ),
    retrieve=extend_schema(
        summary="One quotation",
        description="Withdrawn words are never told, only why they were withdrawn.",
        parameters=[BY_NUMBER],
        responses={200: QuotationSerializer, **ANSWERS, **GONE},
    ),
)
class Quotations(SearchedByDay):
    serializer_class = QuotationSerializer
    order = "-listed_on"

    def rows(self) -> QuerySet:
        return self.search.quotations().for_listing()

    def row(self, key: str) -> Quotation:
        number = number_of(key)
        found = (
            Quotation.objects.for_listing()
            .exclude(version__article__status=Article.Status.DRAFT)
            .filter(pk=number)
            .first()
        )
        if found is None:
            raise NotFound(_("There is no quotation of this number."))
        article = found.version.article
        if article.status == Article.Status.WITHDRAWN:
            raise Gone(_("The story of this quotation was withdrawn."), article.withdrawn_reason)
        if found.status == Quotation.Status.REJECTED:
            raise Gone(
                _("This quotation was withdrawn."),
                _("Staff found that these words, or who was said to have spoken them, were read wrongly."),
            )
        return found
