"""What was said once and what was printed twice, as the machine proposes and staff decide."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction
from django.db.models import Min, OuterRef, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.admin.proposals import ConfidenceFilter, ProposalAdmin
from articles.extraction.grouping import bring_up_to_date
from articles.models import Copy, Quotation, Utterance
from articles.querysets import how_many


class GroupingActions(admin.ModelAdmin):
    """Splits and merges utterances in the list of quotations; imports keep what was decided."""

    @admin.action(description=gettext_lazy("Make one utterance"), permissions=["change"])
    def make_one_utterance(self, request: HttpRequest, rows: QuerySet[Quotation]) -> None:
        said_on = rows.aggregate(said_on=Min("listed_on"))["said_on"]
        with transaction.atomic():
            utterance = Utterance.objects.create(status=Utterance.Status.CONFIRMED, said_on=said_on)
            self.put_in(request, rows, utterance, _("Put into one utterance, from the list"))

    @admin.action(description=gettext_lazy("Take out of the utterance"), permissions=["change"])
    def take_out(self, request: HttpRequest, rows: QuerySet[Quotation]) -> None:
        with transaction.atomic():
            self.put_in(request, rows, None, _("Taken out of its utterance, from the list"))

    def put_in(
        self, request: HttpRequest, rows: QuerySet[Quotation], utterance: Utterance | None, reason: str
    ) -> None:
        chosen = list(rows)
        left = {row.utterance_id for row in chosen if row.utterance_id}
        ours = Quotation.objects.filter(pk__in=[row.pk for row in chosen])
        ours.update(utterance=utterance, grouped_by_staff=True)
        bring_up_to_date(left | ({utterance.pk} if utterance else set()))
        LogEntry.objects.log_actions(request.user.pk, chosen, CHANGE, reason)  # type: ignore[arg-type]
        told = ngettext("%d quotation was moved.", "%d quotations were moved.", len(chosen))
        self.message_user(request, told % len(chosen), messages.SUCCESS)


@admin.register(Utterance)
class UtteranceAdmin(ProposalAdmin):
    list_display = ["words", "speaker", "said_on", "stories", "status"]
    list_filter = ["status"]
    list_select_related = ["fullest", "speaker"]
    search_fields = ["speaker__name__unaccent", "fullest__text__unaccent"]
    date_hierarchy = "said_on"
    fields = ["speaker", "said_on", "quotations", "status", "evidence"]
    readonly_fields = ["speaker", "said_on", "quotations", "evidence"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        cuts = Quotation.objects.standing().filter(utterance=OuterRef("pk"))
        return super().get_queryset(request).annotate(story_count=how_many(cuts, "utterance", "article"))

    def store_decision(self, request: HttpRequest, rows: list, status: str, reason: str) -> None:
        super().store_decision(request, rows, status, reason)
        confirmed = status == Utterance.Status.CONFIRMED
        Quotation.objects.filter(utterance__in=rows).update(grouped_by_staff=confirmed)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if "status" in form.changed_data:
            obj.quotations.update(grouped_by_staff=obj.status == Utterance.Status.CONFIRMED)

    @admin.display(description=gettext_lazy("words"))
    def words(self, utterance: Utterance) -> str:
        return str(utterance)

    @admin.display(description=gettext_lazy("stories"), ordering="story_count")
    def stories(self, utterance: Utterance) -> int:
        return utterance.story_count  # type: ignore[attr-defined]

    @admin.display(description=gettext_lazy("quotations"))
    def quotations(self, utterance: Utterance) -> SafeString:
        """What each report kept, and the list in which they are split and merged."""
        rows = utterance.quotations.select_related("outlet").order_by("listed_on", "pk")
        cuts = format_html_join(
            "",
            '<li><a href="{}">{}</a>, {}: {}</li>',
            (
                (
                    reverse("admin:articles_quotation_change", args=[row.pk]),
                    row.outlet,
                    row.listed_on,
                    row.text,
                )
                for row in rows
            ),
        )
        listed = f"{reverse('admin:articles_quotation_changelist')}?utterance__id__exact={utterance.pk}"
        return format_html(
            '<ul>{}</ul><p><a href="{}">{}</a></p>', cuts, listed, _("Split or merge them in the list")
        )


@admin.register(Copy)
class CopyAdmin(ProposalAdmin):
    list_display = ["article", "original", "confidence", "status"]
    list_filter = ["status", ConfidenceFilter]
    list_select_related = ["article", "original"]
    search_fields = ["article__headline__unaccent", "original__headline__unaccent"]
    fields = ["article", "original", "status", "confidence", "evidence"]
    readonly_fields = ["confidence", "evidence"]
    autocomplete_fields = ["article", "original"]
