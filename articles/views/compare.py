"""Two people, or two outlets, side by side."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from archive.addresses import page_of
from archive.paging import Cursor
from articles.comparing import Comparison
from articles.models import Outlet
from articles.results.counts import Counts, Value, count
from articles.results.facets import Choice, many
from articles.results.kept import counts_of_term
from articles.results.matches import Matches
from articles.results.over_time import in_rows
from articles.results.rows import QuotationRow, quotation_rows
from people.charts import per_cent
from people.models import Person

NEWEST = 5
SHOWN = 10


@dataclass(slots=True)
class Side:
    """One of the two, and what was found of it."""

    meant: Person | Outlet
    counts: Counts
    keys: list[int]
    address: str
    others: list[Value]
    """The outlets that quote a person, or the people whom an outlet quotes."""
    rows: list[QuotationRow]

    @property
    def many(self) -> str:
        return many(self.counts)

    @property
    def party_class(self) -> str:
        """The party that a person was quoted under most."""
        parties = self.counts.facets.get("party", [])
        return f"party-{parties[0].slug}" if isinstance(self.meant, Person) and parties else ""


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    asked = Comparison(request.GET)
    context: dict[str, Any] = {"asked": asked}
    if asked.is_ready:
        sides = [side_of(asked, name.meant) for name in asked.names if name.meant]
        keys = [key for side in sides for key in side.keys]
        rows = {row.address: row for row in quotation_rows(keys, asked.search.words)}
        for side in sides:
            addresses = [page_of("quotation", key) for key in side.keys]
            side.rows = [rows[address] for address in addresses if address in rows]
        context |= {
            "sides": sides,
            "over_time": in_rows([side.counts for side in sides]),
            "tallies": tallies(sides),
        }
    wrong = asked.is_begun and len([name for name in asked.names if name.typed]) == 2 and not asked.is_ready
    return render(request, "articles/compare.html", context, status=400 if wrong else 200)


def tallies(sides: list[Side]) -> list[tuple[Side, list[Choice]]]:
    """The others of each side, all on one scale; of nobody, nothing."""
    most = max((other.count for side in sides for other in side.others), default=0)
    return [(side, [choice_of(side, other, most) for other in side.others]) for side in sides] if most else []


def choice_of(side: Side, other: Value, most: int) -> Choice:
    noun = "outlet" if isinstance(side.meant, Person) else "person"
    return Choice(
        name=other.name,
        address=page_of(noun, other.slug),
        count=other.count,
        in_force=False,
        party_class=side.party_class if noun == "outlet" else f"party-{other.party or 'none'}",
        bar=per_cent(100 * other.count / most),
    )


def side_of(asked: Comparison, meant: Person | Outlet) -> Side:
    quotations = asked.quotations(meant)
    matches = Matches(quotations, asked.search.words, has_phrase=asked.search.has_phrase)
    if asked.is_of_everything:
        counts = counts_of_term(asked.noun.field, meant.pk, matches, SHOWN)
    else:
        counts = count(matches, {}, told=True, shown=SHOWN)
    # What one of a page full of the newest rows has not, is not looked for further.
    newest = matches.page(Cursor(), at_most=0).rows[:NEWEST]
    others = counts.facets.get("outlet" if asked.noun.field == "speaker" else "speaker", [])
    return Side(meant, counts, list(newest), asked.address(meant), others, [])
