"""Plain text: a short header, an empty line, and the report; or the report alone.

    Headline: Harbour bill read a first time
    Outlet: The Ellery Post
    Published: 2015-06-17T16:05+12:00
    Byline: Ana Pere and Tom Roe
    URL: https://post.example/harbour-bill

    The harbour bill passed its first reading last night.

The names of the header are those of ``HEADER``, in any order and case, each at most once
but for ``Byline``. A line that starts with white space continues the one above it.
"""

import re
from collections import defaultdict
from typing import Any

from articles.importers.encoding import decode
from articles.importers.paragraphs import paragraphs_of
from articles.importers.records import ArticleRecord, Found, Hints, Source, byline_names, complete
from articles.importers.refusals import Refused

HEADER = [
    *("headline", "standfirst", "outlet", "published", "zone"),
    *("byline", "url", "key", "section", "language"),
]

_FIELD = re.compile(r"([A-Za-z][A-Za-z -]{0,30}):(?:\s+(.*)|$)")
_BREAK = re.compile(r"\r\n?|\n")


def read_text(data: bytes, place: str, hints: Hints) -> ArticleRecord:
    text, encoding = decode(data)
    header, body = _split(text)
    said: dict[str, Any] = {name: " ".join(values) for name, values in header.items() if name != "byline"}
    found = Found(
        **said,
        bylines=tuple(name for printed in header.get("byline", []) for name in byline_names(printed)),
        paragraphs=paragraphs_of(body),
    )
    return complete(found, hints, Source(place, data, f"text/plain; charset={encoding}"))


def _split(text: str) -> tuple[dict[str, list[str]], str]:
    """The header by name, and the rest. Text that does not start with a header has none."""
    lines = _BREAK.split(text)
    first = next(number for number, line in enumerate(lines) if line.strip())
    end = next((n for n in range(first, len(lines)) if not lines[n].strip()), len(lines))
    if not _is_header(lines[first:end]):
        return {}, text
    header: dict[str, list[str]] = defaultdict(list)
    name = ""
    for number in range(first, end):
        if lines[number][0].isspace():
            header[name][-1] += " " + lines[number].strip()
            continue
        name, value = _field(lines[number], number + 1)
        if name in header and name != "byline":
            raise Refused(f"line {number + 1}: a second {name!r} in the header")
        header[name].append(value)
    return header, "\n".join(lines[end:])


def _is_header(lines: list[str]) -> bool:
    """Whether the first line is of a header, or all are shaped like one and some name is known."""
    names = [match and match[1].lower() for match in map(_FIELD.match, lines)]
    return names[0] in HEADER or (all(names) and not set(HEADER).isdisjoint(names))


def _field(line: str, number: int) -> tuple[str, str]:
    match = _FIELD.match(line)
    if not match:
        raise Refused(f"line {number}: {line[:40]!r} is no line of a header; an empty line ends it")
    name = match[1].lower()
    if name not in HEADER:
        raise Refused(f"line {number}: the header {match[1]!r} is none of {', '.join(HEADER)}")
    return name, (match[2] or "").strip()
