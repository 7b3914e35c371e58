"""What was said, gathered by who said it and by which words: the fullest form of each, and who printed it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from articles.extraction.wording import plain_words
from articles.models import Outlet, Quotation
from people.models import Organization, Person

LEAST_CUT = 3
"""Fewer words than this stand in too many sentences to be known for a part of one."""


@dataclass(slots=True)
class Saying:
    """Words, in the fullest form that was printed, and every quotation of them or of a part."""

    quotation: Quotation
    folded: str
    printed: list[Quotation] = field(default_factory=list)
    cuts: int = 0

    def holds(self, folded: str) -> bool:
        if folded == self.folded:
            return True
        return folded.count(" ") + 1 >= LEAST_CUT and f" {folded} " in f" {self.folded} "

    def add(self, quotation: Quotation, folded: str) -> None:
        self.printed.append(quotation)
        self.cuts += folded != self.folded


@dataclass(slots=True)
class Voice:
    """Everything of one speaker: a person, an outlet, a body, or all whom no record is known for."""

    speaker: Person | Outlet | Organization | None
    sayings: list[Saying]

    @property
    def person(self) -> Person | None:
        return self.speaker if isinstance(self.speaker, Person) else None

    @property
    def count(self) -> int:
        return sum(len(saying.printed) for saying in self.sayings)


def gather(quotations: Iterable[Quotation]) -> list[Voice]:
    """People, then outlets and bodies, each the most printed first, then all whom no record is known for."""
    by_speaker: dict[Person | Outlet | Organization | str, list[Quotation]] = {}
    for quotation in quotations:
        by_speaker.setdefault(quotation.said_by or fold(quotation.speaker_label), []).append(quotation)
    voices, others = [], Voice(None, [])
    for speaker, said in by_speaker.items():
        if isinstance(speaker, str):
            others.sayings += sayings(said)
        else:
            voices.append(Voice(speaker, sayings(said)))
    voices.sort(key=lambda voice: (voice.person is None, -voice.count))
    return [*voices, others] if others.sayings else voices


def sayings(quotations: list[Quotation]) -> list[Saying]:
    """The words of one speaker, as they came; a part is counted with the words it was cut from."""
    found: list[Saying] = []
    folded = {quotation: fold(quotation.text) for quotation in quotations}
    for quotation in sorted(quotations, key=lambda quotation: -len(folded[quotation])):
        words = folded[quotation]
        whole = next((saying for saying in found if saying.holds(words)), None)
        if whole is None:
            whole = Saying(quotation, words)
            found.append(whole)
        whole.add(quotation, words)
    place = {quotation: number for number, quotation in enumerate(quotations)}
    return sorted(found, key=lambda saying: min(place[quotation] for quotation in saying.printed))


def fold(words: str) -> str:
    return " ".join(plain_words(words))
