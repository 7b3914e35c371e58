"""What a search finds, in four tabs: quotations, stories, people, events."""

from collections.abc import Collection, Iterable
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive.base import DatePrecision
from archive.paging import Cursor, keyed_page
from archive.patience import patience_of
from archive.quick import grouped
from articles.models import Event
from articles.orders import BY_DAY, LABELS, NEWEST, OLDEST, RELEVANCE, order_of
from articles.results.facets import facets_of, many
from articles.results.kept import counts_of
from articles.results.matches import Matches
from articles.results.over_time import narrowed, over_time
from articles.results.rows import quotation_rows
from articles.results.tabs import TABS, tabs_of
from articles.search import Problem, Search
from people import directory
from people.views import person_list


class Asked:
    """A search in one tab, and how its page links to searches near it."""

    def __init__(self, request: HttpRequest, tab: str, orders: Collection[str] = BY_DAY) -> None:
        self.request, self.tab, self.known = request, tab, orders
        self.search = Search(request.GET)
        self.order, self.unusable = order_of(request.GET.get("order", ""), self.search, orders)

    def by(self, day: str) -> str:
        return day if self.order == OLDEST else f"-{day}"

    def address(self, text: str, order: str = "") -> str:
        """The query of an address: the text of a search, in the order of this one or another."""
        order = order or self.order
        asked = {"q": text} if text else {}
        return f"?{urlencode(asked | ({'order': order} if order != NEWEST else {}))}"

    def address_of_tab(self, text: str) -> str:
        """The same for another tab, of which only quotations are ranked."""
        return self.address(text, NEWEST if self.order == RELEVANCE else self.order)

    def orders(self) -> list[tuple[str, str, bool]]:
        """Each order that makes sense of this search, its address, and whether it is this one."""
        return [
            (str(LABELS[order]), self.address(self.search.text, order), order == self.order)
            for order in self.known
            if order != RELEVANCE or self.search.has_words
        ]

    def parts(self) -> list[tuple[str, str, str]]:
        """Label, value, and the address without it, of each part of the search."""
        return [(part.label, part.value, self.address(part.without)) for part in self.search.parts]

    def problems(self) -> list[tuple[str, str, str]]:
        """What was wrong, and a search that would work with its address, where there is one."""
        return [
            (problem.message, problem.suggestion, self.address(problem.suggestion))
            for problem in [*self.search.problems, *self.unusable]
        ]

    def answer(self, template: str, counted: dict[str, str], context: dict[str, Any]) -> HttpResponse:
        """The page of a tab; status 400 where something asked for could not be used."""
        problems = self.problems()
        url, heading, _of = TABS[self.tab]
        context |= {
            "heading": heading,
            "here": reverse(url),
            "listing": url.removesuffix("_list"),
            "search": self.search,
            "parts": self.parts(),
            "problems": problems,
            "orders": self.orders(),
            "tabs": tabs_of(self.search, self.tab, counted, self.address_of_tab),
            "notes": self.search.notes_on(self.tab),
            "boxes": {field: self.search.box(field) for field in BOXES},
        }
        return render(self.request, template, context, status=400 if problems else 200)


TO_COUNT_ALL = 5
"""Seconds that the database may take where a reader asks for exact counts."""
BOXES = ("speaker", "office", "after", "before")
"""Fields that the form beside the results has a box for."""


@require_safe
def quotation_list(request: HttpRequest) -> HttpResponse:
    asked = Asked(request, "quotations", tuple(LABELS))
    cursor = Cursor.read(request, "rank" if asked.order == RELEVANCE else "day")
    search = asked.search
    counted_as = request.GET.get("count", "")
    exactly = counted_as == "all"
    if counted_as and not exactly:
        told = _("There is no count “%s”: it is “all”, or else as much as takes no time.") % counted_as[:40]
        asked.unusable.append(Problem(told))
    if exactly and patience_of(request).limited:
        patience_of(request).allow(TO_COUNT_ALL)
    matches = Matches.of(search)
    counts = counts_of(search, matches, exactly)
    page = matches.page(cursor, asked.order, None if counts.is_capped else counts.total)
    context = {
        "page": page,
        "rows": quotation_rows(page.rows, search.words),
        "counts": counts,
        "many": many(counts),
        "facets": facets_of(search, counts, asked.address),
        "over_time": over_time(counts, lambda key: asked.address(narrowed(search, key))),
    }
    counted = {"quotations": f"{grouped(counts.total)}{'+' if counts.is_capped else ''}"}
    if "stories" in counts.told:
        counted["stories"] = f"{grouped(counts.told['stories'])}{'+' if counts.has_more_stories else ''}"
    return asked.answer("articles/quotation_list.html", counted, context)


@require_safe
def article_list(request: HttpRequest) -> HttpResponse:
    cursor, asked = Cursor.read(request), Asked(request, "stories")
    page = keyed_page(cursor, asked.search.stories().for_listing(), asked.by("published_on"))
    return asked.answer("articles/article_list.html", {}, {"page": page})


@require_safe
def event_list(request: HttpRequest) -> HttpResponse:
    cursor, asked = Cursor.read(request), Asked(request, "events")
    page = keyed_page(cursor, asked.search.events().for_listing(), asked.by("starts_on"))
    context = {"page": page, "years": by_year_and_month(page.rows)}
    return asked.answer("articles/event_list.html", {}, context)


@require_safe
def person_search(request: HttpRequest) -> HttpResponse:
    """People that a search finds; without one the directory, from A to Z."""
    if "q" not in request.GET:
        return person_list(request)
    cursor, asked, today = Cursor.read(request, "name"), Asked(request, "people"), timezone.localdate()
    people = asked.search.people().in_directory_order()
    page = keyed_page(cursor, people, "directory_name")
    entries = directory.entries(page.rows, today)
    return asked.answer("articles/person_search.html", {}, {"page": page, "entries": entries})


def by_year_and_month(events: Iterable[Event]) -> list[tuple[int, list[tuple[str, list[Event]]]]]:
    """Events in their order under years, and under months; no month for those known only by their year."""
    return [
        (year, [(month, list(of_month)) for month, of_month in groupby(of_year, month_of)])
        for year, of_year in groupby(events, lambda event: event.starts_on.year)
    ]


def month_of(event: Event) -> str:
    return "" if event.precision == DatePrecision.YEAR else date_format(event.starts_on, "F")
