"""Who asks for a page: the public or staff."""

from django.conf import settings
from django.http import HttpRequest

STAFF_PAGES = "/admin/"


def is_staff(request: HttpRequest) -> bool:
    """Whether it is for a page of staff's, or by someone who is signed in.

    Whoever brings no session is not looked up: the public's pages need no query for it and no
    ``Vary: Cookie``. Who brings one that is none gets nothing by it.
    """
    if request.path_info.startswith(STAFF_PAGES):
        return True
    return settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated
