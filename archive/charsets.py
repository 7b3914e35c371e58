"""Requests are in UTF-8, whatever they say."""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.http import parse_header_parameters

UTF_8 = {"utf-8", "utf8"}
TOLD = b"Only UTF-8 is read here.\n"


def only_utf_8(application: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
    """A WSGI application that refuses what names another charset, with status 415.

    Django would read even the address by it, before any middleware: a page could be kept under an address
    that asks for something else, and with some charsets there would be no request to answer at all.
    """

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        _kind, parameters = parse_header_parameters(environ.get("CONTENT_TYPE", ""))
        if parameters.get("charset", "utf-8").lower() in UTF_8:
            return application(environ, start_response)
        length = ("Content-Length", str(len(TOLD)))
        start_response("415 Unsupported Media Type", [("Content-Type", "text/plain; charset=utf-8"), length])
        return [TOLD]

    return answer
