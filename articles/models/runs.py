"""Work that takes long, cut into batches that any number of machines may do at once."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, Func, Max, Min, Q, Sum
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

OUTCOMES = ("added", "changed", "unchanged", "refused", "gone", "speaker", "otherwise")
"""What batches count; of an import the first four, which are reports, and of a rereading quotations."""


class Elements(Func):
    """A row for each element of a list in JSON."""

    function = "jsonb_array_elements"
    output_field = models.JSONField()
    set_returning = True


class Run(models.Model):
    """One piece of work that somebody asked for."""

    readers_see = False

    class Kind(models.TextChoices):
        IMPORT = "import", _("import")
        REREAD = "reread", _("rereading")
        GROUP = "group", _("grouping")

    kind = models.CharField(max_length=6, choices=Kind)
    subject = models.CharField(max_length=300, help_text=_("What is worked on, for staff to read."))
    wish = models.JSONField(default=dict, help_text=_("How, as the command or the form said it."))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Empty where a command asked."),
    )
    asked_at = models.DateTimeField(auto_now_add=True)
    cut_at = models.DateTimeField(null=True, help_text=_("When all its batches were known."))
    stopped_at = models.DateTimeField(null=True, help_text=_("When staff stopped it."))

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = _("run")

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.subject}"

    @property
    def refusals(self) -> models.QuerySet[Any, Any]:
        """Place and reason of each report refused so far, in the order of the files."""
        rows = self.batches.exclude(refusals=[]).order_by("number").annotate(each=Elements("refusals"))
        return rows.values_list("each", flat=True)

    @cached_property
    def progress(self) -> "Progress":
        return progress_of([self])[self.pk]


class Batch(models.Model):
    """A part of a run that one worker does at a time. To do it twice is to do it once.

    What it has done is set, never added to: whoever does it again sets the same.
    """

    readers_see = False

    class Status(models.TextChoices):
        WAITING = "waiting", _("waiting")
        WORKING = "working", _("at work")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    run = models.ForeignKey(Run, models.CASCADE, related_name="batches")
    number = models.PositiveIntegerField()
    after_others = models.BooleanField(
        default=False, help_text=_("It has later tellings of stories in batches before it.")
    )
    status = models.CharField(max_length=7, choices=Status, default=Status.WAITING)
    total = models.PositiveIntegerField(help_text=_("Stories in it."))
    done = models.PositiveIntegerField(default=0, help_text=_("Stories of which the outcome is counted."))
    counts = models.JSONField(default=dict)
    refusals = models.JSONField(default=list, help_text=_("Pairs of a place and a reason."))
    problem = models.TextField(blank=True, help_text=_("What ended the last try."))
    tries = models.PositiveSmallIntegerField(default=0)
    worker = models.CharField(max_length=100, blank=True, help_text=_("Machine and process."))
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    reports = models.JSONField(
        default=list, help_text=_("Of an import: place, form, encoding and size of each, or why not.")
    )
    data = models.BinaryField(default=b"", help_text=_("The bytes of its reports, until they are taken."))
    versions = ArrayField(
        models.BigIntegerField(), default=list, help_text=_("Of a rereading or grouping: texts, in order.")
    )
    last_version = models.BigIntegerField(default=0, help_text=_("Of a rereading: the last text read."))
    newest_before = models.BigIntegerField(
        null=True, help_text=_("Of an import: the newest text of the archive when it was first begun.")
    )

    class Meta:
        ordering = ["run", "number"]
        verbose_name = _("batch")
        verbose_name_plural = _("batches")
        constraints = [
            models.UniqueConstraint(name="batch_numbered_once", fields=["run", "number"]),
            models.CheckConstraint(
                name="batch_done_has_ended", condition=~Q(status="done") | Q(ended_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run_id}/{self.number}"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: its stories and its batches, and what came of those done."""

    run: Run
    total: int = 0
    done: int = 0
    batches: int = 0
    batches_done: int = 0
    batches_failed: int = 0
    batches_begun: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    started_at: datetime | None = None
    last_at: datetime | None = None

    @property
    def share(self) -> int:
        """Percent, and 100 only when all is done."""
        if self.is_done:
            return 100
        return min(99, 100 * self.done // self.total) if self.total else 0

    @property
    def is_done(self) -> bool:
        return self.run.cut_at is not None and self.batches == self.batches_done

    @property
    def is_failed(self) -> bool:
        """Whether nothing more will happen until somebody starts it again."""
        settled = self.batches_done + self.batches_failed == self.batches
        return self.run.cut_at is not None and settled and self.batches_failed > 0

    @property
    def is_stopped(self) -> bool:
        return self.run.stopped_at is not None and not self.is_done

    @property
    def goes_on(self) -> bool:
        return not (self.is_done or self.is_failed or self.is_stopped)

    @property
    def ended_at(self) -> datetime | None:
        return self.last_at if self.is_done or self.is_failed else None


def progress_of(runs: Iterable[Run]) -> dict[int, Progress]:
    """By primary key, in one query however many runs there are."""
    by_number = {run.pk: run for run in runs}
    sums = {
        name: Sum(Cast(KeyTextTransform(name, "counts"), models.BigIntegerField()), default=0)
        for name in OUTCOMES
    }
    rows = (
        Batch.objects.filter(run__in=by_number)
        .order_by()
        .values("run")
        .annotate(
            all_total=Sum("total"),
            all_done=Sum("done"),
            batches=Count("pk"),
            batches_done=Count("pk", filter=Q(status=Batch.Status.DONE)),
            batches_failed=Count("pk", filter=Q(status=Batch.Status.FAILED)),
            batches_begun=Count("started_at"),
            first_at=Min("started_at"),
            last_at=Max("ended_at"),
            **sums,
        )
    )
    found = {number: Progress(run) for number, run in by_number.items()}
    for row in rows:
        found[row["run"]] = Progress(
            by_number[row["run"]],
            row["all_total"],
            row["all_done"],
            row["batches"],
            row["batches_done"],
            row["batches_failed"],
            row["batches_begun"],
            Counter({name: number for name, number in row.items() if name in OUTCOMES}),
            row["first_at"],
            row["last_at"],
        )
    return found
