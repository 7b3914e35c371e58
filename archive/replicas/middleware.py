"""Middleware: who reads from a replica, and what happens when it fails."""

import math
from collections.abc import Callable, Iterator

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from archive.patience import was_given_up
from archive.readers import may_be_staff
from archive.streams import Sent, draw_first, is_made_while_sent, pieces_of

from .choice import Choice, chosen
from .health import TRUSTED, Replicas

READING = ("GET", "HEAD")
WROTE = "wrote"
"""A cookie of those who have just written."""


class ReadReplicas:
    """Reads the public's pages from replicas; what fails there is made again, once, from the primary."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        aliases = [alias for alias in connections if alias != DEFAULT_DB_ALIAS]
        if not aliases:
            raise MiddlewareNotUsed("no replicas")
        self.get_response = get_response
        self.replicas = Replicas(aliases)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        choice = Choice(self.replicas.choose() if may_read_replica(request) else None)
        response = self._answer(request, choice)
        if choice.replica and is_made_while_sent(response):
            response.streaming_content = self._to_the_end(request, choice, pieces_of(response))
        if request.method not in READING and response.status_code < 400:
            remember_writing(response)
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        # Never sent: it takes the place of the error on the way back to __call__.
        return HttpResponse(status=503) if is_failure(error) and chosen().fail(error) else None

    def _answer(self, request: HttpRequest, choice: Choice) -> HttpResponseBase:
        with choice.kept():
            response = self.get_response(request)
            error = draw_first(response) if is_made_while_sent(response) else None
            if error and is_failure(error):
                choice.fail(error)
            if choice.has_failed:
                choice.has_failed = False
                response = self.get_response(request)
        return response

    def _to_the_end(self, request: HttpRequest, choice: Choice, pieces: Iterator[bytes]) -> Iterator[bytes]:
        """The whole of a download. What breaks off is taken up where the primary has the same so far."""
        sent = Sent()
        while True:
            try:
                with choice.kept():
                    piece = next(pieces, None)
            except DatabaseError as error:
                if not is_failure(error) or not choice.fail(error):
                    raise
                rest = sent.rest(self._answer(request, choice))
                if rest is None:
                    raise
                pieces = rest
                continue
            if piece is None:
                return
            sent.add(piece)
            yield piece


def may_read_replica(request: HttpRequest) -> bool:
    return request.method in READING and not may_be_staff(request) and not has_just_written(request)


def is_failure(error: Exception) -> bool:
    """Whether the primary may answer: not where the query itself was stopped for being slow."""
    return isinstance(error, DatabaseError) and not was_given_up(error)


def has_just_written(request: HttpRequest) -> bool:
    return request.get_signed_cookie(WROTE, default=None, max_age=catching_up()) is not None


def remember_writing(response: HttpResponseBase) -> None:
    response.set_signed_cookie(
        WROTE,
        "",
        max_age=catching_up(),
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def catching_up() -> int:
    """Seconds after which every replica that is read from has what was written."""
    return math.ceil(settings.REPLICA_MAX_LAG + TRUSTED) + 1
