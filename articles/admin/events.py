"""Events, who took part in them, and who covered them."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from archive.admin import HistoryAdmin, StaffInline
from articles.admin.refusals import EXPLANATIONS
from articles.models import Coverage, Event, Participation


class ParticipationInline(StaffInline):
    model = Participation
    fields = ["position", "person", "part"]
    autocomplete_fields = ["person"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("person")


class StoryInline(StaffInline):
    """The stories that tell of one event."""

    model = Coverage
    fields = ["article", "status", "confidence", "evidence"]
    readonly_fields = ["confidence", "evidence"]
    autocomplete_fields = ["article"]
    verbose_name = _("story")
    verbose_name_plural = _("stories that tell of it")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("article", "event")


@admin.register(Event)
class EventAdmin(HistoryAdmin):
    explanations = EXPLANATIONS
    list_display = ["name", "kind", "starts_on", "place", "in_response_to"]
    list_filter = [("kind", admin.AllValuesFieldListFilter)]
    list_select_related = ["in_response_to"]
    search_fields = ["name__unaccent", "place__unaccent", "summary__unaccent", "key"]
    date_hierarchy = "starts_on"
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["in_response_to"]
    inlines = [ParticipationInline, StoryInline]
    fieldsets = [
        (None, {"fields": ["name", "slug", "kind", "summary"]}),
        (_("When and where"), {"fields": [("starts_on", "precision"), "ends_on", "place"]}),
        (_("What led to it"), {"fields": ["in_response_to"]}),
        (_("Provenance"), {"fields": ["key"]}),
    ]

    def autocomplete_label(self, event: Event) -> str:
        return f"{event} ({event.starts_on})"
