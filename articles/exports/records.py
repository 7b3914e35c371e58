"""Quotations, stories and events as flat records, the same for every format that lists them."""

from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from articles.exports.works import (
    Name,
    Quoted,
    Work,
    name_of_byline,
    name_of_sort_name,
    one_line,
    partial,
)


class Story(NamedTuple):
    """One version of a report."""

    pk: int
    headline: str
    """The headline or, in brackets, the archive's own title."""
    outlet: str
    bylines: tuple[str, ...]
    published_on: date
    precision: str
    section: str
    language: str
    version: int
    address: str
    source: str
    taken_on: date
    published_at: datetime | None = None
    themes: tuple[str, ...] = ()
    """What it tells that hurts to read."""
    standfirst: str = ""

    # Quotations of one report follow each other in most lists.
    @lru_cache(maxsize=100)  # noqa: B019 (a tuple, and few of them)
    def work(self) -> Work:
        return Work(
            f"press-gallery-story-{self.pk}-v{self.version}",
            one_line(self.headline),
            authors_of(self.bylines, self.outlet),
            one_line(self.outlet),
            self.published_on,
            self.precision,
            self.address,
            self.source,
            self.taken_on,
            self.version,
            one_line(self.section),
            self.language,
        )

    def cells(self) -> tuple[Any, ...]:
        """What stands under :data:`STORY_COLUMNS`."""
        return (
            self.pk,
            self.headline,
            self.standfirst,
            self.outlet,
            partial(self.published_on, self.precision),
            self.bylines,
            self.section,
            self.language,
            self.version,
            self.address,
            self.source,
        )


STORY_COLUMNS = (
    *("id", "headline", "standfirst", "outlet", "published_on", "bylines", "section", "language"),
    *("version", "story", "source"),
)


class Said(NamedTuple):
    """One quotation, who said it and what they were that day, and the report it stands in."""

    pk: int
    words: str
    kind: str
    status: str
    attribution: str
    sure: bool
    speaker: str
    speaker_sort_name: str
    """Empty of a body or an outlet that speaks."""
    speaker_label: str
    office: str
    seat: str
    party: str
    said_on: date | None
    listed_on: date
    event: str
    address: str
    story: Story

    @property
    def listed(self) -> str:
        """The day it was said or else, as exactly as that is known, published."""
        return self.said_on.isoformat() if self.said_on else partial(self.listed_on, self.story.precision)

    def work(self) -> Work:
        if self.speaker_sort_name:
            speaker: Name | None = name_of_sort_name(self.speaker_sort_name)
        else:
            called = one_line(self.speaker or self.speaker_label)
            speaker = Name(called) if called else None
        standing = "; ".join(filter(None, [self.office, self.party]))
        verbatim = self.kind != "reported"
        return self.story.work()._replace(
            key=f"press-gallery-quotation-{self.pk}",
            address=self.address,
            version=None,
            quoted=Quoted(self.words, speaker, standing, verbatim, self.sure),
        )

    def cells(self) -> tuple[Any, ...]:
        """What stands under :data:`SAID_COLUMNS`."""
        story = self.story
        return (
            self.pk,
            self.speaker,
            self.office,
            self.seat,
            self.party,
            self.words,
            self.kind,
            self.status,
            self.attribution,
            self.speaker_label,
            self.said_on.isoformat() if self.said_on else "",
            self.listed,
            self.event,
            story.outlet,
            story.headline,
            story.bylines,
            partial(story.published_on, story.precision),
            story.language,
            self.address,
            story.address,
            story.source,
        )


SAID_COLUMNS = (
    *("id", "speaker", "office", "seat", "party", "words", "kind", "status", "attribution"),
    *("speaker_as_printed", "said_on", "listed_on", "event", "outlet", "headline", "bylines"),
    *("published_on", "language", "quotation", "story", "source"),
)


class Happened(NamedTuple):
    """One event, as a page of the archive that a reader saw that day."""

    pk: int
    name: str
    kind: str
    starts_on: date
    ends_on: date | None
    precision: str
    place: str
    summary: str
    people: tuple[str, ...]
    address: str
    seen_on: date

    @property
    def days(self) -> list[str]:
        """Its day, or the first and the last, as exactly as they are known."""
        return [partial(day, self.precision) for day in (self.starts_on, self.ends_on) if day]

    def work(self) -> Work:
        return Work(
            key=f"press-gallery-event-{self.pk}",
            title=self.name,
            authors=(),
            outlet="",
            published_on=None,
            precision="",
            address=self.address,
            seen_on=self.seen_on,
            happened="/".join(dict.fromkeys(self.days)),
            place=self.place,
        )

    def cells(self) -> tuple[Any, ...]:
        """What stands under :data:`EVENT_COLUMNS`."""
        first, *last = self.days
        return (
            self.pk,
            self.name,
            self.kind,
            first,
            last[0] if last else "",
            self.place,
            self.summary,
            self.people,
            self.address,
        )


EVENT_COLUMNS = ("id", "name", "kind", "starts_on", "ends_on", "place", "summary", "people", "event")

Record = Story | Said | Happened


def authors_of(bylines: tuple[str, ...], outlet: str) -> tuple[Name, ...]:
    return tuple(name_of_byline(byline, outlet) for byline in bylines if one_line(byline))
