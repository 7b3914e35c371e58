"""One row of a file as its source wrote it, read with care: the same for JSON and CSV."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from archive.days import can_be_meant
from archive.partial import PartialDate
from people.importers.records import UnreadableFile

# Fits every name and address seen; a longer one is a body of text gone astray.
LONGEST_TEXT = 500

# Control characters, NUL among them, halves of surrogate pairs, and what turns letters round:
# the database cannot keep some, a terminal obeys others, and the last show a name backwards.
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

Span = tuple[PartialDate | None, PartialDate | None]


class Unusable(ValueError):  # noqa: N818 - "raise Unusable" says it
    """Why a row cannot be used, in words for whoever keeps the file."""


@dataclass(frozen=True, slots=True)
class Row:
    """What a row says, under the source's own words, and where it stands in the file."""

    place: str
    said: Mapping[str, Any]

    def text(self, key: str) -> str:
        """Return what stands under ``key`` without surrounding space; empty where nothing does."""
        value = self.said.get(key)
        if value is None:
            return ""
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise Unusable(f"{key} is not a text")
        return _storable(key, str(value).strip())

    def needed(self, key: str) -> str:
        text = self.text(key)
        if not text:
            raise Unusable(f"{key} is missing")
        return text

    def day(self, key: str) -> PartialDate | None:
        written = self.text(key)
        if not written:
            return None
        try:
            day = PartialDate.parse(written)
        except ValueError as problem:
            raise Unusable(f"{key}: {problem}") from None
        if not can_be_meant(day.first):
            raise Unusable(f"{key}: {written} is too far from today to be meant")
        return day

    def span(self, starts_key: str, ends_key: str) -> Span:
        """Return ``[starts, ends)``; a year or month that is an end counts from its first day."""
        starts, ends = self.day(starts_key), self.day(ends_key)
        if starts and ends and ends.first <= starts.first:
            raise Unusable(f"{ends_key} {ends} is not after {starts_key} {starts}")
        return starts, ends

    def life(self, born_key: str, died_key: str) -> Span:
        born, died = self.day(born_key), self.day(died_key)
        if born and died and died.first < born.first:
            raise Unusable(f"{died_key} {died} is before {born_key} {born}")
        return born, died

    def rows(self, key: str) -> Iterator["Row"]:
        """Yield the rows of the list that stands under ``key``; none where nothing does."""
        values = self.said.get(key)
        if values is None:
            return
        if not isinstance(values, list):
            raise Unusable(f"{key} is not a list")
        for index, value in enumerate(values):
            yield Row(f"{self.place}.{key}[{index}]", value if isinstance(value, dict) else {})


def decode(document: bytes, name: str) -> str:
    """Return the text of a file in UTF-8, with or without a byte-order mark."""
    try:
        text = document.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        before = problem.object[: problem.start]
        line_start = before.rfind(b"\n") + 1
        column = len(before[line_start:].decode("utf-8-sig")) + 1
        reason = f"byte 0x{problem.object[problem.start]:02x} is not UTF-8; save the file as UTF-8"
        raise UnreadableFile(name, reason, before.count(b"\n") + 1, column) from None
    if not text.strip():
        raise UnreadableFile(name, "the file is empty")
    return text


def _storable(key: str, text: str) -> str:
    if odd := UNPRINTABLE.search(text):
        raise Unusable(f"{key} has U+{ord(odd[0]):04X} in it, which no name has")
    if text and not any(map(str.isprintable, text)):
        raise Unusable(f"{key} has no letter that can be seen")
    if len(text) > LONGEST_TEXT:
        raise Unusable(f"{key} is {len(text):,} characters long, more than {LONGEST_TEXT}")
    return text
