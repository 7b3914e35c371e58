"""What reports are about: walk-outs, rulings, statements, votes; who took part, and who covered it."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from archive.addresses import page_of
from archive.base import DatePrecision, Proposal
from articles.models.articles import Article
from articles.querysets import EventQuerySet, ProposalQuerySet
from people.models import Person
from people.names import Fold, in_order


class Event(Proposal):
    """Something that happened, on one day or from one to another (both inside).

    What staff or a file record is confirmed. What several reports seem to tell of is proposed,
    and no reader sees it until staff accept it.
    """

    status = models.CharField(max_length=9, choices=Proposal.Status, default=Proposal.Status.CONFIRMED)
    key = models.CharField(
        max_length=200,
        unique=True,
        null=True,
        blank=True,
        help_text=_("Identifier in the files it is imported from."),
    )
    name = models.CharField(max_length=250)
    slug = models.SlugField(max_length=160, unique=True)
    kind = models.CharField(
        max_length=60,
        default="event",
        help_text=_("In small letters: walk-out, ruling, statement, vote, confrontation."),
    )
    starts_on = models.DateField()
    ends_on = models.DateField(
        null=True, blank=True, help_text=_("Its last day, where it took more than one.")
    )
    precision = models.CharField(max_length=5, choices=DatePrecision, default=DatePrecision.DAY)
    place = models.CharField(max_length=200, blank=True)
    summary = models.TextField(blank=True)
    in_response_to = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="led_to",
        help_text=_("The event that led to this one."),
    )
    people = models.ManyToManyField(Person, through="Participation", related_name="events")
    articles = models.ManyToManyField(Article, through="Coverage", related_name="events")

    history = HistoricalRecords()
    objects = EventQuerySet.as_manager()

    class Meta(Proposal.Meta):
        ordering = ["-starts_on", "-pk"]
        constraints = [
            *Proposal.Meta.constraints,
            models.CheckConstraint(
                name="event_ends_no_earlier_than_it_starts",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="event_not_in_response_to_itself",
                condition=Q(in_response_to=None) | ~Q(in_response_to=F("id")),
            ),
        ]
        indexes = [
            models.Index(F("starts_on").desc(), F("id").desc(), name="event_newest"),
            GinIndex(
                *(OpClass(Fold(column), name="gin_trgm_ops") for column in ("name", "summary", "place")),
                name="event_words",
            ),
            in_order("event", condition=Q(status="confirmed")),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return page_of("event", self.slug)

    @property
    def is_accepted(self) -> bool:
        return self.status == self.Status.CONFIRMED

    @property
    def was_withdrawn(self) -> bool:
        """Staff rejected it after readers could see it."""
        accepted = self.history.filter(status=self.Status.CONFIRMED)
        return self.status == self.Status.REJECTED and accepted.exists()

    @property
    def has_page(self) -> bool:
        return self.is_accepted or self.was_withdrawn


class Cause(Proposal):
    """That one event led to another, as a report seems to say. Confirmed, it stands in the effect itself."""

    effect = models.ForeignKey(Event, models.CASCADE, related_name="possible_causes")
    cause = models.ForeignKey(Event, models.CASCADE, related_name="possible_effects")

    objects = ProposalQuerySet.as_manager()

    class Meta(Proposal.Meta):
        ordering = ["effect", "pk"]
        constraints = [
            *Proposal.Meta.constraints,
            models.CheckConstraint(name="cause_is_another_event", condition=~Q(cause=F("effect"))),
            models.UniqueConstraint(name="cause_once_of_an_effect", fields=["effect", "cause"]),
            models.UniqueConstraint(
                name="cause_of_an_effect_is_one", fields=["effect"], condition=Q(status="confirmed")
            ),
        ]

    def __str__(self) -> str:
        return str(_("%(cause)s led to %(effect)s") % {"cause": self.cause, "effect": self.effect})


class Participation(models.Model):
    """A person's part in an event."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="participations")
    person = models.ForeignKey(Person, models.PROTECT, related_name="participations")
    part = models.CharField(max_length=200, blank=True, help_text=_("Such as: led the walk-out."))
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(name="participation_once_in_an_event", fields=["event", "person"]),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.part}" if self.part else str(self.person)


class Coverage(Proposal):
    """A report that tells of an event."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="coverage")
    article = models.ForeignKey(Article, models.CASCADE, related_name="coverage")

    objects = ProposalQuerySet.as_manager()

    class Meta(Proposal.Meta):
        verbose_name_plural = _("coverage")
        ordering = ["article", "pk"]
        constraints = [
            *Proposal.Meta.constraints,
            models.UniqueConstraint(name="coverage_once_of_an_event", fields=["event", "article"]),
        ]

    def __str__(self) -> str:
        return f"{self.article} – {self.event}"
