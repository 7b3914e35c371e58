from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.extraction.jsonlines import UnusableError, load_events, load_roster
from articles.extraction.reader import NOBODY
from articles.extraction.scorecard import judge, mistakes, table


class Command(BaseCommand):
    help = (
        "Score the reader against a gold file, and show its mistakes in their sentences. Needs no database."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("gold", type=Path, metavar="GOLD.jsonl")
        parser.add_argument("--people", type=Path, help="Popolo file of the people who may speak")
        parser.add_argument("--events", type=Path, help="JSON list of the events that may be covered")
        parser.add_argument("--worst", type=int, default=5, help="how many documents to show, worst first")

    def handle(
        self, *, gold: Path, people: Path | None, events: Path | None, worst: int, **options: Any
    ) -> None:
        try:
            roster = load_roster(people, self.stderr.write) if people else NOBODY
            scores, judged = judge(gold, roster, load_events(events) if events else [])
        except (UnusableError, OSError) as problem:
            raise CommandError(str(problem)) from problem
        for line in [*table(scores), *mistakes(judged[:worst])]:
            self.stdout.write(line)
