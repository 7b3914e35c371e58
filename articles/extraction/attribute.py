"""Who the text names as the speaker of each marked span, and by which words."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace

from articles.extraction.cues import CueFinder, CueFound
from articles.extraction.find import MarkedText, is_quotation, marked_text
from articles.extraction.lexicon import HEADLINE_WORDS
from articles.extraction.marks import MarkedSpan
from articles.extraction.phrases import Phrase, Phrases, is_capital, is_role
from articles.extraction.tokens import Tokens

_PARTING = frozenset(",.?!…-—–")
_LABEL_LONGEST = 14
_PARAGRAPHS_BACK = 3
_REACH_OF_A_CUE = 20
"""Tokens between a cue and a few words in marks that still belong to it."""
_CUES_BACK = 6
_LOOK_BACK = 60
"""Tokens searched for the subject that a participle such as *saying* leaves out."""
_CLOSING_WORDS = 12
"""Tokens of a sentence that does no more than name the speaker of the words before it."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """A speaker's phrase and the cue, and the rule that joined them to the words."""

    rule: str
    speaker: Phrase | None = None
    cue: CueFound | None = None


Leads = tuple[Attribution | None, Attribution | None]
"""Whom a paragraph introduces or shows acting right before the next one, and who spoke last in it."""


@dataclass(frozen=True, slots=True)
class Attributed:
    """A quotation in marks and what the text says of its speaker."""

    marked: MarkedText
    attribution: Attribution | None


