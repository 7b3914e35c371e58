"""Quotation marks: which open, which close, and the spans of text between them.

Double and single marks, straight and curly, guillemets and low marks are read in one walk. Inside a span
only its own kind of mark counts, so British and American nesting both give the outer span. A mark whose
partner is missing is mended inside its paragraph and never costs the text after it.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass

from articles.extraction.lexicon import CUES, ELISIONS

# No apostrophe inside a word.
_MARK = re.compile(r"[\"“”„«»'‘’`](?<![^\W_]['‘’](?=[^\W_]))(?:(?<=')'|(?<=`)`)?")
_DOUBLE = frozenset(["``", "''", *'"“”„«»'])
_DOUBLE_OPENERS = frozenset(["``", *"“„«"])
_DOUBLE_CLOSERS = frozenset(["''", *"”»"])
_OPENS_AFTER = frozenset("([{—–-/:;,…“‘\"'«|")
_SINGLE_OPENERS = frozenset("'‘")
_WIDE_OPENERS = frozenset('"“„«')
_SET_BEFORE_A_WORD = re.compile(r".(?=\w)", re.DOTALL)
_CLOSING_ATTRIBUTION = re.compile(r"(?<=[,?!]) (?:[\w'’-]+ ){1,5}(\w+)\.?$")
_LONGEST_ATTRIBUTION = 60
_LOOK_AHEAD = 60
"""Marks searched for the partner of one; bounds the work where marks do not balance."""
_CLOSES_BEFORE = frozenset(")]}—–-/:;,.!?…”’\"'»|")


@dataclass(slots=True)
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


def _is_apostrophe(text: str, end: int) -> bool:
    """A single mark before an elision such as *'em* or *'90s*."""
    after = text[end : end + 1]
    if not after.isalnum():
        return False
    if after.isdigit():
        return bool(re.match(r"\d0s\b", text[end : end + 4]))
    word = re.match(r"\w*", text[end : end + 12])
    return word is not None and word.group().lower() in ELISIONS


def _marks(text: str, paragraph: tuple[int, int], places: list[tuple[int, int]]) -> list[Mark]:
    return [_role(text, *place, paragraph) for place in places if not _is_no_mark(text, *place)]


def _is_no_mark(text: str, start: int, end: int) -> bool:
    """An apostrophe, or the inches of *6'2"*."""
    symbol = text[start:end]
    if symbol == '"':
        return text[start - 1 : start].isdigit() and "'" in text[max(0, start - 4) : start]
    return symbol == "`" or (symbol in ("'", "‘", "’") and _is_apostrophe(text, end))


def _weak_close(text: str, mark: Mark) -> bool:
    """A single mark that may as well be a possessive: *the nurses' home*."""
    before, after = text[mark.start - 1 : mark.start], text[mark.end : mark.end + 2]
    return before.lower() in ("s", "z", "x") and len(after) > 1 and after[0] == " " and after[1].isalnum()


def _single_close(text: str, marks: list[Mark], i: int) -> int | None:
    """The mark that closes the single mark ``i``, or None."""
    weak = None
    for j in range(i + 1, min(i + _LOOK_AHEAD, len(marks))):
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
    """The mark that closes the double mark ``i``, nested pairs passed over, or None."""
    depth = 1
    for j in range(i + 1, min(i + _LOOK_AHEAD, len(marks))):
        mark = marks[j]
        if not mark.double:
            continue
        if mark.closes:
            depth -= 1
        else:
            depth += 1
        if depth == 0:
            return j
    return None


