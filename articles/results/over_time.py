"""Matches over time: a bar a year or, within two years, a month. Each is a link that keeps only its own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from articles.results.counts import Counts
from articles.search import Search
from people.charts import per_cent

MOST_LABELS = 10
MOST_BARS = 80
MOST_FIGURES = 12
"""Of more bars only the highest says its count."""
MOST_GAPS = 4
"""Times without a match that are worth a note; where there are more, matches are rare."""
MOST_MONTHS = 24
"""Of more than so many, several rows are drawn by the year."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A year or a month; lengths are in per cent of the plot, measured from its top left."""

    label: str
    short: str
    """What stands under the bar; empty where there is no room."""
    count: int
    address: str
    x: str
    middle: str
    width: str
    y: str
    height: str
    party_class: str
    """Empty where no party has the colour of it."""
    says_count: bool
    """Whether there is room for it above the bar."""
    minor: bool = False
    """Whether a narrow screen leaves out what stands under it."""


@dataclass(frozen=True, slots=True)
class OverTime:
    bars: list[Bar]
    by_month: bool
    gaps: list[str]
    """The times between two bars, in words, where they are few."""
    is_cut: bool
    """There were matches before the first bar."""


def over_time(
    counts: Counts, address: Callable[[str], str], party_class: Callable[[str], str] | None = None
) -> OverTime | None:
    """Nothing where all matches fall into one bar. A time without matches has none.

    ``address`` and ``party_class`` are given a year or a month, written ``2015`` and ``2015-11``.
    """
    months = [(value.slug, value.count) for value in counts.facets.get("month", [])]
    years = [(value.slug, value.count) for value in counts.facets.get("year", [])]
    periods = months or years
    if len(periods) < 2:
        return None
    numbers = [number_of(key) for key, _count in periods]
    first, places = numbers[0], numbers[-1] - numbers[0] + 1
    if places > MOST_BARS:
        first, places = numbers[-1] - MOST_BARS + 1, MOST_BARS
    most, every = max(count for _key, count in periods), -(-places // MOST_LABELS)
    bars: list[Bar] = []
    shown = ""
    for (key, count), number in zip(periods, numbers, strict=True):
        if number < first:
            continue
        place = number - first
        short = in_words(key, below=shown) if place % every == 0 else ""
        shown = key if short else shown
        colour = party_class(key) if party_class else ""
        bar = bar_at(place, places, in_words(key), count, most, address(key), short, colour)
        bars.append(replace(bar, minor=places > MOST_LABELS // 2 and place // every % 2 == 1))
    drawn = [number for number in numbers if number >= first]
    return OverTime(bars, bool(months), gaps(drawn, bool(months)), is_cut=first > numbers[0])


def only_period(counts: Counts) -> str:
    """The month, or else the year, that all matches fall into, in words; empty where they are several."""
    values = counts.facets.get("month") or counts.facets.get("year", [])
    return in_words(values[0].slug) if len(values) == 1 else ""


def gaps(numbers: Sequence[int], by_month: bool) -> list[str]:
    """``2010``, ``2012 to 2014``: what lies between years or months that do not follow each other."""
    found = []
    for before, after in pairwise(numbers):
        if after > before + 1:
            ends = [in_words(key_of(number, by_month)) for number in (before + 1, after - 1)]
            between = {"from": ends[0], "until": ends[1]}
            found.append(ends[0] if ends[0] == ends[1] else _("%(from)s to %(until)s") % between)
    return found if len(found) <= MOST_GAPS else []


@dataclass(frozen=True, slots=True)
class Rows:
    """Several counts over one time, a row of bars each, all on one scale."""

    rows: list[list[Bar]]
    labels: list[tuple[str, str]]
    """Where a period's middle is, and its name, where there is room for one."""
    table: list[tuple[str, list[int]]]
    """Every period that any of them has, and how many each has."""
    by_month: bool


def in_rows(sides: Sequence[Counts]) -> Rows | None:
    """By month where that is counted of each and they are few; nothing where all falls into one bar."""
    by_month = all(counts.facets.get("month") for counts in sides if counts.total)
    facet = "month" if by_month else "year"
    found = [{value.slug: value.count for value in counts.facets.get(facet, [])} for counts in sides]
    keys = sorted({key for counted in found for key in counted}, key=number_of)
    if by_month and keys and number_of(keys[-1]) - number_of(keys[0]) >= MOST_MONTHS:
        return in_rows([replace(counts, facets={**counts.facets, "month": []}) for counts in sides])
    if len(keys) < 2:
        return None
    keys = [key for key in keys if number_of(key) > number_of(keys[-1]) - MOST_BARS]
    first, places = number_of(keys[0]), number_of(keys[-1]) - number_of(keys[0]) + 1
    most = max(counted.get(key, 0) for counted in found for key in keys)
    every = -(-places // MOST_LABELS)
    labels: list[tuple[str, str]] = []
    shown = ""
    for key in keys:
        place = number_of(key) - first
        if place % every == 0:
            labels.append((per_cent(100 * (place + 0.5) / places), in_words(key, below=shown)))
            shown = key
    rows = [
        [
            bar_at(number_of(key) - first, places, in_words(key), counted[key], most)
            for key in keys
            if key in counted
        ]
        for counted in found
    ]
    table = [(in_words(key), [counted.get(key, 0) for counted in found]) for key in keys]
    return Rows(rows, labels, table, by_month)


def bar_at(
    place: int,
    places: int,
    label: str,
    count: int,
    most: int,
    address: str = "",
    short: str = "",
    party_class: str = "",
) -> Bar:
    """The bar of one of ``places`` periods, as high as its count is of ``most``."""
    share = 100 * count / most
    return Bar(
        label=label,
        short=short,
        count=count,
        address=address,
        x=per_cent(100 * (place + 0.1) / places),
        middle=per_cent(100 * (place + 0.5) / places),
        width=per_cent(80 / places),
        y=per_cent(100 - share),
        height=per_cent(share),
        party_class=party_class,
        says_count=count > 0 and (places <= MOST_FIGURES or count == most),
    )


def number_of(key: str) -> int:
    """Years, and months, numbered one after another."""
    year, _dash, month = key.partition("-")
    return int(year) * 12 + int(month) if month else int(year)


def key_of(number: int, is_month: bool) -> str:
    """The year or month of a number."""
    return f"{(number - 1) // 12:04}-{(number - 1) % 12 + 1:02}" if is_month else str(number)


def in_words(key: str, below: str | None = None) -> str:
    """``2015`` or ``November 2015``; under a bar ``Nov``, with its year unless the label ``below`` had it."""
    year, _dash, month = key.partition("-")
    if not month:
        return year
    day = date(int(year), int(month), 1)
    if below is None:
        return date_format(day, "YEAR_MONTH_FORMAT")
    return date_format(day, "M" if below.startswith(year) else pgettext("form of a date", "M Y"))


def narrowed(search: Search, key: str) -> str:
    """The search within one year or month, in place of the one that it has."""
    if "-" not in key:
        return search.with_value("year", key)
    return search.without("year").with_value("on", key)
