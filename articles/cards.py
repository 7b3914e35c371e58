"""The picture that other sites show of a link: a quotation or an event, with who, where and when."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import category, combining

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from archive.templatetags.frame import in_words
from archive.typesetting import has_letters_for, picture
from articles.models import Event, Quotation
from articles.themes import note_on
from people.days import written
from people.models import GREY_LIGHT
from people.stylesheet import COLOUR

WIDTH, HEIGHT = 1200, 630
MOST = {"words": 320, "name": 90, "role": 200, "state": 60, "caps": 60, "source": 44, "day": 48}
"""Letters that there is room for in each line."""
UNBROKEN = re.compile(r"\S{25,}")
"""A word so long that a line may end within it."""
MOST_MARKS = 4
"""Accents on one letter; more would stand in other lines."""
LANGUAGE = re.compile(r"[a-z]{2,3}\b")


@dataclass(frozen=True, slots=True)
class Card:
    """What stands on a picture: every line is text, and an empty one is left out."""

    words: str
    is_own: bool = False
    """Whether the words are the speaker's, and stand in marks."""
    name: str = ""
    role: str = ""
    state: str = ""
    caps: str = ""
    source: str = ""
    day: str = ""
    edge: str = ""
    """How the edge beside the words is drawn: ``solid``, ``thin``, ``dotted`` or not at all."""
    colour: str = GREY_LIGHT
    language: str = "en"
    instead: str = ""
    """What stands there where words or name cannot be printed."""

    @property
    def told(self) -> str:
        """The same for those who do not see it."""
        words = f"“{self.words}”" if self.is_own else self.words
        lines = [self.caps, words, self.name, self.role, self.state, self.source, self.day]
        return ". ".join(filter(None, (line.rstrip(".") for line in lines)))


def card_of_quotation(quotation: Quotation) -> Card:
    """The words, who spoke and what they were that day; of a story with a content note nothing but the note.

    Nobody is named beside such a note: it would read as if it were about them.
    """
    article = quotation.version.article
    source = article.outlet.name
    day = written(article.published_on, article.published_precision)
    if quotation.said_on:
        day = written(quotation.said_on, "day")
    if article.content_themes:
        told = _("The words are on the page.")
        return Card(note_on(article.content_themes), caps=_("A quotation"), role=told, source=source, day=day)
    name, role = speaker(quotation)
    is_reported = quotation.kind == Quotation.Kind.REPORTED
    edge = "thin" if is_reported else "solid"
    return Card(
        quotation.text,
        is_own=not is_reported,
        name=name,
        role=role,
        state=state(quotation),
        edge=edge if quotation.shown_as_fact else "dotted",
        colour=quotation.speaker_party.colour if quotation.speaker_party else GREY_LIGHT,
        language=article.language,
        instead=_("A quotation"),
        source=source,
        day=day,
    )


def speaker(quotation: Quotation) -> tuple[str, str]:
    """Who spoke, and what they were that day; of several who may have, all their names."""
    if quotation.attribution == Quotation.Attribution.AMBIGUOUS:
        people = [person.name for person in quotation.candidates.all()]
        if len(people) > 1:
            return ", ".join(people), _("One of %s, or all") % in_words(len(people))
    if quotation.said_by:
        return str(quotation.said_by), quotation.speaker_then.line if quotation.speaker_then else ""
    return quotation.speaker_label or _("Nobody named"), ""


def state(quotation: Quotation) -> str:
    if quotation.attribution == Quotation.Attribution.AMBIGUOUS:
        return _("Ambiguous in the report")
    if not quotation.said_by:
        return _("Not yet named")
    return "" if quotation.shown_as_fact else _("Proposed, not yet confirmed")


def card_of_event(event: Event, themes: Sequence[str]) -> Card:
    """What happened, where and when; of what hurts to read the note in place of the summary."""
    day = written(event.starts_on, event.precision)
    if event.ends_on and event.ends_on != event.starts_on:
        day = f"{day} – {written(event.ends_on, event.precision)}"
    kind = capfirst(event.kind)
    told = note_on(themes) or event.summary
    return Card(event.name, caps=kind, role=told, source=event.place, day=day, instead=kind)


def draw(card: Card) -> bytes:
    """A PNG. A line is left out that no font of this machine has the letters for."""
    lines = {field: cut(getattr(card, field), most) for field, most in MOST.items()}
    if not has_letters_for(" ".join(lines.values())):
        lines = {field: line if has_letters_for(line) else "" for field, line in lines.items()}
    if card.instead and any(getattr(card, field) and not lines[field] for field in ("words", "name")):
        return draw(Card(card.instead, source=lines["source"], day=lines["day"]))
    language = LANGUAGE.match(card.language)
    told = {
        "mark": "“" if card.is_own else "",
        "edge": card.edge,
        "colour": card.colour if COLOUR.fullmatch(card.colour) else GREY_LIGHT,
        "language": language[0] if language else "en",
    }
    if card.is_own:
        lines["words"] = f"“{lines['words']}”"
    return picture("card.typ", lines | told)


def cut(text: str, most: int) -> str:
    """In one line; what is longer than ``most`` letters ends at a word, if there is one, with an ellipsis."""
    printable = "".join(letter if letter.isprintable() else " " for letter in text)
    line = " ".join("".join(clusters(printable)).split())
    if len(line) > most:
        kept = line[:most]
        line = f"{(kept.rpartition(' ')[0] or kept).rstrip(' ,;:–—')}…"
    return UNBROKEN.sub(lambda word: "\u200b".join(clusters(word[0])), line)


def clusters(text: str) -> list[str]:
    """The letters, each with what stands on it."""
    found: list[str] = []
    for letter in text:
        if not found or not (combining(letter) or category(letter) in ("Mn", "Me")):
            found.append(letter)
        elif len(found[-1]) <= MOST_MARKS:
            found[-1] += letter
    return found
