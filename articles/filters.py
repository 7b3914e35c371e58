"""What a reader may ask of the listings of stories and quotations."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import django_filters as filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from articles.models import Event, Outlet, Quotation
from articles.querysets import ArticleQuerySet, EventQuerySet, QuotationQuerySet
from people.models import Party, Person

Searchable = ArticleQuerySet | QuotationQuerySet | EventQuerySet

LONGEST_SEARCH = 500
SEARCH_FORM = "search"
"""The page's one form: its fields stand above the results and beside them."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a search, read back: its label, what was asked, and the search without it."""

    label: str
    value: str
    without: str


class DayFilter(filters.DateFilter):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), **kwargs)


class OneOf(filters.ChoiceFilter):
    """A choice from a list that :class:`ListingFilter` loads, or any."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(empty_label=_("Any"), **kwargs)


class ListingFilter(filters.FilterSet):
    """Words, a person, and choices that are loaded once, both to check and to print the form."""

    q = filters.CharFilter(label=_("Words"), method="with_words", max_length=LONGEST_SEARCH)

    above: tuple[str, ...]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.load_choices()
        for field in self.form.fields.values():
            field.widget.attrs["form"] = SEARCH_FORM
        self.people: list[Person] = []

    def load_choices(self) -> None:
        self.filters["outlet"].extra["choices"] = list(Outlet.objects.values_list("slug", "name"))
        self.filters["party"].extra["choices"] = list(Party.objects.values_list("slug", "short_name"))
        self.filters["event"].extra["choices"] = [
            (slug, f"{name} ({date_format(day)})")
            for slug, name, day in Event.objects.accepted().values_list("slug", "name", "starts_on")
        ]

    def with_words(self, rows: Searchable, name: str, typed: str) -> Searchable:
        return rows.search(typed)

    @property
    def results(self) -> Any:
        """What was asked for; nothing where the form has errors."""
        return self.qs if self.is_valid() else self.queryset.none()

    def asked(self, name: str) -> str:
        """What was typed for one filter; empty where it was nothing, or could not be used."""
        return self.form.cleaned_data.get(name) or "" if self.is_valid() else ""

    def beside(self) -> list[forms.BoundField]:
        """The fields that stand beside the results: all but the words and the person."""
        return [field for field in self.form if field.name not in self.above]

    def parts(self) -> Iterator[Part]:
        """Every filter in force, in the order of the form."""
        for name, field in self.form.fields.items():
            value = self.asked(name)
            if value and name != "order":
                rest = self.data.copy()
                rest.pop(name)
                rest.pop("page", None)
                yield Part(str(field.label), self.printed(name, value), f"?{rest.urlencode()}")

    def printed(self, name: str, value: Any) -> str:
        choices = dict(self.filters[name].extra.get("choices", ()))
        return (
            str(choices[value]) if choices else date_format(value) if name in ("after", "before") else value
        )


class QuotationFilter(ListingFilter):
    above = ("q", "speaker")

    speaker = filters.CharFilter(label=_("Speaker"), method="by_speaker", max_length=200)
    party = OneOf(label=_("Party that day"), field_name="speaker_party__slug")
    outlet = OneOf(label=_("Outlet"), field_name="outlet__slug")
    event = OneOf(label=_("Event"), method="of_event")
    kind = filters.ChoiceFilter(label=_("Kind"), choices=Quotation.Kind.choices, empty_label=_("Any"))
    after = DayFilter(label=_("From"), field_name="listed_on", lookup_expr="gte")
    before = DayFilter(label=_("Until"), field_name="listed_on", lookup_expr="lte")
    order = filters.ChoiceFilter(
        label=_("Order"),
        method="in_order",
        choices=[("oldest", _("Oldest first"))],
        empty_label=_("Newest first"),
    )

    def by_speaker(self, rows: QuerySet, name: str, typed: str) -> QuerySet:
        self.people = list(Person.objects.named(typed))
        return rows.filter(speaker__in=self.people)

    def of_event(self, rows: QuotationQuerySet, name: str, slug: str) -> QuotationQuerySet:
        return rows.of_event(Event.objects.get(slug=slug))

    def in_order(self, rows: QuerySet, name: str, order: str) -> QuerySet:
        return rows.order_by("listed_on", "pk")


class ArticleFilter(ListingFilter):
    above = ("q", "person")

    person = filters.CharFilter(label=_("Person"), method="naming", max_length=200)
    party = OneOf(label=_("Party of a speaker"), method="quoting_party")
    outlet = OneOf(label=_("Outlet"), field_name="outlet__slug")
    event = OneOf(label=_("Event"), method="covering")
    after = DayFilter(label=_("From"), field_name="published_on", lookup_expr="gte")
    before = DayFilter(label=_("Until"), field_name="published_on", lookup_expr="lte")

    def naming(self, rows: ArticleQuerySet, name: str, typed: str) -> ArticleQuerySet:
        self.people = list(Person.objects.named(typed))
        return rows.mentioning(self.people)

    def quoting_party(self, rows: ArticleQuerySet, name: str, slug: str) -> ArticleQuerySet:
        return rows.quoting(Quotation.objects.filter(speaker_party__slug=slug))

    def covering(self, rows: ArticleQuerySet, name: str, slug: str) -> ArticleQuerySet:
        return rows.covering(Event.objects.filter(slug=slug))


class EventFilter(ListingFilter):
    above = ("q", "person")

    person = filters.CharFilter(label=_("Person"), method="joined_by", max_length=200)
    kind = OneOf(label=_("Kind"))
    after = DayFilter(label=_("From"), method="not_over_on")
    before = DayFilter(label=_("Until"), field_name="starts_on", lookup_expr="lte")

    def load_choices(self) -> None:
        kinds = Event.objects.accepted().order_by("kind").values_list("kind", flat=True).distinct()
        self.filters["kind"].extra["choices"] = [(kind, capfirst(kind)) for kind in kinds]

    def joined_by(self, rows: QuerySet, name: str, typed: str) -> QuerySet:
        self.people = list(Person.objects.named(typed))
        return rows.filter(participations__person__in=self.people).distinct()

    def not_over_on(self, rows: QuerySet, name: str, day: date) -> QuerySet:
        return rows.filter(Q(ends_on__gte=day) | Q(ends_on=None, starts_on__gte=day))
