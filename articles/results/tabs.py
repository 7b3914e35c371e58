"""The four nouns that one search finds, each in its tab with its count."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from archive.addresses import page_at
from archive.quick import grouped
from articles.results.counts import MOST_STORIES
from articles.results.kept import term_of
from articles.results.matches import fetch
from articles.search import Search

MOST = MOST_STORIES
"""Up to how many rows of the other tabs are counted."""
BY_WORDS = (
    "SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off; SET LOCAL enable_mergejoin = off;"
)
"""The database thinks that to look for words in many texts is cheap, and it is not: their index is."""
KEPT = {"quotations": "all", "stories": "stories"}
"""Tabs of which counts are kept, and the facet that these are."""
KEPT_COUNT = "SELECT count FROM articles_keptcount WHERE term = {term} AND facet = '{facet}' LIMIT 1"

TABS: dict[str, tuple[str, object, Callable[[Search], QuerySet]]] = {
    "quotations": ("quotation_list", _("Quotations"), Search.quotations),
    "stories": ("article_list", _("Stories"), Search.stories),
    "people": ("person_list", _("People"), Search.people),
    "events": ("event_list", _("Events"), Search.events),
}


@dataclass(frozen=True, slots=True)
class Tab:
    """``count`` is in words: ``100+`` beyond what is counted."""

    name: str
    label: str
    address: str
    count: str
    is_here: bool


def tabs_of(search: Search, here: str, counted: dict[str, str], address: Callable[[str], str]) -> list[Tab]:
    """The tabs; what is not ``counted`` yet is, in one question. ``address`` makes links' queries."""
    others = {name: of(search) for name, (_url, _label, of) in TABS.items() if name not in counted}
    counts = counted | {name: short(number) for name, number in count_each(others, search).items()}
    query = address(search.text)
    return [
        Tab(name, str(label), page_at(url) + query, counts[name], name == here)
        for name, (url, label, _of) in TABS.items()
    ]


def count_each(found: dict[str, QuerySet], search: Search) -> dict[str, int]:
    """How many rows each has, and one more than :data:`MOST` where there are more and no count is kept."""
    term = term_of(search)
    counts = dict.fromkeys(found, 0)
    asked: list[str] = []
    params: list[Any] = []
    for name, rows in found.items():
        try:
            sql, values = rows.order_by().values("pk")[: MOST + 1].query.sql_with_params()
        except EmptyResultSet:
            continue
        counting = f"(SELECT count(*) FROM ({sql}) AS {name})"  # noqa: S608
        if term and name in KEPT:
            # What follows is not looked at where this has a count.
            counting = f"coalesce(({KEPT_COUNT.format(term=term[0], facet=KEPT[name])}), {counting})"
            params += term[1]
        asked.append(f"SELECT '{name}', {counting}")
        params += values
    if not asked:
        return counts
    return counts | dict(fetch(" UNION ALL ".join(asked), params, first=BY_WORDS if search.has_words else ""))


def short(count: int) -> str:
    """In words; counts that are kept are of far more than :data:`MOST`."""
    return f"{grouped(MOST)}+" if count == MOST + 1 else grouped(count)
