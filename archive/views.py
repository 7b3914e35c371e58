"""What a site answers outside its pages."""

from datetime import timedelta
from pathlib import PurePosixPath

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

PAPER = "#f8f6f1"
"""The ground of every page in daylight, as ``static/css/tokens.css`` has it."""
TOO_SLOW = 422
"""Not 408, upon which browsers ask again by themselves, nor 5xx: the archive is well."""


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", "Disallow: /admin/"]
    lines += [f"Sitemap: {settings.SITE_URL}{reverse(name)}" for name in ("sitemap_index", "news_sitemap")]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain")


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone is told that keeps the archive among its programs."""
    icon = {"src": static("img/favicon.svg"), "sizes": "any", "type": "image/svg+xml"}
    told = {
        "name": "Press Gallery",
        "start_url": "/",
        "display": "minimal-ui",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": [icon],
    }
    return JsonResponse(told, content_type="application/manifest+json")


def too_slow(request: HttpRequest) -> HttpResponse:
    """Say how to ask for less than what the database was not let finish, in the form that was asked for."""
    suffix = PurePosixPath(request.path).suffix
    if suffix == ".json" or request.path.startswith("/api/"):
        response: HttpResponse = JsonResponse({"detail": _in_a_line()}, status=TOO_SLOW)
    elif suffix:
        response = HttpResponse(f"{_in_a_line()}\n", "text/plain; charset=utf-8", TOO_SLOW)
    else:
        context = {"year_ago": timezone.localdate() - timedelta(days=365)}
        response = render(request, "too_slow.html", context, status=TOO_SLOW)
    add_never_cache_headers(response)
    return response


def _in_a_line() -> str:
    return _(
        "This took too long, and was stopped. Ask for less at once: fewer days, one speaker or outlet, "
        "rarer words, or a whole phrase in quotation marks."
    )
