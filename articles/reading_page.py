"""A report as it is read: its paragraphs, with what was said marked in them, people and events linked.

Everything here is text and rows; escaping is the template's. The work grows with the length of the
text and the number of quotations, not with their product.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from heapq import heappop, heappush
from types import MappingProxyType

from articles.extraction.te_reo import passages
from articles.extraction.tellings import first_told, without
from articles.models import ArticleVersion, Coverage, Event, Mention, Quotation
from articles.results.rows import edge
from people.models import Person
from people.then import Standing

PAIRS = {"“": "”", "„": "“", "«": "»", '"': '"', "‘": "’", "'": "'"}
# A single mark alone may be an apostrophe.
OPENING, CLOSING = {"“", "„", "«", '"'}, {"”", "»", '"'}


@dataclass(frozen=True, slots=True)
class EventMention:
    """The words, ``[start, end)`` in the body, by which a report tells of an event that it covers."""

    start: int
    end: int
    event: Event

    @property
    def is_proposed(self) -> bool:
        return self.event.told == Coverage.Status.PROPOSED  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Part:
    """Some words, and the person or the event that they are a link to."""

    text: str
    mention: Mention | EventMention | None = None
    then: Standing | None = None
    """What that person was on the day of the report, where nothing beside the paragraph says so."""
    is_te_reo: bool = False


@dataclass(slots=True)
class Run:
    """Words of one quotation, or of none; of quotations inside each other, the inner one has the words."""

    parts: list[Part]
    quotation: Quotation | None = None
    edge: str = ""
    is_first: bool = False
    """Whether the quotation begins here, so that its address may point to this place."""

    @property
    def tag(self) -> str:
        """The element that the words stand in: ``q`` for the speaker's own, none for the report's."""
        if self.quotation is None:
            return ""
        return "span" if self.quotation.kind == Quotation.Kind.REPORTED else "q"


@dataclass(slots=True)
class Note:
    """What the margin says of a speaker beside one paragraph."""

    quotation: Quotation
    edge: str
    goes_on: bool
    """Whether the note before this one names the same speaker."""
    numbered: dict[int, Quotation] = field(default_factory=dict)
    """The quotations it speaks for, by their number in the report."""
    then: Standing | None = None
    """What the speaker was that day."""
    event: Event | None = None
    """What they were said at, where no note before this one says so."""

    def first_event(self, besides: Container[int]) -> Event | None:
        events = (quotation.event for quotation in self.numbered.values())
        return next((at for at in events if at and at.is_accepted and at.pk not in besides), None)

    @property
    def unsettled(self) -> Quotation | None:
        """The one that says what is not settled; the reasons of the others stand on their own pages."""
        return next((q for q in self.numbered.values() if not q.shown_as_fact), None)

    @property
    def why_proposed(self) -> str:
        """The evidence of an attribution to somebody that nobody has confirmed yet."""
        return reason(self.unsettled.evidence) if self.unsettled and self.unsettled.said_by else ""


@dataclass(slots=True)
class Paragraph:
    runs: list[Run]
    notes: list[Note]
    edge: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """The part of one quotation that stands in one paragraph, ``[start, end)`` in the body."""

    start: int
    end: int
    quotation: Quotation

    @property
    def rank(self) -> tuple[int, int]:
        """Least for the innermost: what starts later, or ends sooner, stands inside."""
        return -self.start, self.end


def read_page(
    version: ArticleVersion,
    quotations: Iterable[Quotation],
    mentions: Iterable[Mention],
    then: Mapping[int, Standing] = MappingProxyType({}),
    speakers: Mapping[int, Standing] = MappingProxyType({}),
    around: Iterable[Event] = (),
) -> list[Paragraph]:
    """The paragraphs of ``version``. In its text each person and each event is linked once.

    ``then`` has what people, by key, were on the day of the report; ``speakers`` what whoever said a
    quotation, by its key, was on the day of it; ``around`` is from ``Event.objects.around()``.
    """
    quotations = list(quotations)
    numbers: dict[int, int] = {}
    edges: dict[int, str] = {}
    begun: set[int] = set()
    linker = Linker(version.body, [*mentions, *events_in(version.body, quotations, around)], then)
    events: set[int] = set()
    page: list[Paragraph] = []
    inside = pieces_by_paragraph(version, quotations)
    for (start, text), pieces in zip(version.paragraphs, inside, strict=True):
        for quotation in (piece.quotation for piece in pieces):
            if quotation.pk not in numbers:
                numbers[quotation.pk] = len(numbers) + 1
                edges[quotation.pk] = edge_of(quotation)
        runs = []
        noted = {piece.quotation.speaker_id for piece in pieces}
        for first, last, said in cut(start, start + len(text), pieces):
            run = Run(linker.parts(first, last, noted), said)
            if said:
                run.edge = edges[said.pk]
                run.is_first = said.pk not in begun
                begun.add(said.pk)
            runs.append(run)
        notes = notes_beside(pieces, numbers, edges, page[-1].notes if page else [])
        for note in notes:
            note.then = speakers.get(note.quotation.pk)
            note.event = note.first_event(besides=events)
            events |= {note.event.pk} if note.event else set()
        page.append(Paragraph(runs, notes, edge_beside(pieces, edges)))
    return page


def events_in(body: str, quotations: Iterable[Quotation], around: Iterable[Event]) -> list[EventMention]:
    """Where a report's own words first tell of each event that it covers.

    Left out are events of a kind that it covers several of, or that most stories have words for.
    """
    told = [event for event in around if event.told]  # type: ignore[attr-defined]
    kinds = Counter(event.kind for event in told)
    marked = (each for each in quotations if each.kind != Quotation.Kind.REPORTED)
    said = [(start, end) for each in marked for start, end in each.spans]
    own = without(body, said) if told else ""
    places = ((first_told(own, event.kind), event) for event in told if kinds[event.kind] == 1)
    return [EventMention(*place, event) for place, event in places if place]


def pieces_by_paragraph(version: ArticleVersion, quotations: Iterable[Quotation]) -> list[list[Piece]]:
    """For each paragraph the pieces in it, in reading order, the outer before the inner."""
    paragraphs = version.paragraphs
    starts = [start for start, _ in paragraphs]
    inside: list[list[Piece]] = [[] for _ in paragraphs]
    for quotation in quotations:
        for start, end in quotation.spans:
            number = bisect_right(starts, start) - 1
            while number < len(paragraphs) and starts[number] < end:
                first, text = paragraphs[number]
                piece = with_marks(
                    version.body, max(start, first), min(end, first + len(text)), first, quotation
                )
                if piece.start < piece.end:
                    inside[number].append(piece)
                number += 1
    for pieces in inside:
        pieces.sort(key=lambda piece: (piece.start, -piece.end))
    return inside


def with_marks(body: str, start: int, end: int, least: int, quotation: Quotation) -> Piece:
    """The piece with the marks that stand against it, since a quotation is stored without them."""
    if quotation.kind != Quotation.Kind.REPORTED:
        before, after = body[max(start - 1, least) : start], body[end : end + 1]
        paired = PAIRS.get(before) == after
        start -= paired or before in OPENING
        end += paired or after in CLOSING
    return Piece(start, end, quotation)


def cut(start: int, end: int, pieces: list[Piece]) -> Iterator[tuple[int, int, Quotation | None]]:
    """Cut ``[start, end)`` where the innermost quotation changes."""
    places = sorted({start, end, *(piece.start for piece in pieces), *(piece.end for piece in pieces)})
    waiting = iter(pieces)
    coming = next(waiting, None)
    open_pieces: list[tuple[tuple[int, int], int, Piece]] = []
    since, held = start, None
    for place in places:
        while coming and coming.start <= place:
            heappush(open_pieces, (coming.rank, coming.quotation.pk, coming))
            coming = next(waiting, None)
        while open_pieces and open_pieces[0][2].end <= place:
            heappop(open_pieces)
        innermost = open_pieces[0][2].quotation if open_pieces else None
        if innermost != held or place == end:
            if place > since:
                yield since, place, held
            since, held = place, innermost


class Linker:
    """Gives each person one link: at the first mention by name that lies whole in a run, if there is any."""

    def __init__(
        self, body: str, mentions: Iterable[Mention | EventMention], then: Mapping[int, Standing]
    ) -> None:
        self.body, self.then = body, then
        self.mentions = sorted(mentions, key=lambda mention: mention.start, reverse=True)
        people = [mention for mention in self.mentions if isinstance(mention, Mention)]
        self.named = {mention.person_id for mention in people if self.is_by_name(mention)}
        self.linked: set[int] = set()
        self.te_reo = passages(body)[::-1]

    def is_by_name(self, mention: Mention) -> bool:
        words = self.body[mention.start : mention.end].split()
        return not set(words).isdisjoint(mention.person.name.split())

    def is_wanted(self, mention: Mention) -> bool:
        person = mention.person_id
        return person not in self.linked and (person not in self.named or self.is_by_name(mention))

    def parts(self, start: int, end: int, noted: Container[int | None]) -> list[Part]:
        """The text of a run, which must begin where the last one ended or later.

        Of those who are ``noted`` the margin says what they were.
        """
        parts: list[Part] = []
        while self.mentions and self.mentions[-1].start < end:
            mention = self.mentions.pop()
            if mention.start < start or mention.end > end:
                continue
            then = None
            if isinstance(mention, Mention):
                if not self.is_wanted(mention):
                    continue
                self.linked.add(mention.person_id)
                then = None if mention.person_id in noted else self.then.get(mention.person_id)
            parts += self.cut(start, mention.start)
            parts += self.cut(mention.start, mention.end, mention, then)
            start = mention.end
        return [*parts, *self.cut(start, end)]

    def cut(
        self,
        start: int,
        end: int,
        mention: Mention | EventMention | None = None,
        then: Standing | None = None,
    ) -> Iterator[Part]:
        """The same text in parts of one language; a link is of one, that of its beginning."""
        while start < end:
            while self.te_reo and self.te_reo[-1][1] <= start:
                self.te_reo.pop()
            first, last = self.te_reo[-1] if self.te_reo else (end, end)
            upto = end if mention else min(end, first if start < first else last)
            yield Part(self.body[start:upto], mention, then, is_te_reo=first <= start)
            start = upto


def notes_beside(
    pieces: list[Piece], numbers: dict[int, int], edges: dict[int, str], before: list[Note]
) -> list[Note]:
    """One note a speaker, in reading order."""
    notes: dict[object, Note] = {}
    last = speaker_key(before[-1].quotation) if before else None
    for piece in pieces:
        quotation = piece.quotation
        speaker = speaker_key(quotation)
        if speaker not in notes:
            notes[speaker] = Note(quotation, edges[quotation.pk], speaker == last)
            last = speaker
        notes[speaker].numbered[numbers[quotation.pk]] = quotation
    return list(notes.values())


def speaker_key(quotation: Quotation) -> object:
    """What tells one speaker of a report from another, named or not."""
    if quotation.attribution == Quotation.Attribution.AMBIGUOUS:
        return frozenset(quotation.candidates.all()) or quotation.speaker_label
    return quotation.said_by or (quotation.attribution, quotation.speaker_label)


def edge_beside(pieces: list[Piece], edges: dict[int, str]) -> str:
    """The edge of a paragraph: of the one who speaks first in it, and solid if any words are their own."""
    if not pieces:
        return ""
    first = speaker_key(pieces[0].quotation)
    theirs = [piece.quotation for piece in pieces if speaker_key(piece.quotation) == first]
    return edges[min(theirs, key=lambda quotation: quotation.kind == Quotation.Kind.REPORTED).pk]


def edge_of(quotation: Quotation) -> str:
    """The classes that draw a quotation: the speaker's party that day, reported speech, not settled."""
    party = quotation.speaker_party
    reported = quotation.kind == Quotation.Kind.REPORTED
    return edge(party.slug if party else "none", reported, quotation.shown_as_fact)


def reason(evidence: str) -> str:
    """Evidence as the quotation reader writes it, where asterisks stand round words of the text."""
    return re.sub(r"\*([^*]+)\*", r"“\1”", evidence)


def people_quoted(quotations: Iterable[Quotation]) -> list[Person]:
    """Each person once, in reading order."""
    return list(dict.fromkeys(quotation.speaker for quotation in quotations if quotation.speaker))
