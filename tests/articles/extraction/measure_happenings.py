"""Propose the events of a gold file without knowing any, and compare pairs of stories that share one.

python -m tests.articles.extraction.measure_happenings articles/samples/marama_bay
"""

import json
import sys
from collections.abc import Iterator
from datetime import date
from itertools import combinations
from pathlib import Path

from articles.extraction.happenings import Happening, propose
from articles.extraction.jsonlines import load_roster
from articles.extraction.reader import read_story
from articles.extraction.tellings import Story

Pairs = set[frozenset[str]]


def stories(rows, roster) -> Iterator[Story]:
    for row in rows:
        day = date.fromisoformat(row["published"])
        reading = read_story(row["text"], day, roster)
        yield Story.read(
            row["id"],
            row["outlet"],
            row["headline"],
            row["text"],
            day,
            original=row.get("duplicate_of"),
            named={(mention.start, mention.end): mention.person for mention in reading.mentions},
            quoted=[span for said in reading.quotations if said.kind != "reported" for span in said.spans],
        )


def measure(folder: Path, stories_file: str = "stories.jsonl") -> tuple[list[Happening], Pairs, Pairs]:
    """What is proposed; the pairs it makes; the pairs of the gold file."""
    with (folder / stories_file).open(encoding="utf-8") as lines:
        rows = sorted(map(json.loads, lines), key=lambda row: row["published"])
    proposed = list(propose(stories(rows, load_roster(folder / "people.popolo.json", print))))
    made = {
        frozenset((one.id, other.id))
        for happening in proposed
        for one, other in combinations(happening.stories, 2)
    }
    gold = {
        frozenset((one["id"], other["id"]))
        for one, other in combinations(rows, 2)
        if set(one.get("events", ())) & set(other.get("events", ()))
    }
    return proposed, made, gold


def main() -> None:
    proposed, made, gold = measure(*map(Path, sys.argv[1:]))
    for happening in proposed:
        print(happening.name, *(story.id for story in happening.stories))
        print("   ", happening.confidence, *happening.people.items(), *happening.words[:8])
    right = len(made & gold)
    precision, recall = right / (len(made) or 1), right / len(gold)
    print(f"{len(proposed)} events; pairs of stories: precision {precision:.3f}, recall {recall:.3f}")
    print("false:", *(" ".join(sorted(pair)) for pair in made - gold), sep="\n  ")


if __name__ == "__main__":
    main()
