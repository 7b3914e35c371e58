"""What a reader may ask of the directory, and of parties on a day."""

from datetime import date
from typing import Any

import django_filters as filters
from django import forms
from django.utils.translation import gettext_lazy as _

from people.models import Party, PartyMembership, Person, Tenure
from people.querysets import PersonQuerySet


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class DayForm(forms.Form):
    on = forms.DateField(label=_("On the day"), required=False, widget=DayInput)

    @property
    def day(self) -> date | None:
        return self.cleaned_data.get("on") if self.is_valid() else None


class PersonFilter(filters.FilterSet):
    """Party and office mean the ones of the day where a day is asked, and any time's where none is."""

    name = filters.CharFilter(label=_("Name"), max_length=100)
    party = filters.ChoiceFilter(label=_("Party"), empty_label=_("Any"))
    office = filters.CharFilter(
        label=_("Office or seat"), max_length=100, widget=forms.TextInput({"list": "offices"})
    )
    on = filters.DateFilter(label=_("On the day"), widget=DayInput)
    letter = filters.CharFilter(max_length=1)

    class Meta:
        model = Person
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["party"].extra["choices"] = list(Party.objects.values_list("slug", "short_name"))

    def filter_queryset(self, queryset: PersonQuerySet) -> PersonQuerySet:
        asked = self.form.cleaned_data
        day = asked["on"]
        if asked["name"]:
            queryset = queryset.named(asked["name"])
        if asked["party"]:
            memberships = PartyMembership.objects.on(day) if day else PartyMembership.objects.all()
            members = memberships.filter(party__slug=asked["party"])
            queryset = queryset.filter(pk__in=members.values("person"))
        if asked["office"] or (day and not asked["party"]):
            tenures = Tenure.objects.on(day) if day else Tenure.objects.all()
            queryset = queryset.filter(pk__in=tenures.of_office(asked["office"]).values("person"))
        return queryset

    @property
    def results(self) -> PersonQuerySet:
        """What was asked for; nothing where the form has errors."""
        if not self.is_valid():
            return self.queryset.none()
        letter = self.asked("letter")
        return self.qs.under(letter) if letter else self.qs

    def asked(self, name: str) -> Any:
        """What was asked of one filter; ``None`` where it was nothing, or could not be used."""
        return self.form.cleaned_data.get(name) or None if self.is_valid() else None
