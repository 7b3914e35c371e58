"""Pages that join a person or a party to what the press reported of them."""

from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Window
from django.db.models.expressions import RawSQL
from django.db.models.functions import JSONObject
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from archive.addresses import page_of
from archive.paging import Cursor
from articles.models import Article, Event, Mention, Participation, Quotation
from articles.results.kept import counts_of_term
from articles.results.matches import Matches
from articles.results.rows import quotation_rows
from people.careers import career, last_known
from people.charts import draw_career
from people.filters import DayForm
from people.models import Party, PartyMembership, Person, PersonIdentifier, PersonName
from people.names import initials
from people.querysets import PersonQuerySet
from people.then import what_they_were

MOST_STORIES = 10
MOST_OUTLETS = 20
OFTEN = 3_000
"""Who said more stands in so many of the newest stories that these are read until ten are found."""

# OFFSET keeps the database from gathering all stories of somebody before it looks at the newest.
IN_THE_NEWS = """
SELECT id FROM articles_article article
WHERE status = 'published' AND (
    EXISTS (
        SELECT FROM articles_quotation said
        WHERE said.article_id = article.id AND said.speaker_id = %s AND said.public OFFSET 0
    ) OR EXISTS (
        SELECT FROM articles_articleversion version JOIN articles_mention mention
            ON mention.version_id = version.id AND mention.person_id = %s AND mention.status <> 'rejected'
        WHERE version.article_id = article.id OFFSET 0
    )
)
ORDER BY published_on DESC, id DESC LIMIT %s
"""


@require_safe
def person_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Quotations are paged; from the second page on they stand alone."""
    cursor = Cursor.read(request)
    person = get_object_or_404(with_names(Person.objects.with_offices()), slug=slug)
    said = Quotation.objects.published().by(person)
    counts = counts_of_term("speaker", person.pk, said, shown=MOST_OUTLETS)
    page = Matches(said).page(cursor, at_most=counts.total)
    today = timezone.localdate()
    context = {
        "person": person,
        "counts": counts,
        "page": page,
        "rows": quotation_rows(page.rows, speaker=person),
        "known": last_known(person, today),
        "is_first": cursor.is_first,
    }
    if cursor.is_first:
        lines = career(person)
        # Without a kept count of their stories these have to be counted anyway.
        often = counts.total > OFTEN and "named" in counts.told
        stories: list[Any] = list(newest_stories(person, often))
        context |= {
            "lines": lines,
            "chart": draw_career(lines, today),
            "stories": stories,
            "story_count": counts.told.get("named") or (stories[0].all_of_them if stories else 0),
            "outlets": counts.facets.get("outlet", []),
            "parts": list(parts_of(person)),
        }
    return render(request, "articles/person_detail.html", context)


def with_names(people: PersonQuerySet) -> PersonQuerySet:
    """``also_known`` and ``identified_as``: other names and other catalogues, without a query more."""
    names = PersonName.objects.filter(person=OuterRef("pk")).values("name")
    identifiers = PersonIdentifier.objects.filter(person=OuterRef("pk"))
    found = identifiers.values(found=JSONObject(scheme="scheme", identifier="identifier"))
    return people.annotate(also_known=ArraySubquery(names), identified_as=ArraySubquery(found))


def newest_stories(person: Person, often: bool) -> QuerySet[Article]:
    """The newest published reports that name or quote the person, and which are only proposed.

    Unless the person is in the news ``often`` each has in ``all_of_them`` how many there are.
    """
    named = Mention.objects.filter(person=person, status=Mention.Status.CONFIRMED)
    quoted = Quotation.objects.filter(speaker=person, status=Quotation.Status.CONFIRMED)
    stories = Article.objects.published().select_related("outlet")
    if often:
        newest = RawSQL(IN_THE_NEWS, [person.pk, person.pk, MOST_STORIES])  # noqa: S611  # of our own words
        stories = stories.filter(pk__in=newest)
    else:
        said = Quotation.objects.published().by(person).order_by().values("article")
        told = Mention.objects.standing().filter(person=person).order_by().values("version__article")
        stories = stories.filter(Q(pk__in=said.union(told))).annotate(all_of_them=Window(Count("pk")))
    return stories.annotate(
        is_proposed=~Exists(named.filter(version__article=OuterRef("pk")))
        & ~Exists(quoted.filter(article=OuterRef("pk")))
    )[:MOST_STORIES]


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
    counts = counts_of_term("party", party.pk, quotations)
    page = Matches(quotations).page(cursor, at_most=counts.total)
    context = {
        "party": party,
        "form": form,
        "day": day,
        "members": members_on(party, day),
        "counts": counts,
        "page": page,
        "rows": quotation_rows(page.rows),
        "is_first": cursor.is_first,
    }
    return render(request, "articles/party_detail.html", context, status=200 if form.is_valid() else 400)


def members_on(party: Party, day: date) -> list[tuple[str, str, str, str]]:
    """Name, initials, address, and offices or else the seat of each, as a directory has them."""
    members = PartyMembership.objects.on(day).filter(party=party)
    people = Person.objects.filter(pk__in=members.values("person")).in_directory_order()
    found = list(people.values_list("pk", "name", "slug"))
    held = what_they_were([(person, day) for person, _name, _slug in found])
    return [
        (name, initials(name), page_of("person", slug), ", ".join(then.offices) or then.seat)
        for (_person, name, slug), then in zip(found, held, strict=True)
    ]
