"""Events, who took part in them, who covered them, and what led to what."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from archive.admin import HistoryAdmin, MergingAdmin, RefusableForm, StaffInline, change_rows
from archive.base import Proposal
from articles.admin.proposals import ConfidenceFilter, DecisionForm, ProposalAdmin
from articles.causes import origins, stored_causes
from articles.merging import merge
from articles.models import Cause, Coverage, Event, Participation

CIRCLE = gettext_lazy("Nothing happens in response to itself, or to what it led to.")


class EventForm(DecisionForm):
    def clean_in_response_to(self) -> Event | None:
        cause = self.cleaned_data["in_response_to"]
        if cause and self.instance.pk in origins(cause.pk, stored_causes()):
            raise ValidationError(CIRCLE)
        return cause


class CauseForm(RefusableForm):
    def clean(self) -> dict[str, Any]:
        super().clean()
        if not self.errors and self.cleaned_data["status"] == Proposal.Status.CONFIRMED:
            effect, cause = self.cleaned_data["effect"], self.cleaned_data["cause"]
            if effect.pk in origins(cause.pk, stored_causes()):
                self.add_error("cause", CIRCLE)
        return self.cleaned_data


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
    verbose_name = gettext_lazy("story")
    verbose_name_plural = gettext_lazy("stories that tell of it")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("article", "event")


@admin.register(Event)
class EventAdmin(MergingAdmin, ProposalAdmin, HistoryAdmin):
    form = EventForm
    named_by = Coverage._meta.get_field("event")
    what_a_merge_does = gettext_lazy(
        "Everything that these events have goes to the one you keep: stories, quotations, who took part,"
        " causes and effects. Then they are deleted, and their addresses lead to the one you keep."
    )
    list_display = ["name", "status", "confidence", "kind", "starts_on", "place", "in_response_to"]
    list_filter = ["status", ConfidenceFilter, ("kind", admin.AllValuesFieldListFilter)]
    list_select_related = ["in_response_to"]
    search_fields = ["name__unaccent", "place__unaccent", "summary__unaccent", "key"]
    date_hierarchy = "starts_on"
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["in_response_to"]
    readonly_fields = ["confidence", "evidence"]
    inlines = [ParticipationInline, StoryInline]
    actions = ["confirm", "reject", "propose", "merge_into"]
    fieldsets = [
        (None, {"fields": ["name", "slug", "kind", "summary"]}),
        (gettext_lazy("When and where"), {"fields": [("starts_on", "precision"), "ends_on", "place"]}),
        (gettext_lazy("What led to it"), {"fields": ["in_response_to"]}),
        (gettext_lazy("Decision"), {"fields": ["status", "confidence", "evidence"]}),
        (gettext_lazy("Provenance"), {"fields": ["key"]}),
    ]

    def autocomplete_label(self, event: Event) -> str:
        proposed = "" if event.is_accepted else f", {event.get_status_display()}"
        return f"{event} ({event.starts_on}{proposed})"

    def view_on_site(self, event: Event) -> str | None:
        """Readers are shown none but those accepted."""
        return event.get_absolute_url() if event.is_accepted else None

    @admin.action(
        description=gettext_lazy("Accept, with the stories that tell of it"), permissions=["change"]
    )
    def confirm(self, request: HttpRequest, rows: QuerySet) -> None:
        super().confirm(request, rows)

    def store_decision(self, request: HttpRequest, rows: list, status: str, reason: str) -> None:
        change_rows(request, rows, reason, status=status)
        if status == Proposal.Status.CONFIRMED:
            Coverage.objects.filter(event__in=rows).confirm_proposed()

    def save_model(self, request: HttpRequest, obj: Event, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and "status" in form.changed_data and obj.is_accepted:
            obj.coverage.confirm_proposed()

    def merge(self, double: Event, kept: Event) -> None:
        merge(double, kept)


@admin.register(Cause)
class CauseAdmin(ProposalAdmin):
    """What led to what. Confirmed, a cause is written into its effect; rejected, it is taken out."""

    form = CauseForm
    list_display = ["effect", "cause", "confidence", "status"]
    list_filter = ["status", ConfidenceFilter]
    list_select_related = ["effect", "cause"]
    search_fields = ["effect__name__unaccent", "cause__name__unaccent"]
    fields = ["effect", "cause", "status", "confidence", "evidence"]
    readonly_fields = ["confidence", "evidence"]
    autocomplete_fields = ["effect", "cause"]

    @admin.action(description=gettext_lazy("Confirm"), permissions=["change"])
    def confirm(self, request: HttpRequest, rows: QuerySet) -> None:
        ready = confirmable(rows)
        if left := rows.exclude(pk__in=ready).count():
            told = ngettext(
                "%d was not confirmed: accept its events first; an event has one cause, and it is none"
                " that it led to.",
                "%d were not confirmed: accept their events first; an event has one cause, and it is none"
                " that it led to.",
                left,
            )
            self.message_user(request, told % left, messages.WARNING)
        super().confirm(request, rows.filter(pk__in=ready))

    def store_decision(self, request: HttpRequest, rows: list, status: str, reason: str) -> None:
        super().store_decision(request, rows, status, reason)
        for row in rows:
            row.status = status
            settle(request, row, reason)

    def save_model(self, request: HttpRequest, obj: Cause, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        settle(request, obj, _("Now %(status)s") % {"status": obj.get_status_display()})


def confirmable(rows: QuerySet) -> list[int]:
    """Primary keys of those that may stand together and beside what led to what already."""
    accepted = Event.objects.accepted()
    causes, found = stored_causes(), []
    for row in rows.filter(effect__in=accepted, cause__in=accepted).order_by("pk"):
        effect, cause = row.effect_id, row.cause_id
        if causes.get(effect, cause) == cause and effect not in origins(cause, causes):
            causes[effect] = cause
            found.append(row.pk)
    return found


def settle(request: HttpRequest, decided: Cause, reason: str) -> None:
    """Let the effect name its cause where that is confirmed, and no longer where it is not."""
    effect = decided.effect
    if decided.status == Proposal.Status.CONFIRMED:
        change_rows(request, [effect], reason, in_response_to=decided.cause)
    elif effect.in_response_to_id == decided.cause_id:
        change_rows(request, [effect], reason, in_response_to=None)
