from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import IntegrityError

from articles.importers import events
from people.importers.files import file_name, read_document
from people.importers.records import UnreadableFile


class Command(BaseCommand):
    help = "Import events from JSON files. People come first: an event names them by their identifiers."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", help="JSON; - is standard input.")

    def handle(self, *args: Any, files: list[str], **options: Any) -> None:
        whole = [self.import_file(str(path)) for path in files]
        if not all(whole):
            raise CommandError("Some events were not imported.")

    def import_file(self, path: str) -> bool:
        """Whether every event of the file is in the archive now."""
        name = file_name(path)
        try:
            records, refused = events.read(read_document(path), name)
            counts = events.load(records)
        except UnreadableFile as problem:
            self.stderr.write(str(problem))
            return False
        except IntegrityError as problem:
            # Somebody edited the same rows in this moment; what they wrote stands.
            self.stderr.write(f"{name}: nothing imported, try again: {str(problem).splitlines()[0]}")
            return False
        refused += counts.refused
        for refusal in refused:
            self.stderr.write(f"{name}, {refusal.place}: {refusal.reason}")
        self.stdout.write(
            f"{name}: {counts.added} added, {counts.changed} changed, "
            f"{counts.unchanged} unchanged, {len(refused)} refused"
        )
        return not refused
