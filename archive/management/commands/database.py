"""Look after the archive's own PostgreSQL, the one that runs while DATABASE_URL names no other."""

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.template.defaultfilters import filesizeformat

from archive.postgres import PostgresError, Server

STOPPED = 3  # as service scripts say it


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=["start", "stop", "status"])

    def handle(self, *, action: str, **options: Any) -> None:
        if settings.DATABASES["default"]["ENGINE"] != "archive.embedded":
            self.stdout.write(
                "The archive uses the database in DATABASE_URL: it has none of its own to look after."
            )
            return
        try:
            getattr(self, action)(Server(settings.POSTGRES_FOLDER))
        except PostgresError as error:
            raise CommandError(str(error)) from error

    def start(self, server: Server) -> None:
        server.start()
        self.status(server)

    def stop(self, server: Server) -> None:
        server.stop()
        self.stdout.write("PostgreSQL is stopped. The next command that needs it starts it again.")

    def status(self, server: Server) -> None:
        status = server.status()
        if not status.version:
            self.stdout.write("PostgreSQL has no data yet. The first command that needs it makes it.")
            sys.exit(STOPPED)
        state = f"runs as process {status.pid}" if status.running else "is stopped"
        self.stdout.write(
            f"PostgreSQL {status.version} {state}\n"
            f"  data    {status.data} ({filesizeformat(status.size)}, of {status.owner})\n"
            f"  socket  {status.socket}\n"
            f"  log     {status.log}"
        )
        if not status.running:
            sys.exit(STOPPED)
