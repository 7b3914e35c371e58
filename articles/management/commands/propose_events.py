from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from articles.extraction.proposing import propose_events


class Command(BaseCommand):
    help = (
        "Propose to staff the events that several stories tell of and the archive has no record of, and "
        "what led to what. Readers see none of it until staff accept it; a second run proposes nothing twice."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--since", type=date.fromisoformat, metavar="DATE", help="only from stories of this day and later"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would be proposed, and stop there"
        )

    @transaction.atomic
    def handle(self, *, since: date | None, dry_run: bool, **options: Any) -> None:
        proposed = propose_events(since)
        for event in proposed.events:
            self.stdout.write(f"{event}: {event.evidence}")
        for cause in proposed.causes:
            self.stdout.write(f"{cause}: {cause.evidence}")
        would_be = " would be" if dry_run else ""
        self.stdout.write(
            f"{len(proposed.events)} events{would_be} proposed, {len(proposed.extended)} extended, "
            f"{len(proposed.causes)} causes proposed"
        )
        transaction.set_rollback(dry_run)
