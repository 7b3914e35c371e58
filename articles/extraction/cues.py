"""Cue verbs in running text with the phrase that names their speaker."""

from bisect import bisect_left
from dataclasses import dataclass, field

from articles.extraction.lexicon import (
    ADVERBS,
    AUXILIARIES,
    CUES,
    DETERMINERS,
    PARTICLES,
    PREPOSITIONS,
    SUBJECT_PRONOUNS,
    Cue,
    word_class,
)
from articles.extraction.phrases import Phrase, Phrases
from articles.extraction.tokens import Tokens

_BE = word_class("forms_of_be")
_SINGULAR = word_class("singular_determiners")
_MODAL = word_class("before_base_form")
_PLURAL_SUBJECTS = word_class("plural_subjects")


@dataclass(slots=True)
class CueFound:
    """A cue at token ``verb`` (of ``length`` tokens) and the subject's tokens, where there is one."""

    verb: int
    cue: Cue
    subject: Phrase | None
    inverted: bool = False
    length: int = 1
    first: int = field(init=False)
    """``first`` and ``last`` are the tokens of cue and subject together."""
    last: int = field(init=False)

    def __post_init__(self) -> None:
        self.first, self.last = self.verb, self.verb + self.length
        if self.subject:
            self.first = min(self.first, self.subject[0])
            self.last = max(self.last, self.subject[1])


_SOURCES = frozenset([("according", "to"), ("words", "of")])
_SOURCE_WORDS = frozenset(first for first, _ in _SOURCES)
_SPOTS = CUES.keys() | _SOURCE_WORDS
_ACCORDING = Cue("according to", frozenset(["source"]), frozenset(["clause"]), False, False)


