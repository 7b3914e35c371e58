"""Interviews printed without marks: ``Post: Do you miss it?`` and ``Reid: Every day.``"""

from collections import Counter, defaultdict

from articles.extraction.phrases import Phrase, is_capital
from articles.extraction.tokens import Tokens

_LONGEST_LABEL = 4
_FEWEST_TURNS = 2


def answers(tokens: Tokens) -> list[tuple[Phrase, Phrase]]:
    """Pairs of a speaker's label and what it answered, as token ranges; empty where there is no interview.

    A label counts once it stands before two paragraphs, and so does another; one whose paragraphs mostly
    end in a question mark asks, and its questions are left out.
    """
    turns = [turn for bounds in tokens.bounds if (turn := _turn(tokens, *bounds))]
    said: dict[str, Counter[bool]] = defaultdict(Counter)
    for label, words in turns:
        said[tokens.slice(*label)][tokens.words[words[1] - 1] == "?"] += 1
    taking_part = {label for label, ends in said.items() if ends.total() >= _FEWEST_TURNS}
    asking = {label for label in taking_part if said[label][True] * 2 > said[label].total()}
    if not asking or len(taking_part) < 2:
        return []
    return [turn for turn in turns if tokens.slice(*turn[0]) in taking_part - asking]


def _turn(tokens: Tokens, first: int, last: int) -> tuple[Phrase, Phrase] | None:
    opening = tokens.words[first : min(first + _LONGEST_LABEL + 1, last)]
    if ":" not in opening:
        return None
    colon = first + opening.index(":")
    if colon == first or colon + 1 >= last:
        return None
    if not all(is_capital(tokens.words[i]) or tokens.words[i] == "." for i in range(first, colon)):
        return None
    if not tokens.words[colon + 1][0].isalnum():
        return None
    return (first, colon), (colon + 1, last)
