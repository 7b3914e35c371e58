import os
from collections import Counter
from concurrent.futures.process import BrokenProcessPool
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import InterfaceError, OperationalError
from django.utils import timezone
from tqdm import tqdm

from articles.extraction.rereading import Wish, reread
from articles.models import Outlet


def day(written: str) -> date:
    return date.fromisoformat(written)


def instant(written: str) -> datetime:
    read = datetime.fromisoformat(written)
    return read if read.tzinfo else timezone.make_aware(read)


class Command(BaseCommand):
    help = (
        "Read stories again and propose afresh who said what in them. What staff confirmed, rejected or "
        "edited stays, and a story whose quotations a person marked in the file is left out. Each story is "
        "stored once it is read: stopped, the command says how to go on; with --older the same line does."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        add = parser.add_argument
        add("--outlet", default="", metavar="SLUG", help="only stories of this outlet")
        add("--since", type=day, metavar="DATE", help="only those published on this day or later")
        add("--until", type=day, metavar="DATE", help="only those published on this day or earlier")
        add("--older", action="store_true", help="only those that another version of the reader has read")
        add(
            "--read-before",
            type=instant,
            metavar="TIME",
            help="only those not read since: goes on with a run",
        )
        add(
            "--dry-run",
            action="store_true",
            help="store nothing, and tell what would change; -v 2 tells each",
        )
        add("--queue", action="store_true", help="have workers do it, on whatever machines they are")
        add("--workers", type=int, default=os.cpu_count(), help="how many processes read (%(default)s)")

    def handle(self, *, workers: int, verbosity: int, queue: bool, **options: Any) -> None:
        given = {field.name: options[field.name] for field in fields(Wish) if field.name in options}
        wish = Wish(**given, tell=verbosity > 1)
        if wish.outlet and not Outlet.objects.filter(slug=wish.outlet).exists():
            raise CommandError(f"no outlet has the slug {wish.outlet!r}")
        if workers < 1:
            raise CommandError("--workers: one is the least")
        if queue:
            self._queue(wish)
            return
        began = wish.read_before or timezone.now()
        try:
            counts = self._reread(wish, workers)
        except (OperationalError, InterfaceError) as error:
            problem = f"the database is gone ({str(error).splitlines()[0]})"
        except BrokenProcessPool:
            problem = "the system ended a worker; memory may last for fewer --workers"
        except KeyboardInterrupt:
            problem = "stopped"
        else:
            self._tell(counts, "would be" if wish.dry_run else "were")
            return
        again = "run it again" if wish.older or wish.dry_run else f"add --read-before {began.isoformat()}"
        raise CommandError(f"{problem}; {again} to go on")

    def _queue(self, wish: Wish) -> None:
        from articles.runs import ask_reread

        if wish.dry_run:
            raise CommandError("--dry-run tells what would change, and a worker tells nobody")
        run = ask_reread(wish)
        self.stdout.write(f"run {run.pk}: {run.subject}, for `manage.py worker`")

    def _reread(self, wish: Wish, workers: int) -> Counter[str]:
        counts: Counter[str] = Counter()
        with tqdm(total=wish.versions().count(), unit="story", disable=None) as bar:
            for outcome in reread(wish, workers):
                counts.update(outcome.counts, stories=outcome.stories)
                if outcome.lines:
                    bar.clear()
                    self.stdout.write("\n".join(outcome.lines))
                bar.update(outcome.stories)
        return counts

    def _tell(self, counts: Counter[str], verb: str) -> None:
        told = (
            f"{counts['added']} quotations {verb} added",
            f"{counts['gone']} taken out",
            f"{counts['speaker']} given another speaker",
            f"{counts['otherwise']} changed otherwise",
        )
        self.stdout.write(f"{counts['stories']} stories read: {', '.join(told)}")
