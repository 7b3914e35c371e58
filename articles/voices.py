"""What was said about an event, gathered by who said it and by which words: the fullest form of each.

Hundreds of quotations stand on one page, so they are read as plain rows, every word of them at hand.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from archive.addresses import page_of
from articles.extraction.wording import plain_words
from articles.models import Event, Quotation
from articles.results.matches import fetch
from articles.results.rows import dated, edge, in_marks, state
from people.names import initials
from people.then import Standing

LEAST_CUT = 3
"""Fewer words than this stand in too many sentences to be known for a part of one."""
MOST_IN_A_COLUMN = 5

# Of more than a page has room for, the first of each speaker comes before the second of any.
SAID = """
SELECT
    said.id, said.text, said.kind, said.status, said.confidence, said.attribution, said.speaker_label,
    said.occasion, said.said_on, said.speaker_id, said.speaker_outlet_id, said.speaker_organization_id,
    (SELECT ARRAY[name, slug] FROM people_person WHERE id = said.speaker_id),
    (SELECT slug FROM people_party WHERE id = said.speaker_party_id),
    (SELECT ARRAY[name, slug] FROM articles_outlet WHERE id = said.speaker_outlet_id),
    (SELECT name FROM people_organization WHERE id = said.speaker_organization_id),
    (SELECT language FROM articles_article WHERE id = said.article_id),
    (SELECT name FROM articles_outlet WHERE id = said.outlet_id)
FROM articles_quotation said
WHERE said.id = ANY(ARRAY(
    SELECT id FROM (
        SELECT id, listed_on, row_number() OVER (
            PARTITION BY speaker_id, speaker_outlet_id, speaker_organization_id ORDER BY listed_on, id
        ) AS turn
        FROM articles_quotation WHERE about @> ARRAY[%s]::bigint[] AND public
    ) AS every ORDER BY turn, listed_on, id LIMIT %s
))
ORDER BY said.listed_on, said.id
"""


class Said(NamedTuple):
    """A row of :data:`SAID`."""

    pk: int
    text: str
    kind: str
    status: str
    confidence: float | None
    attribution: str
    label: str
    occasion: str
    said_on: date | None
    person_id: int | None
    outlet_id: int | None
    body_id: int | None
    person: list[str] | None
    """Name and slug, as in ``voice``."""
    party: str | None
    voice: list[str] | None
    body: str | None
    language: str
    printed_in: str

    @property
    def known(self) -> bool:
        return bool(self.person or self.voice or self.body)

    @property
    def speaker(self) -> tuple[str, int] | str:
        """What is the same for all of one speaker."""
        for kind, key in (("person", self.person_id), ("outlet", self.outlet_id), ("body", self.body_id)):
            if key:
                return kind, key
        return fold(self.label)

    @property
    def address(self) -> str:
        return page_of("quotation", self.pk)


class SayingLine(NamedTuple):
    """What ``quick/voices.html`` prints of words; an empty string where there is nothing to say."""

    edge: str
    own: str
    """A class, where the words are the speaker's own."""
    language: str
    words: SafeString
    label: str
    """The report's own words for whoever spoke, where nobody is named."""
    occasion: str
    stamp: str
    day: str
    printed: list[tuple[str, str]]
    """As :attr:`Saying.by_outlet`."""
    cuts: int
    state: str


@dataclass(slots=True)
class Saying:
    """Words, in the fullest form that was printed, and every quotation of them or of a part."""

    said: Said
    folded: str
    printed: list[Said] = field(default_factory=list)
    cuts: int = 0

    def holds(self, folded: str) -> bool:
        if folded == self.folded:
            return True
        return folded.count(" ") + 1 >= LEAST_CUT and f" {folded} " in f" {self.folded} "

    def add(self, said: Said, folded: str) -> None:
        self.printed.append(said)
        self.cuts += folded != self.folded

    @property
    def by_outlet(self) -> list[tuple[str, str]]:
        """Where each outlet has most of them, and its name."""
        addresses: dict[str, str] = {}
        for said in self.printed:
            addresses.setdefault(said.printed_in, said.address)
        return [(address, outlet) for outlet, address in addresses.items()]

    def line(self, language: str) -> SayingLine:
        """For a page in that language."""
        said = self.said
        is_reported = said.kind == Quotation.Kind.REPORTED
        settled = said.known and Quotation.is_settled(said.status, said.confidence)
        stamp, day = dated(said.said_on) if said.said_on else ("", "")
        return SayingLine(
            edge(said.party or "none", is_reported, settled),
            "" if is_reported else " own",
            said.language,
            in_marks(said.text, is_reported),
            "" if said.known else capfirst(said.label) or _("Nobody named"),
            capfirst(said.occasion),
            stamp,
            day,
            self.by_outlet,
            self.cuts,
            state(said.attribution, said.known, settled, language),
        )


@dataclass(slots=True)
class Voice:
    """Everything of one speaker: a person, an outlet, a body, or all whom no record is known for."""

    speaker: Said | None
    sayings: list[Saying]
    then: Standing = field(default_factory=Standing)
    """What a person was on the day of the event."""

    @property
    def person(self) -> int | None:
        return self.speaker.person_id if self.speaker else None

    @property
    def lines(self) -> list[SayingLine]:
        language = get_language() or ""
        return [saying.line(language) for saying in self.sayings]

    @property
    def is_long(self) -> bool:
        """Whether one column would stand far below those beside it."""
        return len(self.sayings) > MOST_IN_A_COLUMN

    @property
    def count(self) -> int:
        return sum(len(saying.printed) for saying in self.sayings)

    @property
    def name(self) -> str:
        if self.speaker is None:
            return _("Others, as printed")
        named = self.speaker.person or self.speaker.voice
        return named[0] if named else self.speaker.body or ""

    @property
    def address(self) -> str:
        """Empty for whom the archive has no page."""
        if self.speaker is None or not (named := self.speaker.person or self.speaker.voice):
            return ""
        return page_of("person" if self.speaker.person else "outlet", named[1])

    @property
    def initials(self) -> str:
        return initials(self.name)


def said_about(event: Event, most: int) -> list[Said]:
    """What was said at it, or printed in reports of it and tied to no other event; oldest first."""
    return [Said._make(row) for row in fetch(SAID, [event.pk, most])]


def gather(quotations: Iterable[Said]) -> list[Voice]:
    """People, then outlets and bodies, each the most printed first, then all whom no record is known for."""
    by_speaker: dict[tuple[str, int] | str, list[Said]] = {}
    for said in quotations:
        by_speaker.setdefault(said.speaker, []).append(said)
    voices, others = [], Voice(None, [])
    for speaker, of_one in by_speaker.items():
        if isinstance(speaker, str):
            others.sayings += sayings(of_one)
        else:
            voices.append(Voice(of_one[0], sayings(of_one)))
    voices.sort(key=lambda voice: (voice.person is None, -voice.count))
    return [*voices, others] if others.sayings else voices


def sayings(quotations: list[Said]) -> list[Saying]:
    """The words of one speaker, as they came; a part is counted with the words it was cut from."""
    found: list[Saying] = []
    folded = {said.pk: fold(said.text) for said in quotations}
    for said in sorted(quotations, key=lambda said: -len(folded[said.pk])):
        words = folded[said.pk]
        whole = next((saying for saying in found if saying.holds(words)), None)
        if whole is None:
            whole = Saying(said, words)
            found.append(whole)
        whole.add(said, words)
    place = {said.pk: number for number, said in enumerate(quotations)}
    return sorted(found, key=lambda saying: min(place[said.pk] for said in saying.printed))


def fold(words: str) -> str:
    return " ".join(plain_words(words))
