"""Reported speech: clauses that give what somebody said without marks, or with only part of it in marks."""

from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from articles.extraction.attribute import Attributed, Attributor
from articles.extraction.cues import CueFound
from articles.extraction.lexicon import (
    ADVERBS,
    AUXILIARIES,
    CONJUNCTIONS,
    CUES,
    DETERMINERS,
    PARTICLES,
    POSSESSIVES,
    PREPOSITIONS,
    REPORT_NOUNS,
    SUBJECT_PRONOUNS,
    TIMES,
    Cue,
    word_class,
)
from articles.extraction.phrases import Phrase

_QUESTIONS = word_class("question_words")
_BREAKS_OFF = word_class("conjunctions_between_reports")
_LEAVES_OFF = word_class("after_a_report")
_FEWEST_WORDS = 2
_SHORTEST_THING = 4
"""Tokens of what is judged, as in *criticised the price of the ferry*, that make it worth giving."""
_LONGEST_LABEL = 9
_FEWEST_BEFORE_AND = 4
"""Tokens before an *and* that may close a clause: *Reid and Pell said* goes on from two names."""
_SUBJECT_WITHIN = 8
"""Tokens within which a clause without *that* has come to its verb."""
_ADJUNCT_LONGEST = 14
_LONGEST_CLAUSE = 250
_NOT_A_THING = PREPOSITIONS | TIMES | {"and", "but", "or"}
_STARTS_A_CLAUSE = SUBJECT_PRONOUNS | AUXILIARIES | _QUESTIONS
_BEFORE_DAYS = PREPOSITIONS | DETERMINERS
_OBJECTS = word_class("bare_objects")
_COLON = Cue(":", frozenset(), frozenset(), False, False)
_DASHES = frozenset("-—–―")
_SMALL_IN_LABELS = PREPOSITIONS | {"the", "and"}
_HEARD = frozenset(["to", "on"])
_TOPICS = frozenset(["about", "of", "against"])
_BEFORE_ASKED = ADVERBS | {"when", "if", "was", "were", "been"}
_ASKED = frozenset(["asked"])
_SUBORDINATE = CONJUNCTIONS - {"and", "but", "or", "nor", "so", "yet", "that"}
_MAY_BREAK = frozenset([",", ";", "and", "but"])
_PLAIN = frozenset(["say", "tell", "according to"])
_STRONG = frozenset(["say", "tell", "ask", "source"])


@dataclass(frozen=True, slots=True)
class Report:
    """What a cue reports: token ranges of its clause, two where the attribution interrupts it."""

    pieces: tuple[Phrase, ...]
    speaker: Phrase | None
    """Nobody where the text names none: *when asked whether ...*."""
    cue: CueFound

    @property
    def rank(self) -> tuple[bool, int]:
        """Speech before other senses, and what was said before what is said in it."""
        speech = self.cue.cue.verb in _PLAIN or self.cue.cue.senses & _STRONG
        return not speech, -sum(last - first for first, last in self.pieces)


