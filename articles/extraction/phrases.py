"""Noun phrases before and after a cue verb, found without a parser.

Phrases are pairs ``(first, last)`` of token numbers, the last outside.
"""

from functools import lru_cache

from articles.extraction.lexicon import (
    ADVERBS,
    AUXILIARIES,
    CONJUNCTIONS,
    CUES,
    DETERMINERS,
    HONORIFICS,
    JOINING_NAMES,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
    ROLES,
    SUBJECT_PRONOUNS,
    TIMES,
    word_class,
)
from articles.extraction.tokens import Tokens

Phrase = tuple[int, int]

_BREAKS = frozenset(',;:—–()[]"“”„«»?!…') | {"``", "''", "-"}
_SKIPPED = AUXILIARIES | ADVERBS
_TITLED_OFFICES = word_class("titled_offices")
_NOT_ADVERBS = word_class("not_adverbs")
_NO_SPEAKERS = word_class("no_speakers")
_ADJUNCTS = PREPOSITIONS | TIMES
_SUBORDINATE = (CONJUNCTIONS | RELATIVES) - {"and"}
_STOPS = _BREAKS | _SUBORDINATE | AUXILIARIES | SUBJECT_PRONOUNS
"""What no noun phrase goes past, in lower case."""
_LONGEST = 24
_LONGEST_ASIDE = 40
_MOST_ASIDES = 8
"""Passed over one after another on the way back to a name: a list of clauses may have no end."""


def is_capital(word: str) -> bool:
    return word[0].isupper()


def _is_adverb(low: str) -> bool:
    return low in _SKIPPED or (len(low) > 4 and low.endswith("ly") and low not in _NOT_ADVERBS)


@lru_cache(maxsize=1 << 16)
def is_role(low: str) -> bool:
    return low in ROLES or low.removesuffix("'s") in ROLES or low.rpartition("-")[2] in ROLES


def _breaks(tokens: Tokens, i: int) -> bool:
    """Whether the token ends a phrase: a mark, or a full stop that is no abbreviation's."""
    word = tokens.words[i]
    return word in _BREAKS or (word == "." and _is_full_stop(tokens, i))


def _is_full_stop(tokens: Tokens, i: int) -> bool:
    return i + 1 == len(tokens) or tokens.sentence_of[i] != tokens.sentence_of[i + 1]