class CueFinder:
    """Finds the cues between marked spans. ``gaps`` are the token ranges outside marks."""

    def __init__(self, tokens: Tokens, phrases: Phrases) -> None:
        self.tokens = tokens
        self.phrases = phrases
        self.spots = tokens.among(_SPOTS)
        """Tokens that may be cues."""

    def in_range(self, first: int, last: int, after_mark: bool) -> list[CueFound]:
        """The cues of ``[first, last)`` in order. ``after_mark``: a quotation ends where the range starts."""
        lows = self.tokens.lows
        found: list[CueFound] = []
        for i in self.spots[bisect_left(self.spots, first) : bisect_left(self.spots, last)]:
            low = lows[i]
            if low in CUES and self._may_be_verb(i, low, first) and self._has_particle(i, CUES[low], last):
                cue = self._read(i, CUES[low], first, last, after_mark)
                if cue:
                    found.append(cue)
            elif (low, lows[i + 1] if i + 2 < last else "") in _SOURCES:
                source = self.phrases.phrase_after(i + 2, last)
                if source:
                    found.append(CueFound(i, _ACCORDING, source, length=2))
        return found

    def _may_be_verb(self, i: int, low: str, first: int) -> bool:
        """A capital inside a sentence makes a name of a base form: *State Department*, *United States*."""
        if not self.tokens.words[i][0].isupper() or i == first or self.tokens.sentence_start(i) == i:
            return True
        return low.endswith(("ed", "id", "ys")) or low == "told"

    def _has_particle(self, i: int, cue: Cue, last: int) -> bool:
        """*pointed* speaks only as *pointed out*."""
        return cue.senses != {"particle"} or (i + 1 < last and self.tokens.lows[i + 1] in PARTICLES)

    def _read(self, i: int, cue: Cue, first: int, last: int, after_mark: bool) -> CueFound | None:
        tokens = self.tokens
        sentence = tokens.sentence_of
        least = first
        if not after_mark or sentence[i] != sentence[first]:
            least = max(first, tokens.sentence_start(i))
        opens_gap = after_mark and all(
            tokens.words[j] in ",-—–’'" or tokens.lows[j] in ADVERBS for j in range(i - 1, first - 1, -1)
        )
        if opens_gap:
            subject = self.phrases.phrase_after(i + 1, last)
            if subject and subject[0] == i + 1 and not (cue.participle or cue.verb == "tell"):
                return CueFound(i, cue, subject, inverted=True)
        if self._is_noun(i, least):
            return None
        if i > least and tokens.words[i - 1] == "," and (inverted := self._inverted_subject(i, cue, last)):
            return CueFound(i, cue, inverted, inverted=True)
        if self._is_passive(i, least):
            return self._agent(i, cue, last)
        subject = self._subject(i, cue, least)
        if subject and self._is_object(i, subject, least):
            return None
        if cue.base and not self._may_be_finite(i, least, subject):
            return None
        if subject is None and not cue.participle and not self._continues(i, least):
            return None
        return CueFound(i, cue, subject)

    def _continues(self, i: int, least: int) -> bool:
        """Whether the verb goes on from an earlier subject: *and then said*, *to say*."""
        while i > least and self.tokens.lows[i - 1] in ADVERBS:
            i -= 1
        return i == least or self.tokens.lows[i - 1] in ("and", "but", ",", "to")

    def _inverted_subject(self, i: int, cue: Cue, last: int) -> Phrase | None:
        """The speaker of *It was late, said Ms Reid, the leader*: a phrase that a mark closes."""
        if "say" not in cue.senses or cue.base or cue.participle:
            return None
        subject = self.phrases.phrase_after(i + 1, last)
        if subject is None or (subject[1] < last and self.tokens.words[subject[1]] not in ",."):
            return None
        return subject

    def _agent(self, i: int, cue: Cue, last: int) -> CueFound | None:
        """The speaker of a passive: *was told by Ms Reid that ...*."""
        if i + 2 < last and self.tokens.lows[i + 1] == "by":
            agent = self.phrases.phrase_after(i + 2, last)
            return CueFound(i, cue, agent) if agent else None
        return None

    def _subject(self, i: int, cue: Cue, least: int) -> Phrase | None:
        j = i - 1
        while j > least and self.tokens.lows[j] in ADVERBS:
            j -= 1
        if j >= least and self.tokens.lows[j] == "to":
            return None
        if cue.participle and cue.verb != "read":
            return self._participle_subject(i, least)
        return self.phrases.subject_before(i, least)

    def _participle_subject(self, i: int, least: int) -> Phrase | None:
        """*was explaining* has the subject of *was*; *Mr Key saying* the name before it; *, adding* none."""
        if i > least and (self.tokens.lows[i - 1] in AUXILIARIES or self.tokens.lows[i - 1] in ADVERBS):
            return self.phrases.subject_before(i, least)
        return self.phrases.name_before(i, least)

    def _is_noun(self, i: int, least: int) -> bool:
        """*the claim*, *his remarks*, *in reply*."""
        if i == least:
            return False
        before = self.tokens.lows[i - 1]
        return (
            (
                before in DETERMINERS
                and before not in ("all", "both", "many", "some", "most", "that", "this", "one", "another")
            )
            or (before in PREPOSITIONS and before not in ("to",))
            or before.endswith(("'s", "s'"))
        )

    def _is_object(self, i: int, subject: Phrase, least: int) -> bool:
        """A noun after all: *continued his scathing remarks*, *raising fresh questions*."""
        lows = self.tokens.lows
        if not lows[i].endswith("s") or self.tokens.words[subject[0]][0].isupper():
            return False
        before = lows[subject[0] - 1] if subject[0] > least else ""
        return lows[subject[0]].endswith("ing") or before in CUES or before.endswith(("ed", "ing"))

    def _is_passive(self, i: int, least: int) -> bool:
        lows, j = self.tokens.lows, i - 1
        while j >= least and (lows[j] in ADVERBS or (lows[j].endswith("ly") and lows[j] not in CUES)):
            j -= 1
        return j >= least and lows[j] in _BE and not lows[i].endswith("ing")

    def _opens_clause(self, i: int) -> bool:
        """Whether a clause plainly follows: *say they will*, *believe that*."""
        low = self.tokens.lows[i].partition("'")[0] if i < len(self.tokens) else ""
        return low == "that" or low in SUBJECT_PRONOUNS

    def _may_be_finite(self, i: int, least: int, subject: Phrase | None) -> bool:
        """A base form is a verb after *will* or *to*, or with a plural subject."""
        j = i - 1
        while j >= least and self.tokens.lows[j] in ADVERBS:
            j -= 1
        if j < least or self.tokens.lows[j] in _MODAL:
            return True
        if subject is None:
            return False
        if self.tokens.lows[subject[0]] in _SINGULAR:
            return False
        if self._opens_clause(i + 1):
            return True
        head = self.tokens.lows[subject[1] - 1]
        return (
            head in _PLURAL_SUBJECTS
            or head.endswith("s")
            or "and" in self.tokens.lows[subject[0] : subject[1]]
            or head in ("people", "police", "women", "men", "others", "many", "some", "most")
        )
