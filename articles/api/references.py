"""How one record names others."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from archive.api import Address, RecordAddress
from articles.models import Article, ArticleVersion, Event, Outlet
from articles.templatetags.stories import source
from articles.themes import Theme
from people.api import PartialDay


class OutletReference(serializers.ModelSerializer):
    url = Address()
    api_url = RecordAddress("api_outlet")

    class Meta:
        model = Outlet
        fields = ["slug", "name", "url", "api_url"]


class EventReference(serializers.ModelSerializer):
    starts_on = PartialDay("starts_on", "precision")
    url = Address()
    api_url = RecordAddress("api_event")

    class Meta:
        model = Event
        fields = ["slug", "name", "starts_on", "url", "api_url"]


class AcceptedEvent(EventReference):
    """An event that another record names; null while it is only proposed."""

    def get_attribute(self, row: Any) -> Event | None:
        event = super().get_attribute(row)
        return event if event and event.is_accepted else None


class StoryReference(serializers.ModelSerializer):
    title = serializers.CharField(help_text="The headline, or in brackets a title that the archive supplies.")
    published_on = PartialDay("published_on", "published_precision")
    outlet = OutletReference()
    url = Address()
    api_url = RecordAddress("api_story", "pk")
    content_themes = serializers.ListField(
        child=serializers.ChoiceField(Theme.choices),
        help_text="What it tells that hurts to read, as staff judged: tell readers before they come to it.",
    )

    class Meta:
        model = Article
        fields = ["id", "title", "published_on", "outlet", "url", "api_url", "content_themes"]


class ProvenanceSerializer(serializers.ModelSerializer):
    """Where a text came from: the version of a report, as it was taken once."""

    version = serializers.IntegerField(source="number", help_text="Of the report, from 1.")
    url = Address(help_text="The page of this version of the report.")
    source = serializers.SerializerMethodField(
        help_text="The address or the name of the file it was taken from."
    )
    text_sha256 = serializers.CharField(source="checksum", help_text="Of headline, standfirst and body.")

    class Meta:
        model = ArticleVersion
        fields = [
            *("version", "url", "source", "importer", "retrieved_at", "media_type"),
            *("text_sha256", "original_sha256", "reader", "read_at"),
        ]

    @extend_schema_field(OpenApiTypes.STR)
    def get_source(self, version: ArticleVersion) -> str:
        return source(version.place)
