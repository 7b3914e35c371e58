"""What readers say is wrong."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from articles.models.articles import Article
from articles.models.quotations import Quotation


class Mistake(models.Model):
    """Something that a reader found wrong in a story, or in one quotation of it.

    Whoever left an address is a private person: it is shown to staff, kept in no history, and gone once
    the mistake is settled.
    """

    readers_see = False

    class State(models.TextChoices):
        OPEN = "open", _("open")
        SETTLED = "settled", _("settled")

    article = models.ForeignKey(Article, models.CASCADE, verbose_name=_("story"), related_name="mistakes")
    quotation = models.ForeignKey(Quotation, models.SET_NULL, null=True, blank=True, related_name="mistakes")
    words = models.TextField(_("what is wrong"))
    email = models.EmailField(
        _("e-mail"), blank=True, help_text=_("Deleted when the mistake is settled: answer before.")
    )
    told_at = models.DateTimeField(_("told on"), auto_now_add=True)
    state = models.CharField(max_length=7, choices=State, default=State.OPEN)
    note = models.TextField(blank=True, help_text=_("By staff: what was done, or why nothing was."))

    history = HistoricalRecords(excluded_fields=["email"])

    class Meta:
        ordering = ["state", "-told_at", "-pk"]
        verbose_name = _("reported mistake")
        constraints = [
            models.CheckConstraint(
                name="mistake_settled_keeps_no_address", condition=Q(state="open") | Q(email="")
            ),
        ]

    def __str__(self) -> str:
        return self.words if len(self.words) < 80 else f"{self.words[:79]}…"
