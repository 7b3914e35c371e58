"""JSON: articles in the form of ``article.schema.json`` or in the IPTC's ninjs."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

from articles.importers import ninjs
from articles.importers.annotations import annotations_of
from articles.importers.encoding import decode
from articles.importers.paragraphs import paragraphs_of, tidied
from articles.importers.records import ArticleRecord, Found, Hints, Source, byline_names, complete
from articles.importers.refusals import Refused

SCHEMA = Path(__file__).with_name("article.schema.json")

_NEXT = re.compile(r"[^\s,]")
_PLAIN = ["outlet", "headline", "standfirst", "url", "published", "zone", "section", "language"]


def cut_json(data: bytes) -> list[tuple[int, bytes, str]]:
    """The line, the bytes and their encoding of each article of a file: one object, or a list of them."""
    text, encoding = decode(data)
    if not isinstance(_loaded(text), list):
        return [(1, data, "")]
    return [(line, piece.encode(encoding), encoding) for line, piece in _listed(text)]


def read_json(data: bytes, encoding: str = "") -> Any:
    """The value that the bytes are, in an encoding found out of them where none is given."""
    return _loaded(data.decode(encoding) if encoding else decode(data)[0])


def read_item(item: Any, hints: Hints, source: Source) -> ArticleRecord:
    """The article that a value is; ``Refused`` says what about it is not of the form, and in which field."""
    if not isinstance(item, dict):
        raise Refused("it is no object, so no article")
    if ninjs.is_ninjs(item):
        return complete(ninjs.read_ninjs(item), hints, source)
    if not (item.get("text") or item.get("paragraphs")):
        raise Refused("it has neither 'text' nor 'paragraphs', so it is no article")
    if error := best_match(_validator().iter_errors(item)):
        raise Refused(f"{error.json_path.removeprefix('$.')}: {error.message[:200]}")
    return complete(_found(item), hints, source)


def _found(item: dict[str, Any]) -> Found:
    said = {name: item.get(name) or "" for name in _PLAIN}
    text = item.get("text") or "\n\n".join(item["paragraphs"])
    paragraphs = paragraphs_of(text) if item.get("text") else tidied(item["paragraphs"])
    return Found(
        **said,
        key=str(item.get("id") or ""),
        bylines=tuple(item.get("bylines") or byline_names(item.get("byline") or "")),
        paragraphs=paragraphs,
        annotations=annotations_of(item.get("quotes", []), text, "\n\n".join(paragraphs)),
        people=tuple(item.get("mentions", ())),
        events=tuple(item.get("events", ())),
        content_themes=tuple(item.get("content_themes", ())),
    )


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def _loaded(text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        line = f"line {error.lineno}, " if "\n" in text else ""
        raise Refused(f"{line}column {error.colno}: no JSON: {error.msg}") from None
    except RecursionError:
        raise Refused("its lists and objects are nested too deeply") from None
    except ValueError as error:
        raise Refused(f"no JSON: {error}") from None


def _listed(text: str) -> Iterator[tuple[int, str]]:
    """Each item of a list that is known to be JSON, with its line and its own piece of the text."""
    decoder = json.JSONDecoder()
    end = text.index("[") + 1
    line = 1
    counted = 0
    while (following := _NEXT.search(text, end)) and following[0] != "]":
        start = following.start()
        _item, end = decoder.raw_decode(text, start)
        line += text.count("\n", counted, start)
        counted = start
        yield line, text[start:end]