class Reports:
    """Finds the reported clauses of one text, given its quotations in marks."""

    def __init__(self, attributor: Attributor, attributed: list[Attributed]) -> None:
        self.attributor = attributor
        self.tokens = attributor.tokens
        self.words = self.tokens.words
        self.lows = self.tokens.lows
        self.used = {
            found.attribution.cue.verb
            for found in attributed
            if found.attribution
            and found.attribution.cue
            and found.marked.sentence_like
            and found.attribution.rule in ("after", "before", "introduced")
            and not self._says_outside(found)
        }
        """Verbs that introduce a whole sentence in marks."""
        self.after_marks: dict[int, int] = {}
        """For the token that opens a marked span, the first token after it."""
        self.sentences_in_marks: set[int] = set()
        for inside in attributor.by_paragraph:
            for marked in inside:
                first = self.tokens.at(marked.span.outer_start)
                self.after_marks[first] = self.tokens.at(marked.span.outer_end)
                if marked.sentence_like:
                    self.sentences_in_marks.add(first)
        self.mark_ends = {last: first for first, last in self.after_marks.items()}
        in_marks = {i for first, last in self.after_marks.items() for i in range(first, last)}
        self.nouns, self.asked = (
            [i for i in self.tokens.among(words) if i not in in_marks] for words in (REPORT_NOUNS, _ASKED)
        )
        self.turns = sorted(
            {*self.tokens.among(_MAY_BREAK | _DASHES), *self.tokens.sentence_first, *self.after_marks.keys()}
        )
        """Tokens at which a clause may end or a marked span begins."""

    def _says_outside(self, found: Attributed) -> bool:
        """Whether the clause begins before the marks: *said Reid had "left us all alone"*."""
        cue = found.attribution.cue if found.attribution else None
        first = self.tokens.at(found.marked.span.outer_start)
        if not first or not self.words[first - 1][0].isalnum():
            return False
        if cue is None or cue.verb > first:
            return found.marked.lead[0] <= self.tokens.sentence_start(first) < first - 1
        return any(
            low in AUXILIARIES or low in SUBJECT_PRONOUNS or low == "that"
            for low in self.lows[cue.last : first]
        )

    def read(self) -> list[Report]:
        """The reports in reading order, none overlapping another; plain speech goes before other senses."""
        candidates = [
            report for number in range(len(self.attributor.bounds)) for report in self._paragraph(number)
        ]
        kept: list[Report] = []
        taken = bytearray(len(self.tokens) + 1)
        for report in sorted(candidates, key=lambda report: report.rank):
            if any(taken.find(1, first, last) >= 0 for first, last in report.pieces):
                continue
            for first, last in report.pieces:
                taken[first:last] = b"\x01" * (last - first)
            kept.append(report)
        return sorted(kept, key=lambda report: report.pieces[0])

    def _paragraph(self, number: int) -> list[Report]:
        least, end = self.attributor.bounds[number]
        found = self._nouns(least, end) + self._asked(least, end)
        if number == 0:
            found += self._headline(least, end)
        for cue in self.attributor.gap_cues[number]:
            speaker = None if cue.verb in self.used else cue.subject or self.attributor.carried_subject(cue)
            if speaker is None or self.attributor.phrases.is_nobody(speaker):
                continue
            pieces = self._before(cue, end, least) or self._after(cue, end)
            kept = tuple(piece for piece in pieces if self._is_clause(piece))
            if kept and not self._introduces(kept[-1]):
                found.append(Report(kept, speaker, cue))
        return found

    def _introduces(self, piece: Phrase) -> bool:
        """A clause that only leads to a quotation: *said they had told him: "…"*."""
        first, last = piece
        return (
            last < len(self.tokens)
            and self.words[last] == ":"
            and any(i in self.used for i in range(first, last))
        )

    def _is_clause(self, piece: Phrase) -> bool:
        """Whether the piece says more than the quotation in marks that it may hold."""
        first, last = piece
        marked = next((i for i in range(first, min(first + 3, last)) if i in self.after_marks), None)
        if marked == first and (not self._says_more(piece) or self._goes_on(self.after_marks[first])):
            return False
        if marked is not None and self.lows[first] in _OBJECTS:
            return False
        if not self.words[first][0].isalnum() and first != marked:
            return False
        return self._words_in(first, last) >= _FEWEST_WORDS

    def _says_more(self, piece: Phrase) -> bool:
        """Whether words enough follow the marks that the piece opens with."""
        return self._words_in(self.after_marks[piece[0]], piece[1]) > _FEWEST_WORDS

    def _words_in(self, first: int, last: int) -> int:
        return self.words_before[last] - self.words_before[first]

    @cached_property
    def words_before(self) -> list[int]:
        """For each token how many words, marks left out, stand before it: a clause may hold all the text."""
        return list(accumulate((word[0].isalnum() for word in self.words), initial=0))

    def _goes_on(self, i: int) -> bool:
        """Whether the writer goes on after the marks: *said "I withdraw" and sat down*."""
        return (
            self.words[i] == ","
            or self.lows[i] in PREPOSITIONS
            or self.lows[i] in ("and", "but", "as", "when")
        )

    # a headline

    def _headline(self, least: int, end: int) -> list[Report]:
        """``Reid: ferries will run``, ``Reid to Council: ...`` at the head of an article."""
        colon = next(
            (i for i in range(least + 1, min(least + _LONGEST_LABEL, end)) if self.words[i] == ":"), None
        )
        if colon is None or not all(
            self.words[i][0].isupper() or self.lows[i] in _SMALL_IN_LABELS for i in range(least, colon)
        ):
            return []
        last = next((i for i in range(least + 1, colon) if self.lows[i] in _HEARD), colon)
        piece = (colon + 1, self._clause_end(colon + 1, end))
        cue = CueFound(colon, _COLON, (least, last))
        return [Report((piece,), (least, last), cue)] if self._is_clause(piece) else []

    # a question that nobody in particular asks

    def _asked(self, least: int, end: int) -> list[Report]:
        """*Asked whether ...*, *when asked if ...*, *was asked why ...*."""
        found = []
        for i in self.asked[bisect_left(self.asked, least) : bisect_left(self.asked, end - 1)]:
            opens = i == least or self.tokens.sentence_start(i) == i
            if self.lows[i + 1] in _QUESTIONS and (opens or self.lows[i - 1] in _BEFORE_ASKED):
                piece = (i + 1, self._clause_end(i + 1, end, stops_at_comma=True))
                if self._is_clause(piece):
                    found.append(Report((piece,), None, CueFound(i, CUES["asked"], None)))
        return found

    # a noun and its clause

    def _nouns(self, least: int, end: int) -> list[Report]:
        """*Mr Key's accusation on Tuesday that Labour ...*, *her claim that ...*"""
        found = []
        for i in self.nouns[bisect_left(self.nouns, least + 1) : bisect_left(self.nouns, end)]:
            owner = self._owner(i, least)
            that = next((j for j in range(i + 1, min(i + 5, end)) if self.lows[j] == "that"), None)
            if owner and that and that + 1 < end:
                cue = CueFound(i, Cue(self.lows[i], frozenset(), frozenset(), False, False), owner)
                piece = (that + 1, self._clause_end(that + 1, end))
                if self._is_clause(piece):
                    found.append(Report((piece,), owner, cue))
        return found

    def _owner(self, noun: int, least: int) -> Phrase | None:
        """Whose word it is: a possessive up to three tokens before the noun."""
        for i in range(noun - 1, max(least, noun - 4) - 1, -1):
            if self.lows[i] in POSSESSIVES:
                return i, i + 1
            if self.lows[i].endswith(("'s", "s'")):
                return self.attributor.phrases.name_before(i + 1, least) or (i, i + 1)
        return None

    # the clause after its cue

    def _after(self, cue: CueFound, end: int) -> list[Phrase]:
        """*said he would go*, *told reporters in Wellington that it was late*, *asked whether ...*."""
        start = self._content_start(cue, end)
        if start is None or start >= end:
            return []
        opened = self.lows[start - 1] == "that" or self.lows[start] in _QUESTIONS
        takes = cue.cue.takes
        thing = bool(takes & {"thing", "topic"}) and "clause" not in takes and not opened
        stops = thing or self.lows[start] == "to" or self._in_subordinate(cue)
        last = self._clause_end(start, end, stops_at_comma=stops)
        return [] if thing and last - start < _SHORTEST_THING else [(start, last)]

    def _in_subordinate(self, cue: CueFound) -> bool:
        """Whether the sentence goes on after the report: *Reid, who said it, left*, *While Reid said it,*."""
        start = self.tokens.sentence_start(cue.verb)
        if self.lows[start] in _SUBORDINATE and cue.verb - start <= _SUBJECT_WITHIN:
            return "," not in self.words[start : cue.verb]
        relative = cue.subject and self.lows[cue.subject[0]] in ("who", "which", "that")
        return bool(relative) and self.words[cue.first - 1] == ","

    def _content_start(self, cue: CueFound, end: int) -> int | None:
        if cue.length > 1:
            return self._after_source(cue, end)
        takes, i = cue.cue.takes, self._past_particle(cue, end)
        if i >= end:
            return None
        that = self._that(i, end) if takes & {"clause", "that", "object"} else None
        if that is not None:
            return i if "thing" in takes and self._is_thing(i, that) else that + 1
        if ("asks" in takes and self.lows[i] in _QUESTIONS) or ("to" in takes and self.lows[i] == "to"):
            return i
        if "object" in takes or ("asks" in takes and "clause" not in takes):
            return self._after_hearer(i, end, "object" in takes)
        if "clause" in takes and not self._is_infinitive(cue):
            clause = self._bare_clause(i, end, cue.cue.verb == "say")
            return self._long_thing(i, end) if clause is None and "thing" in takes else clause
        if "assert" in cue.cue.senses and not self._is_infinitive(cue) and self._is_clause_soon(i, end):
            return i
        if "topic" in takes and self.lows[i] in _TOPICS and i + 1 < end:
            return i + 1
        mixed = self._mixed(i, end) if takes & {"that", "none", "to", "topic"} else None
        return mixed if mixed is not None else self._thing(i, end) if "thing" in takes else None

    def _is_thing(self, i: int, that: int) -> bool:
        """Whether a thing, no hearer or day, stands before *that*: *proposed a law that would ...*."""
        return (
            i < that
            and self.lows[i] not in PREPOSITIONS
            and self._past_adjuncts(i, that + 1) == i
            and not self.words[i][0].isupper()
        )

    def _is_clause_soon(self, i: int, end: int) -> bool:
        """Whether a plain subject and its verb follow: *hoped people would come*."""
        for j in range(i, min(end, i + _SUBJECT_WITHIN)):
            low = self.lows[j]
            if low in AUXILIARIES:
                return j > i
            if low in SUBJECT_PRONOUNS and low not in ("it", "who"):
                return True
            if not low[0].isalnum() or low in _NOT_A_THING or low in _QUESTIONS or low == "that":
                return False
        return False

    def _long_thing(self, i: int, end: int) -> int | None:
        """What *noted the price of the ferry* tells of, no *announced again*."""
        start = None if self.lows[i] in ADVERBS else self._thing(i, end)
        if start is None or self._clause_end(start, end, stops_at_comma=True) - start < _SHORTEST_THING:
            return None
        return start

    def _thing(self, i: int, end: int) -> int | None:
        if self.lows[i] in ("of", "for", "about", "on", "against", "to") and i + 1 < end:
            i += 1
        if not self.words[i][0].isalnum() or self.lows[i] in _NOT_A_THING:
            return None
        return i

    def _past_particle(self, cue: CueFound, end: int) -> int:
        """Past *out* in *pointed out*."""
        return cue.last + (cue.last < end and self.lows[cue.last] in PARTICLES)

    def _is_infinitive(self, cue: CueFound) -> bool:
        return self.lows[cue.verb - 1] == "to"

    def _after_source(self, cue: CueFound, end: int) -> int | None:
        """The clause after *According to the report,*."""
        if cue.verb != self.tokens.sentence_start(cue.verb):
            return None
        comma = next(
            (i for i in range(cue.last, min(cue.last + _ADJUNCT_LONGEST, end)) if self.words[i] == ","), None
        )
        return None if comma is None else comma + 1

    def _that(self, i: int, end: int) -> int | None:
        """The *that* which opens the clause, past a hearer, a day or *in a statement*."""
        for j in range(i, min(i + _ADJUNCT_LONGEST, end)):
            low = self.lows[j].partition("'")[0]
            if low == "that":
                return j
            if not low[:1].isalnum() or low in _STARTS_A_CLAUSE:
                return None
        return None

    def _after_hearer(self, i: int, end: int, clause: bool) -> int | None:
        """Where the clause after *told reporters* or *asked Ms Reid* begins."""
        hearer = self.attributor.phrases.hearer(i, end)
        if hearer is None or hearer[1] >= end:
            return None
        j = self._past_adjuncts(hearer[1], end)
        if self.lows[j] in _QUESTIONS or self.lows[j] == "to":
            return j
        return self._bare_clause(j, end, True) if clause else None

    def _past_adjuncts(self, i: int, end: int) -> int:
        """Past *on Tuesday* or *this week*, when a clause follows."""
        j = i
        while j < end - 1 and (
            self.lows[j] in TIMES or (self.lows[j] in _BEFORE_DAYS and self.lows[j + 1] in TIMES)
        ):
            j += 1
        return j

    def _bare_clause(self, i: int, end: int, surely: bool) -> int | None:
        """A clause without *that*: no preposition opens it and, unless ``surely`` one, it has a verb."""
        j = self._past_adjuncts(i, end)
        if j >= end or not (self.words[j][0].isalnum() or j in self.after_marks):
            return None
        if self.lows[j] in ("and", "but", "or", "to", "as", "it") or self.lows[j] in PREPOSITIONS:
            return j if self.lows[j] == "it" and surely else self._mixed(j, end)
        if surely or self._has_verb(j, self._clause_end(j, end)):
            return j
        return self._mixed(j, end)

    def _has_verb(self, first: int, last: int) -> bool:
        return any(
            self.lows[i] in AUXILIARIES or "'" in self.lows[i][:-2] or self.lows[i] in SUBJECT_PRONOUNS
            for i in range(first, min(last, first + _ADJUNCT_LONGEST))
        )

    def _mixed(self, i: int, end: int) -> int | None:
        """*called the plan "a mess"*: a clause only because part of it stands in marks."""
        last = self._clause_end(i, end)
        return (
            i if any(i < first < last for first in range(i + 1, last) if first in self.after_marks) else None
        )

    def _clause_end(self, start: int, end: int, stops_at_comma: bool = False) -> int:
        """The end of the sentence, or where another report or an aside breaks off the clause."""
        sentence = self.tokens.sentence_of
        end = min(end, start + _LONGEST_CLAUSE)
        past = start
        for i in self.turns[bisect_left(self.turns, start) : bisect_left(self.turns, end)]:
            if i < past:
                continue
            if i > start and sentence[i] != sentence[i - 1] and i not in self.mark_ends:
                return i
            if i in self.after_marks:
                if i in self.sentences_in_marks and i > start and self.words[i - 1] in ":.":
                    return i - 1
                past = max(i + 1, self.after_marks[i])
                if past < end and sentence[past] != sentence[past - 1] and self.words[past][0].isupper():
                    return past
            elif (
                (stops_at_comma and self.words[i] == ",")
                or (i > start and self._is_dash(i, end))
                or (self._breaks_off(i, end) and (self.lows[i] != "and" or i - start >= _FEWEST_BEFORE_AND))
            ):
                return i
        return end

    def _is_dash(self, i: int, end: int) -> bool:
        """A dash that sets off what follows, no hyphen of *party-backed*, however spaced."""
        if self.words[i] not in _DASHES or self.words[i] != "-":
            return self.words[i] in _DASHES
        spaced = self.tokens.starts[i] > self.tokens.ends[i - 1]
        return spaced and not (i + 1 < end and self.lows[i + 1].endswith("ed"))

    def _breaks_off(self, i: int, end: int) -> bool:
        """*, adding that*, *and hinted*, *, though she admitted*, *, which*, and any semicolon."""
        low, j = self.lows[i], i + 1
        if low == ";":
            return True
        if low not in _MAY_BREAK or j >= end:
            return False
        if low == ",":
            follows = j in self.cue_firsts or (self.lows[j] in _BREAKS_OFF and j + 1 in self.cue_firsts)
            return follows or self.lows[j] in _LEAVES_OFF
        return j in self.cue_firsts

    @cached_property
    def cue_firsts(self) -> set[int]:
        """The tokens at which a cue with its subject begins."""
        return {cue.first for cues in self.attributor.gap_cues for cue in cues}

    # the clause before its cue

    def _before(self, cue: CueFound, end: int, least: int) -> list[Phrase]:
        """*It was late, he said.* and *It was, he said, late.*"""
        if not cue.cue.senses & {"say", "assert", "tell", "source"} or cue.cue.participle:
            return []
        if cue.cue.base and (cue.subject is None or self._is_infinitive(cue)):
            return []
        start, comma = max(least, self.tokens.sentence_start(cue.verb)), cue.first - 1
        after = self._closes(cue, end)
        if after is None:
            return []
        if cue.first in self.mark_ends:
            return [(start, cue.first)] if start < self.mark_ends[cue.first] else []
        if comma <= start or self.words[comma] != ",":
            return []
        pieces = [(start, comma)]
        if after + 1 < end and self.words[after] == ",":
            pieces.append((after + 1, self._clause_end(after + 1, end)))
        return pieces

    def _closes(self, cue: CueFound, end: int) -> int | None:
        """The mark that follows the attribution, past *on Tuesday*; None where a clause follows it."""
        sentence = self.tokens.sentence_of
        adjunct = False
        hearer = self.attributor.phrases.hearer(cue.last, end) if "object" in cue.cue.takes else None
        first = hearer[1] if hearer else cue.last
        for j in range(first, min(first + _ADJUNCT_LONGEST, end)):
            if sentence[j] != sentence[cue.verb] or self.words[j] in ",.":
                return j
            low = self.lows[j]
            if cue.length > 1 or cue.inverted:
                continue
            if low in SUBJECT_PRONOUNS or low in _QUESTIONS or low == "that" or j in self.after_marks:
                return None
            adjunct = adjunct or low in TIMES or (low in PREPOSITIONS and low != "to")
            if not adjunct:
                return None
        return end if cue.length > 1 or first + _ADJUNCT_LONGEST > end else None
