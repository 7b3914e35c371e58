from typing import Any

from django.core.management.base import BaseCommand

from articles.results.kept import count_terms


class Command(BaseCommand):
    help = (
        "Count the quotations of every common word, speaker, party and outlet anew, so that no reader waits"
        " for it. Worth running after an import of many stories, or every night."
    )
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{count_terms()} counts kept")
