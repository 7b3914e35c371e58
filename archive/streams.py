"""Answers that are sent as they are made, over which the first thing to go wrong comes late."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from itertools import chain, islice
from typing import TypeGuard

from django.db import DatabaseError
from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse

Within = Callable[[], AbstractContextManager[object]]


def is_made_while_sent(response: HttpResponseBase) -> TypeGuard[StreamingHttpResponse]:
    if isinstance(response, FileResponse) or not isinstance(response, StreamingHttpResponse):
        return False
    return not response.is_async


def draw_first(response: StreamingHttpResponse) -> DatabaseError | None:
    """Make the first piece, so that a query which fails at once can still be answered otherwise."""
    pieces = _pieces(response)
    try:
        first = list(islice(pieces, 1))
    except DatabaseError as error:
        response.close()
        return error
    response.streaming_content = chain(first, pieces)
    return None


def make_within(response: StreamingHttpResponse, within: Within) -> None:
    """Make each further piece within a context, which is left while the piece is on its way."""
    response.streaming_content = _pieces_within(within, _pieces(response))


def _pieces_within(within: Within, pieces: Iterator[bytes]) -> Iterator[bytes]:
    while True:
        with within():
            piece = next(pieces, None)
        if piece is None:
            return
        yield piece


def _pieces(response: StreamingHttpResponse) -> Iterator[bytes]:
    return iter(response.streaming_content)  # type: ignore[arg-type]
