"""The directory of people, and the parties."""

from django.db.models import Count, F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from archive.paging import Cursor, keyed_page
from people import directory
from people.days import from_until, written
from people.filters import DayForm, PersonFilter
from people.models import Office, Party, PartyMembership, Person
from people.offices import offices_by_kind
from people.querysets import covering


@require_safe
def person_list(request: HttpRequest) -> HttpResponse:
    cursor, asked = Cursor.read(request, "name"), PersonFilter(request.GET, Person.objects.all())
    page = keyed_page(cursor, asked.results.in_directory_order(), "directory_name")
    day, today = asked.asked("on"), timezone.localdate()
    context = {
        "filter": asked,
        "fields": [asked.form[name] for name in ("name", "office", "party", "on")],
        "page": page,
        "count": asked.results.count(),
        "day": day,
        "letter": (asked.asked("letter") or "").upper(),
        "entries": directory.entries(page.rows, today, day),
        "letters": asked.qs.initials() if asked.is_valid() else [],
        "offices": Office.objects.exclude(kind=Office.Kind.SEAT)
        .order_by("name")
        .values_list("name", flat=True)
        .distinct(),
    }
    return render(request, "people/person_list.html", context, status=200 if asked.is_valid() else 400)


@require_safe
def party_list(request: HttpRequest) -> HttpResponse:
    form = DayForm(request.GET)
    day = form.day or PartyMembership.objects.last_day(timezone.localdate())
    members = Count("memberships__person", filter=covering(day, "memberships__"), distinct=True)
    context = {
        "form": form,
        "day": day,
        "parties": Party.objects.annotate(member_count=members).order_by("name"),
    }
    return render(request, "people/party_list.html", context, status=200 if form.is_valid() else 400)


@require_safe
def office_list(request: HttpRequest) -> HttpResponse:
    return render(request, "people/office_list.html", {"kinds": offices_by_kind()})


@require_safe
def office_detail(request: HttpRequest, slug: str) -> HttpResponse:
    office = get_object_or_404(Office.objects.select_related("party", "area", "organization"), slug=slug)
    tenures = office.tenures.select_related("person", "on_behalf_of").order_by(
        F("starts").desc(nulls_last=True), "pk"
    )
    held = [(tenure, from_until(tenure, tenure, written)) for tenure in tenures]
    return render(request, "people/office_detail.html", {"office": office, "held": held})
