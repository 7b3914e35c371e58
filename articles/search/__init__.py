"""Search: how words are indexed and marked, and the one language that every page, feed and export reads."""

from typing import TYPE_CHECKING, Any

from articles.search.words import (
    CONFIGURATION,
    MATCH_ENDS,
    MATCH_STARTS,
    ToTsVector,
    marked,
)

if TYPE_CHECKING:
    from articles.search.query import Part, Problem, Search

__all__ = [
    "CONFIGURATION",
    "MATCH_ENDS",
    "MATCH_STARTS",
    "Part",
    "Problem",
    "Search",
    "ToTsVector",
    "marked",
]


def __getattr__(name: str) -> Any:
    # The models take the words from here, and the search is made of the models.
    if name in ("Part", "Problem", "Search"):
        from articles.search import query

        return getattr(query, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
