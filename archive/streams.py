"""Answers that are sent as they are made, over which the first thing to go wrong comes late."""

import hashlib
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
    """Make the first piece, so that a query which fails at once can still be answered otherwise.

    Its error is given back, and raised once more by whoever draws from the same answer again.
    """
    pieces = pieces_of(response)
    try:
        first = list(islice(pieces, 1))
    except DatabaseError as error:
        response.streaming_content = _failing(error)
        return error
    response.streaming_content = chain(first, pieces)
    return None


def _failing(error: DatabaseError) -> Iterator[bytes]:
    raise error
    yield b""


def make_within(response: StreamingHttpResponse, within: Within) -> None:
    """Make each further piece within a context, which is left while the piece is on its way."""
    response.streaming_content = _pieces_within(within, pieces_of(response))


def _pieces_within(within: Within, pieces: Iterator[bytes]) -> Iterator[bytes]:
    while True:
        with within():
            piece = next(pieces, None)
        if piece is None:
            return
        yield piece


def pieces_of(response: StreamingHttpResponse) -> Iterator[bytes]:
    return iter(response.streaming_content)  # type: ignore[arg-type]


class Sent:
    """What went out of a download so far."""

    def __init__(self) -> None:
        self.size = 0
        self._digest = hashlib.blake2b()

    def add(self, piece: bytes) -> None:
        self.size += len(piece)
        self._digest.update(piece)

    def rest(self, response: HttpResponseBase) -> Iterator[bytes] | None:
        """What is left of the same download made anew; None where it is not the same so far."""
        if not is_made_while_sent(response):
            return None
        anew, pieces = Sent(), pieces_of(response)
        for piece in pieces:
            again = piece[: self.size - anew.size]
            anew.add(again)
            if anew.size == self.size:
                same = anew._digest.digest() == self._digest.digest()
                return chain([piece[len(again) :]], pieces) if same else None
        return None
