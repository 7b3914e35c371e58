"""Where a request comes from, and where its like are answered."""

from functools import cache

from django.http import HttpRequest
from django.urls import reverse


@cache
def page_at(name: str, *args: str) -> str:
    """The address of a page, for those few that a page after page links to: it is looked up once."""
    return reverse(name, args=args)


def page_of(name: str, *parts: object) -> str:
    """The address of one of many pages: that of a story by its day (``2015/11/12``) and its slug."""
    return _pattern(name).format(*parts)


@cache
def _pattern(name: str) -> str:
    """Such addresses with room for what tells one from another: to look up each is slow."""
    if name == "article":
        return reverse(name, args=["1000", "01", "01", "0"]).replace("1000/01/01/0/", "{}/{}/")
    return reverse(name, args=["0"]).replace("/0/", "/{}/")


def client_address(request: HttpRequest) -> str:
    """The address that our proxy saw: it adds the last entry; the sender may have written those before."""
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")[-1].strip()
    return forwarded or request.META["REMOTE_ADDR"]
