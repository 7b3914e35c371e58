"""What models of every app share."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class DatePrecision(models.TextChoices):
    """How much of a stored day the source gave."""

    DAY = "day", _("day")
    MONTH = "month", _("month")
    YEAR = "year", _("year")


class Proposal(models.Model):
    """Something the machine may have read out of a report, until a member of staff decides."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        CONFIRMED = "confirmed", _("confirmed")
        REJECTED = "rejected", _("rejected")

    status = models.CharField(max_length=9, choices=Status, default=Status.PROPOSED)
    confidence = models.FloatField(
        null=True, blank=True, help_text=_("From 0 to 1; empty where a person decided without the machine.")
    )
    evidence = models.TextField(blank=True, help_text=_("Why the machine proposed this, in words."))

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_confidence_is_a_share",
                condition=Q(confidence=None) | Q(confidence__gte=0, confidence__lte=1),
            ),
        ]

    @property
    def is_proposed(self) -> bool:
        return self.status == self.Status.PROPOSED
