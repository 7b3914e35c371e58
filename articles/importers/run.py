"""Many reports put into the archive, each in a transaction of its own."""

from collections import Counter
from collections.abc import Callable, Iterable

from articles.extraction.knowledge import Knowledge
from articles.importers.load import load
from articles.importers.records import ArticleRecord
from articles.importers.refusals import Refused
from people.importers.records import Refusal


def import_reports(
    reports: Iterable[ArticleRecord | Refusal],
    importer: str,
    refuse: Callable[[Refusal], None],
    knowledge: Knowledge | None = None,
) -> Counter[str]:
    """Count the reports added, changed, unchanged and refused; the refused are handed to ``refuse`` at once.

    ``knowledge`` is that of the import that this is a part of.

    Stopped at any moment, it has stored whole reports only, and a second run does the rest.
    """
    counts: Counter[str] = Counter()
    knowledge = knowledge or Knowledge()
    for report in reports:
        if isinstance(report, ArticleRecord):
            try:
                counts[load(report, knowledge, importer)] += 1
                continue
            except Refused as refused:
                report = Refusal(report.place, str(refused))
        counts["refused"] += 1
        refuse(report)
    return counts
