"""What was said once and reported several times; what was written once and printed several times."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from archive.base import Proposal
from articles.models.articles import Article
from articles.querysets import ProposalQuerySet
from people.models import Person


class Utterance(Proposal):
    """One thing said once, of which two or more quotations each keep what they keep.

    A quotation that shares its words with no other has none. Rejected by staff, it holds
    apart what the machine would bring together again.
    """

    speaker = models.ForeignKey(Person, models.SET_NULL, null=True, editable=False, related_name="utterances")
    said_on = models.DateField(editable=False, help_text=_("The first day that a quotation of it has."))
    fullest = models.ForeignKey(
        "Quotation",
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        help_text=_("Where the report begins it that kept the most words."),
    )
    earliest = models.ForeignKey(
        "Quotation",
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        help_text=_("Where the report begins it that was published first."),
    )

    objects = ProposalQuerySet.as_manager()

    class Meta(Proposal.Meta):
        ordering = ["-said_on", "-pk"]

    def __str__(self) -> str:
        return str(self.fullest or _("Utterance without quotations"))


class Copy(Proposal):
    """A report that is the text of an earlier one, whole or in part: an agency's, most often."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="copied_from")
    original = models.ForeignKey(Article, models.CASCADE, related_name="copies")

    objects = ProposalQuerySet.as_manager()

    class Meta(Proposal.Meta):
        ordering = ["original", "article"]
        verbose_name_plural = _("copies")
        constraints = [
            *Proposal.Meta.constraints,
            models.CheckConstraint(name="copy_is_of_another_report", condition=~Q(article=F("original"))),
            models.UniqueConstraint(name="copy_once_of_an_original", fields=["article", "original"]),
            models.UniqueConstraint(
                name="copy_of_one_original", fields=["article"], condition=~Q(status="rejected")
            ),
        ]

    def __str__(self) -> str:
        return str(
            _("%(article)s, a copy of %(original)s") % {"article": self.article, "original": self.original}
        )
