"""Stories of the archive read again, by a newer reader or with people it did not know then.

A version is held while its proposals are replaced: no import and no member of staff comes between.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache, partial

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from articles.extraction.crew import spread
from articles.extraction.grouping import group_versions
from articles.extraction.knowledge import Knowledge
from articles.extraction.reader import VERSION
from articles.extraction.store import (
    READ_BY,
    Change,
    Differences,
    compare_quotations,
    put_reading,
    quotations,
    reading_of,
)
from articles.importers.load import keep_imports_waiting, wait_for_other_imports
from articles.models import Article, ArticleVersion, Quotation

AT_ONCE = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Which stories to read again, and how. Of those, empty means that it does not matter."""

    outlet: str = ""
    """Its slug."""
    since: date | None = None
    until: date | None = None
    """The last day, inside."""
    older: bool = False
    """Only what another version of the reader read."""
    read_before: datetime | None = None
    dry_run: bool = False
    """Store nothing, and tell what would change."""
    tell: bool = False
    """Tell each change in words."""

    def versions(self) -> QuerySet[ArticleVersion]:
        """Current versions. Where a person marked the quotations in the file, there is nothing to propose."""
        wanted = Q(pk=F("article__current"))
        if self.outlet:
            wanted &= Q(article__outlet__slug=self.outlet)
        if self.since:
            wanted &= Q(article__published_on__gte=self.since)
        if self.until:
            wanted &= Q(article__published_on__lte=self.until)
        if self.older:
            wanted &= ~Q(reader=VERSION)
        if self.read_before:
            wanted &= Q(read_at=None) | Q(read_at__lt=self.read_before)
        return ArticleVersion.objects.filter(wanted).exclude(Exists(_marked_in_a_file()))


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many stories were read, what that changed among their quotations, and if asked for in words."""

    stories: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    lines: list[str] = field(default_factory=list)


def reread(wish: Wish, workers: int) -> Iterator[Outcome]:
    """Read stories again and propose what they say; the outcome of some at a time.

    Stopped at any moment, it has read whole stories only, each in a transaction of its own.
    """
    batches = batches_of(wish.versions())
    if workers == 1:
        knowledge = Knowledge()
        yield from (_reread_batch(wish, knowledge, batch) for batch in batches)
    else:
        yield from spread(partial(_reread_in_crew, wish), batches, workers)


def batches_of(versions: QuerySet[ArticleVersion]) -> Iterator[list[int]]:
    """Primary keys in order, a query a batch, so that no connection has to hold a place in a long answer."""
    numbers = versions.order_by("pk").values_list("pk", flat=True)
    batch: list[int] = [0]
    while batch := list(numbers.filter(pk__gt=batch[-1])[:AT_ONCE]):
        yield batch


def _reread_in_crew(wish: Wish, numbers: Sequence[int]) -> Outcome:
    return _reread_batch(wish, _known_to_this_process(), numbers)


@cache
def _known_to_this_process() -> Knowledge:
    return Knowledge()


def _reread_batch(wish: Wish, knowledge: Knowledge, numbers: Sequence[int]) -> Outcome:
    outcome = Outcome(len(numbers))
    changed: list[ArticleVersion] = []
    try:
        for version in to_read(numbers):
            if reread_one(version, wish, knowledge, outcome):
                changed.append(version)
    finally:  # what is stored has to be grouped, wherever it was stopped
        if changed and not wish.dry_run:
            group_reread(changed)
    return outcome


def to_read(numbers: Sequence[int]) -> QuerySet[ArticleVersion]:
    versions = ArticleVersion.objects.filter(pk__in=numbers).select_related("article")
    return versions.defer("original", "search_vector").order_by("pk")


@transaction.atomic
def reread_one(version: ArticleVersion, wish: Wish, knowledge: Knowledge, outcome: Outcome) -> bool:
    """Add to the outcome what reading a version changes; whether it is anything."""
    changes = _reread_version(version, knowledge, wish.dry_run)
    outcome.counts.update(_count(changes))
    if wish.tell:
        place = settings.SITE_URL + version.article.get_absolute_url()
        outcome.lines.extend(f"{place}: {line}" for line in _lines(changes))
    # To name an outlet that speaks for the first time, even a dry run added it.
    transaction.set_rollback(wish.dry_run)
    return bool(changes)


@transaction.atomic
def group_reread(versions: Sequence[ArticleVersion]) -> int:
    """Group what was read anew, while no import does; how much that changed."""
    wait_for_other_imports()
    return group_versions(versions)


def _reread_version(version: ArticleVersion, knowledge: Knowledge, dry_run: bool) -> Differences:
    reading = reading_of(version, knowledge)
    if not _hold(version):
        return Differences()
    if dry_run:
        return compare_quotations(version, quotations(version, reading, knowledge))
    return put_reading(version, reading, knowledge)


def _hold(version: ArticleVersion) -> bool:
    """Wait until nobody else is at work on a version; whether it is still the current one."""
    keep_imports_waiting()
    list(version.quotations.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    return Article.objects.filter(pk=version.article_id, current=version).exists()


def _marked_in_a_file() -> QuerySet:
    """Quotations of the outer version that were never proposed: the reader stored them as confirmed."""
    return Quotation.history.filter(
        version=OuterRef("pk"), status=Quotation.Status.CONFIRMED, history_change_reason__startswith=READ_BY
    )


def _count(changes: Differences) -> dict[str, int]:
    of_speakers = sum(change.is_of_speaker for change in changes.changed)
    return {
        "added": len(changes.added),
        "gone": len(changes.gone),
        "speaker": of_speakers,
        "otherwise": len(changes.changed) - of_speakers,
    }


def _lines(changes: Differences) -> Iterator[str]:
    """Each change in one line."""
    for each in changes.added:
        yield f"added {_in_one_line(each.quotation)}, {_said_by(each.quotation)}"
    for quotation in changes.gone:
        yield f"gone {_in_one_line(quotation)}, {_said_by(quotation)}"
    for change in changes.changed:
        yield f"changed {_in_one_line(change.before)}: {_difference(change)}"


def _difference(change: Change) -> str:
    if change.is_of_speaker:
        return f"{_said_by(change.before)} → {_said_by(change.wanted.quotation)}"
    return ", ".join(sorted(name.removesuffix("_id").replace("_", " ") for name in change.fields))


def _in_one_line(quotation: Quotation) -> str:
    return " ".join(str(quotation).split())


def _said_by(quotation: Quotation) -> str:
    """A person of the archive by the bare name, anybody else in the report's own words."""
    if quotation.attribution == Quotation.Attribution.AMBIGUOUS:
        return f"one of several (“{quotation.speaker_label}”)"
    if quotation.said_by:
        return str(quotation.said_by)
    return f"“{quotation.speaker_label}”" if quotation.speaker_label else "nobody named"
