"""What a list of works cites: a report, words in a report, or an event."""

import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from people.importers.names import PARTICLES, sort_name

ARCHIVE = "Press Gallery"

# Of bylines that name no person: the desk, the agency, the paper itself.
_OF_A_BODY = frozenset(
    {"agence", "agencies", "agency", "and", "association", "bureau", "by", "club", "column", "columnist"}
    | {"company", "contributor", "correspondent", "correspondents", "council", "desk", "digital", "editor"}
    | {"editorial", "editors", "express", "from", "gazette", "group", "herald", "journal", "limited", "ltd"}
    | {"media", "morning", "national", "network", "news", "newsdesk", "newspaper", "newsroom", "online"}
    | {"opinion", "political", "press", "radio", "report", "reporter", "reporters", "review", "reuters"}
    | {"service", "services", "staff", "standard", "star", "sunday", "team", "television", "the", "times"}
    | {"today", "tribune", "tv", "university", "watch", "weekly", "wire", "with", "writer", "writers"}
)
# Letters of any alphabet, joined by hyphens and apostrophes, or an initial with its full stop.
_WORD_OF_A_NAME = re.compile(r"(?:[^\W\d_]\.)+|[^\W\d_]+(?:['’‘ʻʼ-][^\W\d_]+)*")


class Name(NamedTuple):
    """A name in the two halves that lists of works turn about; ``given`` is empty of one kept whole."""

    family: str
    given: str = ""

    @property
    def turned(self) -> str:
        """``Key, John``."""
        return f"{self.family}, {self.given}" if self.given else self.family

    @property
    def straight(self) -> str:
        """``John Key``."""
        return f"{self.given} {self.family}" if self.given else self.family


@lru_cache(maxsize=1000)
def name_of_byline(printed: str, outlet: str = "") -> Name:
    """The halves of a byline that can only be one person's name; any other whole, as it was printed."""
    whole = one_line(printed)
    bare = re.sub(r"^by\s+", "", whole, flags=re.IGNORECASE)
    words = bare.split()
    certain = (
        2 <= len(words) <= 4
        and bare.casefold() != outlet.casefold()
        and words[0].lower() not in PARTICLES
        and all(_WORD_OF_A_NAME.fullmatch(word) for word in words)
        and all(word[0].isupper() or word.lower() in PARTICLES for word in words)
        # An agency signs in capitals: AFP, NZPA.
        and not any(len(word) > 2 and word.isupper() for word in words)
        and not any(word.lower() in _OF_A_BODY for word in words)
    )
    return name_of_sort_name(sort_name(bare)) if certain else Name(whole)


@lru_cache(maxsize=1000)
def name_of_sort_name(written: str) -> Name:
    """The halves of ``Key, John``; a name without a comma is kept whole."""
    family, comma, given = one_line(written).partition(", ")
    return Name(family, given) if comma and given else Name(family)


class Quoted(NamedTuple):
    """The words that a report gives as somebody's."""

    words: str
    speaker: Name | None
    """``None`` where nobody is named."""
    standing: str
    """Office and party of the speaker that day; may be empty."""
    verbatim: bool
    """The speaker's own words, and not the report's of what was said."""
    sure: bool
    """Who spoke is confirmed, or read with the confidence that the archive asks for."""


class Work(NamedTuple):
    key: str
    """Tells it from every other work of the archive: ``press-gallery-quotation-12``."""
    title: str
    authors: tuple[Name, ...]
    """Who signed it, in order; none where the report has no byline."""
    outlet: str
    """Where it was printed; empty of an event, which the archive itself records."""
    published_on: date | None
    precision: str
    address: str
    source: str = ""
    """Where the outlet has it, if known."""
    taken_on: date | None = None
    version: int | None = None
    section: str = ""
    language: str = ""
    quoted: Quoted | None = None
    seen_on: date | None = None
    """The day a reader saw it, of a page that changes."""
    happened: str = ""
    """Of an event, its day or days in ISO 8601, as exactly as they are known."""
    place: str = ""

    @property
    def is_event(self) -> bool:
        return not self.outlet

    @property
    def title_is_supplied(self) -> bool:
        """The archive's own title, in a cataloguer's brackets."""
        return self.title.startswith("[") and self.title.endswith("]")

    @property
    def day_parts(self) -> list[int]:
        """Year, month and day of publication, as many as are known."""
        return parts_of_day(self.published_on, self.precision) if self.published_on else []

    @property
    def provenance(self) -> str:
        """Where the text was taken from and when; empty of an event."""
        return taken_from(self.taken_on, self.source, get_language()) if self.taken_on else ""

    @property
    def saying(self) -> str:
        """``John Key (Prime Minister): “Words”``; empty where the work is no quotation."""
        if not self.quoted:
            return ""
        quoted = self.quoted
        words = one_line(quoted.words)
        about = [quoted.standing] + ([] if quoted.sure else [not_confirmed(get_language())])
        speaker = quoted.speaker.straight if quoted.speaker else _("Nobody named")
        aside = "; ".join(filter(None, about))
        said = f"“{words}”" if quoted.verbatim else words
        return f"{speaker}{f' ({aside})' if aside else ''}: {said}"


# A message is looked up at the cost of all else of a row: once a language is enough.
@lru_cache(maxsize=1000)
def taken_from(day: date, source: str, language: str | None) -> str:
    told = {"day": day.isoformat(), "address": source}
    return (_("Text taken %(day)s from %(address)s") if source else _("Text taken %(day)s")) % told


@lru_cache(maxsize=10)
def not_confirmed(language: str | None) -> str:
    return _("attribution not confirmed")


def parts_of_day(day: date, precision: str) -> list[int]:
    known = {"year": 1, "month": 2}.get(precision, 3)
    return [day.year, day.month, day.day][:known]


def partial(day: date, precision: str) -> str:
    """ISO 8601 with as much of the day as is known: ``2015-11-12``, ``2015-11`` or ``2015``."""
    return day.isoformat()[: {"year": 4, "month": 7}.get(precision, 10)]


_BREAKS = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_BROKEN = re.compile(r"  |[^\S ]|[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def one_line(text: str) -> str:
    """``text`` without line breaks and control characters, each run of them a space."""
    return (_BREAKS.sub(" ", text) if _BROKEN.search(text) else text).strip()
