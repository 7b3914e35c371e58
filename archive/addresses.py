"""Where a request comes from, and where its like are answered."""

from functools import cache

from django.http import HttpRequest
from django.urls import reverse


@cache
def page_at(name: str, *args: str) -> str:
    """The address of a page, for those few that a page after page links to: it is looked up once."""
    return reverse(name, args=args)


def client_address(request: HttpRequest) -> str:
    """The address that our proxy saw: it adds the last entry; the sender may have written those before."""
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")[-1].strip()
    return forwarded or request.META["REMOTE_ADDR"]
