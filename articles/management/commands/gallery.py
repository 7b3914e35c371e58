from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from articles import gallery


class Command(BaseCommand):
    help = "Make screenshots of the main pages, by day and by lamplight, on a desk, a tablet and a phone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="where to put them, and the index.html that shows them")

    def handle(self, *, folder: Path, **options: Any) -> None:
        count = gallery.make(folder)
        self.stdout.write(f"{count} screenshots: {folder / 'index.html'}")
