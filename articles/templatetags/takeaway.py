"""Links to what a reader may take away of a search."""

from functools import lru_cache
from typing import NamedTuple

from django import template
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from archive.addresses import page_at
from articles import feeds
from articles.exports.files import FORMATS, NOUNS

register = template.Library()

OF_ONE_PAGE = ("page", "cursor", "count")
"""Parameters that say which part of a listing is shown, and nothing of the search."""


class Link(NamedTuple):
    label: str
    address: str
    media_type: str
    is_feed: bool


@register.filter
def takeaway(listing: str, query: str) -> list[Link]:
    """The feeds, then the files, of the search that ``query`` encodes; ``quotation|takeaway:query``."""
    return links(listing, query, get_language() or "")


@lru_cache(maxsize=100)
def links(listing: str, query: str, language: str) -> list[Link]:
    """The same in the language in force: the head of a page and its end ask for them."""
    asked = QueryDict(query, mutable=True)
    for name in OF_ONE_PAGE:
        asked.pop(name, None)
    (noun,) = (noun for noun in NOUNS if noun.listing == f"{listing}_list")
    if asked.get("order") not in noun.orders:
        asked.pop("order", None)
    end = f"?{asked.urlencode()}" if asked else ""
    # A feed has the newest first, whatever the listing has.
    asked.pop("order", None)
    end_of_feed = f"?{asked.urlencode()}" if asked else ""
    labels = {"atom": _("Feed (Atom)"), "json": _("Feed (JSON)")}
    followed = [
        Link(labels[ending], page_at(f"{listing}_feed", ending) + end_of_feed, media_type, True)
        for ending, (media_type, _write) in feeds.WRITERS.items()
    ]
    files = [
        Link(str(form.label), page_at(f"{listing}_file", form.ending) + end, form.media_type, False)
        for form in FORMATS.values()
    ]
    return followed + files
