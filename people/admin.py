"""People, parties and offices as staff see them."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from archive.admin import (
    Explanations,
    HistoryAdmin,
    MergingAdmin,
    ReadOnlyInline,
    StaffAdmin,
    StaffInline,
    change_rows,
)
from people.merging import merge
from people.models import (
    Area,
    LegislativePeriod,
    Office,
    Organization,
    Party,
    PartyMembership,
    Person,
    PersonIdentifier,
    PersonName,
    Tenure,
)

ENDS_FIRST = (("ends",), gettext_lazy("The first day it was over comes after the day it began."))
EXPLANATIONS: Explanations = {
    "person_dies_after_birth": (("died_on",), gettext_lazy("This is before the day of birth.")),
    "person_name_ends_after_it_starts": ENDS_FIRST,
    "partymembership_ends_after_it_starts": ENDS_FIRST,
    "tenure_ends_after_it_starts": ENDS_FIRST,
    "legislativeperiod_ends_after_it_starts": ENDS_FIRST,
    "one_person_to_an_identifier": (
        ("identifier",),
        gettext_lazy("Somebody has this identifier already: are they the same person?"),
    ),
    "person_in_one_party_at_a_time": (
        ("starts",),
        gettext_lazy("They are in another party at that time: end the one before the other starts."),
    ),
    "tenure_no_overlap_in_same_office": (
        ("starts",),
        gettext_lazy("They are in this office already at that time."),
    ),
    "office_has_one_holder_at_a_time": (
        ("starts", "single_holder"),
        gettext_lazy("Two people hold this office at once, and it has a single holder."),
    ),
    "office_is_in_an_organization_or_a_party": (
        ("organization",),
        gettext_lazy("Choose an organization or a party, and not both."),
    ),
    "office_once_in_its_body": (("name",), gettext_lazy("This body has an office of this name already.")),
}
SPAN = ["starts", "starts_precision", "ends", "ends_precision"]


class NameInline(StaffInline):
    model = PersonName
    fields = ["name", "note", *SPAN]


class IdentifierInline(StaffInline):
    model = PersonIdentifier


class MembershipInline(StaffInline):
    model = PartyMembership
    fields = ["party", *SPAN, "of_a_seat"]
    readonly_fields = ["of_a_seat"]
    autocomplete_fields = ["party"]
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("person", "party")

    @admin.display(boolean=True, description=gettext_lazy("known from a seat"))
    def of_a_seat(self, membership: PartyMembership) -> bool:
        return membership.seat_id is not None


class TenureInline(StaffInline):
    model = Tenure
    fields = ["office", *SPAN, "on_behalf_of", "is_acting"]
    autocomplete_fields = ["office", "on_behalf_of"]
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows: Any = super().get_queryset(request)
        return rows.with_office().select_related("person")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "office":
            kwargs["queryset"] = Office.objects.select_related("area", "party")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class HolderInline(ReadOnlyInline):
    model = Tenure
    fields = ["person", *SPAN, "is_acting"]
    verbose_name_plural = gettext_lazy("Holders")
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows: Any = super().get_queryset(request)
        return rows.with_office().select_related("person")


@admin.register(Person)
class PersonAdmin(MergingAdmin, HistoryAdmin):
    explanations = EXPLANATIONS
    named_by = PersonName._meta.get_field("person")
    what_a_merge_does = gettext_lazy(
        "Everything that these records have goes to the one you keep: names, identifiers, parties, offices,"
        " parts in events, mentions and quotations. Then they are deleted."
    )
    list_display = ["name", "sort_name", "today", "checked"]
    list_filter = ["provisional", ("party_memberships__party", admin.RelatedOnlyFieldListFilter), "gender"]
    search_fields = ["name__unaccent", "names__name__unaccent", "identifiers__identifier", "key"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [NameInline, IdentifierInline, MembershipInline, TenureInline]
    actions = ["accept", "merge_into"]
    fieldsets = [
        (None, {"fields": ["name", "sort_name", "slug", "provisional"]}),
        (
            gettext_lazy("Details"),
            {
                "fields": [
                    ("honorific_prefix", "honorific_suffix"),
                    "gender",
                    ("born_on", "born_precision"),
                    ("died_on", "died_precision"),
                ]
            },
        ),
        (gettext_lazy("Portrait"), {"fields": ["portrait_url", "portrait_credit"]}),
        (gettext_lazy("Provenance"), {"fields": ["key"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows: Any = super().get_queryset(request)
        return rows.with_offices()

    def autocomplete_label(self, person: Person) -> str:
        """The name, with the parties they were ever in, and whether anybody has checked them."""
        parties = dict.fromkeys(m.party.short_name for m in person.party_memberships.all())
        notes = [*parties, *([_("provisional")] if person.provisional else [])]
        return f"{person} ({', '.join(notes)})" if notes else str(person)

    @admin.display(description=gettext_lazy("today"))
    def today(self, person: Person) -> str:
        return person.on(timezone.localdate()).line

    @admin.display(boolean=True, description=gettext_lazy("checked"), ordering="provisional")
    def checked(self, person: Person) -> bool:
        return not person.provisional

    @admin.action(description=gettext_lazy("Accept as checked"), permissions=["change"])
    def accept(self, request: HttpRequest, people: QuerySet) -> None:
        accepted = list(people.filter(provisional=True))
        change_rows(request, accepted, _("Accepted"), provisional=False)
        told = ngettext("%d person accepted.", "%d people accepted.", len(accepted)) % len(accepted)
        self.message_user(request, told, messages.SUCCESS)

    def merge(self, double: Person, kept: Person) -> None:
        merge(double, kept)


@admin.register(Party)
class PartyAdmin(HistoryAdmin):
    explanations = EXPLANATIONS
    list_display = ["name", "short_name", "colours"]
    search_fields = ["name__unaccent", "short_name__unaccent"]
    prepopulated_fields = {"slug": ["short_name"]}
    fields = ["name", "short_name", "slug", "also_called", ("colour", "colour_dark"), "key"]

    @admin.display(description=gettext_lazy("colours, by day and by lamplight"))
    def colours(self, party: Party) -> SafeString:
        swatch = '<svg class="swatch" aria-hidden="true"><rect fill="{}"/></svg> {}'
        pairs = ((colour, colour) for colour in (party.colour, party.colour_dark))
        return format_html_join(" ", swatch, pairs)


@admin.register(PartyMembership)
class PartyMembershipAdmin(HistoryAdmin):
    explanations = EXPLANATIONS
    list_display = ["person", "party", *SPAN[::2]]
    list_display_links = ["person"]
    list_filter = ["party"]
    list_select_related = ["person", "party"]
    search_fields = ["person__name__unaccent", "party__name__unaccent"]
    date_hierarchy = "starts"
    fields = ["person", "party", ("starts", "starts_precision"), ("ends", "ends_precision"), "seat"]
    readonly_fields = ["seat"]
    autocomplete_fields = ["person", "party"]


@admin.register(Organization)
class OrganizationAdmin(StaffAdmin):
    explanations = EXPLANATIONS
    list_display = ["name", "classification"]
    list_filter = ["classification"]
    search_fields = ["name__unaccent"]


@admin.register(Area)
class AreaAdmin(StaffAdmin):
    explanations = EXPLANATIONS
    list_display = ["name", "classification"]
    list_filter = ["classification"]
    search_fields = ["name__unaccent"]


@admin.register(LegislativePeriod)
class LegislativePeriodAdmin(StaffAdmin):
    explanations = EXPLANATIONS
    list_display = ["name", "organization", *SPAN[::2]]
    list_select_related = ["organization"]
    search_fields = ["name__unaccent"]
    autocomplete_fields = ["organization"]


@admin.register(Office)
class OfficeAdmin(HistoryAdmin):
    explanations = EXPLANATIONS
    list_display = ["title", "name", "kind", "organization", "party", "area", "single_holder"]
    list_filter = ["kind", "single_holder", "party"]
    search_fields = ["name__unaccent", "area__name__unaccent", "party__short_name__unaccent"]
    autocomplete_fields = ["organization", "party", "area"]
    prepopulated_fields = {"slug": ["name"]}
    fields = ["name", "slug", "kind", "organization", "party", "area", "single_holder"]
    inlines = [HolderInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        # Wherever an office is named, its area and its party are part of the name.
        return super().get_queryset(request).select_related("organization", "area", "party")


@admin.register(Tenure)
class TenureAdmin(HistoryAdmin):
    explanations = EXPLANATIONS
    list_display = ["person", "title", *SPAN[::2], "on_behalf_of"]
    list_filter = ["office__kind", "is_acting", ("on_behalf_of", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["person", "office__area", "office__party", "on_behalf_of"]
    search_fields = ["person__name__unaccent", "office__name__unaccent", "office__area__name__unaccent"]
    date_hierarchy = "starts"
    fields = [
        "person",
        "office",
        ("starts", "starts_precision"),
        ("ends", "ends_precision"),
        "on_behalf_of",
        "period",
        "is_acting",
    ]
    autocomplete_fields = ["person", "office", "on_behalf_of", "period"]
