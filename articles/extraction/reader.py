"""Read one article: its quotations, who said them, the people and days it names, the events it covers."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import pairwise, takewhile

from articles.extraction.attribute import Attributed, Attribution, Attributor
from articles.extraction.confidence import confidence, reason
from articles.extraction.cues import CueFound
from articles.extraction.dates import dates_in
from articles.extraction.events import EventRecord, event_of, links
from articles.extraction.lexicon import HEADLINE_WORDS, word_class
from articles.extraction.marks import marked_spans
from articles.extraction.mentions import mentions
from articles.extraction.names import NameFinder
from articles.extraction.occasions import addressee_and_occasion
from articles.extraction.phrases import Phrase
from articles.extraction.records import DateMention, Kind, Quotation, Reading, Span
from articles.extraction.reported import Reports
from articles.extraction.resolve import Resolution, Resolver
from articles.extraction.roster import Roster
from articles.extraction.tokens import Tokens
from articles.extraction.transcripts import answers

VERSION = "rules 4"
"""Changes whenever a text may be read in another way, so that what an older reader read can be found."""
NOBODY = Roster([], {}, [])
_REPLIES = word_class("replies")
_ANSWERS = word_class("answer_words")
_LONGEST_OCCASION = 20
"""Tokens after a cue that may tell to whom and where."""
_MOST_DAYS = 8
"""Days looked at in one sentence."""
_UNATTRIBUTED = Resolution("unattributed", "none")


def read_story(
    text: str, published: date | None = None, roster: Roster = NOBODY, events: Sequence[EventRecord] = ()
) -> Reading:
    """Return what ``text`` says. Never raises on odd text; the same text gives the same reading."""
    day = published.date() if isinstance(published, datetime) else published
    return _Story(text, day, roster, events).read()


@dataclass(frozen=True, slots=True)
class _Said:
    """Words said, by position, before their speaker is resolved."""

    spans: tuple[Span, ...]
    kind: Kind
    attribution: Attribution | None
    around: tuple[Phrase, ...] = ()
    """Token ranges outside the words that belong to their sentence."""


class _Story:
    def __init__(self, text: str, day: date | None, roster: Roster, events: Sequence[EventRecord]) -> None:
        self.tokens = Tokens(text)
        self.day = day
        self.roster = roster
        self.events = events
        self.dates = dates_in(text, day)
        self.attributor = Attributor(self.tokens, marked_spans(text, self.tokens.paragraphs))
        self.names = NameFinder(self.tokens, roster, day)

    def read(self) -> Reading:
        attributed = self.attributor.read()
        answered = self._answered()
        attributed = [found for found in attributed if not _inside(found, answered)]
        said = sorted([*self._marked(attributed), *self._reported(attributed), *answered], key=_place)
        resolver = self._resolver(said, attributed)
        quotations = self._quotations(said, resolver)
        people = mentions(self.tokens, self.roster, self.names, resolver.offices, resolver.inside)
        told = [named for named in self.dates if not _is_within(named, attributed)]
        linked = links(self.tokens.text, self.day, told, people, self.events)
        if linked:
            quotations = [
                replace(q, event=event_of(q.person, q.said_on, linked, self.events)) for q in quotations
            ]
        return Reading(tuple(quotations), tuple(people), tuple(self.dates), tuple(linked))

    # what was said

    def _marked(self, attributed: list[Attributed]) -> list[_Said]:
        said: list[_Said] = []
        before: Attributed | None = None
        for found in attributed:
            span = (found.marked.span.start, found.marked.span.end)
            if before and self._interrupts(before, found):
                said[-1] = replace(said[-1], spans=(*said[-1].spans, span))
            else:
                around = (found.marked.tail, found.marked.lead)
                said.append(_Said((span,), self._kind(found), found.attribution, around))
            before = found
        return said

    def _interrupts(self, before: Attributed, found: Attributed) -> bool:
        """One sentence cut in two by its attribution: ``"One," he said, "two."``"""
        first, last = found.marked.lead
        cue = before.attribution.cue if before.attribution else None
        if not before.attribution or not found.attribution or not cue or not first <= cue.verb < last:
            return False
        sentence = self.tokens.sentence_of
        return (
            before.marked.paragraph == found.marked.paragraph
            and before.attribution.speaker == found.attribution.speaker
            and not before.marked.ends_sentence
            and sentence[first] == sentence[last - 1]
            and self.tokens.words[last - 1] not in ".?!"
            and self.tokens.text[found.marked.span.start].islower()
        )

    def _kind(self, found: Attributed) -> Kind:
        marked = found.marked
        cue = found.attribution.cue if found.attribution else None
        before = self.tokens.lows[marked.lead[1] - 1] if marked.lead[1] > marked.lead[0] else ""
        if before in HEADLINE_WORDS or (cue and cue.cue.verb in HEADLINE_WORDS):
            return "headline"
        return "direct" if marked.sentence_like or marked.ends_sentence else "partial"

    def _reported(self, attributed: list[Attributed]) -> list[_Said]:
        return [
            _Said(
                tuple(self._without_stop(self.tokens.span(*piece)) for piece in report.pieces),
                "reported",
                Attribution("report", report.speaker, report.cue),
                ((self.tokens.sentence_start(report.cue.verb), report.cue.last),),
            )
            for report in Reports(self.attributor, attributed).read()
        ]

    def _without_stop(self, span: Span) -> Span:
        """A clause without the full stop or comma that ends it."""
        start, end = span
        return start, start + len(self.tokens.text[start:end].rstrip(".,"))

    def _answered(self) -> list[_Said]:
        return [
            _Said((self.tokens.span(*words),), "direct", Attribution("answer", label))
            for label, words in answers(self.tokens)
        ]

    # who said it

    def _resolver(self, said: list[_Said], attributed: list[Attributed]) -> Resolver:
        resolver = Resolver(self.tokens, self.roster, self.day, self.names)
        attributions = [words.attribution for words in said if words.attribution]
        speaking = {attribution.speaker for attribution in attributions if attribution.speaker}
        subjects: set[Phrase] = set()
        if self.roster.people:
            subjects |= {cue.subject for cues in self.attributor.gap_cues for cue in cues if cue.subject}
            subjects |= self.attributor.sentence_subjects()
        in_marks = [(found.marked.first, found.marked.last) for found in attributed]
        resolver.read(subjects, speaking, in_marks, _answers(attributed))
        return resolver

    def _quotations(self, said: list[_Said], resolver: Resolver) -> list[Quotation]:
        quotations: list[Quotation] = []
        groups: dict[tuple[Phrase | None, int | None], int] = {}
        for words in said:
            attribution = words.attribution
            key = (
                (attribution.speaker, attribution.cue.verb if attribution.cue else None)
                if attribution
                else (None, words.spans[0][0])
            )
            group = groups.setdefault(key, len(groups) + 1)
            quotations.append(self._quotation(words, group, resolver))
        return quotations

    def _quotation(self, words: _Said, group: int, resolver: Resolver) -> Quotation:
        attribution = words.attribution
        if attribution is None or attribution.speaker is None:
            return _unattributed(words, group)
        if self.attributor.phrases.is_nobody(attribution.speaker):
            return _unattributed(words, group)
        resolution = resolver.resolved.get(attribution.speaker, _UNATTRIBUTED)
        if words.kind == "headline" and resolution.person:
            return _unattributed(words, group)
        speaker_span, cue = self.tokens.span(*attribution.speaker), attribution.cue
        cue_span = self.tokens.span(cue.verb, cue.verb + cue.length) if cue else None
        label = self.tokens.text[slice(*speaker_span)]
        cue_words = self.tokens.text[slice(*cue_span)] if cue_span else ""
        addressee, occasion = self._occasion(cue)
        because = reason(attribution.rule, label, f"{cue_words} {addressee}".strip())
        return Quotation(
            words.spans,
            words.kind,
            group,
            speaker_label=label,
            speaker_span=speaker_span,
            person=resolution.person,
            status=resolution.status,
            candidates=resolution.candidates,
            cue=cue_words or None,
            cue_span=cue_span,
            addressee=addressee,
            occasion=occasion,
            said_on=self._said_on(words.around),
            rule=attribution.rule,
            way=resolution.how,
            confidence=confidence(attribution.rule, resolution.how),
            evidence="; ".join(filter(None, (because, resolution.evidence))),
        )

    def _occasion(self, cue: CueFound | None) -> tuple[str, str]:
        if cue is None:
            return "", ""
        limit = min(cue.last + _LONGEST_OCCASION, max(cue.last, self.tokens.sentence_end(cue.verb)))
        return addressee_and_occasion(self.tokens, self.attributor.phrases, cue, limit)

    def _said_on(self, around: tuple[Phrase, ...]) -> date | None:
        """The day that the sentence of the attribution names, outside the words said; none still to come."""
        for first, last in around if self.dates else ():
            start, end = self.tokens.span(first, last) if first < last else (0, 0)
            for named in self._dates_between(start, end):
                if self.day and named.starts <= self.day and (named.ends - named.starts).days == 1:
                    return named.starts
        return None

    def _dates_between(self, start: int, end: int) -> list[DateMention]:
        at = bisect_left(self.dates, start, key=lambda named: named.start)
        return list(takewhile(lambda named: named.end <= end, self.dates[at : at + _MOST_DAYS]))


def _unattributed(words: _Said, group: int) -> Quotation:
    return Quotation(words.spans, words.kind, group, confidence=confidence(None, "none"))


def _start(words: _Said) -> int:
    return words.spans[0][0]


def _place(words: _Said) -> tuple[int, int]:
    start, end = words.spans[0]
    return start, -end


def _is_within(named: DateMention, attributed: list[Attributed]) -> bool:
    """Whether a day is named by a speaker, for whom *tonight* may be another night than for the report."""
    at = bisect_right(attributed, named.start, key=lambda found: found.marked.span.start)
    return at > 0 and named.start < attributed[at - 1].marked.span.end


def _inside(found: Attributed, answered: list[_Said]) -> bool:
    """Whether marks stand inside an answer that is itself a quotation."""
    start = found.marked.span.start
    at = bisect_right(answered, start, key=_start)
    return at > 0 and start < answered[at - 1].spans[0][1]


def _answers(attributed: list[Attributed]) -> dict[Phrase, Phrase]:
    """For the speaker of a reply, the speaker of the paragraph before: ``"…," she replied.``"""
    found: dict[Phrase, Phrase] = {}
    for before, words in pairwise(attributed):
        if words.marked.paragraph == before.marked.paragraph or not _replies(words):
            continue
        speaker = words.attribution.speaker if words.attribution else None
        asked = before.attribution.speaker if before.attribution else None
        if speaker and asked:
            found[speaker] = asked
    return found


def _replies(words: Attributed) -> bool:
    cue = words.attribution.cue if words.attribution else None
    return words.marked.opener in _ANSWERS or (cue is not None and cue.cue.verb in _REPLIES)
