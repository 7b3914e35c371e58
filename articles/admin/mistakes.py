"""What readers found wrong, until it is settled."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from archive.admin import HistoryAdmin, change_rows
from articles.models import Mistake


@admin.register(Mistake)
class MistakeAdmin(HistoryAdmin):
    waiting = {"state__exact": Mistake.State.OPEN}
    actions = ["settle"]
    list_display = ["__str__", "article", "told_at", "state"]
    list_filter = ["state"]
    list_select_related = ["article"]
    search_fields = ["words__unaccent", "note__unaccent", "article__headline__unaccent"]
    date_hierarchy = "told_at"
    fields = ["page", "words", "email", "told_at", "state", "note"]
    readonly_fields = ["page", "words", "email", "told_at"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if obj.state == Mistake.State.SETTLED:
            obj.email = ""
        super().save_model(request, obj, form, change)

    @admin.action(description=gettext_lazy("Settle"), permissions=["change"])
    def settle(self, request: HttpRequest, rows: QuerySet[Mistake]) -> None:
        chosen = list(rows)
        change_rows(request, chosen, _("Settled, from the list"), state=Mistake.State.SETTLED, email="")
        told = ngettext("%d mistake is settled.", "%d mistakes are settled.", len(chosen))
        self.message_user(request, told % len(chosen), messages.SUCCESS)

    @admin.display(description=gettext_lazy("found in"))
    def page(self, mistake: Mistake) -> SafeString:
        """Where the reader was: the quotation, or else the story."""
        where = mistake.quotation or mistake.article
        return format_html('<a href="{}">{}</a>', where.get_absolute_url(), where)
