"""What was said, by whom, and how we know."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from archive.addresses import page_of
from archive.base import DatePrecision, Proposal
from archive.partial import last_day
from articles.context import AROUND, sentence_around
from articles.models.articles import Article, ArticleVersion, Outlet
from articles.models.events import Event
from articles.models.utterances import Utterance
from articles.querysets import QuotationQuerySet
from articles.search.words import ToTsVector
from people.models import OnTheDay, Organization, Party, Person

_DERIVED = ["article", "outlet", "listed_on", "speaker_party", "about", "public", "search_vector", "sketch"]


class Quotation(Proposal):
    """Words that a report gives as somebody's, by their place in one version of it.

    ``spans`` are pairs of positions in the version's body, marks outside; two where the
    attribution interrupts a sentence. ``text`` is what stands there, parted by a space:
    the database refuses any other. What a search filters and sorts by (``article``, ``outlet``,
    ``listed_on``, ``speaker_party``, ``about``, ``public``) repeats what version, article,
    coverage and people say; the database keeps it.
    """

    class Kind(models.TextChoices):
        DIRECT = "direct", _("direct")
        PARTIAL = "partial", _("partial")
        HEADLINE = "headline", _("headline")
        REPORTED = "reported", _("reported speech")

    class Attribution(models.TextChoices):
        """What the report tells of who spoke."""

        RESOLVED = "resolved", _("a speaker we know")
        AMBIGUOUS = "ambiguous", _("one of several")
        UNLISTED = "unlisted", _("somebody without a record")
        UNKNOWN = "unknown", _("nobody named")

    # Indexes that begin with a foreign key serve it: none has another of its own.
    version = models.ForeignKey(ArticleVersion, models.CASCADE, db_index=False, related_name="quotations")
    spans = ArrayField(ArrayField(models.PositiveIntegerField(), size=2))
    text = models.TextField()
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.DIRECT)

    attribution = models.CharField(max_length=9, choices=Attribution, default=Attribution.UNKNOWN)
    speaker = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, db_index=False, related_name="quotations"
    )
    speaker_outlet = models.ForeignKey(
        Outlet,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="said",
        help_text=_("Where an outlet speaks."),
    )
    speaker_organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="quotations",
        help_text=_("Where a body speaks."),
    )
    candidates = models.ManyToManyField(
        Person,
        blank=True,
        related_name="possible_quotations",
        help_text=_("Who it may have been, where the report does not tell."),
    )
    speaker_label = models.CharField(
        max_length=300, blank=True, help_text=_("The words the report used: Mr Key, she.")
    )
    cue = models.CharField(
        max_length=200, blank=True, help_text=_("The words that introduce it: told reporters.")
    )
    occasion = models.CharField(
        max_length=300, blank=True, help_text=_("Such as: to reporters in Christchurch.")
    )
    said_on = models.DateField(null=True, blank=True)
    rule = models.CharField(
        max_length=40,
        blank=True,
        editable=False,
        help_text=_("What tied the speaker to the words: after, carried over."),
    )
    way = models.CharField(
        max_length=40,
        blank=True,
        editable=False,
        help_text=_("How the reader told who that is: surname, pronoun."),
    )
    event = models.ForeignKey(Event, models.SET_NULL, null=True, blank=True, related_name="quotations")
    utterance = models.ForeignKey(
        Utterance, models.SET_NULL, null=True, editable=False, related_name="quotations"
    )
    grouped_by_staff = models.BooleanField(
        default=False, editable=False, help_text=_("Staff put it into its utterance, or took it out of one.")
    )
    sketch = ArrayField(
        models.IntegerField(),
        null=True,
        editable=False,
        help_text=_("Numbers of which quotations of the same words share some."),
    )

    article = models.ForeignKey(Article, models.CASCADE, editable=False, related_name="quotations")
    outlet = models.ForeignKey(
        Outlet, models.PROTECT, editable=False, db_index=False, related_name="quotations"
    )
    listed_on = models.DateField(editable=False, help_text=_("The day it was said or else published."))
    speaker_party = models.ForeignKey(
        Party, models.SET_NULL, null=True, editable=False, db_index=False, related_name="quotations"
    )
    about = ArrayField(
        models.BigIntegerField(),
        editable=False,
        default=list,
        help_text=_("Keys of events: the one it was said at, or else all that its report tells of."),
    )
    public = models.BooleanField(
        editable=False, default=False, help_text=_("Not rejected, and its report is published.")
    )
    search_vector = models.GeneratedField(
        expression=ToTsVector("text"), output_field=SearchVectorField(), db_persist=True
    )

    around: str
    """The words with what stands about them, where :meth:`QuotationQuerySet.for_listing` fetched it."""

    history = HistoricalRecords(excluded_fields=[*_DERIVED, "utterance", "grouped_by_staff"])
    objects = QuotationQuerySet.as_manager()

    class Meta(Proposal.Meta):
        ordering = ["-listed_on", "-pk"]
        constraints = [
            *Proposal.Meta.constraints,
            models.CheckConstraint(name="quotation_has_words", condition=~Q(text="")),
            models.UniqueConstraint(name="quotation_one_to_its_spans", fields=["version", "spans"]),
            models.CheckConstraint(
                name="quotation_has_at_most_one_speaker",
                condition=Q(speaker=None, speaker_outlet=None)
                | Q(speaker=None, speaker_organization=None)
                | Q(speaker_outlet=None, speaker_organization=None),
            ),
            models.CheckConstraint(
                name="quotation_is_resolved_when_it_has_a_speaker",
                condition=Q(attribution="resolved")
                & (
                    Q(speaker__isnull=False)
                    | Q(speaker_outlet__isnull=False)
                    | Q(speaker_organization__isnull=False)
                )
                | ~Q(attribution="resolved")
                & Q(speaker=None, speaker_outlet=None, speaker_organization=None),
            ),
        ]
        indexes = [
            # One index for words, for the words of a speaker and for those said about an event.
            GinIndex(fields=["speaker", "about", "search_vector"], name="quotation_words"),
            models.Index(F("listed_on").desc(), F("id").desc(), name="quotation_newest"),
            models.Index(
                # With what is counted beside a person's quotations.
                fields=["speaker", "-listed_on", "-id"],
                include=["public", "outlet", "speaker_party", "kind", "about"],
                name="quotation_newest_of_speaker",
            ),
            models.Index(fields=["outlet", "-listed_on", "-id"], name="quotation_newest_of_outlet"),
            models.Index(fields=["speaker_party", "-listed_on", "-id"], name="quotation_newest_of_party"),
            GinIndex(fields=["sketch"], name="quotation_sketch"),
            models.Index(fields=["listed_on"], condition=Q(sketch=None), name="quotation_without_sketch"),
        ]

    def __str__(self) -> str:
        return f"“{self.text[:77]}…”" if len(self.text) > 78 else f"“{self.text}”"

    def get_absolute_url(self) -> str:
        return page_of("quotation", self.pk)

    @property
    def start(self) -> int:
        return self.spans[0][0]

    @property
    def end(self) -> int:
        return self.spans[-1][1]

    def is_in_place_of(self, other: "Quotation") -> bool:
        """Whether both have words in common. A reported clause may hold quotations in marks."""
        if (self.kind == self.Kind.REPORTED) != (other.kind == self.Kind.REPORTED):
            return False
        return any(
            start < other_end and other_start < end
            for start, end in self.spans
            for other_start, other_end in other.spans
        )

    @property
    def context(self) -> tuple[str, str]:
        """What stands before and after the words in their own sentence; reads ``around``."""
        first = min(self.start, AROUND)
        return sentence_around(self.around, first, first + self.end - self.start)

    @property
    def said_by(self) -> Person | Outlet | Organization | None:
        return self.speaker or self.speaker_outlet or self.speaker_organization

    @classmethod
    def is_settled(cls, status: str, confidence: float | None) -> bool:
        """Whether who spoke, where that is known, is confirmed or read as surely as the settings ask."""
        sure = (confidence or 0) >= settings.ATTRIBUTION_SHOWN_AS_FACT
        return sure or status != cls.Status.PROPOSED

    @property
    def shown_as_fact(self) -> bool:
        """Who spoke is known, and that is settled."""
        return bool(self.said_by) and self.is_settled(self.status, self.confidence)

    @property
    def listed_precision(self) -> str:
        """How much is known of the day it was said or else published."""
        return DatePrecision.DAY if self.said_on else self.version.article.published_precision

    @property
    def speaker_then(self) -> OnTheDay | None:
        """What the speaker was that day, or all of the month or year that alone is known."""
        if self.speaker is None:
            return None
        until = last_day(self.listed_on, self.listed_precision)
        return self.speaker.on_with_party(self.listed_on, self.speaker_party, until)
