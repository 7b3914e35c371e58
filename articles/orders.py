"""The orders that a list of what a search found may have."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.search import Problem, Search

NEWEST, OLDEST, RELEVANCE = "newest", "oldest", "relevance"
LABELS = {
    NEWEST: gettext_lazy("Newest"),
    OLDEST: gettext_lazy("Oldest"),
    RELEVANCE: gettext_lazy("Relevance"),
}
BY_DAY = (NEWEST, OLDEST)


def order_of(asked: str, search: Search, known: Iterable[str]) -> tuple[str, list[Problem]]:
    """The order to list a search in, and why it is not the one ``asked`` for, where it is another.

    Nothing asked is the newest first.
    """
    order = asked or NEWEST
    if order not in known:
        return NEWEST, [Problem(told_of_unknown(order, known))]
    if order == RELEVANCE and not search.has_words:
        told = _("There are no words in this search to put what it found in order of relevance by.")
        return NEWEST, [Problem(told)] if search.is_valid else []
    return order, []


def told_of_unknown(order: str, known: Iterable[str]) -> str:
    return _("There is no order “%(asked)s” here; there is %(known)s.") % {
        "asked": order[:40],
        "known": _(" or ").join(f"“{name}”" for name in known),
    }
