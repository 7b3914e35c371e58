"""How pages tell machines what stands on them, in the words of schema.org; and of the archive as a whole.

Every address is whole. Days are ISO 8601, with as much of them as is known.
"""

import json
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from archive.addresses import page_at

Described = dict[str, Any]

CONTEXT = "https://schema.org"
NAME = "Press Gallery"
ESCAPES = {ord(mark): f"\\u{ord(mark):04X}" for mark in "<>&\u2028\u2029"}
"""Nothing in a script must be read as its end."""


def whole(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def known(**told: Any) -> Described:
    """What there is something to say of; ``id`` and ``type`` are the keywords of JSON-LD."""
    return {f"@{name}" if name in ("id", "type") else name: value for name, value in told.items() if value}


def site() -> Described:
    """The archive, and how to search it."""
    search = {
        "@type": "SearchAction",
        "target": {
            "@type": "EntryPoint",
            "urlTemplate": whole(f"{page_at('quotation_list')}?q={{search_term_string}}"),
        },
        "query-input": "required name=search_term_string",
    }
    return known(type="WebSite", name=NAME, url=whole("/"), potentialAction=search)


def listing(name: str, path: str) -> Described:
    archive = known(type="WebSite", name=NAME, url=whole("/"))
    return known(type="CollectionPage", name=name, url=whole(path), isPartOf=archive)


def script(told: Described) -> SafeString:
    """The element that has it, for the head of a page."""
    written = json.dumps({"@context": CONTEXT} | told, ensure_ascii=False).translate(ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{written}</script>')  # noqa: S308 (escaped above)
