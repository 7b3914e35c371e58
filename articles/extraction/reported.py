"""Reported speech: clauses that give what somebody said without marks, or with only part of it in marks."""

from collections.abc import Iterator
from dataclasses import dataclass

from articles.extraction.attribute import Attributed, Attributor
from articles.extraction.cues import CueFound
from articles.extraction.lexicon import AUXILIARIES, DETERMINERS, PREPOSITIONS, SUBJECT_PRONOUNS, TIMES, word_class
from articles.extraction.phrases import Phrase, is_capital

_QUESTIONS = word_class("question_words")
_BREAKS_OFF = word_class("conjunctions_between_reports")
_FEWEST_WORDS = 3
_ADJUNCT_LONGEST = 14


@dataclass(frozen=True, slots=True)
class Report:
    """What a cue reports: token ranges of its clause, two where the attribution interrupts it."""

    pieces: tuple[Phrase, ...]
    speaker: Phrase | None
    cue: CueFound


class Reports:
    """Finds the reported clauses of one text, given its quotations in marks."""

    def __init__(self, attributor: Attributor, attributed: list[Attributed]) -> None:
        self.attributor = attributor
        self.tokens = attributor.tokens
        self.words = self.tokens.words
        self.lows = self.tokens.lows
        self.direct_cues = {
            found.attribution.cue.verb
            for found in attributed
            if found.attribution and found.attribution.cue and found.marked.sentence_like
        }
        self.after_marks: dict[int, int] = {}
        """For the token that opens a marked span, the first token after it."""
        self.whole: set[int] = set()
        """Tokens that open a quotation which is a sentence of its own."""
        for inside in attributor.by_paragraph:
            for marked in inside:
                first = self.tokens.at(marked.span.outer_start)
                self.after_marks[first] = self.tokens.at(marked.span.outer_end)
                if marked.sentence_like:
                    self.whole.add(first)

    def read(self) -> list[Report]:
        """The reports in reading order, none overlapping another."""
        found: list[Report] = []
        reached = 0
        for number, cues in enumerate(self.attributor.gap_cues):
            end = self.attributor.bounds[number][1]
            for k, cue in enumerate(cues):
                if cue.verb in self.direct_cues or cue.first < reached:
                    continue
                following = cues[k + 1] if k + 1 < len(cues) else None
                report = self._report(cue, following, end, max(reached, self.attributor.bounds[number][0]))
                if report:
                    found.append(report)
                    reached = max(last for _, last in report.pieces)
        return found

    def _report(self, cue: CueFound, following: CueFound | None, end: int, least: int) -> Report | None:
        speaker = cue.subject or self.attributor.carried_subject(cue)
        if speaker is None:
            return None
        pieces = self._before(cue, end, least) or self._after(cue, end)
        kept = tuple(piece for piece in pieces if self._is_clause(piece))
        return Report(kept, speaker, cue) if kept else None

    def _is_clause(self, piece: Phrase) -> bool:
        first, last = piece
        if first in self.after_marks and self.after_marks[first] >= last:
            return False
        return sum(self.words[i][0].isalnum() for i in range(first, last)) >= _FEWEST_WORDS

    # the clause after its cue

    def _after(self, cue: CueFound, end: int) -> list[Phrase]:
        """*said he would go*, *told reporters in Wellington that it was late*, *asked whether ...*."""
        start = self._content_start(cue, end)
        if start is None:
            return []
        return [(start, self._clause_end(start, end))]

    def _content_start(self, cue: CueFound, end: int) -> int | None:
        takes, i = cue.cue.takes, cue.last if cue.inverted or cue.length > 1 else cue.verb + 1
        if cue.length > 1:
            return i + 1 if i < end and self.words[i] == "," else None
        that = self._that(i, end)
        if that is not None and takes & {"clause", "that", "object"}:
            return that + 1
        if i >= end:
            return None
        if "asks" in takes and self.lows[i] in _QUESTIONS:
            return i
        if "to" in takes and self.lows[i] == "to":
            return i
        if "object" in takes:
            return self._after_hearer(i, end)
        if "clause" in takes:
            return self._bare_clause(i, end)
        if "that" in takes or "none" in takes:
            return self._mixed(i, end)
        return None

    def _that(self, i: int, end: int) -> int | None:
        """The *that* which opens the clause, past a hearer, a day or *in a statement*."""
        for j in range(i, min(i + _ADJUNCT_LONGEST, end)):
            if self.lows[j] == "that" and (j == i or self.lows[j - 1] not in DETERMINERS):
                return j
            if self.words[j] in ".?!:;\"“(" or (self.lows[j] in SUBJECT_PRONOUNS) or self.lows[j] in AUXILIARIES:
                return None
        return None

    def _after_hearer(self, i: int, end: int) -> int | None:
        """Where the clause after *told reporters* begins."""
        hearer = self.attributor.phrases.hearer(i, end)
        if hearer is None or hearer[1] >= end:
            return None
        j = self._past_adjuncts(hearer[1], end)
        if self.lows[j] in _QUESTIONS:
            return j
        return self._bare_clause(j, end)

    def _past_adjuncts(self, i: int, end: int) -> int:
        """Past *on Tuesday* or *in Wellington*, when a clause follows."""
        j = i
        while j < end - 1 and (self.lows[j] in TIMES or (self.lows[j] in PREPOSITIONS and self.lows[j + 1] in TIMES | DETERMINERS)):
            j += 1
        return j

    def _bare_clause(self, i: int, end: int) -> int | None:
        """A clause without *that*: something that can be a subject, and a verb later."""
        j = self._past_adjuncts(i, end)
        if j >= end or self.words[j] in ",.;:?!)—–-" or self.lows[j] in ("and", "but", "or", "to", "as"):
            return None
        return j

    def _mixed(self, i: int, end: int) -> int | None:
        """*called the plan "a mess"*: a clause only because part of it stands in marks."""
        last = self._clause_end(i, end)
        return i if any(i < first < last for first in self.after_marks) else None

    def _clause_end(self, start: int, end: int) -> int:
        """The end of the sentence, or where another report or an aside breaks off the clause."""
        sentence = self.tokens.sentence_of
        i = start
        while i < end:
            if i in self.after_marks:
                if i in self.whole and i > start and self.words[i - 1] in ":.":
                    return i - 1
                i = max(i + 1, self.after_marks[i])
                if i < end and sentence[i] != sentence[i - 1] and self.words[i][0].isupper():
                    return i
                continue
            if i > start and sentence[i] != sentence[i - 1] and not self._in_marks_before(i):
                return i
            if self.words[i] in ";" or self._breaks_off(i, end):
                return i
            i += 1
        return end

    def _in_marks_before(self, i: int) -> bool:
        return self.words[i - 1] in "\"”’'»"

    def _breaks_off(self, i: int, end: int) -> bool:
        """*, adding that*, *and hinted*, *, though she admitted*."""
        word, j = self.lows[i], i + 1
        if word == "," and j < end:
            if j in self.cue_firsts:
                return True
            if self.lows[j] in _BREAKS_OFF and j + 1 in self.cue_firsts:
                return True
        return word in ("and", "but") and j in self.cue_firsts

    @property
    def cue_firsts(self) -> set[int]:
        if not hasattr(self, "_firsts"):
            self._firsts = {cue.first for cues in self.attributor.gap_cues for cue in cues}
        return self._firsts

    # the clause before its cue

    def _before(self, cue: CueFound, end: int, least: int) -> list[Phrase]:
        """*It was late, he said.* and *It was, he said, late.*"""
        comma = cue.first - 1
        start = max(least, self.tokens.sentence_start(cue.verb))
        if comma <= start or self.words[comma] != "," or cue.cue.participle:
            return []
        after = self._closes(cue, end)
        if after is None or not self._may_stand_alone(start):
            return []
        pieces = [(start, comma)]
        if after < end and self.words[after] == ",":
            pieces.append((after + 1, self._clause_end(after + 1, end)))
        return pieces

    def _closes(self, cue: CueFound, end: int) -> int | None:
        """The comma or the sentence's end that follows the attribution; None where a clause follows it."""
        sentence = self.tokens.sentence_of
        for j in range(cue.last, min(cue.last + _ADJUNCT_LONGEST, end)):
            if sentence[j] != sentence[cue.verb]:
                return j
            if self.words[j] in ",.":
                return j
            if self.lows[j] in SUBJECT_PRONOUNS or self.lows[j] in ("that", "whether") or j in self.after_marks:
                return None
        return end if cue.last + _ADJUNCT_LONGEST > end else None

    def _may_stand_alone(self, start: int) -> bool:
        return self.lows[start] not in PREPOSITIONS or not self.lows[start].endswith("ing")


def report_texts(reports: list[Report]) -> Iterator[Phrase]:
    for report in reports:
        yield from report.pieces
