"""The IPTC's ninjs, generations 1 to 3: one news item as one JSON object.

Generation 1 has a property for every representation (``body_text``, ``headline``); later ones
have lists of representations (``bodies``, ``headlines``), each with its role.
"""

from typing import Any

from articles.importers.html import paragraphs_of_html
from articles.importers.paragraphs import paragraphs_of
from articles.importers.records import Found, byline_names
from articles.importers.refusals import Refused

_SIGNS = {
    "versioncreated",
    "pubstatus",
    "bodies",
    "headlines",
    "body_text",
    "body_xhtml",
    "representationtype",
}


def is_ninjs(item: dict[str, Any]) -> bool:
    return isinstance(item.get("uri"), str) and not _SIGNS.isdisjoint(item)


def read_ninjs(item: dict[str, Any]) -> Found:
    """``Refused`` for a picture, for what its agency holds back, and for a property of another type."""
    if (kind := item.get("type", "text")) not in ("text", "composite"):
        raise Refused(f"type: it is of type {kind!r}, not a text")
    if (status := item.get("pubstatus", "usable")) != "usable":
        raise Refused(f"pubstatus: its agency says {status!r}")
    return Found(
        outlet=_outlet(item),
        headline=_text(item, "headline") or _text(item, "headline_main") or _represented(item, "headlines"),
        bylines=byline_names(_text(item, "byline") or _text(item, "by")),
        published=_text(item, "versioncreated") or _text(item, "firstcreated"),
        key=_text(item, "uri"),
        section=_section(item),
        language=_text(item, "language"),
        paragraphs=_paragraphs(item),
    )


def _paragraphs(item: dict[str, Any]) -> tuple[str, ...]:
    """Marked-up text before plain text: its paragraphs are sure."""
    bodies = [_text(item, name) for name in item if name.startswith("body_")]
    bodies += [_text(body, "value") for body in _objects(item, "bodies")]
    filled = [body for body in bodies if body.strip()]
    marked_up = [body for body in filled if body.lstrip().startswith("<")]
    if marked_up:
        return paragraphs_of_html(marked_up[0])
    return paragraphs_of(max(filled, key=len)) if filled else ()


def _outlet(item: dict[str, Any]) -> str:
    sources = _objects(item, "infosources") or _objects(item, "infosource")
    return next((_text(source, "name") for source in sources), "") or _text(item, "copyrightholder")


def _section(item: dict[str, Any]) -> str:
    subjects = _objects(item, "subjects") or _objects(item, "subject")
    return next((_text(subject, "name") for subject in subjects), "")


def _represented(item: dict[str, Any], name: str) -> str:
    """The main representation of a property, else the first."""
    found = _objects(item, name)
    main = [each for each in found if each.get("role") == "main"]
    return next((_text(each, "value") for each in main + found), "")


def _text(item: dict[str, Any], name: str) -> str:
    value = item.get(name) or ""
    if not isinstance(value, str):
        raise Refused(f"{name}: {str(value)[:40]!r} is no text")
    return value


def _objects(item: dict[str, Any], name: str) -> list[dict[str, Any]]:
    value = item.get(name) or []
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise Refused(f"{name}: it is no list of objects")
    return value
