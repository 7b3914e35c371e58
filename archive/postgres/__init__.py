"""A private PostgreSQL of the archive's own, for when nobody names another. Knows nothing of Django."""

from .errors import PostgresError
from .server import Server, Status

__all__ = ["PostgresError", "Server", "Status"]
