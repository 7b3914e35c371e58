"""Work that staff ask workers for, and how far it is."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from procrastinate.contrib.django import admin as admin_of_jobs
from procrastinate.contrib.django.models import ProcrastinateWorker

from archive.admin import StaffAdmin
from articles.models import Run
from articles.models.runs import progress_of

MOST_REFUSALS = 200
IMPORT = gettext_lazy("Import stories")
REREAD = gettext_lazy("Read stories again")

# What staff need to know of jobs stands on the page of their run.
admin.site.unregister(admin_of_jobs.models.ProcrastinateJob)


@admin.register(Run)
class RunAdmin(StaffAdmin):
    pages = [(IMPORT, "admin:articles_run_add"), (REREAD, "admin:articles_run_reread")]
    # A run is asked for, not edited; what was done and is long over, workers forget by themselves.
    actions = None
    list_display = ["__str__", "how_far", "what_came", "asked_by", "asked_at"]
    list_filter = ["kind"]
    list_select_related = ["asked_by"]

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("reread/", view(self.reread_view), name="articles_run_reread"),
            path("<int:number>/stop/", view(require_POST(self.stop_view)), name="articles_run_stop"),
            path("<int:number>/go-on/", view(require_POST(self.go_on_view)), name="articles_run_go_on"),
            *super().get_urls(),
        ]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return super().changelist_view(request, {"title": _("Runs of work"), **(extra_context or {})})

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The list, with how far its runs are from one query for all."""
        listed = super().get_changelist_instance(request)
        listed.result_list = runs = list(listed.result_list)
        found = progress_of(runs)
        for run in runs:
            run.progress = found[run.pk]
        return listed

    @admin.display(description=gettext_lazy("how far"))
    def how_far(self, run: Run) -> SafeString:
        return mark_safe(render_to_string("admin/articles/run/_bar.html", {"run": run}))  # noqa: S308

    @admin.display(description=gettext_lazy("what came of it"))
    def what_came(self, run: Run) -> str:
        return ", ".join(outcomes(run))

    # What these ask of reads reports, and would cost every command half a second.

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        from articles.admin.asking import ImportForm

        return self.ask_view(request, ImportForm, IMPORT)

    def reread_view(self, request: HttpRequest) -> HttpResponse:
        from articles.admin.asking import RereadForm

        return self.ask_view(request, RereadForm, REREAD)

    def ask_view(self, request: HttpRequest, form: Any, title: Any) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        asked = form(request.POST or None, request.FILES or None)
        if request.method == "POST" and asked.is_valid():
            run = asked.ask(request.user)
            self.log_addition(request, run, _("Asked for."))
            return redirect("admin:articles_run_change", run.pk)
        context = {"title": title, "form": asked, "media": self.media + asked.media}
        return self.answer(request, "ask", context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """What the run is, how far, and what was refused. There is nothing in it to change."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        run = self.one(request, object_id)
        refusals = list(run.refusals[: MOST_REFUSALS + 1])
        context = {
            "title": str(run),
            "run": run,
            "outcomes": outcomes(run),
            "problems": run.batches.exclude(problem="").order_by("number").defer("data", "reports")[:50],
            "refusals": refusals[:MOST_REFUSALS],
            "more_refusals": len(refusals) > MOST_REFUSALS,
            "workers": workers(),
            "may_change": self.has_change_permission(request, run),
        }
        return self.answer(request, "run", context)

    def stop_view(self, request: HttpRequest, number: int) -> HttpResponse:
        from articles.runs import stop

        run = self.to_change(request, number)
        stop(run)
        self.log_change(request, run, _("Stopped."))
        self.message_user(request, _("It stops when the batches in hand are done."), messages.SUCCESS)
        return redirect("admin:articles_run_change", run.pk)

    def go_on_view(self, request: HttpRequest, number: int) -> HttpResponse:
        from articles.runs import go_on

        run = self.to_change(request, number)
        left = go_on(run)
        self.log_change(request, run, _("Started again."))
        told = ngettext("%(count)d batch is to be done.", "%(count)d batches are to be done.", left)
        self.message_user(request, told % {"count": left}, messages.SUCCESS)
        return redirect("admin:articles_run_change", run.pk)

    def to_change(self, request: HttpRequest, number: int) -> Run:
        if not self.has_change_permission(request):
            raise PermissionDenied
        return self.one(request, str(number))

    def one(self, request: HttpRequest, number: str) -> Run:
        run = self.get_object(request, number)
        if run is None:
            raise Http404
        return run

    def answer(self, request: HttpRequest, page: str, context: dict[str, Any]) -> HttpResponse:
        everywhere = {**self.admin_site.each_context(request), "opts": self.opts}
        return TemplateResponse(request, f"admin/articles/run/{page}.html", {**everywhere, **context})


def outcomes(run: Run) -> list[str]:
    """The counts of a run in words, those that are not none."""
    counts = run.progress.counts
    of_stories = {
        "added": ngettext("%d story added", "%d stories added", counts["added"]),
        "changed": _("%d changed"),
        "unchanged": _("%d unchanged"),
        "refused": _("%d refused"),
    }
    of_quotations = {
        "added": ngettext("%d quotation added", "%d quotations added", counts["added"]),
        "gone": _("%d taken out"),
        "speaker": _("%d given another speaker"),
        "otherwise": _("%d changed otherwise"),
    }
    of_groups = {"changed": ngettext("%d change proposed", "%d changes proposed", counts["changed"])}
    words = {Run.Kind.IMPORT: of_stories, Run.Kind.REREAD: of_quotations, Run.Kind.GROUP: of_groups}
    return [told % counts[name] for name, told in words[Run.Kind(run.kind)].items() if counts[name]]


def workers() -> int:
    """How many are at work, or ready to."""
    heard_of = timezone.now() - timedelta(seconds=settings.WORKER_LOST_AFTER)
    return ProcrastinateWorker.objects.filter(last_heartbeat__gte=heard_of).count()
