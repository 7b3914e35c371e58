"""Who quoted whom: outlets down, speakers across, counted by the database."""

from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import Count
from django.urls import reverse

from articles.querysets import QuotationQuerySet

MOST_SPEAKERS = 12

Group = dict[str, Any]
"""An outlet, a speaker or none, a party of theirs, and how many quotations they share."""


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    url: str
    party_class: str
    count: int


@dataclass(frozen=True, slots=True)
class Line:
    """An outlet, how often it quoted the speaker of each column, all others, and everybody."""

    name: str
    url: str
    cells: list[tuple[Column, int]]
    others: int
    count: int


@dataclass(frozen=True, slots=True)
class Matrix:
    columns: list[Column]
    lines: list[Line]
    others: int
    """Quotations of speakers without a column: those rarely quoted, and whoever is no person of ours."""
    count: int
    by_speaker: dict[int, int]
    """How often each person was quoted, by primary key."""


def count_by_outlet_and_speaker(quotations: QuotationQuerySet) -> Matrix:
    groups = list(
        quotations.order_by("outlet__name", "speaker__sort_name")
        .values(
            "outlet__name", "outlet__slug", "speaker", "speaker__name", "speaker__slug", "speaker_party__slug"
        )
        .annotate(count=Count("pk"))
    )
    by_speaker = Counter[int]()
    for group in groups:
        if group["speaker"]:
            by_speaker[group["speaker"]] += group["count"]
    columns = most_quoted(by_speaker, {group["speaker"]: group for group in groups})
    by_outlet = [list(of_outlet) for _, of_outlet in groupby(groups, itemgetter("outlet__slug"))]
    lines = sorted((line(of_outlet, columns) for of_outlet in by_outlet), key=lambda line: -line.count)
    return Matrix(
        columns=list(columns.values()),
        lines=lines,
        others=sum(line.others for line in lines),
        count=sum(line.count for line in lines),
        by_speaker=dict(by_speaker),
    )


def most_quoted(by_speaker: Counter[int], about: dict[int, Group]) -> dict[int, Column]:
    """A column for each of the speakers quoted most, by primary key."""
    return {
        speaker: Column(
            name=about[speaker]["speaker__name"],
            url=reverse("person", args=[about[speaker]["speaker__slug"]]),
            party_class=f"party-{about[speaker]['speaker_party__slug'] or 'none'}",
            count=count,
        )
        for speaker, count in by_speaker.most_common(MOST_SPEAKERS)
    }


def line(groups: list[Group], columns: dict[int, Column]) -> Line:
    """What one outlet has; ``groups`` are all of it."""
    by_speaker = Counter[int]()
    for group in groups:
        by_speaker[group["speaker"]] += group["count"]
    cells = [(column, by_speaker[speaker]) for speaker, column in columns.items()]
    count = by_speaker.total()
    url = reverse("outlet", args=[groups[0]["outlet__slug"]])
    return Line(groups[0]["outlet__name"], url, cells, count - sum(cell for _, cell in cells), count)
