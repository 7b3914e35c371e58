import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.extraction.jsonlines import UnusableError, load_events, load_roster, read_lines
from articles.extraction.reader import NOBODY


class Command(BaseCommand):
    help = "Read the quotations of articles in JSON Lines (id, text, published). Needs no database."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", type=Path, metavar="IN.jsonl")
        parser.add_argument("target", type=Path, metavar="OUT.jsonl")
        parser.add_argument("--people", type=Path, help="Popolo file of the people who may speak")
        parser.add_argument("--events", type=Path, help="JSON list of the events that may be covered")

    def handle(
        self, *, source: Path, target: Path, people: Path | None, events: Path | None, **options: Any
    ) -> None:
        try:
            roster = load_roster(people, self.stderr.write) if people else NOBODY
            known = load_events(events) if events else []
            began = time.perf_counter()
            count = read_lines(source, target, self.stderr.write, roster, known)
            speed = count.articles / (time.perf_counter() - began)
        except (UnusableError, OSError) as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(
            f"{count.articles} articles read, {speed:.0f} a second; {count.quotations} quotations found"
        )
        if count.refused:
            raise CommandError(f"{count.refused} lines of {source} could not be read")
