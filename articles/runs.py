"""Asking for work that workers do: what of it is one batch, and which has to wait for which.

A run and its jobs are stored in one transaction: either all of it is asked for, or nothing.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.manager import JobManager

from articles.extraction.grouping import to_group
from articles.extraction.rereading import AT_ONCE, Wish
from articles.importers.files import Piece
from articles.importers.json_records import read_json
from articles.importers.records import Hints
from articles.importers.refusals import Refused
from articles.models import Batch, Run
from articles.models.runs import progress_of
from people.importers.records import Refusal

# Few enough that a batch is done in seconds, and that little is done twice where a worker dies.
REPORTS_AT_ONCE = 50
BYTES_AT_ONCE = 4 * 1024 * 1024
GROUPED_AT_ONCE = 200

QUEUE = "archive"
DAYS_KEPT = timedelta(days=90)
_JOBS_AT_ONCE = 1000
# What is new comes before what is there already.
_PRIORITY = {Run.Kind.IMPORT: 0, Run.Kind.REREAD: -1, Run.Kind.GROUP: -2}

_HEADER = re.compile(rb"^(key|url|headline)\s*:\s*(\S.*)$", re.IGNORECASE | re.MULTILINE)
_ADDRESS = re.compile(
    rb"""<(?:link|meta)[^>]*(?:\brel=["']?canonical|og:url)[^>]*\b(?:href|content)=["']?([^"'\s>]+)""",
    re.IGNORECASE,
)


def ask_import(
    pieces: Iterable[Piece | Refusal], hints: Hints, importer: str, subject: str, by: User | None = None
) -> Run:
    """Store reports as they came, for workers to take into the archive."""
    with transaction.atomic():
        wish = {"hints": asdict(hints), "importer": importer}
        run = _ask(Run.Kind.IMPORT, subject, wish, by)
        for number, (after_others, batch) in enumerate(_batches_of(pieces), 1):
            _store(run, number, batch, after_others)
        _all_cut(run)
    return run


def ask_reread(wish: Wish, by: User | None = None) -> Run:
    """Have stories read again. Which they are is found out by a worker: there may be millions."""
    fields = {name: _plain(value) for name, value in asdict(wish).items()}
    return _ask_and_cut_later(Run.Kind.REREAD, _in_words(wish), fields, by)


def ask_group(by: User | None = None) -> Run:
    return _ask_and_cut_later(Run.Kind.GROUP, _("all stories"), {}, by)


def stop(run: Run) -> None:
    """Begin no more batches of it. What is done stays, and :func:`go_on` does the rest."""
    Run.objects.filter(pk=run.pk, stopped_at=None).update(stopped_at=timezone.now())


@transaction.atomic
def go_on(run: Run) -> int:
    """Ask again for all of it that is not done: how many batches. A batch asked for twice is done once."""
    Run.objects.filter(pk=run.pk).update(stopped_at=None)
    left = run.batches.exclude(status=Batch.Status.DONE)
    left.filter(status=Batch.Status.FAILED).update(status=Batch.Status.WAITING)
    if run.cut_at is None:
        _defer_cut(run)
    numbers = list(left.order_by("number").values_list("pk", flat=True))
    _defer_batches(run, numbers)
    return len(numbers)


def forget() -> None:
    """Strike runs that nothing has come of for long: of what they brought, the archive tells itself."""
    old = Run.objects.filter(asked_at__lt=timezone.now() - DAYS_KEPT)
    over = [number for number, progress in progress_of(old).items() if not progress.goes_on]
    Run.objects.filter(pk__in=over).delete()


def cut(number: int) -> None:
    """Find the stories that a run is about and ask for their batches; once, however often it is called."""
    with transaction.atomic():
        run = Run.objects.select_for_update().get(pk=number)
        if run.cut_at is not None or run.stopped_at is not None:
            return
        size, versions = _versions_of(run)
        batches = (
            Batch(run=run, number=place, versions=some, total=len(some))
            for place, some in enumerate(_some_at_a_time(versions.iterator(), size), 1)
        )
        for some in _some_at_a_time(batches, _JOBS_AT_ONCE):
            Batch.objects.bulk_create(some)
        _all_cut(run)


def again(batch: Batch, seconds: int) -> None:
    """Ask for a batch once more, in a while."""
    job = _deferrer("work", batch.run, lock=f"batch {batch.pk}", schedule_in={"seconds": seconds})
    _manager().batch_defer_jobs([job.make_new_job(batch=batch.pk)])


def wish_of(run: Run) -> Wish:
    given = dict(run.wish)
    for name, read in (("since", date), ("until", date), ("read_before", datetime)):
        given[name] = read.fromisoformat(given[name]) if given.get(name) else None
    return Wish(**given)


def _in_words(wish: Wish) -> str:
    said = [
        wish.outlet or _("all stories"),
        wish.since and _("since %(day)s") % {"day": wish.since},
        wish.until and _("until %(day)s") % {"day": wish.until},
        wish.older and _("read by another reader"),
        wish.read_before and _("read before %(time)s") % {"time": f"{wish.read_before:%Y-%m-%d %H:%M}"},
    ]
    return ", ".join(str(words) for words in said if words)


def _ask(kind: Run.Kind, subject: str, wish: dict[str, Any], by: User | None) -> Run:
    return Run.objects.create(kind=kind, subject=Truncator(subject).chars(300), wish=wish, asked_by=by)


@transaction.atomic
def _ask_and_cut_later(kind: Run.Kind, subject: str, wish: dict[str, Any], by: User | None) -> Run:
    run = _ask(kind, subject, wish, by)
    _defer_cut(run)
    return run


def _all_cut(run: Run) -> None:
    run.cut_at = timezone.now()
    run.save(update_fields=["cut_at"])
    numbers = run.batches.order_by("number").values_list("pk", flat=True)
    _defer_batches(run, numbers.iterator())


def _versions_of(run: Run) -> tuple[int, Any]:
    """How many are one batch, and the primary keys in the order to be worked on."""
    if run.kind == Run.Kind.GROUP:
        return GROUPED_AT_ONCE, to_group().values_list("pk", flat=True)
    return AT_ONCE, wish_of(run).versions().order_by("pk").values_list("pk", flat=True)


class _Heap:
    """Reports that are becoming a batch."""

    def __init__(self) -> None:
        self.pieces: list[Piece | Refusal] = []
        self.size = 0

    @property
    def is_full(self) -> bool:
        return len(self.pieces) >= REPORTS_AT_ONCE or self.size >= BYTES_AT_ONCE

    def add(self, piece: Piece | Refusal) -> None:
        self.pieces.append(piece)
        self.size += len(piece.data) if isinstance(piece, Piece) else 0

    def take(self) -> list[Piece | Refusal]:
        taken, self.pieces, self.size = self.pieces, [], 0
        return taken


def _batches_of(pieces: Iterable[Piece | Refusal]) -> Iterator[tuple[bool, list[Piece | Refusal]]]:
    """Batches in their order, and whether each has to wait for all before it.

    A story told twice is taken in the order told: later tellings make batches of their own, which come
    after every batch that tells of one of their stories.
    """
    met: set[int] = set()
    first, later = _Heap(), _Heap()
    for piece in pieces:
        names = {hash(name) for name in _names(piece)} if isinstance(piece, Piece) else set()
        (later if names & met else first).add(piece)
        met |= names
        if first.pieces and (first.is_full or later.is_full):
            yield False, first.take()
        if later.is_full:
            yield True, later.take()
    if first.pieces:
        yield False, first.take()
    if later.pieces:
        yield True, later.take()


def _names(piece: Piece) -> set[str]:
    """What may tell that two reports are of one story, without reading them whole."""
    if piece.form == "html":
        return {address.decode(errors="replace") for address in _ADDRESS.findall(piece.data)}
    if piece.form == "text":
        header = _HEADER.findall(piece.data.partition(b"\n\n")[0])
        said = {field.lower().decode(): name.decode(errors="replace").strip() for field, name in header}
    else:
        said = _loaded(piece)
    own = {str(said[name]) for name in ("key", "id", "uri", "url") if said.get(name)}
    return own or {str(said.get("headline") or said.get("headlines") or piece.place)}


def _loaded(piece: Piece) -> dict[str, Any]:
    try:
        item = read_json(piece.data, piece.encoding)
    except Refused:
        return {}
    return item if isinstance(item, dict) else {}


def _store(run: Run, number: int, pieces: list[Piece | Refusal], after_others: bool) -> None:
    reports: list[dict[str, Any]] = []
    for piece in pieces:
        if isinstance(piece, Refusal):
            reports.append({"place": piece.place, "refused": piece.reason})
        else:
            told = {"place": piece.place, "form": piece.form, "encoding": piece.encoding}
            reports.append({**told, "size": len(piece.data)})
    Batch.objects.create(
        run=run,
        number=number,
        after_others=after_others,
        total=len(pieces),
        reports=reports,
        data=b"".join(piece.data for piece in pieces if isinstance(piece, Piece)),
    )


def pieces_in(batch: Batch) -> Iterator[Piece | Refusal]:
    """What :func:`ask_import` stored, as it was."""
    data, start = bytes(batch.data), 0
    for told in batch.reports:
        if "refused" in told:
            yield Refusal(told["place"], told["refused"])
            continue
        end = start + told["size"]
        yield Piece(told["place"], told["form"], data[start:end], told["encoding"])
        start = end


def _defer_cut(run: Run) -> None:
    _manager().batch_defer_jobs([_deferrer("cut", run, lock=f"run {run.pk}").make_new_job(run=run.pk)])


def _defer_batches(run: Run, numbers: Iterable[int]) -> None:
    # Of two jobs for one batch, the second begins when the first has ended, and finds nothing to do.
    jobs = (_deferrer("work", run, lock=f"batch {number}").make_new_job(batch=number) for number in numbers)
    for some in _some_at_a_time(jobs, _JOBS_AT_ONCE):
        _manager().batch_defer_jobs(some)


def _deferrer(task: str, run: Run, **options: Any) -> Any:
    return app.configure_task(task, queue=QUEUE, priority=_PRIORITY[Run.Kind(run.kind)], **options)


def _manager() -> JobManager:
    """Over Django's own connection, even inside a worker: jobs are stored with what they are about."""
    return JobManager(DjangoConnector())


def _some_at_a_time(things: Iterable[Any], most: int) -> Iterator[list[Any]]:
    some: list[Any] = []
    for thing in things:
        some.append(thing)
        if len(some) == most:
            yield some
            some = []
    if some:
        yield some


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
