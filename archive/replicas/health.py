"""Which replicas may be read from: those that follow their primary closely."""

import threading
import time
from collections import deque
from collections.abc import Iterable
from itertools import count
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.backends.base.base import BaseDatabaseWrapper

CHECKED_AFTER = 1.0
"""Seconds after which what was found is looked at again, on the next use and beside it."""
TRUSTED = 5.0
"""Seconds for which it holds where looking takes that long."""
MOST_MARKS = 100

# Positions in the log of changes, as numbers of bytes.
WRITTEN = "SELECT pg_current_wal_flush_lsn() - '0/0'"
FOLLOWED = """
SELECT pg_is_in_recovery(), EXISTS (SELECT FROM pg_stat_wal_receiver),
    pg_last_wal_replay_lsn() - '0/0',
    coalesce(extract(epoch FROM now() - pg_last_xact_replay_timestamp()), 0)
"""


class Replica:
    """One copy of the database, as this process knows it.

    Nobody waits for a look at it: a request goes by what was found last.
    """

    def __init__(self, alias: str) -> None:
        self.alias = alias
        self.lag = Lag()
        self._follows = False
        self._looked_at = float("-inf")
        self._looking = threading.Lock()
        self._connections: dict[str, BaseDatabaseWrapper] = {}

    def is_in_step(self) -> bool:
        age = time.monotonic() - self._looked_at
        if age > CHECKED_AFTER and self._looking.acquire(blocking=False):
            threading.Thread(target=self._look, name=f"look at {self.alias}", daemon=True).start()
        return self._follows and age < TRUSTED

    def leave_out(self) -> None:
        """Until it was looked at again."""
        self._follows, self._looked_at = False, time.monotonic()

    def _look(self) -> None:
        follows = False
        try:
            follows = self._is_following()
        finally:
            self._follows = follows
            self._looked_at = time.monotonic()
            self._looking.release()

    def _is_following(self) -> bool:
        try:
            written = self._written()
            is_copy, is_connected, replayed, age = self._ask(self.alias, FOLLOWED)
        except DatabaseError:
            is_copy = False
        if not is_copy:  # gone, or by now a primary itself
            self.lag = Lag()
            return False
        lag = self.lag.seconds(time.monotonic(), written, replayed, float(age))
        # Where there is no primary to be late for, what it has is the best there is.
        return (is_connected or written is None) and lag <= settings.REPLICA_MAX_LAG

    def _written(self) -> int | None:
        """None where the primary does not answer."""
        try:
            return self._ask(DEFAULT_DB_ALIAS, WRITTEN)[0]
        except DatabaseError:
            return None

    def _ask(self, alias: str, question: str) -> tuple[Any, ...]:
        if alias not in self._connections:
            # One of its own: those of the threads that read are not to be shared.
            self._connections[alias] = connections[alias].copy()
            self._connections[alias].inc_thread_sharing()
        connection = self._connections[alias]
        try:
            with connection.cursor() as cursor:
                cursor.execute(question)
                return cursor.fetchone()
        except DatabaseError:
            connection.close()
            raise


class Lag:
    """How long a replica has not reached what its primary had written.

    Unlike the age of the last transaction it saw, this does not grow where the primary is idle, nor during
    a long transaction.
    """

    def __init__(self) -> None:
        self._marks: deque[tuple[float, int]] | None = None

    def seconds(self, now: float, written: int | None, replayed: int, age: float) -> float:
        """``age`` is that of the last transaction it saw, which is taken for the lag at first sight."""
        if written is not None:
            if self._marks is None:
                self._marks = deque([(now - age, written)])
            elif len(self._marks) < MOST_MARKS:
                self._marks.append((now, written))
        marks = self._marks or deque()
        while marks and marks[0][1] <= replayed:
            marks.popleft()
        return now - marks[0][0] if marks else 0.0


class Replicas:
    """All that are named in ``DATABASE_REPLICA_URLS``, taken in turn."""

    def __init__(self, aliases: Iterable[str]) -> None:
        self._all = [Replica(alias) for alias in aliases]
        self._turns = count()

    def choose(self) -> Replica | None:
        in_step = [replica for replica in self._all if replica.is_in_step()]
        return in_step[next(self._turns) % len(in_step)] if in_step else None
