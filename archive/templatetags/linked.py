"""What every page tells machines and other sites of itself."""

from typing import Any

from django import template
from django.template import Context
from django.template.defaultfilters import truncatechars
from django.utils.safestring import SafeString

from archive import linked_data

register = template.Library()

MOST_LETTERS = 300


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
) -> dict[str, Any]:
    """What other sites show of a link to this page, as OpenGraph has it; ``image`` is a path."""
    request = context.get("request")
    return {
        "title": title,
        "description": truncatechars(" ".join(str(description).split()), MOST_LETTERS),
        "kind": kind,
        "address": linked_data.whole(request.path if request else ""),
        "image": linked_data.whole(image) if image else "",
        "image_alt": image_alt,
    }
