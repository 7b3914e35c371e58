"""Reports, their outlets, every version of their text, and the people they name."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from archive.addresses import page_of
from archive.base import Proposal
from archive.partial import stamp
from articles.querysets import ArticleQuerySet, OutletQuerySet, ProposalQuerySet
from articles.search.words import ToTsVector
from articles.themes import words_of_any
from people.models import Person
from people.names import in_order


class Outlet(models.Model):
    """Who publishes reports: a newspaper, a broadcaster, an agency."""

    name = models.CharField(max_length=200, unique=True)
    slug = models.SlugField(max_length=120, unique=True)
    website = models.URLField(max_length=300, blank=True)

    history = HistoricalRecords()
    objects = OutletQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        indexes = [in_order("outlet")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return page_of("outlet", self.slug)


class Article(models.Model):
    """One published report of one outlet. What it says stands in its versions."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class Precision(models.TextChoices):
        INSTANT = "instant", _("to the minute")
        DAY = "day", _("day")
        MONTH = "month", _("month")
        YEAR = "year", _("year")

    outlet = models.ForeignKey(Outlet, models.PROTECT, related_name="articles")
    source_key = models.CharField(
        max_length=500,
        help_text=_("What tells this report from the outlet's others: its address, its own key."),
    )
    headline = models.CharField(max_length=500, blank=True, help_text=_("As printed; empty where none was."))
    supplied_title = models.CharField(
        max_length=200, blank=True, help_text=_("The archive's own, for a report printed without a headline.")
    )
    standfirst = models.TextField(blank=True)
    slug = models.SlugField(max_length=120)
    url = models.URLField(_("address"), max_length=1000, blank=True)
    published_on = models.DateField(help_text=_("The day at the outlet's own place."))
    published_at = models.DateTimeField(null=True, blank=True)
    published_zone = models.CharField(
        max_length=60, blank=True, help_text=_("Such as Pacific/Auckland or +13:00.")
    )
    published_precision = models.CharField(max_length=7, choices=Precision, default=Precision.DAY)
    section = models.CharField(max_length=120, blank=True)
    language = models.CharField(
        max_length=35, default="en", help_text=_("A BCP 47 tag, such as en-NZ or mi.")
    )
    status = models.CharField(max_length=9, choices=Status, default=Status.PUBLISHED)
    withdrawn_reason = models.TextField(blank=True)
    content_themes = ArrayField(
        models.CharField(max_length=40),
        default=list,
        blank=True,
        help_text=_("What it tells that hurts to read: readers are told before they come to it."),
    )
    needs_no_note = models.BooleanField(
        default=False,
        help_text=_("Staff have looked, and it needs none: its words propose none any more."),
    )
    current = models.ForeignKey(
        "ArticleVersion", models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    history = HistoricalRecords(excluded_fields=["current"])
    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-published_on", "-pk"]
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        constraints = [
            models.UniqueConstraint(name="article_once_in_its_outlet", fields=["outlet", "source_key"]),
            models.UniqueConstraint(name="article_has_its_own_address", fields=["published_on", "slug"]),
            models.CheckConstraint(
                name="article_instant_is_known_when_said_to_be",
                condition=Q(published_precision="instant", published_at__isnull=False)
                | (~Q(published_precision="instant") & Q(published_at=None)),
            ),
            models.CheckConstraint(
                name="article_withdrawn_for_a_reason",
                condition=~Q(status="withdrawn") | ~Q(withdrawn_reason=""),
            ),
            models.CheckConstraint(
                name="article_that_needs_no_note_has_none",
                condition=Q(needs_no_note=False) | Q(content_themes=[]),
            ),
        ]
        indexes = [
            models.Index(F("published_on").desc(), F("id").desc(), name="article_newest"),
            models.Index(
                F("outlet"), F("published_on").desc(), F("id").desc(), name="article_newest_of_outlet"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return page_of("article", self.published_on.strftime("%Y/%m/%d"), self.slug)

    @property
    def known_day(self) -> str:
        """As much as is known of when it was published: ``2015-11-12``, ``2015-11`` or ``2015``."""
        return stamp(self.published_on, self.published_precision)

    @property
    def has_page(self) -> bool:
        return self.status != self.Status.DRAFT

    @property
    def title(self) -> str:
        """The headline or, in brackets as cataloguers print it, the title that the archive supplies."""
        return self.headline or "[" + (self.supplied_title or _("Report without a headline")) + "]"


class Byline(models.Model):
    """A name as printed over one report, in order."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="bylines")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(name="byline_one_to_a_position", fields=["article", "position"]),
        ]

    def __str__(self) -> str:
        return self.name


class ArticleVersion(models.Model):
    """The text of a report as it was taken once, and where it came from.

    ``body`` is the paragraphs, parted by one empty line. Positions in it count code points.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    headline = models.CharField(max_length=500, blank=True)
    standfirst = models.TextField(blank=True)
    body = models.TextField()
    checksum = models.CharField(max_length=64, help_text=_("SHA-256 of headline, standfirst and body."))
    retrieved_at = models.DateTimeField()
    place = models.CharField(max_length=1000, help_text=_("The file or address it was taken from."))
    importer = models.CharField(max_length=60, help_text=_("Which reader of the archive took it."))
    original = models.BinaryField(help_text=_("The bytes as they came."))
    original_sha256 = models.CharField(max_length=64)
    media_type = models.CharField(max_length=100)
    reader = models.CharField(max_length=40, blank=True, help_text=_("Which quotation reader has read it."))
    read_at = models.DateTimeField(null=True, blank=True)
    sketch = ArrayField(
        models.IntegerField(),
        default=list,
        editable=False,
        help_text=_("Numbers of which versions that copy each other share some."),
    )
    search_vector = models.GeneratedField(
        expression=ToTsVector(
            Concat(
                *("headline", models.Value(" "), "standfirst", models.Value(" "), "body"),
                output_field=models.TextField(),
            )
        ),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        ordering = ["article", "-number"]
        verbose_name = _("version")
        constraints = [
            models.UniqueConstraint(name="article_version_numbered_once", fields=["article", "number"]),
            models.CheckConstraint(name="article_version_has_a_body", condition=~Q(body="")),
        ]
        indexes = [
            GinIndex(fields=["search_vector"], name="article_version_words"),
            # Phrases have to be looked for in each row: for all of the lists at once that takes seconds.
            models.Index(
                fields=["id"], condition=Q(search_vector=words_of_any()), name="version_with_words_of_a_theme"
            ),
        ]

    def __str__(self) -> str:
        return str(_("%(article)s, version %(number)d") % {"article": self.article, "number": self.number})

    def get_absolute_url(self) -> str:
        return f"{self.article.get_absolute_url()}v{self.number}/"

    @property
    def paragraphs(self) -> list[tuple[int, str]]:
        """Each paragraph with the position of its first character in ``body``."""
        found, start = [], 0
        for text in self.body.split("\n\n"):
            found.append((start, text))
            start += len(text) + 2
        return found


class Mention(Proposal):
    """A person named, or meant, at one place of a version: ``body[start:end]``."""

    version = models.ForeignKey(ArticleVersion, models.CASCADE, related_name="mentions")
    person = models.ForeignKey(Person, models.PROTECT, related_name="mentions")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    objects = ProposalQuerySet.as_manager()

    class Meta(Proposal.Meta):
        ordering = ["version", "start"]
        constraints = [
            *Proposal.Meta.constraints,
            models.CheckConstraint(name="mention_ends_after_it_starts", condition=Q(end__gt=F("start"))),
            models.UniqueConstraint(name="mention_one_to_a_place", fields=["version", "start"]),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.start}–{self.end}"
