from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from articles import benchmarks


class Command(BaseCommand):
    help = "Measure the archive on this machine; each benchmark says what it needs with --help."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        named = parser.add_subparsers(dest="benchmark", metavar="BENCHMARK", required=True)
        for name, module in benchmarks.every().items():
            words = (module.__doc__ or "").strip()
            own = named.add_parser(name, help=words.partition("\n")[0], description=words)
            module.add_arguments(own)

    def handle(self, *, benchmark: str, **options: Any) -> None:
        benchmarks.every()[benchmark].run(options, self.stdout)
