from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.importers import events
from people.importers.records import UnreadableFile


class Command(BaseCommand):
    help = "Import events from JSON files. People come first: an event names them by their identifiers."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        failed = False
        for path in options["files"]:
            try:
                records, refused = events.read(path.read_bytes(), str(path))
            except (OSError, UnreadableFile) as problem:
                self.stderr.write(str(problem))
                failed = True
                continue
            counts = events.load(records)
            refused += counts.refused
            for refusal in refused:
                self.stderr.write(f"{path}, {refusal.place}: {refusal.reason}")
            failed |= bool(refused)
            self.stdout.write(
                f"{path}: {counts.added} added, {counts.changed} changed, "
                f"{counts.unchanged} unchanged, {len(refused)} refused"
            )
        if failed:
            raise CommandError("Some events were not imported.")
