"""A cursor for the queries that every page asks alike, of which only values differ."""

from typing import Any

import psycopg
from django.db.backends.base.base import BaseDatabaseWrapper

MEETINGS = 5
"""How many times a connection meets a query before its plan is kept."""


def prepared(connection: BaseDatabaseWrapper) -> Any:
    """A cursor for which the server keeps plans: for half of such a query's time it only thinks about it.

    Not for queries that find rows: what is best for a rare word is bad for a common one.
    """
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    connection.connection.prepare_threshold = MEETINGS
    with connection.wrap_database_errors:
        cursor: Any = psycopg.Cursor(connection.connection)
    # Tests and pages under DEBUG have their queries counted.
    wrap = connection.make_debug_cursor if connection.queries_logged else connection.make_cursor
    return wrap(cursor)
