"""How the time and the origin of a report are printed."""

from collections.abc import Iterable, Sequence
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString

from archive.templatetags.frame import quickly
from articles import themes
from articles.models import Article
from articles.results.stories import story_lines
from articles.search import marked

register = template.Library()
register.filter("content_note", themes.note_on)
register.simple_tag(themes.help_lines)
# Text of a report with what is in te reo said to be that.
register.filter("spoken", marked)


@register.filter
def after_note(text: str, told: Sequence[str]) -> str:
    """``text`` of what has these themes, for where it stands alone."""
    return ". ".join(filter(None, [themes.note_on(told), text]))


@register.simple_tag
def list_stories(articles: Iterable[Article], dated: bool = True) -> SafeString:
    """A list of ``Article.objects.for_listing()``; with ``dated=False`` the day stands over it."""
    return quickly("stories.html", stories=story_lines(articles, dated))


@register.filter
def clock(article: Article) -> str:
    """``18:40 NZDT``, as the clocks stood where it was published; empty where only the day is known."""
    if article.published_at is None:
        return ""
    return f"{article.published_at.astimezone(zone_of(article.published_zone)):%H:%M %Z}"


@register.filter
def source(place: str) -> str:
    """Where a version was taken from: an address, or the name of a file without our folders."""
    return place if "://" in place else place.rpartition("/")[2]


def zone_of(written: str) -> tzinfo:
    """A name such as ``Pacific/Auckland`` or an offset such as ``+13:00``; else the archive's own zone."""
    try:
        zone = ZoneInfo(written) if written[:1].isalpha() else datetime.strptime(written, "%z").tzinfo
    except (KeyError, ValueError, OSError):
        zone = None
    return zone or timezone.get_default_timezone()
