"""Pages that join a person or a party to what the press reported of them."""

from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, Prefetch, QuerySet, Window
from django.db.models.functions import JSONObject
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from archive.paging import Cursor
from articles.models import Article, Event, Mention, Outlet, Participation, Quotation
from articles.querysets import how_many, what_was_said
from articles.results.matches import Matches
from articles.results.rows import quotation_rows
from people.careers import career, last_known
from people.charts import draw_career
from people.filters import DayForm
from people.models import OnTheDay, Party, PartyMembership, Person, PersonIdentifier, PersonName, Tenure
from people.querysets import PersonQuerySet

MOST_STORIES = 10


@require_safe
def person_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Quotations are paged; from the second page on they stand alone."""
    cursor = Cursor.read(request)
    person = get_object_or_404(with_tallies(with_names(Person.objects.with_offices())), slug=slug)
    page = Matches(Quotation.objects.published().by(person)).page(cursor, at_most=person.quotation_count)
    today = timezone.localdate()
    context = {
        "person": person,
        "page": page,
        "rows": quotation_rows(page.rows, speaker=person),
        "known": last_known(person, today),
        "is_first": cursor.is_first,
    }
    if cursor.is_first:
        lines = career(person)
        stories: list[Any] = list(stories_of(person)[:MOST_STORIES])
        context |= {
            "lines": lines,
            "chart": draw_career(lines, today),
            "stories": stories,
            "story_count": stories[0].all_of_them if stories else 0,
            "outlets": list(outlets_quoting(person)),
            "parts": list(parts_of(person)),
        }
    return render(request, "articles/person_detail.html", context)


def with_names(people: PersonQuerySet) -> PersonQuerySet:
    """``also_known`` and ``identified_as``: other names and other catalogues, without a query more."""
    names = PersonName.objects.filter(person=OuterRef("pk")).values("name")
    identifiers = PersonIdentifier.objects.filter(person=OuterRef("pk"))
    found = identifiers.values(found=JSONObject(scheme="scheme", identifier="identifier"))
    return people.annotate(also_known=ArraySubquery(names), identified_as=ArraySubquery(found))


def with_tallies(people: PersonQuerySet) -> PersonQuerySet:
    """How much they said: ``quotation_count``, ``utterance_count`` for what was said once, and
    ``quoting_count`` for how many reports tell them.
    """
    said = Quotation.objects.published().filter(speaker=OuterRef("pk"))
    return people.annotate(
        quotation_count=how_many(said, "speaker"),
        utterance_count=how_many(said, "speaker", what_was_said()),
        quoting_count=how_many(said, "speaker", "article"),
    )


def stories_of(person: Person) -> QuerySet[Article]:
    """Published reports that name or quote the person, how many they are, and which are only proposed."""
    named = Mention.objects.filter(person=person, status=Mention.Status.CONFIRMED)
    quoted = Quotation.objects.filter(speaker=person, status=Quotation.Status.CONFIRMED)
    return (
        Article.objects.published()
        .mentioning([person])
        .select_related("outlet")
        .annotate(
            is_proposed=~Exists(named.filter(version__article=OuterRef("pk")))
            & ~Exists(quoted.filter(article=OuterRef("pk"))),
            all_of_them=Window(Count("pk")),
        )
    )


def outlets_quoting(person: Person) -> QuerySet[Outlet]:
    quotations = Quotation.objects.published().by(person)
    outlets = Outlet.objects.filter(quotations__in=quotations).annotate(count=Count("quotations"))
    return outlets.order_by("-count", "name")


def parts_of(person: Person) -> QuerySet[Participation]:
    parts = Participation.objects.filter(person=person, event__in=Event.objects.accepted())
    return parts.select_related("event").order_by("-event__starts_on", "-event__pk")


@require_safe
def party_detail(request: HttpRequest, slug: str) -> HttpResponse:
    cursor = Cursor.read(request)
    party = get_object_or_404(Party, slug=slug)
    form = DayForm(request.GET)
    day = form.day or PartyMembership.objects.filter(party=party).last_day(timezone.localdate())
    quotations = Quotation.objects.published().filter(speaker_party=party)
    quotation_count = quotations.count()
    page = Matches(quotations).page(cursor, at_most=quotation_count)
    context = {
        "party": party,
        "form": form,
        "day": day,
        "members": members_on(party, day),
        "quotation_count": quotation_count,
        "page": page,
        "rows": quotation_rows(page.rows),
        "is_first": cursor.is_first,
    }
    return render(request, "articles/party_detail.html", context, status=200 if form.is_valid() else 400)


def members_on(party: Party, day: date) -> list[tuple[Person, OnTheDay]]:
    members = PartyMembership.objects.on(day).filter(party=party)
    people = Person.objects.filter(pk__in=members.values("person")).in_directory_order()
    offices = Prefetch("tenures", Tenure.objects.on(day).with_office())
    return [(person, person.on_with_party(day, party)) for person in people.prefetch_related(offices)]
