"""What a report says, before it meets the database."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal
from urllib.parse import urlsplit

from archive.partial import stamp
from articles.importers.dates import Published, is_after_print, read_published
from articles.importers.refusals import Refused

Kind = Literal["direct", "partial", "headline", "reported"]
Attribution = Literal["resolved", "ambiguous", "unlisted", "unknown"]

LONGEST = {
    **{"outlet": 200, "headline": 500, "standfirst": 5000, "byline": 200},
    **{"url": 500, "key": 500, "section": 120},
}
"""The most characters a field may have; a longer one is a sign of a file read wrongly."""

MOST_BYLINES = 50

_SHOWN = 40
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Shows what follows it backwards.
_TURNED = re.compile("[\u202a-\u202e\u2066-\u2069]")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
_BY = re.compile(r"by[:\s]\s*", re.IGNORECASE)
_AND = re.compile(r"\s*;\s*|\s+(?:and|&)\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """Words that a person marked in a report and tied to who said them.

    ``spans`` are positions in the body, marks outside. ``speaker`` and ``candidates`` are
    identifiers of people; ``label`` and ``cue`` are the report's own words.
    """

    spans: tuple[tuple[int, int], ...]
    kind: Kind = "direct"
    attribution: Attribution = "unknown"
    speaker: str = ""
    candidates: tuple[str, ...] = ()
    label: str = ""
    cue: str = ""
    said_on: date | None = None
    occasion: str = ""
    event: str = ""
    """Identifier of the event it was said at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Report:
    """What every source may say. Empty means that it does not."""

    outlet: str = ""
    headline: str = ""
    standfirst: str = ""
    bylines: tuple[str, ...] = ()
    url: str = ""
    key: str = ""
    """The outlet's own identifier of the report."""
    section: str = ""
    language: str = ""
    paragraphs: tuple[str, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    people: tuple[str, ...] = ()
    """Identifiers of people whom a person found mentioned."""
    events: tuple[str, ...] = ()
    """Identifiers of events that a person found covered."""
    content_themes: tuple[str, ...] = ()
    """What in it hurts to read, as a person judged: keys of :class:`articles.themes.Theme`."""

    @property
    def body(self) -> str:
        return "\n\n".join(self.paragraphs)

    @property
    def is_marked(self) -> bool:
        """Whether a person has said what a machine would otherwise read."""
        return bool(self.annotations or self.people or self.events)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found(_Report):
    """A report as a reader found it, its date as written there."""

    published: str = ""
    zone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRecord(_Report):
    """A report that can be kept: it has an outlet, a date and a text."""

    published: Published
    original: bytes
    media_type: str
    place: str
    """File, and line or item in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What the person importing says about reports that do not say it themselves.

    ``zone`` is also where a time written in UTC is told, because the day of a report is the
    day on its readers' calendar.
    """

    outlet: str = ""
    published: str = ""
    url: str = ""
    section: str = ""
    language: str = ""
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a report was read, and its bytes as they came."""

    place: str
    original: bytes
    media_type: str


def complete(found: Found, hints: Hints, source: Source) -> ArticleRecord:
    """The report with what the hints add, checked; ``Refused`` names the field that is wrong."""
    outlet = _line(found.outlet or hints.outlet)
    if not outlet:
        raise Refused("outlet: the report names none, so give one with --outlet")
    if not (found.published or hints.published):
        raise Refused("published: the report gives no date, so give one with --published")
    if not found.paragraphs:
        raise Refused("it has no text but its header")
    record = ArticleRecord(
        outlet=outlet,
        headline=_line(found.headline),
        standfirst=_line(found.standfirst),
        bylines=tuple(filter(None, map(_line, found.bylines))),
        url=_line(found.url or hints.url),
        key=_line(found.key),
        section=_line(found.section or hints.section),
        language=_line(found.language or hints.language),
        paragraphs=found.paragraphs,
        annotations=found.annotations,
        people=found.people,
        events=found.events,
        content_themes=found.content_themes,
        published=read_published(found.published or hints.published, found.zone or hints.zone),
        original=source.original,
        media_type=source.media_type,
        place=source.place,
    )
    _check(record)
    return record


def byline_names(printed: str) -> tuple[str, ...]:
    """The names in ``By Ana Pere and Tom Roe``. A comma parts no names: what follows it may be a post."""
    return tuple(filter(None, _AND.split(_BY.sub("", printed.strip(), count=1))))


def _line(written: str) -> str:
    return " ".join(written.split())


def _check(record: ArticleRecord) -> None:
    named = {name: getattr(record, name) for name in LONGEST if name != "byline"}
    lines = [*named.items(), *(("byline", name) for name in record.bylines)]
    for name, value in lines:
        if len(value) > LONGEST[name]:
            raise Refused(f"{name}: {len(value)} characters, where {LONGEST[name]} are the most")
        if turned := _TURNED.search(value):
            raise Refused(f"{name}: U+{ord(turned.group()):04X} turns its letters round")
    if len(record.bylines) > MOST_BYLINES:
        raise Refused(f"byline: {len(record.bylines)} names, where {MOST_BYLINES} are the most")
    for name, value in [*lines, ("text", record.body)]:
        if bad := _UNPRINTABLE.search(value):
            raise Refused(f"{name}: the character U+{ord(bad.group()):04X} is no text")
        if value and not any(map(str.isprintable, value)):
            raise Refused(f"{name}: it has no letter that can be seen")
    if record.url and not _is_address(record.url):
        raise Refused(f"url: {record.url!r} is no web address")
    if record.language and not _LANGUAGE.fullmatch(record.language):
        raise Refused(f"language: {record.language!r} is no tag such as en-NZ")
    for marked in record.annotations:
        _check_said_on(marked, record)


def _check_said_on(marked: Annotation, record: ArticleRecord) -> None:
    on, precision = record.published.on, record.published.precision
    if marked.said_on and is_after_print(marked.said_on, on, precision):
        words = record.body[slice(*marked.spans[0])][:_SHOWN]
        raise Refused(
            f"said_on: {marked.said_on} of {words!r} is after the report was printed, {stamp(on, precision)}"
        )


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)
