"""A private PostgreSQL of the archive's own, for when nobody names another. Knows nothing of Django."""

import sys

from .errors import PostgresError

if sys.platform == "win32":
    raise PostgresError(
        "The archive's own PostgreSQL needs Linux or macOS: use WSL, or name a database in DATABASE_URL."
    )

from .server import Server, Status

__all__ = ["PostgresError", "Server", "Status"]
