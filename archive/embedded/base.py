"""Django's PostgreSQL, on the archive's private server, which starts at the first connection."""

from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.core.management.base import CommandError
from django.db.backends.base.creation import TEST_DATABASE_PREFIX
from django.db.backends.postgresql import base
from django.db.utils import IntegrityError, OperationalError, ProgrammingError

from archive.postgres import PostgresError, Server


class ServerError(OperationalError, CommandError):
    """To a page the database is down; to a command it is one line to print."""


@cache
def server_in(folder: Path) -> Server:
    return Server(folder)


class DatabaseWrapper(base.DatabaseWrapper):
    @property
    def server(self) -> Server:
        return server_in(settings.POSTGRES_FOLDER)

    def get_connection_params(self) -> dict[str, Any]:
        try:
            self.settings_dict.update(self.server.connection(self.settings_dict["NAME"]))
        except PostgresError as error:
            raise ServerError(str(error)) from error
        return super().get_connection_params()

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        try:
            return super().get_new_connection(conn_params)
        except psycopg.OperationalError:
            self._prepare()
            # The socket moves when the server starts again.
            return super().get_new_connection(conn_params | {"host": self.get_connection_params()["host"]})

    def _prepare(self) -> None:
        try:
            self.server.start()
        except PostgresError as error:
            raise ServerError(str(error)) from error
        name = self.settings_dict["NAME"]
        # Test databases come and go by the test runner's hand.
        if name and not name.startswith(TEST_DATABASE_PREFIX):
            self._create_missing(name)

    def _create_missing(self, name: str) -> None:
        with self._nodb_cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            if cursor.fetchone():
                return
            # Another process may make it in the same moment.
            with suppress(ProgrammingError, IntegrityError):
                cursor.execute(f"CREATE DATABASE {self.ops.quote_name(name)}")
