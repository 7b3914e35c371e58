"""Counts as links: each value of a facet narrows the search, and the values in force widen it again."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.quick import grouped
from articles.models import Quotation
from articles.results.counts import Counts, Value
from articles.search import Search
from people.charts import per_cent

TITLES = {
    "speaker": gettext_lazy("Speaker"),
    "party": gettext_lazy("Party that day"),
    "outlet": gettext_lazy("Outlet"),
    "event": gettext_lazy("Event"),
    "kind": gettext_lazy("Kind"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One value: where its link leads, and how long its bar is against the longest."""

    name: str
    address: str
    count: int
    in_force: bool
    party_class: str
    bar: str
    id: str = ""
    """Where a page is put in place of another, the same on both, so that the link keeps the focus."""


@dataclass(frozen=True, slots=True)
class Facet:
    field: str
    title: str
    choices: list[Choice]


def in_force(search: Search) -> list[str]:
    """The facets of which the search names a value."""
    return [field for field in TITLES if search.values(field)]


def facets_of(search: Search, counts: Counts, address: Callable[[str], str]) -> list[Facet]:
    """The facets that have a value; ``address`` makes a link of the text of a search."""
    found = []
    for field, title in TITLES.items():
        held = held_by(search, field, counts.facets.get(field, []))
        values = counts.wider.get(field) or counts.facets.get(field, [])
        listed = {value.slug for value in values}
        values = [value for value in held if value.slug not in listed] + values
        slugs = [value.slug for value in held]
        if values:
            most = max(value.count for value in values)
            choices = [choice(search, field, value, slugs, address, most) for value in values]
            found.append(Facet(field, str(title), choices))
    return found


def held_by(search: Search, field: str, values: list[Value]) -> list[Value]:
    """The values that the search asks for."""
    if field == "kind":
        asked = search.values(field)
        return [value for value in values if value.slug in asked]
    keys = search.keys(field) if search.values(field) else set()
    return [value for value in values if value.key in keys]


def choice(
    search: Search, field: str, value: Value, held: list[str], address: Callable[[str], str], most: int
) -> Choice:
    """With its link the search asks for it too or, where it asks for it already, for it no longer."""
    in_force = value.slug in held
    kept = [slug for slug in held if slug != value.slug] if in_force else [*held, value.slug]
    return Choice(
        name=capfirst(str(Quotation.Kind(value.name).label)) if field == "kind" else value.name,
        address=address(search.with_value(field, *kept)),
        count=value.count,
        in_force=in_force,
        party_class=f"party-{value.party or 'none'}" if field in ("speaker", "party") else "",
        bar=per_cent(100 * value.count / most),
        id=f"{field}-{value.slug}",
    )


def many(counts: Counts) -> str:
    """``63`` or ``More than 1,000``: the total as a heading begins with it."""
    return _("More than %s") % grouped(counts.total) if counts.is_capped else grouped(counts.total)
