"""How long an answer may be kept, and how a reader asks whether it still holds.

What anybody may see depends on the archive's state, its release, the day and the address: their tag is known
before a view runs, so whoever has it already is told so at the cost of one small query. The state is read
first, and so is never newer than what the page then shows.
"""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.core.cache import caches
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import http_date, parse_etags, parse_http_date_safe

from archive.models import Change, State
from archive.release import release
from archive.replicas import surely

View = Callable[[HttpRequest], HttpResponse]

VARY = ("Cookie", "HX-Request")
KEPT = {200, 301, 308, 404, 410}
"""Answers that a proxy may keep. Only of the first is it asked whether it still holds."""
SETTLED = timedelta(minutes=1)
"""How old a change must be to be told by its second: until then another may bear the same."""


def freshness(get_response: View) -> View:
    if settings.DEBUG:
        raise MiddlewareNotUsed("templates change while they are worked on")

    def answer(request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            return keep_private(get_response(request))
        state, now = surely(Change.objects.state), timezone.localtime()
        tag, modified = tag_of(request, state, now), modified_at(state, now)
        if has_tag(request, tag):
            return keep(HttpResponseNotModified(), tag, modified, now)
        at_hand = None if request.COOKIES else caches["pages"].get(tag)
        if at_hand:
            return keep(at_hand, tag, modified, now)
        response = get_response(request)
        if response.cookies:
            return keep_private(response)
        if response.status_code not in KEPT or response.has_header("Cache-Control"):
            return response
        if response.status_code != 200:
            return keep(response, "", None, now)
        if not (request.COOKIES or response.streaming or request.method == "HEAD"):
            caches["pages"].set(tag, response)
        if modified and has_since(request, modified):
            response = HttpResponseNotModified()
        return keep(response, tag, modified, now)

    return answer


def tag_of(request: HttpRequest, state: State, now: datetime) -> str:
    """Weak, as two answers that say the same may differ in a byte, and a proxy may compress them."""
    parts = [
        str(state.mark),
        release().digest,
        now.date().isoformat(),
        request.get_host(),
        request.get_full_path(),
        request.headers.get("HX-Request", ""),
    ]
    return f'W/"{hashlib.blake2b(chr(0).join(parts).encode(), digest_size=12).hexdigest()}"'


def modified_at(state: State, now: datetime) -> datetime | None:
    """When what anybody may see last changed: by a change, a release or a new day; ``None`` if just now."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    last = max(filter(None, [state.changed_at, release().made_at, midnight]))
    return last if last + SETTLED <= now else None


def has_tag(request: HttpRequest, tag: str) -> bool:
    """``*`` asks whether there is any such page, which only the page itself can say."""
    known = parse_etags(request.headers.get("If-None-Match", ""))
    return tag.removeprefix("W/") in {each.removeprefix("W/") for each in known}


def has_since(request: HttpRequest, modified: datetime) -> bool:
    if "If-None-Match" in request.headers:
        return False
    since = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
    return since is not None and int(modified.timestamp()) <= since


def keep(response: HttpResponse, tag: str, modified: datetime | None, now: datetime) -> HttpResponse:
    if tag:
        response.headers.setdefault("ETag", tag)
    if modified:
        response.headers.setdefault("Last-Modified", http_date(modified.timestamp()))
    left = until_midnight(now)
    fresh = min(settings.PAGE_MAX_AGE, left)
    stale = min(settings.PAGE_MAX_AGE, left - fresh)
    response["Cache-Control"] = f"public, max-age={fresh}, stale-while-revalidate={stale}"
    patch_vary_headers(response, VARY)
    return response


def keep_private(response: HttpResponse) -> HttpResponse:
    """What somebody sees who has signed in is kept by nobody."""
    response.headers.setdefault("Cache-Control", "private, no-store")
    patch_vary_headers(response, VARY)
    return response


def until_midnight(now: datetime) -> int:
    """Seconds until the archive's next day: then pages say anew who somebody is today."""
    tomorrow = datetime.combine(now.date() + timedelta(days=1), datetime.min.time(), now.tzinfo)
    return int((tomorrow.astimezone(UTC) - now.astimezone(UTC)).total_seconds())
