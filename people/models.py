"""People, the parties they belonged to and the offices they held, by date.

Spans are ``[starts, ends)``: the day an office ends is the day its next holder may start.
"""

from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from archive.addresses import page_of
from archive.base import DatePrecision
from people.colours import readable_on_dark, readable_on_light
from people.names import by_likeness, by_words, in_order, initials
from people.querysets import PersonQuerySet, SpanQuerySet, TenureQuerySet
from people.spans import covers

GREY_LIGHT, GREY_DARK = "#5d574f", "#aea69a"


class SpanPrecision(models.TextChoices):
    """How much of a stored day the source gave, or that it gave none but the legislative period."""

    DAY = "day", _("day")
    MONTH = "month", _("month")
    YEAR = "year", _("year")
    PERIOD = "period", _("of the legislative period")


def span_of_days() -> Func:
    return Func("starts", "ends", RangeBoundary(), function="daterange", output_field=DateRangeField())


class Span(models.Model):
    """One unbroken stretch of time; an empty start is unknown, an empty end is open."""

    starts = models.DateField(_("from"), null=True, blank=True)
    starts_precision = models.CharField(max_length=6, choices=SpanPrecision, default=SpanPrecision.DAY)
    ends = models.DateField(_("until"), null=True, blank=True, help_text=_("The first day it was over."))
    ends_precision = models.CharField(max_length=6, choices=SpanPrecision, default=SpanPrecision.DAY)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_ends_after_it_starts",
                condition=Q(starts=None) | Q(ends=None) | Q(ends__gt=F("starts")),
            ),
        ]

    def covers(self, day: date) -> bool:
        return covers(self, day)


class Keyed(models.Model):
    """A row that files name by an identifier of their own."""

    key = models.CharField(
        max_length=200,
        unique=True,
        null=True,
        blank=True,
        help_text=_("Identifier in the files it is imported from."),
    )

    class Meta:
        abstract = True


class Person(Keyed):
    """A human whose words or deeds are reported."""

    name = models.CharField(max_length=200)
    sort_name = models.CharField(max_length=200, help_text=_("As a directory orders it: Key, John."))
    slug = models.SlugField(max_length=120, unique=True)
    honorific_prefix = models.CharField(max_length=60, blank=True)
    honorific_suffix = models.CharField(max_length=60, blank=True)
    gender = models.CharField(
        max_length=30, blank=True, help_text=_("Where known; the reader uses it for he and she.")
    )
    born_on = models.DateField(null=True, blank=True)
    born_precision = models.CharField(max_length=5, choices=DatePrecision, default=DatePrecision.DAY)
    died_on = models.DateField(null=True, blank=True)
    died_precision = models.CharField(max_length=5, choices=DatePrecision, default=DatePrecision.DAY)
    portrait_url = models.URLField(max_length=500, blank=True)
    portrait_credit = models.CharField(max_length=200, blank=True)
    provisional = models.BooleanField(
        default=False, help_text=_("Made by an import; not yet checked by staff.")
    )

    history = HistoricalRecords()
    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["sort_name", "pk"]
        verbose_name_plural = _("people")
        constraints = [
            models.CheckConstraint(name="person_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="person_dies_after_birth",
                condition=Q(born_on=None) | Q(died_on=None) | Q(died_on__gte=F("born_on")),
            ),
        ]
        indexes = [by_words("person"), by_likeness("person"), in_order("person", "sort_name")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return page_of("person", self.slug)

    @property
    def initials(self) -> str:
        return initials(self.name)

    def on(self, day: date) -> "OnTheDay":
        """What this person was on ``day``; reads what :meth:`PersonQuerySet.with_offices` prefetches."""
        parties = [m.party for m in self.party_memberships.all() if m.covers(day)]
        return self.on_with_party(day, parties[0] if parties else None)

    def on_with_party(self, day: date, party: "Party | None", until: date | None = None) -> "OnTheDay":
        """:meth:`on`, where the party is at hand; with ``until``, what was held all the time between."""
        held = [tenure for tenure in self.tenures.all() if tenure.covers(day) and tenure.covers(until or day)]
        return OnTheDay(self, day, held, party)


class PersonName(models.Model):
    """One more way a person's name is written, and when it was."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="names")
    name = models.CharField(max_length=200)
    note = models.CharField(max_length=100, blank=True, help_text=_("Such as: before marriage, nickname."))
    starts = models.DateField(_("from"), null=True, blank=True)
    starts_precision = models.CharField(max_length=5, choices=DatePrecision, default=DatePrecision.DAY)
    ends = models.DateField(_("until"), null=True, blank=True)
    ends_precision = models.CharField(max_length=5, choices=DatePrecision, default=DatePrecision.DAY)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="person_name_ends_after_it_starts",
                condition=Q(starts=None) | Q(ends=None) | Q(ends__gt=F("starts")),
            ),
        ]
        indexes = [by_words("person_name"), by_likeness("person_name")]

    def __str__(self) -> str:
        return self.name


class PersonIdentifier(models.Model):
    """What another catalogue calls a person."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="identifiers")
    scheme = models.CharField(max_length=60, help_text=_("Such as: wikidata."))
    identifier = models.CharField(max_length=200)

    class Meta:
        ordering = ["scheme", "pk"]
        constraints = [
            models.UniqueConstraint(name="one_person_to_an_identifier", fields=["scheme", "identifier"]),
        ]

    def __str__(self) -> str:
        return f"{self.scheme}: {self.identifier}"


class Party(Keyed):
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=60, help_text=_("As it stands beside a name: Labour."))
    slug = models.SlugField(max_length=80, unique=True)
    also_called = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    colour = models.CharField(max_length=7, default=GREY_LIGHT, validators=[readable_on_light])
    colour_dark = models.CharField(max_length=7, default=GREY_DARK, validators=[readable_on_dark])

    history = HistoricalRecords()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = _("parties")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return page_of("party", self.slug)


