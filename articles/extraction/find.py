"""Which of the spans in marks are quotations: speech told apart from titles, names and scare quotes."""

import re
from dataclasses import dataclass, field

from articles.extraction.cues import CueFound
from articles.extraction.lexicon import DETERMINERS, PREPOSITIONS, SCARE_WORDS, TITLE_WORDS
from articles.extraction.marks import MarkedSpan
from articles.extraction.phrases import Phrase, is_capital
from articles.extraction.tokens import Tokens

_SCARE_LONGEST = 3
_LONGEST_SOURCE = 12
_YEAR = re.compile(r"(?:19|20)\d\d")
_SMALL = DETERMINERS | PREPOSITIONS | {"and", "or"}
_TERMINAL = (".", "?", "!", "…")
_CLOSERS = "'’\"”» "
_A_SENTENCE_OF = 7
"""Words that make a capitalised span a sentence, even without a mark at its end."""


@dataclass(slots=True)
class MarkedText:
    """One marked span with what stands around it in its paragraph, as token ranges."""

    span: MarkedSpan
    first: int
    last: int
    paragraph: int
    sentence_like: bool
    """Opens with a capital and ends like a sentence, or is long enough to be one."""
    opener: str
    """Its first word, lower case, where a mark sets that apart: ``"No," she said``."""
    ends_with: str
    """The last character inside the marks, closing marks of nested quotations passed over."""
    lead: Phrase = (0, 0)
    tail: Phrase = (0, 0)
    before_cues: list[CueFound] = field(default_factory=list)
    after_cues: list[CueFound] = field(default_factory=list)

    @property
    def ends_sentence(self) -> bool:
        return self.ends_with in _TERMINAL


def marked_text(tokens: Tokens, span: MarkedSpan, paragraph: int) -> MarkedText:
    first, last = tokens.at(span.start), tokens.at(span.end)
    inner = tokens.text[span.start : span.end].rstrip(_CLOSERS)
    initial = next((character for character in inner[:40] if character.isalnum()), "")
    alone = first < last and (last - first == 1 or not tokens.words[first + 1][0].isalnum())
    opener = tokens.lows[first] if alone else ""
    complete = inner.endswith((*_TERMINAL, ",")) or last - first >= _A_SENTENCE_OF
    return MarkedText(span, first, last, paragraph, initial.isupper() and complete, opener, inner[-1:])


def is_quotation(tokens: Tokens, marked: MarkedText) -> bool:
    """Whether the marks may hold words said or written; False for titles, names and attributes of markup."""
    if not any(word[0].isalnum() for word in tokens.words[marked.first : marked.last]):
        return False
    at = marked.span.outer_start
    in_markup = tokens.text[max(0, at - 1) : at] == "="
    return not (
        in_markup or _has_byline(tokens, marked) or _is_scare(tokens, marked) or _is_title(tokens, marked)
    )


def _has_byline(tokens: Tokens, marked: MarkedText) -> bool:
    """Another article's headline: ``"Ferry sails empty," by Ann Holt``, ``"…" — Gazette, May 5, 2015``."""
    first, last = marked.tail
    if last - first < 2:
        return False
    if tokens.words[first] in "-—–":
        return any(_YEAR.fullmatch(word) for word in tokens.words[first : min(last, first + _LONGEST_SOURCE)])
    named = is_capital(tokens.words[first + 1]) or tokens.lows[first + 1] == "the"
    return tokens.lows[first] == "by" and named


def _is_scare(tokens: Tokens, marked: MarkedText) -> bool:
    """A word or three held at arm's length: *the so-called "express"*."""
    first, last = marked.lead
    short = marked.last - marked.first <= _SCARE_LONGEST
    return short and last > first and tokens.lows[last - 1] in SCARE_WORDS


def _is_title(tokens: Tokens, marked: MarkedText) -> bool:
    """``the show "Morning Call"``, ``on Radio Bay's "Newsline"``: every word of weight has a capital."""
    if not _capitalised(tokens, marked):
        return False
    first, last = marked.lead
    if last - first > 1 and tokens.words[last - 1] == ",":
        last -= 1
    before = tokens.lows[last - 1] if last > first else ""
    if before in TITLE_WORDS:
        return True
    return marked.ends_with not in ("?", "!") and (before in _SMALL or before.endswith(("'s", "s'")))


def _capitalised(tokens: Tokens, marked: MarkedText) -> bool:
    return all(
        is_capital(word) or word[0].isdigit()
        for word in tokens.words[marked.first : marked.last]
        if word[0].isalnum() and word.lower() not in _SMALL
    )
