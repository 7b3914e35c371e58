"""How long the database may work on one page of the public's, and the answer where it would take longer.

Staff's pages, commands and workers wait as long as it takes. The limit is PostgreSQL's own, and stays on a
connection from one public page to the next: a page that is quick costs no statement of ours.
"""

import math
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import Any, TypeVar
from weakref import WeakKeyDictionary, WeakSet

import psycopg
from django.conf import settings
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from psycopg.errors import QueryCanceled
from psycopg.pq import TransactionStatus

from archive.readers import is_staff
from archive.streams import draw_first, is_made_while_sent, make_within
from archive.views import too_slow

View = TypeVar("View", bound=Callable[..., Any])

HARDLY_ANY = 0.2
"""Of its time: a page that used less leaves the limit as it is for its next statement."""
SHORTEST = 0.01
"""Seconds that the last statement of a page gets at least: to PostgreSQL 0 is no limit."""

_limits: "WeakKeyDictionary[Any, float]" = WeakKeyDictionary()
"""The limit in force on each connection of psycopg that has one of ours; ``nan`` where it is not known."""
_within: "WeakSet[Any]" = WeakSet()
"""Those whose limit was set in a transaction, which may undo it."""


def patient(*, seconds: float) -> Callable[[View], View]:
    """Let a public view take longer than ``PUBLIC_STATEMENT_TIMEOUT``. It may stand among other decorators.

    The ``seconds`` are those of the database, all statements of a request together; 0 is no limit.
    """

    def mark(view: View) -> View:
        view.patience = seconds  # type: ignore[attr-defined]
        return view

    return mark


class Patience:
    """What is left, in seconds, of the time that the database has for one request."""

    def __init__(self) -> None:
        self.whole = self.left = math.inf
        # Inside somebody's transaction, a test's, the limit would be theirs when this is over.
        self._lent = [connection for connection in in_use() if connection.in_atomic_block]
        for connection in in_use():
            if connection.connection in _within and not connection.in_atomic_block:
                _within.remove(connection.connection)
                _limits[connection.connection] = math.nan

    def allow(self, seconds: float) -> None:
        self.whole = self.left = seconds or math.inf

    @property
    def limited(self) -> bool:
        return self.whole != math.inf

    def __call__(self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
        if not self.limited:
            return execute(sql, params, many, context)
        spent = self.whole - self.left
        limit(context["connection"], self.whole if spent < HARDLY_ANY * self.whole else self.left)
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.left -= time.perf_counter() - began

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Keep to it on whatever connection is used meanwhile."""
        with ExitStack() as stack:
            for alias in connections:
                stack.enter_context(connections[alias].execute_wrapper(self))
            try:
                yield
            finally:
                self._leave()

    def _leave(self) -> None:
        for connection in in_use():
            if connection in self._lent or _limits.get(connection.connection, math.inf) < self.whole:
                release(connection)


def in_use() -> list[BaseDatabaseWrapper]:
    """The connections that this thread has open."""
    return [each for each in connections.all(initialized_only=True) if each.connection is not None]


def limit(connection: BaseDatabaseWrapper, seconds: float) -> None:
    """Limit the statements of a connection that is open."""
    raw, seconds = connection.connection, max(seconds, SHORTEST)
    if _limits.get(raw) == seconds or has_failed(raw):
        return
    with connection.wrap_database_errors:
        raw.execute(f"SET statement_timeout = {math.ceil(seconds * 1000)}")
    _limits[raw] = seconds
    if connection.in_atomic_block:
        _within.add(raw)


def release(connection: BaseDatabaseWrapper) -> None:
    """Give a connection back the limit that it came with, which is usually none."""
    raw = connection.connection
    if _limits.pop(raw, None) is None:
        return
    connection.close_if_health_check_failed()
    # What a failed transaction changed is undone with it.
    if connection.connection is raw and not has_failed(raw):
        # A connection that broke has no limit to give back, and whoever uses it next makes another.
        with suppress(psycopg.OperationalError):
            raw.execute("RESET statement_timeout")


def has_failed(raw: "psycopg.Connection[Any]") -> bool:
    return raw.info.transaction_status == TransactionStatus.INERROR


class PublicPatience:
    """Middleware: the public's pages are given up after ``PUBLIC_STATEMENT_TIMEOUT``; nobody else's are."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        patience = Patience()
        request.patience = patience  # type: ignore[attr-defined]
        with patience.kept():
            response = self.get_response(request)
            error = draw_first(response) if is_made_while_sent(response) else None
        if error is not None and was_given_up(error):
            response = too_slow(request)
        if is_made_while_sent(response):
            make_within(response, patience.kept)
        return response

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> None:
        if is_staff(request):
            for connection in in_use():
                release(connection)
        else:
            patience_of(request).allow(getattr(view, "patience", settings.PUBLIC_STATEMENT_TIMEOUT))

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return too_slow(request) if was_given_up(error) and patience_of(request).limited else None


def patience_of(request: HttpRequest) -> Patience:
    return request.patience  # type: ignore[attr-defined]


def was_given_up(error: Exception) -> bool:
    return isinstance(error.__cause__, QueryCanceled)
