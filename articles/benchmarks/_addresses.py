"""Addresses of the public's pages, drawn from a fictional archive: its most frequent rows and any others."""

from collections.abc import Iterable
from itertools import pairwise
from string import ascii_lowercase
from typing import Any

from django.db.models import Count, Max, Min, Model, QuerySet
from django.urls import reverse

from articles.benchmarks._searches import Searches
from articles.models import Article, Event, Outlet, Quotation
from people.models import Office, Party, Person

TABS = ("quotations", "stories", "events")
LISTS = ("article_list", "person_list", "event_list", "outlet_list")
OF_ONE_PAGE = ("party_list", "letter_list", "office_list", "year_list")


def pages_of(searches: Searches, number: int) -> dict[str, list[str]]:
    """Up to ``number`` paths of each kind of page that no search makes."""
    any_of = Drawn(searches, number)
    often = [searches.quotation()[1].key for _ in range(number // 2)]
    stories = any_of(Article.objects.published())
    people = any_of(Person.objects.all(), Person.objects.filter(pk__in=often))
    largest = Event.objects.accepted().annotate(size=Count("coverage")).order_by("-size", "pk")
    office = (
        Office.objects.exclude(kind=Office.Kind.SEAT).order_by("pk").values_list("name", flat=True).first()
    )
    return {
        "front": [reverse("front")],
        "story": stories,
        "version of a story": [f"{path}v1/" for path in stories],
        "report of a mistake": [f"{path}mistake/" for path in stories],
        "quotation": any_of(Quotation.objects.published()),
        "person": people,
        **{f"{tab} of a person": [f"{path}{tab}/" for path in people] for tab in TABS},
        "party": any_of(Party.objects.all()),
        "outlet": any_of(Outlet.objects.all()),
        "event": any_of(Event.objects.accepted(), largest[: number // 5]),
        "office": any_of(Office.objects.all()),
        "people of an office": [f"{reverse('person_list')}?office={office}"],
        "letter": [reverse("letter", args=[letter]) for letter in ascii_lowercase[:number]],
        "two people": compared("people", Person.objects.all(), number),
        "two outlets": compared("outlets", Outlet.objects.all(), number),
        # The days, months and years of the stories: ``/stories/2015/11/12/bridge/``.
        **{kind: shortened(stories, parts) for kind, parts in (("day", 5), ("month", 4), ("year", 3))},
        # Their first pages, and the last of those that have more than one.
        **{named(name): [reverse(name), f"{reverse(name)}?cursor=-"] for name in LISTS},
        **{named(name): [reverse(name)] for name in OF_ONE_PAGE},
    }


def shortened(paths: Iterable[str], parts: int) -> list[str]:
    """The pages that they lie under, of so many parts, the empty one before the first stroke among them."""
    return list(dict.fromkeys("/".join(path.split("/")[:parts]) + "/" for path in paths))


def named(address: str) -> str:
    return reverse(address).strip("/")


def compared(plural: str, rows: "QuerySet[Any]", number: int) -> list[str]:
    """Each beside the next, from the first on: these are the most frequent."""
    slugs = list(rows.order_by("pk").values_list("slug", flat=True)[: number + 1])
    return [f"{reverse('compare')}?{plural}={one},{other}" for one, other in pairwise(slugs)]


class Drawn:
    """Draws rows by their keys, of which the fictional archive leaves none out."""

    def __init__(self, searches: Searches, number: int) -> None:
        self.random, self.number = searches.random, number

    def __call__(self, rows: "QuerySet[Any]", first: "QuerySet[Any] | None" = None) -> list[str]:
        """Addresses of ``first`` rows and of any others."""
        ends = rows.aggregate(first=Min("pk"), last=Max("pk"))
        every = range(ends["first"] or 0, (ends["last"] or 0) + 1)
        keys = self.random.sample(every, min(len(every), 2 * self.number))
        found: list[Model] = [*(first if first is not None else []), *rows.filter(pk__in=keys)]
        return list(dict.fromkeys(row.get_absolute_url() for row in found))[: self.number]  # type: ignore[attr-defined]
