"""What every page tells machines and other sites of itself."""

from typing import Any
from urllib.parse import urlencode

from django import template
from django.http import HttpRequest
from django.template import Context
from django.template.defaultfilters import truncatechars
from django.utils.safestring import SafeString

from archive import linked_data

register = template.Library()

MOST_LETTERS = 300
OF_ONE_PAGE = {"cursor", "page"}
ADDED = ("utm_", "fbclid", "gclid", "mc_")


@register.simple_tag
def site_data() -> SafeString:
    return linked_data.script(linked_data.site())


@register.simple_tag
def listing_data(name: Any, path: str) -> SafeString:
    return linked_data.script(linked_data.listing(str(name), path))


@register.inclusion_tag("_shared.html", takes_context=True)
def shared(
    context: Context,
    title: Any,
    description: Any = "",
    kind: str = "website",
    image: str = "",
    image_alt: str = "",
    canonical: str = "",
) -> dict[str, Any]:
    """What other sites show of a link to this page, as OpenGraph has it; ``image`` is a path.

    So is ``canonical``, of a page that stands in for another. Of a list the first page alone is canonical.
    """
    request = context.get("request")
    address = canonical or (own_address(request) if request else "/")
    return {
        "title": title,
        "description": truncatechars(" ".join(str(description).split()), MOST_LETTERS),
        "kind": kind,
        "address": linked_data.whole(address),
        "is_canonical": not (request and request.GET.keys() & OF_ONE_PAGE),
        "image": linked_data.whole(image) if image else "",
        "image_alt": image_alt,
    }


def own_address(request: HttpRequest) -> str:
    """Path and query, without what other sites add to a link to learn who followed it."""
    asked = [(name, value) for name, values in request.GET.lists() for value in values]
    query = urlencode([(name, value) for name, value in asked if not name.startswith(ADDED)])
    return f"{request.path}?{query}" if query else request.path
