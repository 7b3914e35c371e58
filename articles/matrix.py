"""Who quoted whom: outlets down, speakers across, counted by the database."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count
from django.urls import reverse

from articles.querysets import QuotationQuerySet

MOST_SPEAKERS = 12


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
    by_speaker, by_outlet, by_both = Counter[int](), Counter[str](), Counter[tuple[str, int]]()
    for group in groups:
        by_outlet[group["outlet__slug"]] += group["count"]
        if group["speaker"]:
            by_speaker[group["speaker"]] += group["count"]
            by_both[group["outlet__slug"], group["speaker"]] += group["count"]

    about = {group["speaker"]: group for group in groups}
    columns = {
        speaker: Column(
            name=about[speaker]["speaker__name"],
            url=reverse("person", args=[about[speaker]["speaker__slug"]]),
            party_class=f"party-{about[speaker]['speaker_party__slug'] or 'none'}",
            count=count,
        )
        for speaker, count in by_speaker.most_common(MOST_SPEAKERS)
    }
    names = {group["outlet__slug"]: group["outlet__name"] for group in groups}
    lines = []
    for outlet, count in by_outlet.most_common():
        cells = [(column, by_both[outlet, speaker]) for speaker, column in columns.items()]
        others = count - sum(cell for _, cell in cells)
        lines.append(Line(names[outlet], reverse("outlet", args=[outlet]), cells, others, count))
    return Matrix(
        columns=list(columns.values()),
        lines=lines,
        others=sum(line.others for line in lines),
        count=by_outlet.total(),
        by_speaker=dict(by_speaker),
    )
