"""Many reports put into the archive, some hundred at a time, by one process or by several."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, partial
from itertools import chain
from typing import Protocol

from articles.extraction.crew import spread
from articles.extraction.knowledge import Knowledge
from articles.importers.files import Piece, read_piece
from articles.importers.load import Outcome, load_batch
from articles.importers.records import ArticleRecord, Hints
from people.importers.records import Refusal

AT_ONCE = 200
"""Reports of a batch: more of them save little time and take more memory."""
_BYTES_AT_ONCE = 8 * 1024 * 1024
_FEW = 60
"""Reports that one process has read before others would have begun."""

NONE = Hints()
Report = ArticleRecord | Piece | Refusal


class _Load(Protocol):
    def __call__(
        self, batch: Sequence[Report], knowledge: Knowledge | None = None
    ) -> list[Outcome | Refusal]: ...


def import_reports(
    reports: Iterable[Report],
    importer: str,
    refuse: Callable[[Refusal], None],
    knowledge: Knowledge | None = None,
    *,
    hints: Hints = NONE,
    workers: int = 1,
) -> Counter[str]:
    """Count the reports added, changed, unchanged and refused; the refused are handed to ``refuse`` at once.

    Stopped at any moment, it has stored whole reports only, and a second run does the rest. ``hints`` are for
    reports that are not read yet. Where there are many reports, ``workers`` processes read and store them.
    ``knowledge`` is that of the import that this is a part of, of which one process does it all.
    """
    counts: Counter[str] = Counter()
    for outcomes in _load_all(_batches(iter(reports)), partial(_load, importer, hints), knowledge, workers):
        for outcome in outcomes:
            if isinstance(outcome, Refusal):
                counts["refused"] += 1
                refuse(outcome)
            else:
                counts[outcome] += 1
    return counts


def _load_all(
    batches: Iterator[list[Report]], load: _Load, knowledge: Knowledge | None, workers: int
) -> Iterator[list[Outcome | Refusal]]:
    first = next(batches, [])
    if workers == 1 or len(first) < _FEW:
        knowledge = knowledge or Knowledge()
        yield from (load(batch, knowledge) for batch in chain([first], batches))
    else:
        yield from spread(load, chain([first], batches), workers)


def _batches(reports: Iterator[Report]) -> Iterator[list[Report]]:
    """Reports, some hundred at a time. What came before their source broke off is not lost."""
    broken: BaseException | None = None
    going_on = True
    while going_on:
        batch: list[Report] = []
        size = 0
        try:
            while going_on and len(batch) < AT_ONCE and size < _BYTES_AT_ONCE:
                report = next(reports, None)
                if report is None:
                    going_on = False
                else:
                    batch.append(report)
                    size += _size(report)
        except BaseException as error:
            broken, going_on = error, False
        if batch:
            yield batch
    if broken:
        raise broken


def _size(report: Report) -> int:
    if isinstance(report, Piece):
        return len(report.data)
    return len(report.original) if isinstance(report, ArticleRecord) else 0


def _load(
    importer: str, hints: Hints, batch: Sequence[Report], knowledge: Knowledge | None = None
) -> list[Outcome | Refusal]:
    read = [read_piece(each, hints) if isinstance(each, Piece) else each for each in batch]
    records = [each for each in read if isinstance(each, ArticleRecord)]
    loaded = iter(load_batch(records, knowledge or _known_to_this_process(), importer))
    return [each if isinstance(each, Refusal) else next(loaded) for each in read]


@cache
def _known_to_this_process() -> Knowledge:
    """Of a worker, which lasts as long as its import."""
    return Knowledge()
