"""One phenomenon a sample: the whole reading is compared with what stands beside the text.

``python -m tests.articles.extraction.test_samples`` writes the expectations anew; read the difference.
"""

from datetime import date
from pathlib import Path

import pytest

from articles.extraction.reader import read_story
from articles.extraction.records import Quotation
from articles.extraction.roster import Roster
from people.importers import popolo

SAMPLES = Path(__file__).parent / "samples"
STORIES = sorted(SAMPLES.glob("*.txt"))


def roster() -> Roster:
    path = SAMPLES / "people.popolo.json"
    return Roster.from_roll(popolo.read(path.read_bytes(), path.name))


def line(text: str, quotation: Quotation) -> str:
    words = " … ".join(text[start:end] for start, end in quotation.spans)
    speaker = quotation.person or ", ".join(c.person for c in quotation.candidates) or "-"
    label = quotation.speaker_label or "nobody"
    return f"{quotation.kind} | {words} | {label} | {quotation.status} | {speaker}\n"


def reading_of(story: Path) -> str:
    head, text = story.read_text().split("\n\n", 1)
    published = date.fromisoformat(head.removeprefix("published: "))
    return "".join(line(text, quotation) for quotation in read_story(text, published, roster()).quotations)


@pytest.mark.parametrize("story", STORIES, ids=lambda path: path.stem)
def test_sample_reads_as_expected(story):
    assert reading_of(story) == story.with_suffix(".expected").read_text()


if __name__ == "__main__":
    for sample in STORIES:
        sample.with_suffix(".expected").write_text(reading_of(sample))
