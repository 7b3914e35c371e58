"""What the machine proposes and staff decide: mentions and coverage here, quotations beside."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Substr
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from archive.admin import ReasonForm, StaffAdmin
from archive.base import Proposal
from articles.admin.marked import marked_paragraphs
from articles.admin.refusals import EXPLANATIONS
from articles.models import Coverage, Mention
from articles.rejections import from_the_list

BANDS = {
    "low": (gettext_lazy("below 0.5"), Q(confidence__lt=0.5)),
    "middle": (gettext_lazy("0.5 to 0.8"), Q(confidence__gte=0.5, confidence__lt=0.8)),
    "high": (gettext_lazy("0.8 and more"), Q(confidence__gte=0.8)),
    "none": (gettext_lazy("not by the machine"), Q(confidence=None)),
}


class ConfidenceFilter(admin.SimpleListFilter):
    title = gettext_lazy("confidence")
    parameter_name = "confidence"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(name, label) for name, (label, _condition) in BANDS.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        band = BANDS.get(self.value() or "")
        return queryset.filter(band[1]) if band else queryset


class DecisionForm(ReasonForm):
    """Of what has a page of its own, which tells why it was rejected."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["change_reason"].help_text = _(
            "Kept in the history, beside your name and the time. If you reject it, readers see the reason."
        )


class ProposalAdmin(StaffAdmin):
    """Confirms and rejects in the list; each decision names who took it in the record's history."""

    explanations = EXPLANATIONS
    waiting = {"status__exact": Proposal.Status.PROPOSED}
    actions = ["confirm", "reject", "propose"]

    @admin.action(description=gettext_lazy("Confirm"), permissions=["change"])
    def confirm(self, request: HttpRequest, rows: QuerySet) -> None:
        self.decide(request, rows, Proposal.Status.CONFIRMED)

    @admin.action(description=gettext_lazy("Reject"), permissions=["change"])
    def reject(self, request: HttpRequest, rows: QuerySet) -> None:
        self.decide(request, rows, Proposal.Status.REJECTED)

    @admin.action(description=gettext_lazy("Back to proposed"), permissions=["change"])
    def propose(self, request: HttpRequest, rows: QuerySet) -> None:
        self.decide(request, rows, Proposal.Status.PROPOSED)

    def decide(self, request: HttpRequest, rows: QuerySet, status: Proposal.Status) -> None:
        changed = list(rows.exclude(status=status))
        reason = from_the_list(status)
        with transaction.atomic():
            self.store_decision(request, changed, status, reason)
            LogEntry.objects.log_actions(request.user.pk, changed, CHANGE, reason)  # type: ignore[arg-type]
        told = ngettext("%(count)d is now %(status)s.", "%(count)d are now %(status)s.", len(changed))
        self.message_user(request, told % {"count": len(changed), "status": status.label}, messages.SUCCESS)

    def store_decision(self, request: HttpRequest, rows: list, status: str, reason: str) -> None:
        self.model._default_manager.filter(pk__in=[row.pk for row in rows]).update(status=status)


@admin.register(Mention)
class MentionAdmin(ProposalAdmin):
    list_display = ["words", "person", "story", "confidence", "status"]
    list_filter = ["status", ConfidenceFilter]
    search_fields = ["person__name__unaccent", "version__article__headline__unaccent"]
    fields = ["in_the_story", "story", "person", "status", "confidence", "evidence"]
    readonly_fields = ["in_the_story", "story", "confidence", "evidence"]
    autocomplete_fields = ["person"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows = super().get_queryset(request).select_related("person", "version__article")
        return rows.annotate(words=Substr("version__body", F("start") + 1, F("end") - F("start"))).defer(
            "version__body", "version__original", "version__search_vector"
        )

    @admin.display(description=gettext_lazy("words"))
    def words(self, mention: Mention) -> str:
        return mention.words  # type: ignore[attr-defined]

    @admin.display(description=gettext_lazy("story"))
    def story(self, mention: Mention) -> str:
        return str(mention.version.article)

    @admin.display(description=gettext_lazy("in the story"))
    def in_the_story(self, mention: Mention) -> SafeString:
        return in_story(marked_paragraphs(mention.version, [[mention.start, mention.end]]))


def in_story(paragraphs: SafeString) -> SafeString:
    return format_html('<div class="in-the-story">{}</div>', paragraphs)


@admin.register(Coverage)
class CoverageAdmin(ProposalAdmin):
    list_display = ["article", "event", "confidence", "status"]
    list_filter = ["status", ConfidenceFilter]
    list_select_related = ["article", "event"]
    search_fields = ["article__headline__unaccent", "event__name__unaccent"]
    fields = ["article", "event", "status", "confidence", "evidence"]
    readonly_fields = ["confidence", "evidence"]
    autocomplete_fields = ["article", "event"]
