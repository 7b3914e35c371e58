"""Quotation marks: which open, which close, and the spans of text between them.

Double and single marks, straight and curly, guillemets and low marks are read in one walk. Inside a span
only its own kind of mark counts, so British and American nesting both give the outer span. A mark whose
partner is missing is mended inside its paragraph and never costs the text after it.
"""

import re
from dataclasses import dataclass

from articles.extraction.lexicon import ELISIONS

_MARK = re.compile(r"``|''|[\"“”„«»'‘’]")
_DOUBLE = frozenset(["``", "''", *'"“”„«»'])
_DOUBLE_OPENERS = frozenset(["``", *"“„«"])
_DOUBLE_CLOSERS = frozenset(["''", *"”»"])
_OPENS_AFTER = frozenset("([{—–-/:;,…“‘\"'«|")
_CLOSES_BEFORE = frozenset(")]}—–-/:;,.!?…”’\"'»|")


@dataclass(frozen=True, slots=True)
class Mark:
    start: int
    end: int
    double: bool
    opens: bool
    closes: bool
    """A mark that may do both is read by whether a quotation is open."""


@dataclass(frozen=True, slots=True)
class MarkedSpan:
    """Text between marks. ``start`` and ``end`` leave the marks out, the outer pair takes them in."""

    start: int
    end: int
    outer_start: int
    outer_end: int
    double: bool
    opened: bool = True
    closed: bool = True


def _role(text: str, start: int, end: int, paragraph: tuple[int, int]) -> Mark:
    symbol = text[start:end]
    left = text[start - 1] if start > paragraph[0] else " "
    right = text[end] if end < paragraph[1] else " "
    may_open = (left.isspace() or left in _OPENS_AFTER) and not right.isspace()
    may_close = not left.isspace() and (right.isspace() or right in _CLOSES_BEFORE)
    double = symbol in _DOUBLE
    if may_open == may_close and double:
        may_open = symbol not in _DOUBLE_CLOSERS
        may_close = symbol not in _DOUBLE_OPENERS
    if symbol == "’":
        may_open = False
    if symbol == "‘":
        may_close = False
    return Mark(start, end, double, may_open, may_close)


def _is_apostrophe(text: str, start: int, end: int) -> bool:
    """A single mark inside a word, or before an elision such as *'em* or *'90s*."""
    after = text[end : end + 1]
    if start and text[start - 1].isalnum() and after.isalnum():
        return True
    if not after.isalnum():
        return False
    if after.isdigit():
        return bool(re.match(r"\d0s\b", text[end : end + 4]))
    word = re.match(r"\w*", text[end : end + 12])
    return word is not None and word.group().lower() in ELISIONS


def _marks(text: str, paragraph: tuple[int, int]) -> list[Mark]:
    marks = []
    for match in _MARK.finditer(text, *paragraph):
        start, end = match.span()
        if match.group() in "'‘’" and _is_apostrophe(text, start, end):
            continue
        if (
            match.group() == '"'
            and start
            and text[start - 1].isdigit()
            and text[max(0, start - 4) : start].find("'") >= 0
        ):
            continue
        marks.append(_role(text, start, end, paragraph))
    return marks


def _weak_close(text: str, mark: Mark) -> bool:
    """A single mark that may as well be a possessive (*the nurses' home*) or a dropped g."""
    before, after = text[max(0, mark.start - 2) : mark.start], text[mark.end : mark.end + 2]
    return before[-1:] in ("s", "S", "z", "x") and len(after) > 1 and after[0] == " " and after[1].isalnum()


def _single_close(text: str, marks: list[Mark], i: int) -> int | None:
    """The mark that closes the single mark ``i``, or None."""
    weak = None
    for j in range(i + 1, len(marks)):
        mark = marks[j]
        if mark.double:
            continue
        if mark.closes and not _weak_close(text, mark):
            return j
        if mark.closes and weak is None:
            weak = j
        elif mark.opens and weak is not None:
            return weak
    return weak


def _double_close(marks: list[Mark], i: int) -> int | None:
    """The next double mark after ``i`` that closes; None where another opens first or none is left."""
    depth = 0
    for j in range(i + 1, len(marks)):
        mark = marks[j]
        if not mark.double:
            continue
        if mark.closes and not (depth and mark.opens):
            return j
        if mark.opens:
            return None
    return None


class _Walk:
    """One paragraph's marks, read from left to right."""

    def __init__(self, text: str, paragraph: tuple[int, int], single_first: bool, carried: bool) -> None:
        self.text = text
        self.paragraph = paragraph
        self.marks = _marks(text, paragraph)
        self.single_first = single_first
        self.carried = carried
        self.spans: list[MarkedSpan] = []
        self.no_single_close = False

    def read(self) -> list[MarkedSpan]:
        i = 0
        while i < len(self.marks):
            mark = self.marks[i]
            if mark.double:
                i = self._read_double(i)
            elif mark.opens and not self.no_single_close:
                i = self._read_single(i)
            else:
                i += 1
        return self.spans

    def _add(self, opener: Mark | None, start: int, closer: Mark | None, end: int, double: bool) -> None:
        outer = (opener.start if opener else start, closer.end if closer else end)
        text = self.text
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if end > start:
            self.spans.append(
                MarkedSpan(start, end, *outer, double, opened=opener is not None, closed=closer is not None)
            )

    def _read_double(self, i: int) -> int:
        mark = self.marks[i]
        if not mark.opens:
            self._add_unopened(mark)
            return i + 1
        j = _double_close(self.marks, i)
        if j is not None:
            self._add(mark, mark.end, self.marks[j], self.marks[j].start, True)
            return j + 1
        following = next((m for m in self.marks[i + 1 :] if m.double), None)
        end = following.start if following else self.paragraph[1]
        self._add(mark, mark.end, None, end, True)
        return self.marks.index(following, i + 1) if following else len(self.marks)

    def _add_unopened(self, mark: Mark) -> None:
        """A closing mark with no partner: from the paragraph's start, or after the span before it."""
        if self.spans:
            return
        self._add(None, self.paragraph[0], mark, mark.start, True)

    def _read_single(self, i: int) -> int:
        j = _single_close(self.text, self.marks, i)
        if j is None:
            self.no_single_close = True
            return i + 1
        inside = [m for m in self.marks[i + 1 : j] if m.double]
        if inside and not self.single_first:
            return i + 1
        self._add(self.marks[i], self.marks[i].end, self.marks[j], self.marks[j].start, False)
        return j + 1


_SINGLE_START = re.compile(r"(?m)^\s*['‘](?=\w)")
_DOUBLE_START = re.compile(r"(?m)^\s*[\"“„«](?=\w)")
_ANY_DOUBLE = re.compile(r"[\"“„«]")


def prefers_single(text: str) -> bool:
    """Whether the text sets its speech in single marks, doubles nested inside."""
    singles = len(_SINGLE_START.findall(text))
    return singles > len(_DOUBLE_START.findall(text)) or (singles > 0 and not _ANY_DOUBLE.search(text))


def marked_spans(text: str, paragraphs: list[tuple[int, int]]) -> list[MarkedSpan]:
    """The outermost spans in marks, in reading order, none over a paragraph's end.

    A span left open at its paragraph's end is not ``closed``; one without an opening mark is not ``opened``.
    """
    single_first = prefers_single(text)
    spans: list[MarkedSpan] = []
    for paragraph in paragraphs:
        carried = bool(spans) and not spans[-1].closed
        spans.extend(_Walk(text, paragraph, single_first, carried).read())
    return spans
