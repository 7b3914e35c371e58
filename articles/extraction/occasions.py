"""To whom and on what occasion something was said, as the report prints it."""

from articles.extraction.cues import CueFound
from articles.extraction.lexicon import PREPOSITIONS, word_class
from articles.extraction.phrases import Phrase, Phrases
from articles.extraction.tokens import Tokens

_OPENINGS = word_class("occasion_openings")
_LONGEST = 12


def addressee_and_occasion(tokens: Tokens, phrases: Phrases, cue: CueFound, limit: int) -> tuple[str, str]:
    """``told reporters at Parliament`` gives ``reporters`` and ``at Parliament``; empty for none."""
    at = cue.last
    hearer: Phrase | None = None
    if at < limit and (cue.cue.verb == "tell" or tokens.lows[at] == "to"):
        hearer = phrases.hearer(at + (tokens.lows[at] == "to"), limit)
        at = hearer[1] if hearer else at
    occasion = _occasion(tokens, at, limit) or _opening(tokens, cue)
    return tokens.slice(*hearer) if hearer else "", occasion


def _occasion(tokens: Tokens, first: int, limit: int) -> str:
    """The words from a preposition to the next mark, conjunction or *that*."""
    if (
        first >= limit
        or tokens.lows[first] not in PREPOSITIONS
        or tokens.lows[first] in ("of", "to", "about")
    ):
        return ""
    last = first
    while (
        last < min(limit, first + _LONGEST)
        and tokens.words[last][0].isalnum()
        and tokens.lows[last] != "that"
    ):
        last += 1
    return tokens.slice(first, last)


def _opening(tokens: Tokens, cue: CueFound) -> str:
    """*Speaking to reporters in Christchurch,* at the start of the sentence."""
    first = tokens.sentence_start(cue.verb)
    if tokens.lows[first] not in _OPENINGS:
        return ""
    last = next(
        (i for i in range(first, min(cue.first, first + 2 * _LONGEST)) if tokens.words[i] == ","), None
    )
    return tokens.slice(first, last) if last else ""
