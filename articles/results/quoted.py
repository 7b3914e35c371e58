"""Whom an outlet quotes most, with the way to their words in it."""

from collections.abc import Sequence
from typing import NamedTuple

from archive.addresses import page_at, page_of
from articles.models import Outlet
from articles.results.counts import Value
from people.charts import per_cent
from people.names import initials


class Quoted(NamedTuple):
    """What ``quick/quoted.html`` prints of one person."""

    address: str
    initials: str
    name: str
    party_class: str
    found_at: str
    """Where their quotations in the outlet are found."""
    number: int
    bar: str


def quoted_in(outlet: Outlet, speakers: Sequence[Value]) -> list[Quoted]:
    """Those quoted most, first."""
    search = page_at("quotation_list")
    return [
        Quoted(
            page_of("person", value.slug),
            initials(value.name),
            value.name,
            f"party-{value.party or 'none'}",
            f"{search}?speaker={value.slug}&outlet={outlet.slug}",
            value.count,
            per_cent(100 * value.count / speakers[0].count),
        )
        for value in speakers
    ]