class Phrases:
    """Reads noun phrases of one text; never looks past the bounds it is given."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self.words = tokens.words
        self.lows = tokens.lows

    def subject_before(self, verb: int, least: int) -> Phrase | None:
        """The subject that ends just before ``verb``, auxiliaries and adverbs between them skipped."""
        end = verb
        while end > least and _is_adverb(self.lows[end - 1]):
            end -= 1
        if end == least:
            return None
        if self.words[end - 1] == "," and end - 1 > least and self.words[end - 2] == ")":
            end -= 1
        if self.words[end - 1] in (",", ")", "—", "–"):
            return self._before_aside(end - 1, least)
        return self._ending(end, least)

    def name_before(self, verb: int, least: int) -> Phrase | None:
        """The name or pronoun right before ``verb``, as in *protest against Mr Key saying*."""
        if verb == least or not (is_capital(self.words[verb - 1]) or self.lows[verb - 1] in SUBJECT_PRONOUNS):
            return None
        start = self._name_start(verb, max(least, verb - _LONGEST))
        return self._last_phrase(start, verb) if start < verb else None

    def is_plain(self, first: int, last: int) -> bool:
        """Whether ``[first, last)`` may be the front of a phrase: short, no comma, no opening preposition."""
        if last - first > _LONGEST or self.lows[first] in _ADJUNCTS:
            return False
        return not any(
            _breaks(self.tokens, i) or self.lows[i] in _SUBORDINATE or self.lows[i] in AUXILIARIES
            for i in range(first, last)
        )

    def _before_aside(self, closing: int, least: int, asides: int = _MOST_ASIDES) -> Phrase | None:
        """The phrase before an aside: *Key, who was in Sydney,* gives *Key*; an apposition stays in."""
        opening = {")": "("}.get(self.words[closing], self.words[closing])
        at_least = max(least, closing - _LONGEST_ASIDE)
        for i in range(closing - 1, at_least, -1):
            if self.words[i] == opening:
                phrase = self._ending(i, least)
                if phrase and self._is_apposition(i + 1, closing):
                    return phrase[0], closing
                if not phrase or opening != "," or self._starts_clause(i + 1):
                    return phrase
                if not asides or is_capital(self.words[phrase[0]]):
                    return phrase
                return self._before_aside(i, least, asides - 1) or phrase
        return None

    def _is_apposition(self, first: int, last: int) -> bool:
        """A bare name of up to five words, as in *the Speaker, Sir Alistair Power,*."""
        return last - first <= 5 and all(
            is_capital(self.words[i]) or self.lows[i] in JOINING_NAMES or self.words[i] == "."
            for i in range(first, last)
        )

    def _starts_clause(self, i: int) -> bool:
        return self.lows[i] in _SUBORDINATE

    def _ending(self, end: int, least: int) -> Phrase | None:
        """The noun phrase that ends at token ``end``."""
        if self.lows[end - 1] in SUBJECT_PRONOUNS:
            return end - 1, end
        first = end
        at_least = max(least, end - _LONGEST)
        while first > at_least and not self._stops(first - 1, end):
            first -= 1
        if first == end:
            return None
        return self._trimmed(first, end)

    def _stops(self, i: int, end: int) -> bool:
        low = self.lows[i]
        if low in _STOPS or (low == "." and _is_full_stop(self.tokens, i)):
            return True
        return (low == "and" and not self._joins_names(i)) or self._is_verb(i)

    def _is_verb(self, i: int) -> bool:
        """A cue verb in the past right after a name: *Ms Reid noted the findings*."""
        cue = CUES.get(self.lows[i])
        if cue is None or cue.base or cue.participle or i == 0 or is_capital(self.words[i]):
            return False
        return (
            is_capital(self.words[i - 1]) and not self.lows[i].endswith("s") and not is_role(self.lows[i - 1])
        )

    def _joins_names(self, i: int) -> bool:
        """Whether the *and* stands between two names or two roles."""
        if i == 0 or i + 1 >= len(self.words):
            return False
        before, after = self.words[i - 1], self.words[i + 1]
        if is_capital(before) and is_capital(after):
            return True
        return is_role(before.lower()) and (is_role(after.lower()) or after.lower() in DETERMINERS)

    def _trimmed(self, first: int, end: int) -> Phrase | None:
        """Drop what opens the clause before its subject: *In Sydney on Friday Mr Key* gives *Mr Key*."""
        while first < end and (_is_adverb(self.lows[first]) or self.lows[first] in ("and", "but", "'", "’")):
            first += 1
        if first == end:
            return None
        if self.lows[first] in PREPOSITIONS or self.lows[first] in TIMES:
            return self._last_phrase(first, end)
        if is_capital(self.words[end - 1]) and not self._is_one_phrase(first, end):
            return self._last_phrase(first, end)
        return first, end

    def _is_one_phrase(self, first: int, end: int) -> bool:
        """Whether role words and prepositions alone stand between the phrase's start and its closing name."""
        name = self._name_start(end, first)
        if name == first:
            return True
        before = self.lows[name - 1]
        if before in DETERMINERS and name - 1 > first and self.lows[name - 2] in PREPOSITIONS:
            before = self.lows[name - 2]
        if before in DETERMINERS:
            return name == first + 1
        if before in PREPOSITIONS:
            return not any(low in CUES for low in self.lows[first : name - 1])
        return is_role(before) or before in JOINING_NAMES or before.endswith(("'s", "'"))

    def _name_start(self, end: int, least: int) -> int:
        """Where the run of capitalised words that ends at ``end`` begins."""
        first = end
        while first > least:
            word, low = self.words[first - 1], self.lows[first - 1]
            if low in TIMES and low not in ("may", "march", "april", "june"):
                break
            if not (
                is_capital(word)
                or low in JOINING_NAMES
                or word in ("&", "'", "’")
                or self._is_stop_of_abbreviation(first - 1)
            ):
                break
            first -= 1
        while first < end and self.lows[first] in ("'", "’", "&", "."):
            first += 1
        return first

    def _is_stop_of_abbreviation(self, i: int) -> bool:
        return self.words[i] == "." and i > 0 and self.tokens.ends[i - 1] == self.tokens.starts[i]

    def _last_phrase(self, first: int, end: int) -> Phrase | None:
        """The last noun phrase of ``[first, end)``: a name with its role words, or back to a determiner."""
        if is_capital(self.words[end - 1]):
            start = self._name_start(end, first)
            while start > first and (
                is_role(self.lows[start - 1])
                or (start < end and is_role(self.lows[start]) and self.lows[start - 1] not in PREPOSITIONS)
            ):
                start -= 1
            if start < end:
                return self._with_head(start, first), end
        for i in range(end - 1, first - 1, -1):
            if self.lows[i] in DETERMINERS:
                return i, end
            if self.lows[i] in PREPOSITIONS or self.lows[i] in TIMES:
                return (i + 1, end) if i + 1 < end else None
        return first, end

    def _with_head(self, start: int, least: int) -> int:
        """Back from *Opposition* to *the Leader of the Opposition*."""
        of = start - 2 if start - 2 >= least and self.lows[start - 1] == "the" else start - 1
        if of - 1 < least or self.lows[of] not in ("of", "for") or not is_role(self.lows[of - 1]):
            return start
        head = of - 1
        while head > least and (is_capital(self.words[head - 1]) or is_role(self.lows[head - 1])):
            head -= 1
        return head - 1 if head > least and self.lows[head - 1] in DETERMINERS else head

    def hearer(self, first: int, limit: int) -> Phrase | None:
        """Who was told: *reporters*, *the House*, *a meeting*, *her*; never more than the first phrase."""
        if first < limit and self.lows[first] in PRONOUNS:
            return first, first + 1
        phrase = self.phrase_after(first, limit)
        if phrase is None or is_capital(self.words[first]) or self.lows[first] in DETERMINERS:
            return phrase
        return first, first + 1

    def phrase_after(self, first: int, limit: int) -> Phrase | None:
        """The noun phrase that starts at ``first``, as after an inverted *said*."""
        limit = min(limit, first + _LONGEST)
        if first >= limit:
            return None
        if self.lows[first] in SUBJECT_PRONOUNS:
            return first, first + 1
        last, named = first, False
        while last < limit and self._continues(last, first, limit, named):
            named = named or self._is_name(last)
            last += 1
        while last > first + 1 and (
            self.lows[last - 1] in DETERMINERS
            or self.lows[last - 1] in PREPOSITIONS
            or self.lows[last - 1] == "and"
        ):
            last -= 1
        return (first, last) if last > first else None

    def _continues(self, i: int, first: int, limit: int, named: bool) -> bool:
        word, low = self.words[i], self.lows[i]
        if low in _STOPS or (low == "." and _is_full_stop(self.tokens, i)):
            return False
        if (
            low in TIMES
            and i > first
            and not (is_capital(word) and is_capital(self.words[min(i + 1, limit - 1)]))
        ):
            return False
        if low == "and":
            return i > first and self._joins_names(i)
        if low in PREPOSITIONS:
            return (
                i > first
                and low in ("of", "for", "from", "at", "to")
                and not (named and low != "of")
                and self._roles_before(i, first)
            )
        if named and not is_capital(word) and word not in (".", "&", "'", "’") and low not in JOINING_NAMES:
            return self._role_ahead(i, limit) or (
                self.lows[first] in DETERMINERS and self._ends_at(i + 1, limit)
            )
        return not (i > first and _is_adverb(low) and not is_capital(word))

    def _is_name(self, i: int) -> bool:
        return is_capital(self.words[i]) and not (
            self.lows[i] in HONORIFICS
            or self.lows[i] in DETERMINERS
            or self.lows[i].endswith("'s")
            or self.words[i] in _TITLED_OFFICES
        )

    def _ends_at(self, i: int, limit: int) -> bool:
        return i >= limit or _breaks(self.tokens, i)

    def _role_ahead(self, i: int, limit: int) -> bool:
        """Whether a name goes on into a role: *State Department official*."""
        if self.lows[i] in CUES and not is_role(self.lows[i]) and not CUES[self.lows[i]].base:
            return False
        return any(is_role(self.lows[j]) for j in range(i, min(i + 2, limit)) if not _breaks(self.tokens, j))

    def _roles_before(self, i: int, first: int) -> bool:
        return any(is_role(self.lows[j]) for j in range(first, i)) or self.lows[i] == "of"

    def sentence_subject(self, first: int, limit: int) -> Phrase | None:
        """The first noun phrase of a sentence, an opening clause such as *Asked about it,* passed over."""
        start = self._past_label(first, limit)
        if start < limit and not is_capital(self.words[start]) and not self.lows[start][0].isalnum():
            start += 1
        while start < limit and self._opens_before_subject(self.lows[start]):
            past = self._past_opening(start, limit)
            if past is None:
                return None
            start = past
        return self.phrase_after(start, limit)

    def is_nobody(self, phrase: Phrase) -> bool:
        """Whether the phrase says that there is none, as in *Nobody replied*."""
        return "-".join(self.lows[slice(*phrase)]) in _NO_SPEAKERS

    def _past_label(self, first: int, limit: int) -> int:
        """Past a time such as *10.02am:*."""
        if first < limit and self.words[first][0].isdigit():
            colon = next((i for i in range(first, min(first + 4, limit)) if self.words[i] == ":"), None)
            return first if colon is None else colon + 1
        return first

    def _opens_before_subject(self, low: str) -> bool:
        return (
            low in PREPOSITIONS
            or low in CONJUNCTIONS
            or low in TIMES
            or _is_adverb(low)
            or low.endswith(("ing", "ed"))
        )

    def _past_opening(self, start: int, limit: int) -> int | None:
        """Past *Later,*, *On Thursday* or *Asked about it,*; None where the subject cannot be told."""
        low = self.lows[start]
        if low in PREPOSITIONS and start + 1 < limit and self.lows[start + 1] in TIMES:
            return start + 2
        comma = next(
            (i for i in range(start, min(limit, start + _LONGEST_ASIDE)) if self.words[i] == ","), None
        )
        if comma is not None:
            return comma + 1
        return start + 1 if low in TIMES or _is_adverb(low) or low in CONJUNCTIONS else None