class Attributor:
    """Attributes the marked spans of one text, in reading order."""

    def __init__(self, tokens: Tokens, spans: list[MarkedSpan]) -> None:
        self.tokens = tokens
        self.phrases = Phrases(tokens)
        self.finder = CueFinder(tokens, self.phrases)
        self.bounds = tokens.bounds
        self.by_paragraph: list[list[MarkedText]] = [[] for _ in self.bounds]
        self.gap_cues: list[list[CueFound]] = []
        """The cues of each paragraph, outside marks; ``cues`` and ``verbs`` run on through all of them."""
        self.cues: list[CueFound] = []
        self.verbs: list[int] = []
        self.leads: dict[int, Leads] = {}
        """By paragraph, as far as it was asked: all the words in marks that follow ask the same."""
        starts = [start for start, _ in tokens.paragraphs]
        for span in spans:
            paragraph = max(0, bisect_right(starts, span.outer_start) - 1)
            self.by_paragraph[paragraph].append(marked_text(tokens, span, paragraph))

    def read(self) -> list[Attributed]:
        """Every quotation in marks, in reading order; titles, names and scare quotes are left out."""
        found: list[Attributed] = []
        for number, inside in enumerate(self.by_paragraph):
            self.gap_cues.append(self._frame(number, inside))
            self.cues += self.gap_cues[-1]
            self.verbs += [cue.verb for cue in self.gap_cues[-1]]
            for marked in inside:
                if found and self._signs(marked, found[-1]):
                    found[-1] = replace(
                        found[-1], attribution=Attribution("signature", (marked.first, marked.last))
                    )
                    continue
                if not is_quotation(self.tokens, marked):
                    continue
                attribution = self._in_sentence(marked) or self._near(marked, found)
                if attribution or marked.sentence_like:
                    found.append(Attributed(marked, attribution))
        return found

    def _signs(self, marked: MarkedText, previous: Attributed) -> bool:
        """A name on a line of its own inside the closing mark of the words above it."""
        return (
            not marked.span.opened
            and not previous.marked.span.closed
            and previous.marked.paragraph == marked.paragraph - 1
            and marked.last - marked.first <= _LABEL_LONGEST
            and is_capital(self.tokens.words[marked.first])
            and not marked.lead[1] > marked.lead[0]
        )

    def _frame(self, number: int, inside: list[MarkedText]) -> list[CueFound]:
        """Give each marked span of a paragraph its lead and tail and their cues; return all the cues."""
        if not inside:
            return self.finder.in_range(*self.bounds[number], after_mark=False)
        gaps = self._gaps(number, inside)
        cues = [self.finder.in_range(*gap, after_mark=k > 0) for k, gap in enumerate(gaps)]
        for k, marked in enumerate(inside):
            marked.lead, marked.tail = gaps[k], gaps[k + 1]
            marked.before_cues, marked.after_cues = cues[k], cues[k + 1]
        return [cue for found in cues for cue in found]

    def _gaps(self, number: int, inside: list[MarkedText]) -> list[Phrase]:
        """The token ranges before, between and after the marked spans of a paragraph."""
        edges = [self.bounds[number][0]]
        for marked in inside:
            edges += [self.tokens.at(marked.span.outer_start), self.tokens.at(marked.span.outer_end)]
        edges.append(self.bounds[number][1])
        return [(edges[k], max(edges[k], edges[k + 1])) for k in range(0, len(edges), 2)]

    def sentence_subjects(self) -> set[Phrase]:
        """The subject of each sentence, as far as it stands outside marks."""
        found = set()
        for number, inside in enumerate(self.by_paragraph):
            for first, last in self._gaps(number, inside):
                for start, end in self._sentences(first, last):
                    subject = self.phrases.sentence_subject(start, end)
                    if subject and (start == self.tokens.sentence_start(start)):
                        found.add(subject)
        return found

    def _sentences(self, first: int, last: int) -> list[Phrase]:
        sentence = self.tokens.sentence_of
        edges = [first, *(i for i in range(first + 1, last) if sentence[i] != sentence[i - 1]), last]
        return [(edges[k], edges[k + 1]) for k in range(len(edges) - 1) if edges[k] < edges[k + 1]]

    def _last_sentence(self, gap: Phrase) -> Phrase:
        first, last = gap
        return (max(first, self.tokens.sentence_start(last - 1)), last) if last > first else gap

    # the same sentence

    def _in_sentence(self, marked: MarkedText) -> Attribution | None:
        introduced = self._lead(marked) if self._follows_colon(marked) else None
        return (
            self._label(marked)
            or introduced
            or self._tail(marked)
            or self._lead(marked)
            or self._far_tail(marked)
            or self._signature(marked)
            or self._headline(marked)
        )

    def _follows_colon(self, marked: MarkedText) -> bool:
        return marked.lead[1] > marked.lead[0] and self.tokens.words[marked.lead[1] - 1] == ":"

    def _label(self, marked: MarkedText) -> Attribution | None:
        """``Name: "…"``, with or without a party in brackets, at the start of a sentence."""
        if not self._follows_colon(marked):
            return None
        words = self.tokens.words
        start, end = self._last_sentence(marked.lead)
        dash = next(
            (i for i in range(end - 1, max(start, end - _LABEL_LONGEST) - 1, -1) if words[i] in "-—–"), None
        )
        start = start if dash is None else dash + 1
        opening = range(start, min(start + 2, end))
        start = next((i + 1 for i in opening if self.tokens.lows[i] in ("from", "by")), start)
        colon = next((i for i in range(end - 2, start - 1, -1) if words[i] == ":"), start - 1)
        start = colon + 1
        if not 2 <= end - start <= _LABEL_LONGEST:
            return None
        if not all(self._may_label(i) for i in range(start, end - 1)):
            return None
        stop = next((i for i in range(start, end) if words[i] in "(,:"), end)
        return Attribution("label", (start, stop)) if stop > start else None

    def _may_label(self, i: int) -> bool:
        word = self.tokens.words[i]
        joining = word in ("de", "van", "of", "the", "for", "and")
        return is_capital(word) or word in "().," or is_role(word.lower()) or joining

    def _tail(self, marked: MarkedText) -> Attribution | None:
        """A cue right after the words: ``"…," he said``, ``"…," said Mr Key``."""
        if not marked.after_cues:
            return None
        first, last = marked.tail
        if not (marked.sentence_like or self._is_set_off(marked)):
            return None
        while first < last and self.tokens.words[first] in ",-—–":
            first += 1
        for cue in marked.after_cues:
            if self.tokens.sentence_of[cue.verb] != self.tokens.sentence_of[marked.tail[0]]:
                return None
            speaker = self._opening(first, cue)
            if speaker:
                return None if self._opens_sentence(marked, cue) else Attribution("after", speaker, cue)
        return None

    def _is_set_off(self, marked: MarkedText) -> bool:
        """Whether a comma, a dash or a full stop parts a few words in marks from what follows."""
        first, last = marked.tail
        return marked.ends_with in _PARTING or (first < last and self.tokens.words[first] in _PARTING)

    def _opening(self, first: int, cue: CueFound) -> Phrase | None:
        """The subject of a cue when it stands at ``first``, its asides and role words taken in."""
        if cue.subject is None or cue.subject[0] < first:
            return None
        if cue.first == first:
            return cue.subject
        if (
            cue.inverted
            or self.tokens.words[cue.verb - 1] == ","
            or self.tokens.lows[cue.subject[0]] == "who"
        ):
            opening = self.phrases.phrase_after(first, cue.verb)
            aside = opening and self.tokens.words[opening[1]] in ",("
            return opening if aside and self.tokens.words[cue.verb - 1] in ",)" else None
        return (first, cue.subject[1]) if self.phrases.is_plain(first, cue.subject[0]) else None

    def _opens_sentence(self, marked: MarkedText, cue: CueFound) -> bool:
        """Whether the cue after a full stop starts the next sentence: ``"One." Smith said: "Two."``"""
        if not marked.ends_sentence or cue.inverted or not is_capital(self.tokens.words[cue.first]):
            return False
        last = marked.tail[1]
        introduces = self.tokens.words[last - 1] in ":,"
        sentence = self.tokens.sentence_of
        closes = (
            sentence[min(cue.last + _CLOSING_WORDS, last - 1)] != sentence[cue.verb] or cue.last >= last - 1
        )
        return introduces or (marked.ends_with == "." and not closes)

    def _lead(self, marked: MarkedText) -> Attribution | None:
        """A cue before the words in their own sentence: ``Mr Key said: "…"``, ``called it "…"``."""
        last = marked.lead[1]
        if last == marked.lead[0] or self.tokens.words[last - 1] in ".?!":
            return None
        for cue in reversed(marked.before_cues):
            if self.tokens.sentence_of[last - 1] != self.tokens.sentence_of[cue.verb]:
                return None
            if not marked.sentence_like and last - cue.verb > _REACH_OF_A_CUE:
                return None
            subject = cue.subject or self.carried_subject(cue)
            if subject:
                return Attribution("before", subject, cue)
        return None

    def carried_subject(self, cue: CueFound) -> Phrase | None:
        """For *saying*, *and added*: the subject of the cue before in the sentence, or of the sentence."""
        sentence = self.tokens.sentence_of
        at = bisect_left(self.verbs, cue.verb)
        for earlier in reversed(self.cues[max(0, at - _CUES_BACK) : at]):
            if sentence[earlier.verb] != sentence[cue.verb]:
                break
            if earlier.subject:
                return earlier.subject
        start = max(self.tokens.sentence_start(cue.verb), cue.verb - _LOOK_BACK)
        return self.phrases.sentence_subject(start, cue.verb)

    def _far_tail(self, marked: MarkedText) -> Attribution | None:
        """A cue later in the sentence: ``The bill was "a mess", Mr Key said.``"""
        if marked.ends_sentence:
            return None
        for cue in marked.after_cues:
            if self.tokens.sentence_of[cue.verb] != self.tokens.sentence_of[marked.tail[0]]:
                return None
            if (
                cue.subject
                and self.tokens.words[cue.first - 1] == ","
                and self.tokens.lows[cue.first] != "who"
            ):
                return Attribution("after", cue.subject, cue)
        return None

    def _signature(self, marked: MarkedText) -> Attribution | None:
        """A dash and a name that end the paragraph: ``"…" - Ngaio Reid``."""
        first, last = marked.tail
        if not marked.sentence_like or not 2 <= last - first <= _LABEL_LONGEST:
            return None
        if self.tokens.words[first] not in "-—–" or not is_capital(self.tokens.words[first + 1]):
            return None
        name = self.phrases.phrase_after(first + 1, last)
        return Attribution("signature", name) if name and name[1] == last else None

    def _headline(self, marked: MarkedText) -> Attribution | None:
        """Whose headline it is: the subject of the sentence, where no cue tells."""
        start, end = self._last_sentence(marked.lead)
        if start == end or self.tokens.lows[end - 1] not in HEADLINE_WORDS:
            return None
        subject = self.phrases.sentence_subject(start, end)
        return Attribution("headline", subject) if subject else None

    # other sentences and paragraphs

    def _near(self, marked: MarkedText, found: list[Attributed]) -> Attribution | None:
        if not marked.sentence_like:
            return None
        before = found[-1] if found and found[-1].marked.paragraph == marked.paragraph else None
        return self._in_paragraph(marked, before) or self._from_before(marked, found)

    def _in_paragraph(self, marked: MarkedText, before: Attributed | None) -> Attribution | None:
        """The paragraph's last attribution, or the subject of the sentence before the words."""
        if before and before.attribution and self._follows(before, marked):
            return replace(before.attribution, rule="same paragraph")
        start, end = self._last_sentence(marked.lead)
        for cue in marked.before_cues:
            if cue.subject and cue.verb >= start:
                return Attribution("sentence before", cue.subject, cue)
        subject = self.phrases.sentence_subject(start, end) if start < end else None
        if subject:
            return Attribution("sentence before", subject)
        if before and before.attribution:
            return replace(before.attribution, rule="same paragraph")
        return None

    def _follows(self, before: Attributed, marked: MarkedText) -> bool:
        """Whether nothing but the earlier words' own attribution stands between the two."""
        start, end = self._last_sentence(marked.lead)
        if start == end:
            return True
        cue = before.attribution.cue if before.attribution else None
        if cue is None or not start <= cue.verb < end:
            return False
        others = [later for later in marked.before_cues if later.verb > cue.verb and later.subject]
        return not others or self.tokens.lows[others[-1].first - 1] not in ("and", "but")

    def _from_before(self, marked: MarkedText, found: list[Attributed]) -> Attribution | None:
        """The speaker of a paragraph before: its last attribution, or the subject of what follows that."""
        previous = found[-1] if found else None
        asker = self._asker(marked, found)
        if asker:
            return replace(asker, rule="asks again")
        for number in range(marked.paragraph - 1, max(-1, marked.paragraph - 1 - _PARAGRAPHS_BACK), -1):
            beside, spoke = self._leads_on(number)
            if beside and marked.paragraph - number == 1:
                return beside
            if previous and previous.marked.paragraph == number and previous.attribution:
                return replace(previous.attribution, rule="carried over")
            if spoke:
                return spoke
            if previous and previous.marked.paragraph == number:
                return None
        return None

    def _leads_on(self, number: int) -> Leads:
        if number not in self.leads:
            inside = self.by_paragraph[number]
            rest = inside[-1].tail if inside else self.bounds[number]
            beside = self._introduced(rest) or (None if inside else self._actor(number))
            self.leads[number] = beside, self._spoke(number)
        return self.leads[number]

    def _spoke(self, number: int) -> Attribution | None:
        for cue in self._cues_of_last_sentence(number):
            if cue.subject and "say" in cue.cue.senses:
                return Attribution("paragraph before", cue.subject, cue)
        return None

    def _asker(self, marked: MarkedText, found: list[Attributed]) -> Attribution | None:
        """Who asked the question before the last answer, where this is a question too."""
        if marked.ends_with != "?" or len(found) < 2:
            return None
        answer = found[-1]
        if marked.paragraph - answer.marked.paragraph != 1 or not answer.attribution:
            return None
        question = next((f for f in reversed(found) if f.marked.paragraph < answer.marked.paragraph), None)
        if question is None or question.marked.ends_with != "?":
            return None
        return question.attribution if answer.marked.paragraph - question.marked.paragraph <= 2 else None

    def _cues_of_last_sentence(self, number: int) -> list[CueFound]:
        cues = self.gap_cues[number]
        sentence = self.tokens.sentence_of
        return [cue for cue in cues if sentence[cue.verb] == sentence[cues[-1].verb]]

    def _actor(self, number: int) -> Attribution | None:
        """Who acts in a paragraph of one sentence before the words: *Ms Reid kept to the facts.*"""
        rest = self.bounds[number]
        if self._last_sentence(rest) != rest or any(cue.subject for cue in self.gap_cues[number]):
            return None
        subject = self.phrases.sentence_subject(*rest)
        named = subject and (
            self.tokens.lows[subject[0]] in ("he", "she") or is_capital(self.tokens.words[subject[1] - 1])
        )
        return Attribution("paragraph before", subject) if named else None

    def _introduced(self, rest: Phrase) -> Attribution | None:
        """A paragraph that ends in a colon introduces the next: ``He put it this way:``."""
        start, end = self._last_sentence(rest)
        if start == end or self.tokens.words[end - 1] != ":":
            return None
        for cue in reversed(self.finder.in_range(start, end, False)):
            subject = cue.subject or self.carried_subject(cue)
            if subject:
                return Attribution("introduced", subject, cue)
        subject = self.phrases.sentence_subject(start, end)
        return Attribution("introduced", subject) if subject else None
