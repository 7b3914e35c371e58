import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from archive.files import written_whole
from people.importers.export import popolo_document


class Command(BaseCommand):
    help = "Writes the people, parties and offices of the archive as Popolo JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--output", metavar="FILE", help="Where to; standard output without it.")

    def handle(self, *args: Any, output: str | None, **options: Any) -> None:
        document = popolo_document()
        text = json.dumps(document, ensure_ascii=False, indent=1)
        if output is None:
            self.stdout.write(text)
            return
        try:
            with written_whole(Path(output)) as out:
                out.write(f"{text}\n")
        except OSError as problem:
            raise CommandError(f"{output}: {(problem.strerror or str(problem)).lower()}") from None
        counts = ", ".join(f"{len(rows)} {name}" for name, rows in document.items())
        self.stdout.write(f"{output}: {counts}")
