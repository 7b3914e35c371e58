"""Who the text names as the speaker of each marked span, and by which words."""

from bisect import bisect_right
from dataclasses import dataclass, field

from articles.extraction.cues import CueFinder, CueFound
from articles.extraction.marks import MarkedSpan
from articles.extraction.phrases import Phrase, Phrases, is_capital, is_role
from articles.extraction.tokens import Tokens

_TERMINAL = ".?!…"
_LABEL_LONGEST = 8


@dataclass(frozen=True, slots=True)
class Attribution:
    """A speaker's phrase and the cue, both token ranges, and the rule that joined them to the words."""

    rule: str
    speaker: Phrase | None = None
    cue: CueFound | None = None


@dataclass(slots=True)
class MarkedText:
    """One marked span with what stands around it in its paragraph, as token ranges."""

    span: MarkedSpan
    first: int
    last: int
    paragraph: int
    lead: Phrase = (0, 0)
    tail: Phrase = (0, 0)
    before_cues: list[CueFound] = field(default_factory=list)
    after_cues: list[CueFound] = field(default_factory=list)
    sentence_like: bool = False
    ends_sentence: bool = False
    continues: bool = False
    """Opened anew after a paragraph that was left open."""
    attribution: Attribution | None = None


class Attributor:
    """Attributes the marked spans of one text, in reading order."""

    def __init__(self, tokens: Tokens, spans: list[MarkedSpan]) -> None:
        self.tokens = tokens
        self.phrases = Phrases(tokens)
        self.finder = CueFinder(tokens, self.phrases)
        self.starts = [start for start, _ in tokens.paragraphs]
        self.bounds = [(tokens.at(start), tokens.at(end)) for start, end in tokens.paragraphs]
        self.by_paragraph: list[list[MarkedText]] = [[] for _ in self.bounds]
        self.marked = [self._place(span) for span in spans]
        self.gap_cues: list[list[CueFound]] = []

    def _place(self, span: MarkedSpan) -> MarkedText:
        paragraph = max(0, bisect_right(self.starts, span.outer_start) - 1)
        marked = MarkedText(span, self.tokens.at(span.start), self.tokens.at(span.end), paragraph)
        self.by_paragraph[paragraph].append(marked)
        return marked

    def read(self) -> list[MarkedText]:
        for number, inside in enumerate(self.by_paragraph):
            self.gap_cues.append(self._frame(number, inside))
        for i, marked in enumerate(self.marked):
            marked.attribution = self._in_sentence(marked) or self._near(i, marked)
        return self.marked

    def _frame(self, number: int, inside: list[MarkedText]) -> list[CueFound]:
        """Give each marked span of a paragraph its lead and tail and their cues; return all the cues."""
        first, last = self.bounds[number]
        at = first
        gaps: list[Phrase] = []
        for marked in inside:
            gaps.append((at, self.tokens.at(marked.span.outer_start)))
            at = self.tokens.at(marked.span.outer_end)
        gaps.append((at, last))
        cues = [
            self.finder.in_range(*gap, after_mark=k > 0) if gap[0] < gap[1] else []
            for k, gap in enumerate(gaps)
        ]
        for k, marked in enumerate(inside):
            self._describe(marked, inside[k - 1] if k else None)
            marked.lead, marked.tail = gaps[k], gaps[k + 1]
            marked.before_cues, marked.after_cues = cues[k], cues[k + 1]
        return [cue for found in cues for cue in found]

    def _describe(self, marked: MarkedText, before: MarkedText | None) -> None:
        text, span = self.tokens.text, marked.span
        inner = text[span.start : span.end].rstrip("'’\"” ")
        marked.ends_sentence = inner[-1:] in tuple(_TERMINAL) if inner else False
        opener = next((c for c in inner if c.isalnum()), "")
        marked.sentence_like = opener.isupper() and (
            inner[-1:] in (*_TERMINAL, ",") or marked.last - marked.first > 6
        )

    def sentence_subjects(self) -> set[Phrase]:
        """The subject of each sentence of the paragraphs, as far as it stands outside marks."""
        sentence, found = self.tokens.sentence_of, set()
        for number, (first, last) in enumerate(self.bounds):
            inside = self.by_paragraph[number]
            gaps = [(m.lead[0], m.lead[1]) for m in inside] + [inside[-1].tail if inside else (first, last)]
            for start, end in gaps:
                for i in range(start, end):
                    if i == first or sentence[i] != sentence[i - 1]:
                        subject = self.phrases.sentence_subject(i, self._sentence_end(i, end))
                        if subject:
                            found.add(subject)
        return found

    def _sentence_end(self, i: int, limit: int) -> int:
        sentence = self.tokens.sentence_of
        end = i
        while end < limit and sentence[end] == sentence[i]:
            end += 1
        return end

    # the same sentence

    def _in_sentence(self, marked: MarkedText) -> Attribution | None:
        return self._label(marked) or self._tail(marked) or self._lead(marked) or self._far_tail(marked)

    def _label(self, marked: MarkedText) -> Attribution | None:
        """``Name: "…"``, with or without a party in brackets, at the start of a sentence."""
        start, end = self._last_sentence(marked.lead)
        if end - start < 2 or self.tokens.words[end - 1] != ":":
            return None
        if end - start > _LABEL_LONGEST or not all(self._may_label(i) for i in range(start, end - 1)):
            return None
        stop = next((i for i in range(start, end) if self.tokens.words[i] in "(,:"), end)
        return Attribution("label", (start, stop)) if stop > start else None

    def _may_label(self, i: int) -> bool:
        word = self.tokens.words[i]
        return (
            is_capital(word)
            or word in "().,"
            or is_role(word.lower())
            or word in ("de", "van", "of", "the", "for")
        )

    def _last_sentence(self, gap: Phrase) -> Phrase:
        first, last = gap
        sentence = self.tokens.sentence_of
        start = last
        while start > first and sentence[start - 1] == sentence[last - 1]:
            start -= 1
        return start, last

    def _tail(self, marked: MarkedText) -> Attribution | None:
        """A cue right after the words: ``"…," he said``, ``"…," said Mr Key``."""
        if not marked.after_cues:
            return None
        cue = marked.after_cues[0]
        first, last = marked.tail
        if any(self.tokens.words[i] not in ",-—–" for i in range(first, min(cue.first, last))):
            return None
        if self.tokens.sentence_of[cue.verb] != self.tokens.sentence_of[first]:
            return None
        if self._opens_sentence(marked, cue):
            return None
        return Attribution("after", cue.subject, cue) if cue.subject else None

    def _opens_sentence(self, marked: MarkedText, cue: CueFound) -> bool:
        """Whether the cue after a full stop starts the next sentence: ``"One." Smith said: "Two."``"""
        if not marked.ends_sentence or cue.inverted:
            return False
        inner_end = self.tokens.text[: marked.span.end].rstrip("'’\"” ")[-1:]
        word = self.tokens.words[cue.first]
        if not is_capital(word):
            return False
        introduces = marked.tail[1] < len(self.tokens) and self.tokens.words[marked.tail[1] - 1] in ":,"
        return inner_end in ".…" or introduces

    def _lead(self, marked: MarkedText) -> Attribution | None:
        """A cue before the words in their own sentence: ``Mr Key said: "…"``, ``called it "…"``."""
        for cue in reversed(marked.before_cues):
            if not self._same_sentence_before(cue, marked):
                return None
            subject = cue.subject or self._carried_subject(cue)
            if subject:
                return Attribution("before", subject, cue)
        return None

    def _same_sentence_before(self, cue: CueFound, marked: MarkedText) -> bool:
        last = marked.lead[1]
        return (
            last > cue.verb
            and self.tokens.sentence_of[last - 1] == self.tokens.sentence_of[cue.verb]
            and self.tokens.words[last - 1] not in ".?!"
        )

    def _carried_subject(self, cue: CueFound) -> Phrase | None:
        """For *saying*, *and added*: the subject of the cue before in the sentence, or of the sentence."""
        sentence = self.tokens.sentence_of
        start = cue.verb
        while start and sentence[start - 1] == sentence[cue.verb]:
            start -= 1
        found = self.finder.in_range(start, cue.verb, False)
        for earlier in reversed(found):
            if earlier.subject:
                return earlier.subject
        return self.phrases.sentence_subject(start, cue.verb)

    def _far_tail(self, marked: MarkedText) -> Attribution | None:
        """A cue later in the sentence: ``The bill was "a mess", Mr Key said.``"""
        if marked.ends_sentence:
            return None
        first = marked.tail[0]
        for cue in marked.after_cues:
            if self.tokens.sentence_of[cue.verb] != self.tokens.sentence_of[first]:
                return None
            if cue.subject and cue.first and self.tokens.words[cue.first - 1] == ",":
                return Attribution("after", cue.subject, cue)
        return None

    # other sentences and paragraphs

    def _near(self, i: int, marked: MarkedText) -> Attribution | None:
        if not marked.sentence_like:
            return None
        return self._in_paragraph(i, marked) or self._from_before(i, marked)

    def _in_paragraph(self, i: int, marked: MarkedText) -> Attribution | None:
        """The paragraph's last attribution, or the subject of the sentence before the words."""
        before = self.marked[i - 1] if i and self.marked[i - 1].paragraph == marked.paragraph else None
        start, end = self._last_sentence(marked.lead)
        if (
            before
            and before.attribution
            and before.tail[1] >= start
            and self._only_attribution(before, marked)
        ):
            return self._carry("same paragraph", before.attribution)
        for cue in reversed(marked.before_cues):
            if cue.subject:
                return Attribution("sentence before", cue.subject, cue)
        if start < end:
            subject = self.phrases.sentence_subject(start, end)
            if subject:
                return Attribution("sentence before", subject)
        if before and before.attribution:
            return self._carry("same paragraph", before.attribution)
        if marked.after_cues and marked.after_cues[0].subject and not marked.lead[1] > marked.lead[0]:
            return None
        return None

    def _only_attribution(self, before: MarkedText, marked: MarkedText) -> bool:
        """Whether nothing but the earlier words' attribution stands between the two."""
        attribution = before.attribution
        cue = attribution.cue if attribution else None
        if not attribution or not cue or attribution.rule != "after":
            return marked.lead[0] == marked.lead[1]
        return self.tokens.sentence_of[marked.lead[1] - 1] == self.tokens.sentence_of[cue.verb]

    def _carry(self, rule: str, attribution: Attribution) -> Attribution:
        return Attribution(rule, attribution.speaker, attribution.cue)

    def _from_before(self, i: int, marked: MarkedText) -> Attribution | None:
        """The speaker of the paragraph before: its last attribution, or its last subject."""
        previous = self.marked[i - 1] if i else None
        for number in range(marked.paragraph - 1, max(-1, marked.paragraph - 4), -1):
            if previous and previous.paragraph == number and previous.attribution:
                return self._carry("carried over", previous.attribution)
            for cue in reversed(self.gap_cues[number]):
                if cue.subject and "say" in cue.cue.senses | {cue.cue.verb}:
                    return Attribution("paragraph before", cue.subject, cue)
            if previous and previous.paragraph == number:
                return None
        return None
