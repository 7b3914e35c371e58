"""Read one article: its quotations, who said them, the people and days it names, the events it covers."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from articles.extraction.attribute import Attributed, Attributor
from articles.extraction.dates import dates_in
from articles.extraction.events import EventRecord
from articles.extraction.marks import marked_spans
from articles.extraction.names import NameFinder
from articles.extraction.phrases import Phrase
from articles.extraction.records import DateMention, EventLink, Kind, Mention, Quotation, Reading
from articles.extraction.resolve import Resolution, Resolver
from articles.extraction.roster import Roster
from articles.extraction.tokens import Tokens

NOBODY = Roster([], {}, [])
_HEADLINE_CUES = frozenset(["headline", "caption", "title"])


def read_story(
    text: str, published: date | None = None, roster: Roster = NOBODY, events: Sequence[EventRecord] = ()
) -> Reading:
    """Return what ``text`` says. Never raises on odd text; the same text gives the same reading."""
    day = published.date() if isinstance(published, datetime) else published
    return _Story(text, day, roster, events).read()


class _Story:
    def __init__(self, text: str, day: date | None, roster: Roster, events: Sequence[EventRecord]) -> None:
        self.tokens = Tokens(text)
        self.day = day
        self.roster = roster
        self.events = events
        self.attributor = Attributor(self.tokens, marked_spans(text, self.tokens.paragraphs))
        self.names = NameFinder(self.tokens, roster, day)

    def read(self) -> Reading:
        marked = self.attributor.read()
        dates = dates_in(self.tokens.text, self.day)
        resolutions = self._resolutions(marked)
        quotations = self._quotations(marked, resolutions, dates)
        return Reading(tuple(quotations), tuple(self._mentions()), tuple(dates), tuple(self._links()))

    def _resolutions(self, marked: list[Attributed]) -> dict[Phrase, Resolution]:
        resolver = Resolver(self.tokens, self.roster, self.day, self.names)
        phrases = {m.attribution.speaker for m in marked if m.attribution and m.attribution.speaker}
        if self.roster.people:
            phrases |= {cue.subject for cues in self.attributor.gap_cues for cue in cues if cue.subject}
            phrases |= self.attributor.sentence_subjects()
        return resolver.read(phrases, [(m.marked.first, m.marked.last) for m in marked], {})

    def _quotations(
        self, marked: list[Attributed], resolutions: dict[Phrase, Resolution], dates: list[DateMention]
    ) -> list[Quotation]:
        quotations: list[Quotation] = []
        group = 0
        previous: Attributed | None = None
        for m in marked:
            if not self._same_group(previous, m):
                group += 1
            quotation = self._quotation(m, group, resolutions, dates)
            if quotations and self._interrupted(previous, m):
                joined = (*quotations[-1].spans, *quotation.spans)
                quotations[-1] = _with_spans(quotations[-1], joined)
            else:
                quotations.append(quotation)
            previous = m
        return quotations

    def _same_group(self, previous: Attributed | None, m: Attributed) -> bool:
        if previous is None or previous.attribution is None or m.attribution is None:
            return False
        return previous.attribution.speaker == m.attribution.speaker

    def _interrupted(self, previous: Attributed | None, m: Attributed) -> bool:
        """One sentence cut in two by its attribution: ``"One," he said, "two."``"""
        if (
            previous is None
            or previous.marked.paragraph != m.marked.paragraph
            or not self._same_group(previous, m)
        ):
            return False
        sentence = self.tokens.sentence_of
        gap_first, gap_last = m.marked.lead
        opener = self.tokens.text[m.marked.span.start : m.marked.span.start + 1]
        return (
            not previous.marked.ends_sentence
            and gap_last > gap_first
            and sentence[gap_first] == sentence[gap_last - 1]
            and self.tokens.words[gap_last - 1] not in ".?!"
            and opener.islower()
        )

    def _quotation(
        self, m: Attributed, group: int, resolutions: dict[Phrase, Resolution], dates: list[DateMention]
    ) -> Quotation:
        tokens, attribution = self.tokens, m.attribution
        speaker = attribution.speaker if attribution else None
        cue = attribution.cue if attribution else None
        resolution = resolutions[speaker] if speaker else Resolution("unattributed", "none")
        return Quotation(
            spans=((m.marked.span.start, m.marked.span.end),),
            kind=self._kind(m),
            group=group,
            speaker_label=tokens.slice(*speaker) if speaker else None,
            speaker_span=tokens.span(*speaker) if speaker else None,
            person=resolution.person,
            status=resolution.status,
            candidates=resolution.candidates,
            cue=tokens.slice(cue.verb, cue.verb + cue.length) if cue else None,
            cue_span=tokens.span(cue.verb, cue.verb + cue.length) if cue else None,
            said_on=self._said_on(m, dates),
            confidence=0.5,
            evidence=resolution.evidence,
        )

    def _kind(self, m: Attributed) -> Kind:
        cue = m.attribution.cue if m.attribution else None
        if (cue and cue.cue.verb in _HEADLINE_CUES) or self._word_before(m) in _HEADLINE_CUES:
            return "headline"
        return "direct" if m.marked.sentence_like or m.marked.ends_sentence else "partial"

    def _word_before(self, m: Attributed) -> str:
        return self.tokens.lows[m.marked.lead[1] - 1] if m.marked.lead[1] > m.marked.lead[0] else ""

    def _said_on(self, m: Attributed, dates: list[DateMention]) -> date | None:
        """The day named in the sentence of the attribution, outside the marks."""
        ranges = [self.tokens.span(*gap) for gap in (m.marked.tail, m.marked.lead) if gap[0] < gap[1]]
        for start, end in ranges:
            for named in dates:
                if start <= named.start and named.end <= end and (named.ends - named.starts).days == 1:
                    return named.starts
        return None

    def _mentions(self) -> list[Mention]:
        return [
            Mention(*self.tokens.span(named.first, named.last), named.people[0], 0.9, named.form)
            for named in self.names.names
            if len(named.people) == 1
        ]

    def _links(self) -> list[EventLink]:
        return []


def _with_spans(quotation: Quotation, spans: tuple[tuple[int, int], ...]) -> Quotation:
    return replace(quotation, spans=spans)
