"""The four nouns that one search finds, each in its tab with its count."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.results.matches import fetch
from articles.search import Search

MOST = 100
"""Up to how many rows of the other tabs are counted."""
BY_WORDS = (
    "SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off; SET LOCAL enable_mergejoin = off;"
)
"""The database thinks that to look for words in many texts is cheap, and it is not: their index is."""

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
    counts = counted | {name: short(number) for name, number in count_each(others, search.has_words).items()}
    query = address(search.text)
    return [
        Tab(name, str(label), reverse(url) + query, counts[name], name == here)
        for name, (url, label, _of) in TABS.items()
    ]


def count_each(found: dict[str, QuerySet], by_words: bool) -> dict[str, int]:
    """How many rows each has, and one more than :data:`MOST` where there are more."""
    counts = dict.fromkeys(found, 0)
    asked: list[str] = []
    params: list[Any] = []
    for name, rows in found.items():
        try:
            sql, values = rows.order_by().values("pk")[: MOST + 1].query.sql_with_params()
        except EmptyResultSet:
            continue
        asked.append(f"SELECT '{name}', count(*) FROM ({sql}) AS {name}")  # noqa: S608
        params += values
    if not asked:
        return counts
    return counts | dict(fetch(" UNION ALL ".join(asked), params, first=BY_WORDS if by_words else ""))


def short(count: int) -> str:
    return f"{MOST:,}+" if count > MOST else f"{count:,}"
