"""Stories for machines."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.exceptions import NotFound

from archive.api import ANSWERS, BY_NUMBER, GONE, LIST_ANSWERS, Gone, number_of
from articles.api.references import ProvenanceSerializer, StoryReference
from articles.api.search import SEARCHED_BY_DAY, SearchedByDay
from articles.models import Article, ArticleVersion
from articles.querysets import ArticleQuerySet


class CurrentProvenance(ProvenanceSerializer):
    def get_attribute(self, article: Article) -> ArticleVersion | None:
        version = article.current
        if version:
            version.article = article  # whose address is at hand
        return version


class StorySerializer(StoryReference):
    bylines = serializers.ListField(
        child=serializers.CharField(), source="bylined", help_text="As printed, in order."
    )
    source_url = serializers.CharField(source="url", help_text="Where the outlet has it; may be empty.")
    quotation_count = serializers.IntegerField(help_text="How many quotations were read out of it.")
    provenance = CurrentProvenance(source="current", allow_null=True)

    class Meta:
        model = Article
        fields = [
            *(
                "id",
                "title",
                "headline",
                "supplied_title",
                "standfirst",
                "url",
                "api_url",
                "source_url",
                "outlet",
            ),
            *("published_on", "published_at", "published_zone", "section", "language", "status"),
            *("content_themes", "bylines", "quotation_count", "provenance"),
        ]


class WholeStorySerializer(StorySerializer):
    body = serializers.CharField(
        source="current.body",
        default="",
        help_text="Paragraphs, parted by one empty line. Positions in it count code points.",
    )

    class Meta(StorySerializer.Meta):
        fields = [*StorySerializer.Meta.fields, "body"]


def with_records(stories: ArticleQuerySet) -> ArticleQuerySet:
    found: ArticleQuerySet = stories.for_listing().select_related("outlet", "current")
    return found.defer("current__original", "current__search_vector", "current__sketch")


@extend_schema_view(
    list=extend_schema(
        summary="Stories that a search finds",
        parameters=SEARCHED_BY_DAY,
        responses={200: StorySerializer(many=True), **LIST_ANSWERS},
    ),
    retrieve=extend_schema(
        summary="One story, with its text",
        description="A withdrawn text is never told, only why it was withdrawn.",
        parameters=[BY_NUMBER],
        responses={200: WholeStorySerializer, **ANSWERS, **GONE},
    ),
)
class Stories(SearchedByDay):
    serializer_class = StorySerializer
    whole_serializer_class = WholeStorySerializer
    order = "-published_on"

    def rows(self) -> QuerySet:
        return with_records(self.search.stories()).defer(
            "current__body", "current__original", "current__search_vector", "current__sketch"
        )

    def row(self, key: str) -> Article:
        kept = Article.objects.exclude(status=Article.Status.DRAFT).filter(pk=number_of(key))
        found = with_records(kept).first()
        if found is None:
            raise NotFound(_("There is no story of this number."))
        if found.status == Article.Status.WITHDRAWN:
            raise Gone(_("This story was withdrawn."), found.withdrawn_reason)
        return found
