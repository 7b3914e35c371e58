"""Which event led to which, where a report says so in one sentence."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from articles.extraction.events import EventRecord
from articles.extraction.records import Span
from articles.extraction.tellings import KINDS, TABLES, pattern_of, sentences, without

CAME_OF, CAME_AFTER, BROUGHT_ABOUT = (pattern_of(phrases) for phrases in TABLES["causes"].values())
_SAID, _IMPLIED = 0.7, 0.5
"""How likely one led to the other where the report says so, and where it says only which came after."""
_NEAR = 60
"""Characters from the words between the two events within which the cause is named."""


@dataclass(frozen=True, slots=True)
class Cause:
    """A report's word that one event led to another."""

    effect: str
    cause: str
    confidence: float
    sentence: str


def causes(
    text: str, quoted: Iterable[Span], covered: Sequence[EventRecord], before: Sequence[EventRecord]
) -> Iterator[Cause]:
    """What led to what, by the sentences of a report in its own words.

    ``covered`` are the events that the report covers, ``before`` others that it may look back to.
    """
    own = without(text, quoted)
    for start, end in sentences(own):
        for effect_words, cause_words, confidence in _links(own[start:end]):
            effect = _named(effect_words, covered)
            cause = _named(cause_words, covered) or _named(cause_words, before)
            if effect and cause and effect != cause and _may_lead(cause, effect):
                yield Cause(effect.id, cause.id, confidence, text[start:end].strip())


def _links(sentence: str) -> Iterator[tuple[str, str, float]]:
    """The words that may name an effect, those that may name its cause, and how surely that is meant."""
    for pattern, confidence in ((CAME_OF, _SAID), (CAME_AFTER, _IMPLIED)):
        for match in pattern.finditer(sentence):
            cause, effect = sentence[match.end() :], sentence[: match.start()]
            if not effect.strip():
                cause, _, effect = cause.partition(",")
            yield effect, cause[:_NEAR], confidence
    for match in BROUGHT_ABOUT.finditer(sentence):
        yield sentence[match.end() :][:_NEAR], sentence[: match.start()][-_NEAR:], _SAID


def _named(words: str, events: Sequence[EventRecord]) -> EventRecord | None:
    """The one event that these words name by its kind; nothing where they may mean two."""
    named = [event for event in events if _words_of(event).search(words)]
    return named[0] if len(named) == 1 else None


def _words_of(event: EventRecord) -> re.Pattern[str]:
    """The words for its kind; of *select-committee hearing* those for a hearing."""
    last = event.kind.rpartition(" ")[2]
    return KINDS.get(event.kind) or KINDS.get(last) or pattern_of(event.kind)


def _may_lead(cause: EventRecord, effect: EventRecord) -> bool:
    return cause.day is not None and effect.day is not None and cause.day <= effect.day
