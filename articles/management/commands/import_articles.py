import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures.process import BrokenProcessPool
from dataclasses import fields
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import InterfaceError, OperationalError
from tqdm import tqdm

from articles.importers.dates import read_published, read_zone
from articles.importers.files import FORMS, Form, Piece, cut_file, cut_stream, find_files
from articles.importers.records import Hints
from articles.importers.refusals import Refused
from articles.importers.run import import_reports
from articles.models import ArticleVersion
from people.importers.files import printable
from people.importers.records import Refusal

STANDARD_INPUT = Path("-")
LONGEST_IMPORTER = ArticleVersion._meta.get_field("importer").max_length or 0


class Command(BaseCommand):
    help = (
        "Take reports into the archive: plain text, web pages, JSON, JSON Lines and IPTC ninjs. The same "
        "report again changes nothing, a changed one becomes a new version. One that cannot be used is "
        "named with the reason, the rest go on, and the exit status is 1."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        add = parser.add_argument
        add("paths", nargs="+", type=Path, metavar="PATH", help="a file, a folder, or - for standard input")
        add("--format", dest="form", choices=sorted({*FORMS.values()}), help="where a name does not say it")
        add("--queue", action="store_true", help="store the reports for workers, which import them later")
        add("--workers", type=int, default=os.cpu_count(), help="how many processes read (%(default)s)")
        add("--importer", default="import_articles", help="name of this import in what it brings")
        hint = parser.add_argument_group("for reports that do not say it themselves").add_argument
        hint("--outlet", default="")
        hint("--published", default="", metavar="DATE", help="2015-11-12 or 2015-11-12T15:45+13:00")
        hint("--url", default="", help="address of the one report that is imported")
        hint("--section", default="")
        hint("--language", default="", metavar="TAG", help="such as en-NZ")
        zone = "of times without one, and where times in UTC are told (%(default)s)"
        hint("--zone", default=settings.TIME_ZONE, help=zone)

    def handle(
        self,
        *,
        paths: list[Path],
        form: Form | None,
        importer: str,
        queue: bool,
        workers: int,
        **options: Any,
    ) -> None:
        hints = _hints(paths, options)
        if workers < 1:
            raise CommandError("--workers: one is the least")
        if len(importer) > LONGEST_IMPORTER:
            raise CommandError(
                f"--importer: {len(importer)} characters, where {LONGEST_IMPORTER} are the most"
            )
        if STANDARD_INPUT in paths and not form:
            raise CommandError("say with --format what standard input is")
        found = list(find_files(paths))
        with tqdm(total=sum(map(_size, found)), unit="B", unit_scale=True, disable=None) as bar:

            def refuse(refusal: Refusal) -> None:
                bar.clear()
                self.stderr.write(f"{refusal.place}: {refusal.reason}")

            pieces = _pieces(found, form, bar)
            if queue:
                self._queue(pieces, hints, importer, paths)
                return
            counts = self._import(
                partial(import_reports, pieces, importer, refuse, hints=hints, workers=workers)
            )
        outcomes = ("added", "changed", "unchanged", "refused")
        self.stdout.write(", ".join(f"{counts[outcome]} {outcome}" for outcome in outcomes))
        if counts["refused"]:
            raise CommandError(f"{counts['refused']} could not be used, for the reasons above")

    def _queue(
        self, pieces: Iterator[Piece | Refusal], hints: Hints, importer: str, paths: list[Path]
    ) -> None:
        # Brings a library for jobs, which an import that is not queued can do without.
        from articles.runs import ask_import

        run = ask_import(pieces, hints, importer, ", ".join(printable(str(path)) for path in paths))
        told = f"{run.progress.total} stories in {run.progress.batches} batches"
        self.stdout.write(f"run {run.pk}: {told}, for `manage.py worker`")

    def _import(self, run: Callable[[], Counter[str]]) -> Counter[str]:
        try:
            return run()
        except (OperationalError, InterfaceError) as error:
            reason = str(error).splitlines()[0]
            raise CommandError(f"the database is gone ({reason}); run it again to go on") from None
        except BrokenProcessPool:
            problem = "the system ended a worker; memory may last for fewer --workers"
            raise CommandError(f"{problem}; run it again to go on") from None
        except KeyboardInterrupt:
            raise CommandError("stopped; run it again to go on") from None


def _hints(paths: list[Path], options: dict[str, Any]) -> Hints:
    hints = Hints(**{field.name: options[field.name] for field in fields(Hints)})
    if hints.url and (len(paths) > 1 or paths[0].is_dir()):
        raise CommandError("--url is the address of one report, so name one file")
    try:
        read_zone(hints.zone)
        if hints.published:
            read_published(hints.published, hints.zone)
    except Refused as refused:
        raise CommandError(str(refused)) from None
    return hints


def _pieces(found: list[Path | Refusal], form: Form | None, bar: tqdm) -> Iterator[Piece | Refusal]:
    limit = settings.ARTICLE_MAX_BYTES
    for path in found:
        if isinstance(path, Refusal):
            yield path
            continue
        if path == STANDARD_INPUT and form:
            pieces = cut_stream(sys.stdin.buffer, "standard input", form, limit)
        else:
            pieces = cut_file(path, limit, form)
        for piece in pieces:
            yield piece
            bar.update(len(piece.data) if isinstance(piece, Piece) else 0)


def _size(path: Path | Refusal) -> int:
    return path.stat().st_size if isinstance(path, Path) and path.is_file() else 0
