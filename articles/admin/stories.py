"""Outlets, their stories, and every version of them."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from archive.admin import HistoryAdmin, ReadOnlyInline, StaffAdmin, StaffInline, change_rows
from articles.admin.proposals import in_story
from articles.admin.refusals import EXPLANATIONS
from articles.admin.typed import StoryForm, TypedForm, take
from articles.models import Article, ArticleVersion, Byline, Coverage, Outlet
from articles.themes import Theme, names, words_found

HEAVY = ["body", "original", "search_vector"]


@admin.register(Outlet)
class OutletAdmin(HistoryAdmin):
    explanations = EXPLANATIONS
    list_display = ["name", "website"]
    search_fields = ["name__unaccent"]
    prepopulated_fields = {"slug": ["name"]}
    fields = ["name", "slug", "website"]


class BylineInline(StaffInline):
    model = Byline
    fields = ["position", "name"]


class VersionInline(ReadOnlyInline):
    model = ArticleVersion
    fields = ["number", "retrieved_at", "importer", "place", "reader"]
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("article").defer(*HEAVY)


class EventInline(StaffInline):
    """The events that one story tells of."""

    model = Coverage
    fields = ["event", "status", "confidence", "evidence"]
    readonly_fields = ["confidence", "evidence"]
    autocomplete_fields = ["event"]
    verbose_name = _("event")
    verbose_name_plural = _("events it tells of")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("article", "event")


class ContentNoteFilter(admin.SimpleListFilter):
    """Stories that readers are warned of, and those whose words say that they may have to be."""

    title = _("content note")
    parameter_name = "content_note"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("has", _("has one")), ("may-need", _("may need one")), ("needs-none", _("needs none"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet:
        if self.value() == "has":
            return queryset.filter(content_themes__len__gt=0)
        if self.value() == "may-need":
            return queryset.may_need_note()
        if self.value() == "needs-none":
            return queryset.filter(needs_no_note=True)
        return queryset


@admin.register(Article)
class ArticleAdmin(HistoryAdmin):
    form = StoryForm
    explanations = EXPLANATIONS
    waiting = {"content_note": "may-need"}
    actions = ["leave_without_note"]
    list_display = ["title", "outlet", "published_on", "quotations", "status"]
    list_filter = [
        *("status", "published_precision", ("outlet", admin.RelatedOnlyFieldListFilter), "language"),
        ContentNoteFilter,
    ]
    search_fields = ["headline__unaccent", "standfirst__unaccent", "url", "source_key"]
    date_hierarchy = "published_on"
    prepopulated_fields = {"slug": ["headline"]}
    autocomplete_fields = ["outlet"]
    fieldsets = [
        (None, {"fields": ["headline", "standfirst", "outlet", "slug"]}),
        (
            _("Standing"),
            {
                "fields": [
                    *("status", "withdrawn_reason"),
                    ("content_themes", "proposed_by_words"),
                    "needs_no_note",
                ]
            },
        ),
        (
            _("Publication"),
            {
                "fields": [
                    ("published_on", "published_precision"),
                    ("published_at", "published_zone"),
                    ("section", "language"),
                ]
            },
        ),
        (_("Provenance"), {"fields": ["url", "source_key", "created_at"]}),
    ]

    # An import finds a story by its source key.
    readonly_fields = ["source_key", "created_at", "proposed_by_words"]

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name != "content_themes":
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        return forms.MultipleChoiceField(
            choices=Theme.choices,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            label=_("Content note"),
            help_text=db_field.help_text,
        )

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if obj is None:
            kwargs["form"] = TypedForm
        return super().get_form(request, obj, change, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Article | None = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        return fieldsets if obj else [fieldsets[0], (None, {"fields": ["text"]}), *fieldsets[1:]]

    def get_inlines(self, request: HttpRequest, obj: Article | None = None) -> list[type]:
        return [BylineInline, EventInline, VersionInline] if obj else [BylineInline]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if not change:
            take(form.instance, form.record)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows: Any = super().get_queryset(request)
        return rows.select_related("outlet").with_quotation_counts()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Stories are withdrawn, for a reason that readers see."""
        return False

    def rows_waiting(self) -> QuerySet:
        return Article.objects.may_need_note()

    def waiting_as(self, number: int) -> str:
        return ngettext("story that may need a note", "stories that may need a note", number)

    @admin.action(description=_("Needs no content note"), permissions=["change"])
    def leave_without_note(self, request: HttpRequest, rows: QuerySet[Article]) -> None:
        chosen = list(rows.filter(content_themes=[], needs_no_note=False))
        change_rows(request, chosen, gettext("Needs no content note, from the list"), needs_no_note=True)
        told = ngettext("%d story needs no note.", "%d stories need no note.", len(chosen))
        self.message_user(request, told % len(chosen), messages.SUCCESS)

    @admin.display(description=_("proposed by words"))
    def proposed_by_words(self, article: Article) -> str | None:
        """The themes that have words of their lists in the text, and which."""
        if not article.current_id:
            return None
        found = words_found(article.current_id)
        lines = [(*names([theme]), "”, “".join(words)) for theme, words in found.items()]
        told = format_html_join("", "<p>{}: “{}”</p>", lines)
        return told or gettext("No word of the lists stands in the text.")

    def autocomplete_label(self, article: Article) -> str:
        return f"{article} ({article.outlet}, {article.published_on})"

    @admin.display(description=_("quotations"))
    def quotations(self, article: Article) -> int:
        return article.quotation_count  # type: ignore[attr-defined]


@admin.register(ArticleVersion)
class ArticleVersionAdmin(StaffAdmin):
    """Evidence: to look at."""

    list_display = ["article", "number", "retrieved_at", "importer", "place"]
    list_filter = ["importer", "reader"]
    list_select_related = ["article"]
    search_fields = ["article__headline__unaccent", "place", "checksum", "original_sha256"]
    date_hierarchy = "retrieved_at"
    fieldsets = [
        (None, {"fields": ["article", "number", "headline", "standfirst", "text"]}),
        (
            _("Provenance"),
            {"fields": ["retrieved_at", "place", "importer", "media_type", "original_sha256", "checksum"]},
        ),
        (_("Reading"), {"fields": ["reader", "read_at"]}),
    ]
    readonly_fields = ["text"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("article").defer(*HEAVY)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=_("text"))
    def text(self, version: ArticleVersion) -> SafeString:
        return in_story(format_html_join("", "<p>{}</p>", ((text,) for _start, text in version.paragraphs)))
