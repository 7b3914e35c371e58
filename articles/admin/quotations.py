"""Quotations: what was said beside where it stands, and who said it."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from archive.admin import HistoryAdmin, change_rows
from archive.base import Proposal
from articles.admin.marked import marked_paragraphs
from articles.admin.places import PlacesField, PrintedTextField, places_of, standing_at, written
from articles.admin.proposals import ConfidenceFilter, DecisionForm, ProposalAdmin, in_story
from articles.admin.utterances import GroupingActions
from articles.importers.dates import is_after_print
from articles.models import ArticleVersion, Quotation
from articles.overruled import tally
from articles.search import Search
from people.days import written as in_words

SPEAKERS = ("speaker", "speaker_outlet", "speaker_organization")
SEVERAL_SHOWN = 5
OVERRULED = gettext_lazy("How often the reader was overruled")


class QuotationForm(DecisionForm):
    text = PrintedTextField(
        label=gettext_lazy("Words"),
        help_text=gettext_lazy("As printed. Change them, and their place is found in the story."),
    )
    spans = PlacesField(
        label=gettext_lazy("Places"),
        required=False,
        help_text=gettext_lazy(
            "From the first character to the one after the last. Change them, and the words follow."
        ),
    )

    def clean(self) -> dict[str, Any]:
        super().clean()
        if not {"text", "spans", "version"} & self.errors.keys():
            self.settle_place()
        if not {*SPEAKERS, "attribution", "candidates"} & self.errors.keys():
            self.settle_speaker()
        if not {"said_on", "version"} & self.errors.keys():
            self.refuse_what_is_said_after_print()
        return self.cleaned_data

    def refuse_what_is_said_after_print(self) -> None:
        said_on = self.cleaned_data["said_on"]
        story = (self.cleaned_data.get("version") or self.instance.version).article
        day = story.published_on, story.published_precision
        if said_on and is_after_print(said_on, *day):
            told = {"said": in_words(said_on, "day"), "printed": in_words(*day)}
            self.add_error("said_on", _("%(said)s is after the story was printed, %(printed)s.") % told)

    def settle_place(self) -> None:
        """Make words and places say the same, whichever of them staff changed."""
        version = self.cleaned_data.get("version") or self.instance.version
        if "spans" in self.changed_data and self.cleaned_data["spans"]:
            self.follow_places(version)
        elif "text" in self.changed_data:
            self.find_words(version)
        elif not self.cleaned_data["spans"]:
            self.cleaned_data["spans"] = self.instance.spans

    def follow_places(self, version: ArticleVersion) -> None:
        try:
            standing = standing_at(version.body, self.cleaned_data["spans"])
        except ValidationError as error:
            self.add_error("spans", error)
            return
        if "text" in self.changed_data and self.cleaned_data["text"] != standing:
            self.add_error("text", _("At these places stands “%s”.") % standing)
        self.cleaned_data["text"] = standing

    def find_words(self, version: ArticleVersion) -> None:
        found = places_of(version.body, self.cleaned_data["text"])
        if not found:
            self.add_error(
                "text",
                _(
                    "These words stand nowhere in the story. Copy them as printed; where something"
                    " stands between them, give the place of each part."
                ),
            )
        elif len(found) > 1:
            told = {"count": len(found), "places": written(found[:SEVERAL_SHOWN])}
            self.add_error(
                "spans", _("The words stand at %(count)d places (%(places)s): write which is meant.") % told
            )
        else:
            self.cleaned_data["spans"] = found

    def settle_speaker(self) -> None:
        """Let the attribution follow the speaker, whom staff choose."""
        named = [field for field in SPEAKERS if self.cleaned_data.get(field)]
        if len(named) > 1:
            self.add_error(named[1], _("Choose one speaker: a person, an outlet or a body."))
        elif named:
            self.attribute()
        else:
            self.leave_unattributed()
        self.refuse_to_confirm_the_undecided()

    def attribute(self) -> None:
        resolved = self.cleaned_data["attribution"] == Quotation.Attribution.RESOLVED
        if "attribution" in self.changed_data and not resolved:
            self.add_error("attribution", _("A speaker is chosen: clear that first."))
        self.cleaned_data["attribution"] = Quotation.Attribution.RESOLVED

    def leave_unattributed(self) -> None:
        if self.cleaned_data["attribution"] != Quotation.Attribution.RESOLVED:
            return
        if not set(SPEAKERS) & set(self.changed_data):
            self.add_error("attribution", _("Choose the speaker, or say why there is none."))
        elif self.cleaned_data.get("candidates"):
            self.cleaned_data["attribution"] = Quotation.Attribution.AMBIGUOUS
        elif self.cleaned_data.get("speaker_label"):
            self.cleaned_data["attribution"] = Quotation.Attribution.UNLISTED
        else:
            self.cleaned_data["attribution"] = Quotation.Attribution.UNKNOWN

    def refuse_to_confirm_the_undecided(self) -> None:
        confirmed = self.cleaned_data.get("status") == Proposal.Status.CONFIRMED
        if confirmed and self.cleaned_data.get("attribution") == Quotation.Attribution.AMBIGUOUS:
            self.add_error("speaker", _("Choose which of them spoke before you confirm it."))


@admin.register(Quotation)
class QuotationAdmin(GroupingActions, ProposalAdmin, HistoryAdmin):
    form = QuotationForm
    pages = [(OVERRULED, "admin:articles_quotation_overruled")]
    actions = [*ProposalAdmin.actions, "make_one_utterance", "take_out"]
    list_display = [
        "words",
        "said_by",
        "attribution",
        "confidence",
        "status",
        "outlet",
        "listed_on",
        "kind",
    ]
    list_filter = [
        "status",
        "attribution",
        "kind",
        ConfidenceFilter,
        ("outlet", admin.RelatedOnlyFieldListFilter),
    ]
    search_fields = ["speaker__name__unaccent", "speaker_label__unaccent"]
    search_help_text = gettext_lazy(
        "As readers search: tax OR budget, speaker:key, after:2015-11. Or the name of a speaker."
    )
    date_hierarchy = "listed_on"
    autocomplete_fields = ["version", *SPEAKERS, "candidates", "event"]
    readonly_fields = ["in_the_story", "story", "confidence", "evidence"]
    fieldsets = [
        (None, {"fields": ["in_the_story", "story", "version"]}),
        (
            gettext_lazy("Who spoke"),
            {
                "fields": [
                    "speaker",
                    "speaker_outlet",
                    "speaker_organization",
                    "attribution",
                    "candidates",
                    ("speaker_label", "cue"),
                ]
            },
        ),
        (gettext_lazy("Decision"), {"fields": ["status", "confidence", "evidence"]}),
        (
            gettext_lazy("What was said"),
            {"fields": ["text", "spans", "kind", "occasion", "said_on", "event"]},
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related(*SPEAKERS, "outlet").defer("search_vector")

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.overruled)
        return [path("overruled/", view, name="articles_quotation_overruled"), *super().get_urls()]

    def overruled(self, request: HttpRequest) -> HttpResponse:
        """How often staff overruled the reader, for whoever may see quotations."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": OVERRULED,
            "opts": self.opts,
            "tally": tally(),
        }
        return TemplateResponse(request, "admin/articles/quotation/overruled.html", context)

    def get_search_results(self, request: HttpRequest, rows: Any, typed: str) -> tuple[QuerySet, bool]:
        """What readers may search by, among all that staff see; or whom the words name."""
        named, may_repeat = super().get_search_results(request, rows, typed)
        search = Search({"q": typed})
        if search.is_valid:
            return (named | search.narrow(rows) if typed else named), may_repeat
        for problem in search.problems:
            self.message_user(request, f"{problem.message} {problem.suggestion}".strip(), messages.WARNING)
        return named, may_repeat

    def get_fieldsets(self, request: HttpRequest, obj: Quotation | None = None) -> Any:
        """The story is chosen once; from then on it is shown."""
        _first, *others = super().get_fieldsets(request, obj)
        return [(None, {"fields": ["in_the_story", "story"] if obj else ["version"]}), *others]

    @admin.display(description=gettext_lazy("words"), ordering="text")
    def words(self, quotation: Quotation) -> str:
        return Truncator(quotation.text).chars(90)

    @admin.display(description=gettext_lazy("speaker"), ordering="speaker__sort_name")
    def said_by(self, quotation: Quotation) -> Any:
        """Whom we know, or else the words the report used."""
        return quotation.said_by or (f"“{quotation.speaker_label}”" if quotation.speaker_label else None)

    @admin.display(description=gettext_lazy("in the story"))
    def in_the_story(self, quotation: Quotation) -> SafeString:
        return in_story(marked_paragraphs(quotation.version, quotation.spans))

    @admin.display(description=gettext_lazy("story"))
    def story(self, quotation: Quotation) -> SafeString:
        article = quotation.version.article
        address = reverse("admin:articles_article_change", args=[article.pk])
        printed = f"{article.outlet}, {article.published_on}"
        return format_html('<a href="{}">{}</a>, {}', address, article, printed)

    @admin.action(description=gettext_lazy("Confirm"), permissions=["change"])
    def confirm(self, request: HttpRequest, rows: QuerySet) -> None:
        ambiguous = rows.filter(attribution=Quotation.Attribution.AMBIGUOUS)
        if count := ambiguous.count():
            told = ngettext(
                "%d was not confirmed: open it, and choose which of them spoke.",
                "%d were not confirmed: open them, and choose who spoke.",
                count,
            )
            self.message_user(request, told % count, messages.WARNING)
        super().confirm(request, rows.exclude(pk__in=ambiguous))

    def store_decision(self, request: HttpRequest, rows: list, status: str, reason: str) -> None:
        change_rows(request, rows, reason, status=status)
