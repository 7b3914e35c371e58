"""A scorecard of the reader over one gold file, with its mistakes shown in their sentences."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from articles.extraction.events import EventRecord
from articles.extraction.jsonlines import UnusableError, article_from, as_json
from articles.extraction.reader import NOBODY, read_story
from articles.extraction.roster import Roster
from articles.extraction.scores import Mistake, Scores, score

_AROUND = 90
"""Characters shown on either side of a mistake."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One document and what was wrong in it."""

    id: str
    text: str
    mistakes: list[Mistake]


def judge(
    gold: Path, roster: Roster = NOBODY, events: Sequence[EventRecord] = ()
) -> tuple[Scores, list[Judged]]:
    """Read every document of a gold file and score it; the documents come worst first."""
    scores = Scores()
    judged = []
    for document in _documents(gold):
        article = article_from(json.dumps(document))
        reading = as_json(article, read_story(article.text, article.published, roster, events))
        judged.append(Judged(str(article.id), article.text, score(document, reading, scores)))
    return scores, sorted(judged, key=lambda document: -len(document.mistakes))


def _documents(gold: Path) -> Iterator[dict[str, Any]]:
    with gold.open(encoding="utf-8") as rows:
        for number, row in enumerate(rows, 1):
            if row.strip():
                yield _document(row, f"{gold}:{number}")


def _document(row: str, place: str) -> dict[str, Any]:
    try:
        document = json.loads(row)
        article_from(row)
        for quote in document["quotes"]:
            quote["start"], quote["end"], quote["kind"]
    except (ValueError, KeyError, TypeError) as problem:
        raise UnusableError(f"{place}: not a gold document ({problem})") from problem
    return dict(document)


def table(scores: Scores) -> Iterator[str]:
    """The figures, a line each, then recall end to end by speaker, length and style."""
    yield f"{scores.documents} documents"
    yield f"{'':<28}precision  recall  F1      right of predicted, of gold"
    for name, figure in scores.figures.items():
        rates = f"{figure.precision:9.4f}  {figure.recall:6.4f}  {figure.f1:6.4f}"
        yield f"{name:<28}{rates}  {figure.right} of {figure.predicted}, of {figure.gold}"
    if "resolved person" in scores.figures:
        yield f"false attributions: {scores.false_attributions}"
    for name, figure in sorted(scores.groups.items()):
        yield f"  {name:<36}{figure.recall:6.4f}  {figure.right} of {figure.gold}"


def mistakes(documents: Sequence[Judged]) -> Iterator[str]:
    """Each mistake of these documents in its sentence, the words between brackets."""
    for document in documents:
        yield f"{document.id}: {len(document.mistakes)} mistakes"
        for mistake in document.mistakes:
            told = f" given {mistake.given!r}" if mistake.given else ""
            wanted = f" wanted {mistake.wanted!r}" if mistake.wanted else ""
            yield f"  {mistake.failing}:{told}{wanted}"
            yield f"    {_in_sentence(document.text, *mistake.span)}"


def _in_sentence(text: str, start: int, end: int) -> str:
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    return f"…{before}[{text[start:end]}]{after}…".replace("\n", " ⏎ ")
