"""A batch done, by whichever worker has it: once, however often it is begun."""

import logging
import os
import socket
from collections import Counter
from functools import lru_cache

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from articles.extraction.grouping import group_versions
from articles.extraction.knowledge import Knowledge
from articles.extraction.rereading import Outcome, group_reread, reread_one, to_read
from articles.importers.files import Piece, read_piece
from articles.importers.load import wait_for_other_imports
from articles.importers.records import ArticleRecord, Hints
from articles.importers.run import import_reports
from articles.models import ArticleVersion, Batch, Run
from articles.runs import again, pieces_in, wish_of
from people.importers.records import Refusal

logger = logging.getLogger(__name__)

_LONGEST_PLACE = ArticleVersion._meta.get_field("place").max_length or 0
_SECONDS_TO_WAIT = 2


def work_on(number: int) -> Batch | None:
    """Do a batch that is not done; None where there is nothing to do, or not yet."""
    if not _begin(number):
        return None
    batch = Batch.objects.select_related("run").get(pk=number)
    if batch.after_others and not _may_begin(batch):
        return None
    _DO[Run.Kind(batch.run.kind)](batch)
    batch.refresh_from_db()
    return batch


def give_up(number: int, problem: str, for_good: bool) -> None:
    """Say what ended a try; unless it was the last, another follows."""
    status = Batch.Status.FAILED if for_good else Batch.Status.WAITING
    left = Batch.objects.filter(pk=number).exclude(status=Batch.Status.DONE)
    left.update(status=status, problem=problem[:2000], ended_at=timezone.now() if for_good else None)


def _begin(number: int) -> bool:
    newest = ArticleVersion.objects.order_by("-pk").values("pk")[:1]
    left = Batch.objects.filter(pk=number, run__stopped_at=None).exclude(status=Batch.Status.DONE)
    return bool(
        left.update(
            status=Batch.Status.WORKING,
            worker=f"{socket.gethostname()} {os.getpid()}"[:100],
            tries=F("tries") + 1,
            started_at=Coalesce("started_at", timezone.now()),
            ended_at=None,
            problem="",
            newest_before=Coalesce("newest_before", Subquery(newest), 0),
        )
    )


def _may_begin(batch: Batch) -> bool:
    """Whether all before it is done; else it is asked for again, or has failed with what it waits for."""
    before = batch.run.batches.filter(number__lt=batch.number).exclude(status=Batch.Status.DONE)
    if not before:
        return True
    if before.filter(status=Batch.Status.FAILED):
        give_up(batch.pk, "It waits for a batch before it, which failed.", for_good=True)
        return False
    Batch.objects.filter(pk=batch.pk).update(
        status=Batch.Status.WAITING, tries=0, started_at=None, newest_before=None
    )
    again(batch, _SECONDS_TO_WAIT)
    return False


@lru_cache(maxsize=1)
def _knowledge(_run: int) -> Knowledge:
    """The archive as a run met it in this process."""
    return Knowledge()


def _import(batch: Batch) -> None:
    refused: list[Refusal] = []
    importer = batch.run.wish["importer"]
    hints = Hints(**batch.run.wish["hints"])
    pieces = pieces_in(batch)
    reports = (read_piece(piece, hints) if isinstance(piece, Piece) else piece for piece in pieces)
    if batch.tries == 1:
        counts = import_reports(reports, importer, refused.append, knowledge=_knowledge(batch.run_id))
    else:
        counts = Counter()
        for report in reports:
            counts += _import_one(report, batch.run, refused)
    with transaction.atomic():
        if not _hold(batch):
            return
        if batch.tries > 1:
            counts = _with_earlier_tries(batch, importer, counts)
        batch.refusals = [[refusal.place, refusal.reason] for refusal in refused]
        # What was taken is kept with its version.
        batch.data = b""
        _end(batch, counts)


def _import_one(report: ArticleRecord | Refusal, run: Run, refused: list[Refusal]) -> Counter[str]:
    """One report of a batch that could not be taken whole, so that one that cannot be read stops no other."""
    try:
        knowledge = _knowledge(run.pk)
        return import_reports([report], run.wish["importer"], refused.append, knowledge=knowledge)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        logger.exception("%s cannot be read", report.place)
        refused.append(Refusal(report.place, f"it cannot be read ({type(error).__name__}: {error})"))
        return Counter(refused=1)


def _with_earlier_tries(batch: Batch, importer: str, counts: Counter[str]) -> Counter[str]:
    """The counts as if the batch had been done in one go.

    What a try stored before it was ended comes back unchanged; the versions in the archive tell.
    """
    places = [told["place"][-_LONGEST_PLACE:] for told in batch.reports]
    taken = ArticleVersion.objects.filter(pk__gt=batch.newest_before, place__in=places, importer=importer)
    numbers = list(taken.values_list("number", flat=True))
    added = sum(number == 1 for number in numbers)
    changed = max(counts["changed"], len(numbers) - added)
    unchanged = batch.total - counts["refused"] - added - changed
    return Counter(added=added, changed=changed, unchanged=unchanged, refused=counts["refused"])


def _reread(batch: Batch) -> None:
    wish = wish_of(batch.run)
    knowledge = _knowledge(batch.run_id)
    changed: list[ArticleVersion] = []
    for version in to_read(batch.versions):
        with transaction.atomic():
            if not _hold(batch):
                return
            if version.pk <= batch.last_version:
                continue
            outcome = Outcome()
            if reread_one(version, wish, knowledge, outcome):
                changed.append(version)
            batch.counts = Counter(batch.counts) + outcome.counts
            batch.last_version = version.pk
            batch.done += 1
            batch.save(update_fields=["counts", "last_version", "done"])
    with transaction.atomic():
        if _hold(batch):
            # What an earlier try read, it may not have grouped.
            grouped = changed if batch.tries == 1 else list(to_read(batch.versions))
            if grouped:
                group_reread(grouped)
            _end(batch, Counter(batch.counts))


def _group(batch: Batch) -> None:
    with transaction.atomic():
        if _hold(batch):
            wait_for_other_imports()
            changes = group_versions(list(to_read(batch.versions)))
            _end(batch, Counter(changed=changes))


def _hold(batch: Batch) -> bool:
    """Keep others off the batch until the transaction ends; False where one of them has done it."""
    held = Batch.objects.select_for_update().defer("data").get(pk=batch.pk)
    batch.counts, batch.done, batch.last_version = held.counts, held.done, held.last_version
    batch.tries = held.tries
    return held.status != Batch.Status.DONE


def _end(batch: Batch, counts: Counter[str]) -> None:
    batch.counts = {name: number for name, number in counts.items() if number}
    batch.done = batch.total
    batch.status = Batch.Status.DONE
    batch.ended_at = timezone.now()
    batch.problem = ""
    batch.save()


_DO = {Run.Kind.IMPORT: _import, Run.Kind.REREAD: _reread, Run.Kind.GROUP: _group}
