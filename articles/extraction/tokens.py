"""A text as words and marks, with its sentences and paragraphs, all by position."""

import re
from bisect import bisect_left
from functools import cached_property

from articles.extraction.lexicon import ABBREVIATIONS

_TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:[-'’&/][^\W_]+|\.\d+)*|[^\w\s]|_")
_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_TERMINAL = frozenset(".?!…")
_AFTER_TERMINAL = frozenset("\"'”’»)]")


class Tokens:
    """The tokens of a text. ``words[i]`` stands at ``text[starts[i]:ends[i]]``; ``lows`` are lower case."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        for match in _TOKEN.finditer(text):
            self.words.append(match.group())
            self.starts.append(match.start())
            self.ends.append(match.end())
        self.lows = [word.lower().replace("’", "'") for word in self.words]

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
    def sentence_of(self) -> list[int]:
        """For each token the number of its sentence; a paragraph's end is a sentence's end."""
        numbers: list[int] = []
        current = 0
        paragraph_ends = iter([end for _, end in self.paragraphs])
        paragraph_end = next(paragraph_ends, 0)
        ended = False
        for i, start in enumerate(self.starts):
            word = self.words[i]
            while start >= paragraph_end:
                paragraph_end = next(paragraph_ends, len(self.text) + 1)
                ended = True
            if ended and (word not in _AFTER_TERMINAL or start > self.ends[i - 1]):
                current += 1
                ended = False
            numbers.append(current)
            if word in _TERMINAL and self._ends_sentence(i):
                ended = True
        return numbers

    @cached_property
    def sentence_first(self) -> list[int]:
        """The first token of each sentence, by the sentence's number."""
        firsts: list[int] = []
        for i, number in enumerate(self.sentence_of):
            if number >= len(firsts):
                firsts.extend([i] * (number + 1 - len(firsts)))
        return firsts

    def sentence_start(self, i: int) -> int:
        """The first token of the sentence that token ``i`` stands in."""
        return self.sentence_first[self.sentence_of[i]]

    def _ends_sentence(self, i: int) -> bool:
        """Whether the full stop, question mark or exclamation mark at ``i`` closes its sentence."""
        following = next((j for j in range(i + 1, min(i + 8, len(self))) if self.words[j][0].isalnum()), None)
        if following is None or self.starts[i] == 0:
            return True
        if self.starts[following] == self.ends[i]:
            return False
        if self.words[i] == "." and i and self.ends[i - 1] == self.starts[i]:
            before = self.words[i - 1]
            if before.lower() in ABBREVIATIONS or (len(before) == 1 and before.isupper() and before != "I"):
                return False
        return not self.words[following][0].islower()
