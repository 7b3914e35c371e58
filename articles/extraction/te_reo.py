"""Passages in te reo Māori inside a text, so that they are read out as what they are.

Te reo is known by its build: open syllables of ten consonants and five vowels. English has words of that
build too, so a passage counts only where the small words that hold a sentence of te reo together stand in
it. Names and words that English has taken in (Te Papa, the iwi, a te reo speaker) are left as they are.
"""

import re
import unicodedata
from collections.abc import Iterator

from articles.extraction.lexicon import table

_SYLLABLE = "(?:(?:ng|wh|[hkmnprtw])?[aeiouāēīōū])"
_WORD = re.compile(rf"(?<![\w’'-])(?:{_SYLLABLE}+(?:-{_SYLLABLE}+)*)(?![\w’'-])", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s,;.!?…()–—\ue000\ue001-]*")
"""What may part two words of a passage; a listing has signs of its own round words that were found."""
_AFTER = re.compile(r"[.!?…]*")

_WORDS = {name: frozenset(words.split()) for name, words in table("te_reo.toml").items()}
_LEAST = 3


def _fold(word: str) -> str:
    """Without macrons and capitals, as it is written where macrons could not be."""
    plain = unicodedata.normalize("NFD", word.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


_PARTICLES = _WORDS["particles"] | (set(map(_fold, _WORDS["particles"])) - _WORDS["both"])
_LETTERS = re.compile(r"\w+")


def passages(text: str) -> list[tuple[int, int]]:
    """Where te reo stands in ``text``, as ``[start, end)`` in reading order; most texts have none."""
    found: list[tuple[int, int]] = []
    if _PARTICLES.isdisjoint(_LETTERS.findall(text.lower())):
        return found
    for run in _runs(text):
        words = [word.group().casefold() for word in run]
        first, last = 0, len(run)
        while first < last and words[first] in _WORDS["both"] and not _begins(text, run[first]):
            first += 1
        while first < last and words[last - 1] in _WORDS["both"]:
            last -= 1
        if _is_passage([word.group() for word in run[first:last]]):
            end = run[last - 1].end()
            found.append((run[first].start(), _AFTER.match(text, end).end()))  # type: ignore[union-attr]
    return found


def _runs(text: str) -> Iterator[list[re.Match[str]]]:
    """Words of te reo's build that follow each other, three or more of them."""
    run: list[re.Match[str]] = []
    for word in _WORD.finditer(text):
        if word.group().casefold() in _WORDS["english"]:
            continue
        if run and _BETWEEN.fullmatch(text, run[-1].end(), word.start()) is None:
            if len(run) >= _LEAST:
                yield run
            run = []
        run.append(word)
    if len(run) >= _LEAST:
        yield run


def _is_passage(words: list[str]) -> bool:
    """Whether they say something, and are not only a name."""
    lower = [word.casefold() for word in words]
    particles = {_fold(word) for word in lower if word in _PARTICLES} | ({"he"} & set(lower[:1]))
    says_more = any(
        word == same and word not in _WORDS["links"] for word, same in zip(words, lower, strict=True)
    )
    return len(words) >= _LEAST and len(particles) >= 2 and says_more


def _begins(text: str, word: re.Match[str]) -> bool:
    """Whether a sentence begins with a word that te reo begins sentences with."""
    before = text[: word.start()].rstrip(" “”‘’\"'(\ue000\ue001")
    return word.group().casefold() in ("he", "e", "me") and before[-1:] in ("", *".!?…:\n")
