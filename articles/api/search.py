"""The parameters of a search, as pages and files take them too, and the lists that are cut by it."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiExample, OpenApiParameter

from archive.api import Records
from archive.cursors import PAGE_PARAMETERS, Problem, Refused, SearchPagination
from articles.models import Quotation
from articles.orders import BY_DAY, NEWEST, OLDEST, told_of_unknown
from articles.search import Search


class Parameter(NamedTuple):
    name: str
    description: str | Promise
    example: str


PARAMETERS = [
    Parameter(
        "q",
        _("A query in the archive’s own language: words, phrases, operators and fields."),
        '"key" -tax',
    ),
    Parameter(
        "speaker", _("Who said it: a name, a slug, or an office that somebody held that day."), "john-key"
    ),
    Parameter(
        "party", _("The party of the speaker that day; several are parted by commas."), "national,labour"
    ),
    Parameter("office", _("An office or seat that the speaker held that day."), "Minister of Finance"),
    Parameter("outlet", _("Who published it; several are parted by commas."), "the-digest"),
    Parameter("event", _("What it is about, by the event's slug."), "walk-out-of-the-house"),
    Parameter("kind", _("The kind of quotation (or, of events, of event)."), Quotation.Kind.DIRECT),
    Parameter("status", _("Whether staff have confirmed who spoke."), Quotation.Status.CONFIRMED),
    Parameter("person", _("Who is named or takes part, by name or slug."), "jacinda-ardern"),
    Parameter("on", _("That day, month or year."), "2015-11-12"),
    Parameter("before", _("That day, month or year, or earlier."), "2015-11"),
    Parameter("after", _("That day, month or year, or later."), "2015"),
    Parameter("year", _("That year; several are parted by commas."), "2015"),
]
"""Every field of the language is a parameter of its own too; together they narrow the search."""

ORDER = OpenApiParameter(
    "order",
    str,
    enum=BY_DAY,
    default=NEWEST,
    description="Which day comes first.",
)
SEARCHES = [
    OpenApiParameter(
        each.name, str, description=each.description, examples=[OpenApiExample(each.example, each.example)]
    )
    for each in PARAMETERS
]
SEARCHED = [*SEARCHES, *PAGE_PARAMETERS]
SEARCHED_BY_DAY = [*SEARCHES, ORDER, *PAGE_PARAMETERS]


class Searched(Records):
    """The records that a search finds."""

    pagination_class = SearchPagination
    takes = frozenset(each.name for each in PARAMETERS)

    @cached_property
    def search(self) -> Search:
        search = Search(self.request.query_params)
        if not search.is_valid:
            raise Refused(search.problems)
        return search

    def about(self) -> dict[str, Any]:
        return {"search": {"query": self.search.text, "notes": [str(note) for note in self.search.notes]}}


class SearchedByDay(Searched):
    """The newest first or, asked for, the oldest."""

    takes = Searched.takes | {"order"}

    def problems(self, request: Any) -> Iterable[Problem]:
        yield from super().problems(request)
        order = request.query_params.get("order", NEWEST)
        if self.action == "list" and order not in BY_DAY:
            yield Problem(told_of_unknown(order, BY_DAY))

    def order_of(self, request: Any) -> str:
        return self.order.removeprefix("-") if request.query_params.get("order") == OLDEST else self.order
