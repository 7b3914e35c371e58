from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError

from people.importers.files import file_name, read_file
from people.importers.load import load
from people.importers.records import UnreadableFile


class Command(BaseCommand):
    help = "Imports people, parties and offices from Popolo JSON or CSV; a second time changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "files", nargs="+", metavar="FILE", help="Popolo JSON or CSV; - is standard input."
        )

    def handle(self, *args: Any, files: list[str], **options: Any) -> None:
        whole = [self.import_file(path) for path in files]
        if not all(whole):
            raise CommandError(
                "Not everything could be imported; the reasons are above, and the rest is kept."
            )

    def import_file(self, path: str) -> bool:
        """Return whether all of the file is in the archive now."""
        name = file_name(path)
        try:
            counts = load(read_file(path), name)
        except UnreadableFile as problem:
            self.stderr.write(str(problem))
            return False
        except IntegrityError as problem:
            # Somebody edited the same rows in this moment; what they wrote stands.
            self.stderr.write(f"{name}: nothing imported, try again: {str(problem).splitlines()[0]}")
            return False
        for refusal in counts.refused:
            self.stderr.write(f"{name}, {refusal.place}: {refusal.reason}")
        self.stdout.write(
            f"{name}: {counts.added} added, {counts.changed} changed, {counts.unchanged} unchanged, "
            f"{len(counts.refused)} refused"
        )
        return not counts.refused
