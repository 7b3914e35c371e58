"""From where the request at hand is read."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections

from .health import Replica

logger = logging.getLogger(__name__)

T = TypeVar("T")


class Choice:
    """A replica, or the primary where there is none."""

    def __init__(self, replica: Replica | None = None) -> None:
        self.replica = replica
        self.has_failed = False

    @property
    def alias(self) -> str:
        return self.replica.alias if self.replica else DEFAULT_DB_ALIAS

    def fail(self, error: Exception) -> bool:
        """Read from the primary from now on; False where that is what was read."""
        if self.replica is None:
            return False
        logger.warning("Reading from %s failed, and is done again: %s", self.replica.alias, error)
        connection = connections[self.replica.alias]
        # A query that was in the way of recovery says nothing about the next.
        if connection.connection is None or connection.connection.closed:
            self.replica.leave_out()
        connection.close()
        self.replica, self.has_failed = None, True
        return True

    @contextmanager
    def kept(self) -> Iterator[None]:
        token = _choice.set(self)
        try:
            yield
        finally:
            _choice.reset(token)


_choice: ContextVar[Choice | None] = ContextVar("choice", default=None)


def chosen() -> Choice:
    return _choice.get() or Choice()


def surely(read: Callable[[], T]) -> T:
    """What ``read`` answers, asked again of the primary where a replica fails.

    For middleware: a view is asked again as a whole.
    """
    try:
        return read()
    except DatabaseError as error:
        if not chosen().fail(error):
            raise
        return read()
