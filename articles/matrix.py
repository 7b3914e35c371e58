"""Who quoted whom: outlets down, speakers across, counted by the database."""

from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from archive.addresses import page_of
from articles.models import Event
from articles.results.matches import fetch

MOST_SPEAKERS = 12

# Names are looked up row by row: a join would read all people for the few who spoke.
COUNTS = """
SELECT outlet.name, outlet.slug, said.speaker_id,
    (SELECT ARRAY[name, slug] FROM people_person WHERE id = said.speaker_id),
    (SELECT slug FROM people_party WHERE id = said.speaker_party_id),
    said.shared
FROM (
    SELECT outlet_id, speaker_id, speaker_party_id, count(*) AS shared
    FROM articles_quotation WHERE about @> ARRAY[%s]::bigint[] AND public
    GROUP BY outlet_id, speaker_id, speaker_party_id
) AS said
JOIN articles_outlet outlet ON outlet.id = said.outlet_id
ORDER BY outlet.name, outlet.id, (SELECT sort_name FROM people_person WHERE id = said.speaker_id),
    said.speaker_id, said.speaker_party_id NULLS FIRST
"""


class Group(NamedTuple):
    """An outlet, a speaker or none, a party of theirs, and how many quotations they share."""

    outlet: str
    outlet_slug: str
    speaker: int | None
    person: list[str]
    """The speaker's name and slug, if there is one."""
    party: str | None
    shared: int


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


def count_by_outlet_and_speaker(event: Event) -> Matrix:
    """Of what was said at it, or printed in reports of it and tied to no other event: ``about`` tells."""
    groups = [Group._make(row) for row in fetch(COUNTS, [event.pk], often=True)]
    by_speaker = Counter[int]()
    for group in groups:
        if group.speaker:
            by_speaker[group.speaker] += group.shared
    columns = most_quoted(by_speaker, {group.speaker: group for group in groups if group.speaker})
    by_outlet = [list(of_outlet) for _, of_outlet in groupby(groups, attrgetter("outlet_slug"))]
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
            name=about[speaker].person[0],
            url=page_of("person", about[speaker].person[1]),
            party_class=f"party-{about[speaker].party or 'none'}",
            count=count,
        )
        for speaker, count in by_speaker.most_common(MOST_SPEAKERS)
    }


def line(groups: list[Group], columns: dict[int, Column]) -> Line:
    """What one outlet has; ``groups`` are all of it."""
    by_speaker = Counter[int]()
    for group in groups:
        by_speaker[group.speaker or 0] += group.shared
    cells = [(column, by_speaker[speaker]) for speaker, column in columns.items()]
    count = by_speaker.total()
    url = page_of("outlet", groups[0].outlet_slug)
    return Line(groups[0].outlet, url, cells, count - sum(cell for _, cell in cells), count)