class PartyMembership(Span):
    """A person in a party; ``seat`` is the seat held for the party that shows it, if that is how we know."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="party_memberships")
    party = models.ForeignKey(Party, models.PROTECT, related_name="memberships")
    seat = models.OneToOneField(
        "Tenure", models.CASCADE, null=True, blank=True, related_name="party_membership"
    )

    history = HistoricalRecords()
    objects = SpanQuerySet.as_manager()

    class Meta(Span.Meta):
        ordering = ["-starts", "pk"]
        constraints = [
            *Span.Meta.constraints,
            ExclusionConstraint(
                name="person_in_one_party_at_a_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("party", RangeOperators.NOT_EQUAL),
                    (span_of_days(), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.party}"


class Organization(Keyed):
    """A body that is no party and in which offices are held: a house, a government, an agency."""

    name = models.CharField(max_length=200)
    classification = models.CharField(
        max_length=60, blank=True, help_text=_("Such as: legislature, executive.")
    )
    also_called = ArrayField(models.CharField(max_length=200), default=list, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Area(Keyed):
    """What a seat stands for: an electorate, a constituency."""

    name = models.CharField(max_length=200)
    classification = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["name"]
        indexes = [by_words("area"), in_order("area")]

    def __str__(self) -> str:
        return self.name


class LegislativePeriod(Keyed, Span):
    """The life of one parliament, between two elections."""

    name = models.CharField(max_length=200)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="periods")

    objects = SpanQuerySet.as_manager()

    class Meta(Span.Meta):
        ordering = ["starts", "pk"]

    def __str__(self) -> str:
        return self.name


class Office(models.Model):
    """A seat or post, held one tenure at a time or by several people at once."""

    class Kind(models.TextChoices):
        SEAT = "seat", _("seat")
        GOVERNMENT = "government", _("government office")
        HOUSE = "house", _("office of the house")
        PARTY = "party", _("party office")
        OTHER = "other", _("other office")

    name = models.CharField(
        max_length=200, help_text=_("As printed: Prime Minister, Corrections spokesperson.")
    )
    slug = models.SlugField(max_length=160, unique=True)
    kind = models.CharField(max_length=10, choices=Kind)
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="offices"
    )
    party = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="offices")
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="offices")
    single_holder = models.BooleanField(default=False, help_text=_("No two people hold it at once."))

    history = HistoricalRecords()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                name="office_is_in_an_organization_or_a_party",
                condition=Q(organization=None, party__isnull=False)
                | Q(organization__isnull=False, party=None),
            ),
            models.UniqueConstraint(
                name="office_once_in_its_body",
                fields=["name", "organization", "party", "area"],
                nulls_distinct=False,
            ),
        ]
        indexes = [by_words("office")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return page_of("office", self.slug)

    @property
    def is_seat(self) -> bool:
        return self.kind == self.Kind.SEAT

    @property
    def title(self) -> str:
        """The office in full, as it stands beside a name: ``Labour Corrections spokesperson``."""
        if self.is_seat:
            return seat_title(self.area.name if self.area else None)
        return office_title(self.name, self.party.short_name if self.party else None)


def seat_title(area: str | None) -> str:
    return str(_("Member for %s") % area) if area else str(_("List member"))


def office_title(name: str, party: str | None) -> str:
    """An office that is no seat, with its party: ``Labour Corrections spokesperson``, ``Prime Minister``."""
    return f"{party} {name}" if party else name


class Tenure(Span):
    """One unbroken stretch of a person in an office."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="tenures")
    office = models.ForeignKey(Office, models.PROTECT, related_name="tenures")
    on_behalf_of = models.ForeignKey(
        Party,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="seats",
        help_text=_("The party a seat is held for."),
    )
    period = models.ForeignKey(
        LegislativePeriod, models.PROTECT, null=True, blank=True, related_name="tenures"
    )
    is_acting = models.BooleanField(default=False)
    single_holder = models.BooleanField(
        default=False, editable=False, help_text=_("The office's own, kept by the database.")
    )

    history = HistoricalRecords()
    objects = TenureQuerySet.as_manager()

    class Meta(Span.Meta):
        ordering = ["-starts", "pk"]
        constraints = [
            *Span.Meta.constraints,
            ExclusionConstraint(
                name="tenure_no_overlap_in_same_office",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("office", RangeOperators.EQUAL),
                    (span_of_days(), RangeOperators.OVERLAPS),
                ],
            ),
            ExclusionConstraint(
                name="office_has_one_holder_at_a_time",
                expressions=[
                    ("office", RangeOperators.EQUAL),
                    (span_of_days(), RangeOperators.OVERLAPS),
                ],
                condition=Q(single_holder=True, is_acting=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.title}"

    @property
    def title(self) -> str:
        return str(_("Acting %s") % self.office.title) if self.is_acting else self.office.title


@dataclass(frozen=True, slots=True)
class OnTheDay:
    """What a person was on one day."""

    person: Person
    day: date
    tenures: list[Tenure]
    party: Party | None

    @property
    def posts(self) -> list[Tenure]:
        """Offices other than the seat, those of government and house before those of a party."""
        rank = [Office.Kind.GOVERNMENT, Office.Kind.HOUSE, Office.Kind.PARTY, Office.Kind.OTHER]
        held = [tenure for tenure in self.tenures if not tenure.office.is_seat]
        return sorted(held, key=lambda tenure: (rank.index(Office.Kind(tenure.office.kind)), tenure.pk))

    @property
    def seat(self) -> Tenure | None:
        return next((tenure for tenure in self.tenures if tenure.office.is_seat), None)

    @property
    def seat_title(self) -> str:
        """``Member for Helensville``; empty for somebody without a seat."""
        return self.seat.title if self.seat else ""

    @property
    def office_line(self) -> str:
        """``Prime Minister``; several are parted by commas; empty for a member without a post."""
        return ", ".join(tenure.title for tenure in self.posts)

    @property
    def party_line(self) -> str:
        """``National, Helensville``, ``Green, list`` or ``Labour``; empty for a person of neither."""
        parts = [self.party.short_name] if self.party else []
        if self.seat:
            parts.append(str(self.seat.office.area or _("list")))
        return ", ".join(parts)

    @property
    def line(self) -> str:
        """Office, party and seat in one line, parted by a semicolon."""
        return "; ".join(filter(None, [self.office_line, self.party_line]))

    @property
    def party_class(self) -> str:
        return f"party-{self.party.slug}" if self.party else "party-none"
