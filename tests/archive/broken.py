"""The site's addresses, and some at which its refusals can be met."""

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.urls import path

from archive import urls
from archive.views import too_slow

handler404 = urls.handler404


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("broken on purpose")


def forbidden(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def unreadable(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation("unreadable on purpose")


urlpatterns = [
    path("broken/", broken),
    path("forbidden/", forbidden),
    path("unreadable/", unreadable),
    path("slow/", too_slow),
    *urls.urlpatterns,
]
