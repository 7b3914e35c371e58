"""A text as words and marks, with its sentences and paragraphs, all by position."""

import re
import sys
from bisect import bisect_left
from collections.abc import Container
from functools import cached_property
from itertools import accumulate, compress, pairwise
from operator import sub

from articles.extraction.lexicon import ABBREVIATIONS

_TOKEN = re.compile(r"\s*+(?:[^\W\d_]\.(?:[^\W\d_]\.)++|\w++(?:[-'&/]\w++|\.\d++)*+|[^\w\s])")
_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_TERMINAL = frozenset(".?!…")
_AFTER_TERMINAL = frozenset("\"'”’»)]")
_LOOK_AHEAD = 8
"""Tokens after a full stop in which the next word is looked for."""
_MOST_KNOWN = 1 << 16


class _Lowered(dict[str, str]):
    """Words in lower case, each made once: all texts share them, and comparing the same object is quick."""

    def __missing__(self, word: str) -> str:
        low = self[word] = sys.intern(word.lower())
        return low


_LOWERED = _Lowered()


class Tokens:
    """The tokens of a text. ``words[i]`` stands at ``text[starts[i]:ends[i]]``, apostrophes straight.

    ``lows`` are the words in lower case.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        # The pattern leaves no gaps, so lengths alone tell the places; that is twice as fast as asking.
        spaced = _TOKEN.findall(text.rstrip().replace("’", "'"))
        self.ends = list(accumulate(map(len, spaced)))
        self.words = list(map(str.lstrip, spaced))
        self.starts = list(map(sub, self.ends, map(len, self.words)))
        if len(_LOWERED) > _MOST_KNOWN:
            _LOWERED.clear()
        self.lows = list(map(_LOWERED.__getitem__, self.words))

    def __len__(self) -> int:
        return len(self.words)

    def at(self, position: int) -> int:
        """The first token that starts at or after ``position``."""
        return bisect_left(self.starts, position)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """The place in the text of tokens ``first`` up to, not including, ``last``."""
        return self.starts[first], self.ends[last - 1]

    def slice(self, first: int, last: int) -> str:
        start, end = self.span(first, last)
        return self.text[start:end]

    @cached_property
    def paragraphs(self) -> list[tuple[int, int]]:
        """Lines that hold anything, as places in the text."""
        return [match.span() for match in _LINE.finditer(self.text) if not match.group().isspace()]

    @cached_property
    def bounds(self) -> list[tuple[int, int]]:
        """The tokens of each paragraph, the last outside."""
        return [(self.at(start), self.at(end)) for start, end in self.paragraphs]

    def among(self, lows: Container[str]) -> list[int]:
        """The tokens that are one of these words."""
        return list(compress(range(len(self.lows)), map(lows.__contains__, self.lows)))

    @cached_property
    def sentence_first(self) -> list[int]:
        """The first token of each sentence; a paragraph's end is a sentence's end."""
        firsts = {first for first, _ in self.bounds}
        firsts.update(self._after_closers(i) for i in self.among(_TERMINAL) if self._ends_sentence(i))
        return sorted(i for i in firsts if i < len(self))

    def _after_closers(self, i: int) -> int:
        """The token after a full stop and the marks or brackets that close up to it."""
        i += 1
        while i < len(self) and self.words[i] in _AFTER_TERMINAL and self.starts[i] == self.ends[i - 1]:
            i += 1
        return i

    @cached_property
    def sentence_of(self) -> list[int]:
        """For each token the number of its sentence."""
        numbers: list[int] = []
        edges = [*self.sentence_first, len(self)]
        for number, (first, last) in enumerate(pairwise(edges)):
            numbers.extend([number] * (last - first))
        return numbers

    def sentence_start(self, i: int) -> int:
        """The first token of the sentence that token ``i`` stands in."""
        return self.sentence_first[self.sentence_of[i]]

    def sentence_end(self, i: int) -> int:
        """The first token after the sentence that token ``i`` stands in."""
        following = self.sentence_of[i] + 1
        return self.sentence_first[following] if following < len(self.sentence_first) else len(self)

    def _ends_sentence(self, i: int) -> bool:
        """Whether the full stop, question mark or exclamation mark at ``i`` closes its sentence."""
        following = i + 1
        last = min(i + _LOOK_AHEAD, len(self.words))
        while following < last and not self.words[following][0].isalnum():
            following += 1
        if following == last or i == 0:
            return True
        if self.starts[following] == self.ends[i]:
            return False
        if self.words[i] == "." and i and self.ends[i - 1] == self.starts[i]:
            before = self.words[i - 1]
            if self.lows[i - 1] in ABBREVIATIONS or (len(before) == 1 and before.isupper() and before != "I"):
                return False
        return not self.words[following][0].islower()
