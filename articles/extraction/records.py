"""What a reading of one article says: its quotations, people, dates and events.

Positions are pairs ``(start, end)`` in code points of the text that was read, the end outside.
People and events are the keys of the roster and the event list that the reader was given.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Span = tuple[int, int]
Kind = Literal["direct", "partial", "headline", "reported"]
Status = Literal["resolved", "ambiguous", "unlisted", "organisation", "unattributed"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person who may be meant, how likely (0 to 1), and why in words staff can read."""

    person: str
    score: float
    evidence: str


@dataclass(frozen=True, slots=True)
class Quotation:
    """One thing said, in one or more spans, and who is proposed as its speaker.

    Spans leave out the quotation marks. A sentence that its attribution interrupts is one quotation
    of two spans; separate sentences and paragraphs are separate quotations. Quotations in marks never
    overlap, nor do reported clauses; a reported clause may hold the partial quotations inside it.
    """

    spans: tuple[Span, ...]
    kind: Kind
    group: int
    """Quotations that hang on one attribution share a number."""
    speaker_label: str | None = None
    """The speaker as printed, such as ``the Labour MP`` or ``he``; None where the text gives nobody."""
    speaker_span: Span | None = None
    person: str | None = None
    """Given only where the status is ``resolved``."""
    status: Status = "unattributed"
    candidates: tuple[Candidate, ...] = ()
    """Best first, the resolved person among them."""
    cue: str | None = None
    cue_span: Span | None = None
    addressee: str = ""
    occasion: str = ""
    """Where or how it was said, as printed: ``in a statement``, ``Speaking to reporters in Christchurch``."""
    said_on: date | None = None
    rule: str = ""
    """What tied the label to the words, such as ``after``; empty where nothing did."""
    way: str = ""
    """How the person was told, such as ``surname`` or ``pronoun``."""
    confidence: float = 0.0
    """How likely speaker and person are right, 0 to 1, calibrated on the development files."""
    evidence: str = ""
    """Why, in words staff can read; asterisks stand round words of the text."""
    event: str | None = None

    @property
    def start(self) -> int:
        return self.spans[0][0]


@dataclass(frozen=True, slots=True)
class Mention:
    """A known person named, or meant by an office, at one place."""

    start: int
    end: int
    person: str
    confidence: float
    evidence: str


@dataclass(frozen=True, slots=True)
class DateMention:
    """Words such as ``yesterday`` or ``last week`` and the days they mean, ``[starts, ends)``."""

    start: int
    end: int
    starts: date
    ends: date


@dataclass(frozen=True, slots=True)
class EventLink:
    """An event that the article covers, how likely, and why."""

    event: str
    confidence: float
    evidence: str


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything read from one article, each list in reading order."""

    quotations: tuple[Quotation, ...] = ()
    mentions: tuple[Mention, ...] = ()
    dates: tuple[DateMention, ...] = ()
    events: tuple[EventLink, ...] = ()
