"""Django's PostgreSQL, on the archive's private server, which starts at the first connection."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from typing import Any

import psycopg
from django.conf import settings
from django.core.management.base import CommandError
from django.db.backends.base.creation import TEST_DATABASE_PREFIX
from django.db.backends.postgresql import base, client
from django.db.utils import OperationalError
from psycopg import errors, sql

from archive.postgres import PostgresError, Server


class ServerError(OperationalError, CommandError):
    """To a page the database is down; to a command it is one line to print."""


@contextmanager
def told_as_database_error() -> Iterator[None]:
    try:
        yield
    except PostgresError as error:
        raise ServerError(str(error)) from error


class DatabaseClient(client.DatabaseClient):
    connection: "DatabaseWrapper"

    def runshell(self, parameters: Iterable[str]) -> None:
        self.connection.ensure_connection()
        self.executable_name = self.connection.server.program("psql")
        super().runshell(parameters)


class DatabaseWrapper(base.DatabaseWrapper):
    client_class = DatabaseClient

    @cached_property
    def server(self) -> Server:
        return Server(settings.POSTGRES_FOLDER)

    def get_connection_params(self) -> dict[str, Any]:
        with told_as_database_error():
            self.settings_dict.update(self.server.connection(self.settings_dict["NAME"]))
        return super().get_connection_params()

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        try:
            return super().get_new_connection(conn_params)
        except psycopg.OperationalError:
            with told_as_database_error():
                self.server.start()
            self._create_if_missing()
            # Asked anew: a start may move the socket.
            return super().get_new_connection(self.get_connection_params())

    def _create_if_missing(self) -> None:
        """Make the database that settings name. Test databases come and go by the test runner's hand."""
        name = self.settings_dict["NAME"]
        if not name or name.startswith(TEST_DATABASE_PREFIX):
            return
        with psycopg.connect(**self._maintenance(), autocommit=True) as postgres:
            known = postgres.execute("SELECT FROM pg_database WHERE datname = %s", [name])
            if not known.rowcount:
                # Another process may make it in the same moment.
                with suppress(errors.DuplicateDatabase, errors.UniqueViolation):
                    postgres.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))

    def _maintenance(self) -> dict[str, Any]:
        wanted = ("host", "port", "user", "password")
        params = self.get_connection_params()
        return {name: params[name] for name in wanted} | {"dbname": "postgres"}
