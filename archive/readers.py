"""Who asks for a page: the public or staff."""

from django.conf import settings
from django.http import HttpRequest

STAFF_PAGES = "/admin/"


def may_be_staff(request: HttpRequest) -> bool:
    """Whether it is for a page of staff's, or brings a session. Costs no query."""
    return request.path_info.startswith(STAFF_PAGES) or settings.SESSION_COOKIE_NAME in request.COOKIES


def is_staff(request: HttpRequest) -> bool:
    """Whether it is for a page of staff's, or by someone who is signed in.

    Whoever brings no session is not looked up: the public's pages need no query for it and no
    ``Vary: Cookie``. Who brings one that is none gets nothing by it.
    """
    return may_be_staff(request) and (
        request.path_info.startswith(STAFF_PAGES) or request.user.is_authenticated
    )
