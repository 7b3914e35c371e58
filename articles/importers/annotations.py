"""Quotations that a person marked in a file, put where their words stand in the body."""

from dataclasses import replace
from datetime import date
from typing import Any

from archive.days import can_be_meant
from articles.importers.places import Span, nearest
from articles.importers.records import Annotation, Attribution, Kind
from articles.importers.refusals import Refused

_DOUBLE = '"“”„«»'
_SINGLE = "'‘’"
_KINDS: dict[str, Kind] = {
    "direct": "direct",
    "partial": "partial",
    "headline": "headline",
    "reported": "reported",
    "mixed": "reported",
    "indirect": "reported",
}


def annotations_of(quotes: list[dict[str, Any]], text: str, body: str) -> tuple[Annotation, ...]:
    """Turn the ``quotes`` of a file, placed in its ``text``, into annotations placed in ``body``.

    Two pieces of one group are one annotation where the second goes on with the sentence of the
    first. ``Refused`` names the quotation that does not stand where it says.
    """
    found: list[Annotation] = []
    last_group = None
    for number, quote in enumerate(quotes):
        try:
            marked = _annotation(quote, text, body)
            fragments = [_place(start, end, text, body) for start, end in quote.get("fragments", [])]
        except Refused as refused:
            raise Refused(f"quotes[{number}]: {refused}") from None
        group = quote.get("group")
        if group is not None and group == last_group and _goes_on(found[-1], marked, body):
            found[-1] = replace(found[-1], spans=found[-1].spans + marked.spans)
        else:
            found.append(marked)
        found += [replace(marked, spans=(fragment,), kind="partial") for fragment in fragments]
        last_group = group
    return tuple(found)


def _annotation(quote: dict[str, Any], text: str, body: str) -> Annotation:
    start, end = quote["start"], quote["end"]
    if text[start:end] != quote["text"]:
        raise Refused(f"its text is not what stands at {start} to {end}")
    kind = _KINDS[quote.get("form") or quote.get("kind") or "direct"]
    return Annotation(
        spans=(_place(start, end, text, body, marked=kind != "reported"),),
        kind=kind,
        attribution=_attribution(quote),
        speaker=quote.get("person") or "",
        candidates=tuple(quote.get("candidates", ())),
        label=quote.get("speaker") or "",
        cue=quote.get("cue") or "",
        said_on=_day(quote.get("said_on")),
        occasion=quote.get("occasion") or "",
        event=quote.get("event") or "",
    )


def _day(written: str | None) -> date | None:
    if not written:
        return None
    try:
        day = date.fromisoformat(written)
    except ValueError:
        raise Refused(f"said_on: {written!r} is not a day such as 2015-11-12") from None
    if not can_be_meant(day):
        raise Refused(f"said_on: {written} is too far from today to be meant")
    return day


def _attribution(quote: dict[str, Any]) -> Attribution:
    if quote.get("person"):
        return "resolved"
    if quote.get("candidates"):
        return "ambiguous"
    return "unlisted" if quote.get("speaker") else "unknown"


def _place(start: int, end: int, text: str, body: str, marked: bool = True) -> Span:
    """The place in ``body`` of the words at one of ``text``, without the marks round them."""
    words = text[start:end]
    if marked:
        opened = words[:1] in _DOUBLE + _SINGLE
        closed = words[-1:] in (_DOUBLE + _SINGLE if words[:1] in _SINGLE else _DOUBLE)
        words, start = words[opened : len(words) - closed], start + opened
    found = nearest(body, words, start) if words.strip() else None
    if found is None:
        raise Refused("its words do not stand in the report")
    return found, found + len(words)


def _goes_on(first: Annotation, second: Annotation, body: str) -> bool:
    """Whether the second is more of the first's sentence: it starts small, in the same paragraph."""
    end, start = first.spans[-1][1], second.spans[0][0]
    marked = first.kind == second.kind == "direct"
    return marked and end <= start and "\n\n" not in body[end:start] and body[start].islower()