class _Walk:
    """One paragraph's marks, read from left to right."""

    def __init__(
        self, text: str, paragraph: tuple[int, int], places: list[tuple[int, int]], single_first: bool
    ) -> None:
        self.text = text
        self.paragraph = paragraph
        self.marks = _marks(text, paragraph, places)
        self.single_first = single_first
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

    def _add(self, opener: Mark | None, closer: Mark | None, end: int) -> None:
        """Add the span from the opener, or the paragraph's start, to ``end``."""
        start = opener.end if opener else self.paragraph[0]
        outer = (opener.start if opener else start, closer.end if closer else end)
        inner = self.text[start:end]
        start += len(inner) - len(inner.lstrip())
        end = start + len(inner.strip())
        if end > start:
            self.spans.append(MarkedSpan(start, end, *outer, bool(opener), bool(closer)))

    def _read_double(self, i: int) -> int:
        mark = self.marks[i]
        if not mark.opens and not self._opens_after_all(i):
            if not self.spans:
                self._add(None, mark, mark.start)
            return i + 1
        j = _double_close(self.marks, i)
        if j is not None:
            self._add(mark, self.marks[j], self.marks[j].start)
            return j + 1
        return self._read_unclosed(i)

    def _opens_after_all(self, i: int) -> bool:
        """A straight mark set against the comma before it, as in ``he said," It is late"``."""
        mark = self.marks[i]
        if self.text[mark.start] != '"' or self.text[mark.start - 1] not in ",:":
            return False
        following = next((later for later in self.marks[i + 1 : i + _LOOK_AHEAD] if later.double), None)
        return following is not None and following.closes and not following.opens

    def _read_unclosed(self, i: int) -> int:
        """A mark never closed runs to the next double mark, or to its paragraph's end."""
        for j in range(i + 1, len(self.marks)):
            if self.marks[j].double:
                closes = self.marks[j].closes
                self._add(self.marks[i], self.marks[j] if closes else None, self.marks[j].start)
                return j + closes
        self._add(self.marks[i], None, self._without_attribution(self.marks[i].end))
        return len(self.marks)

    def _without_attribution(self, start: int) -> int:
        """The paragraph's end, or where a closing ``, he said.`` begins that stands inside by mistake."""
        end = self.paragraph[1]
        match = _CLOSING_ATTRIBUTION.search(self.text, max(start, end - _LONGEST_ATTRIBUTION), end)
        return match.start() if match and match.group(1).lower() in CUES else end

    def _read_single(self, i: int) -> int:
        j = _single_close(self.text, self.marks, i)
        if j is None:
            self.no_single_close = True
            return i + 1
        if not self.single_first and any(mark.double for mark in self.marks[i + 1 : j]):
            return i + 1
        self._add(self.marks[i], self.marks[j], self.marks[j].start)
        return j + 1


def prefers_single(text: str, places: list[tuple[int, int]]) -> bool:
    """Whether the text sets its speech in single marks, doubles nested inside."""
    openers = [text[start] for start, _ in places if _opens_line(text, start)]
    singles = sum(opener in _SINGLE_OPENERS for opener in openers)
    doubles = sum(opener in _WIDE_OPENERS for opener in openers)
    return singles > doubles or (singles > 0 and not any(text[start] in _WIDE_OPENERS for start, _ in places))


def _opens_line(text: str, start: int) -> bool:
    """Whether a mark stands at the start of its line, right before a word."""
    before = start
    while before and text[before - 1] in " \t":
        before -= 1
    return text[before - 1 : before] in ("", "\n") and _SET_BEFORE_A_WORD.match(text, start) is not None


def marked_spans(text: str, paragraphs: list[tuple[int, int]]) -> list[MarkedSpan]:
    """The outermost spans in marks, in reading order, none over a paragraph's end.

    A span left open at its paragraph's end is not ``closed``; one without an opening mark is not ``opened``.
    """
    places = [match.span() for match in _MARK.finditer(text)]
    single_first = bool(places) and prefers_single(text, places)
    spans: list[MarkedSpan] = []
    for paragraph in paragraphs if places else ():
        within = places[bisect_left(places, (paragraph[0], 0)) : bisect_left(places, (paragraph[1], 0))]
        if within:
            spans.extend(_Walk(text, paragraph, within, single_first).read())
    return spans
