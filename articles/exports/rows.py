"""Where records come from: plain rows off the database, many thousands a second, never all at once."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone

from archive.partial import last_day
from articles.exports.records import Happened, Said, Story
from articles.exports.works import Work
from articles.models import Article, ArticleVersion, Byline, Event, Outlet, Participation, Quotation
from articles.querysets import ArticleQuerySet, EventQuerySet, QuotationQuerySet
from articles.versions import title_of
from people.models import Office, OnTheDay, Organization, Party, Tenure

CHUNK = 200
"""Rows that the database hands over at a time: a file begins when it has the first of them."""

_STORY = (
    *("id", "headline", "supplied_title", "outlet_id", "published_on", "published_at"),
    *("published_precision", "section", "language", "slug", "url", "current_id", "content_themes"),
)
_VERSION = ("id", "number", "headline", "retrieved_at", "place")
_SAID = (
    *("id", "text", "kind", "status", "attribution", "confidence", "speaker_label", "said_on", "listed_on"),
    *("speaker_id", "speaker__name", "speaker__sort_name", "speaker_outlet_id", "speaker_organization_id"),
    *("speaker_party_id", "event__name", "event__status"),
)

_EVENT = ("id", "name", "kind", "starts_on", "ends_on", "precision", "place", "summary", "slug")


def quotations(rows: QuotationQuerySet) -> Iterator[Said]:
    """A record of each quotation, in the order of ``rows``; a few queries, however many there are."""
    known = Known(rows.db)
    bylines = ArraySubquery(Byline.objects.filter(article=OuterRef("article")).values("name"))
    fields = (
        *_SAID,
        *(f"version__{field}" for field in _VERSION),
        *(f"article__{field}" for field in _STORY),
    )
    for row in each(rows.values_list(*fields, bylines)):
        yield known.said(row)


def stories(rows: ArticleQuerySet) -> Iterator[Story]:
    """A record of the current version of each report, in the order of ``rows``."""
    known = Known(rows.db)
    bylines = ArraySubquery(Byline.objects.filter(article=OuterRef("pk")).values("name"))
    fields = (*(f"current__{field}" for field in _VERSION), *_STORY)
    for *row, standfirst in each(rows.values_list(*fields, bylines, "standfirst")):
        yield known.story(tuple(row))._replace(standfirst=standfirst)


def events(rows: EventQuerySet) -> Iterator[Happened]:
    """A record of each event, in the order of ``rows``."""
    seen_on = timezone.localdate()
    people = ArraySubquery(Participation.objects.filter(event=OuterRef("pk")).values("person__name"))
    for row in each(rows.values_list(*_EVENT, people)):
        yield happened(*row, seen_on=seen_on)


def happened(*row: Any, seen_on: date) -> Happened:
    """Of a row of ``_EVENT``, then the names of who took part."""
    *told, slug, people = row
    return Happened._make([*told, tuple(people), f"{settings.SITE_URL}/events/{slug}/", seen_on])


def each(rows: QuerySet) -> Iterable[tuple[Any, ...]]:
    """All of many rows, a few at a time; of a slice, which is few, all at once.

    A cursor outside of a transaction makes all its rows while it commits, and there PostgreSQL knows
    no ``statement_timeout``.
    """
    return rows if rows.query.is_sliced else rows.iterator(chunk_size=CHUNK)


class Known:
    """What many rows share, read once: names, addresses, and who held which office when."""

    def __init__(self, using: str) -> None:
        self.outlets = dict(Outlet.objects.using(using).values_list("pk", "name"))
        self.parties = dict(Party.objects.using(using).values_list("pk", "name"))
        self.organizations = dict(Organization.objects.using(using).values_list("pk", "name"))
        self.offices = {
            office.pk: office
            for office in Office.objects.using(using).select_related("area", "party", "organization")
        }
        self.spans: dict[int, list[tuple[Any, ...]]] = {}
        """By person: key, office, first day, the day it was over, if acting."""
        tenures = Tenure.objects.using(using).order_by("pk")
        for person, *span in tenures.values_list(
            "person_id", "pk", "office_id", "starts", "ends", "is_acting"
        ):
            self.spans.setdefault(person, []).append(tuple(span))
        self._tenures: dict[int, list[Tenure]] = {}
        self._held: dict[tuple[int, ...], tuple[str, str]] = {}
        # An address is made once and filled in: looking up each one costs more than all the rest of a row.
        self.quotation = settings.SITE_URL + reverse("quotation", args=[0]).replace("0", "{}")
        self._last: tuple[tuple[Any, ...], Story] | None = None
        self.zone = timezone.get_default_timezone()

    def said(self, row: tuple[Any, ...]) -> Said:
        """Of a row of ``_SAID``, then what :meth:`story` takes."""
        pk, words, kind, status, attribution, confidence, label, said_on, listed_on = row[:9]
        person, name, sort_name, outlet, organization, party, event, event_status = row[9:17]
        story = self.story(row[17:])
        until = said_on or last_day(listed_on, story.precision)
        office, seat = self.held_by(person, listed_on, until) if person else ("", "")
        speaker = name or self.outlets.get(outlet) or self.organizations.get(organization) or ""
        return Said(
            pk,
            words,
            kind,
            status,
            attribution,
            bool(speaker) and Quotation.is_settled(status, confidence),
            speaker,
            sort_name or "",
            label,
            office,
            seat,
            self.parties.get(party, ""),
            said_on,
            listed_on,
            event if event_status == Event.Status.CONFIRMED else "",
            self.quotation.format(pk),
            story,
        )

    def story(self, row: tuple[Any, ...]) -> Story:
        """Of a row of ``_VERSION``, then ``_STORY``, then the bylines."""
        # Quotations of one report follow each other in most lists.
        if self._last is None or self._last[0] != row:
            self._last = row, self._story(row)
        return self._last[1]

    def _story(self, row: tuple[Any, ...]) -> Story:
        version, number, printed, retrieved_at, place, *told = row
        pk, headline, supplied, outlet, published_on, published_at, precision, section = told[:8]
        language, slug, url, current, themes, bylines = told[8:]
        # What :func:`articles.versions.title_of` says of a version.
        title = (printed if version != current else "") or headline or Article(supplied_title=supplied).title
        # The address that the models give, without their help: see :attr:`quotation`.
        address = f"{settings.SITE_URL}/stories/{published_on:%Y/%m/%d}/{slug}/"
        return Story(
            pk,
            title,
            self.outlets[outlet],
            tuple(bylines),
            published_on,
            precision,
            section,
            language,
            number,
            address if version == current else f"{address}v{number}/",
            source_of(url, place),
            retrieved_at.astimezone(self.zone).date(),
            published_at,
            tuple(themes),
        )

    def held_by(self, person: int, day: date, until: date) -> tuple[str, str]:
        """The offices and the seat of a person from one day to the other, in words; either may be empty."""
        held = tuple(
            pk
            for pk, _office, starts, ends, _acting in self.spans.get(person, ())
            if (starts is None or starts <= day) and (ends is None or until < ends)
        )
        if held not in self._held:
            tenures = [tenure for tenure in self.tenures_of(person) if tenure.pk in held]
            then = OnTheDay(person, day, tenures, None)  # type: ignore[arg-type]  # only its offices are asked
            self._held[held] = then.office_line, then.seat_title
        return self._held[held]

    def tenures_of(self, person: int) -> list[Tenure]:
        if person not in self._tenures:
            self._tenures[person] = [
                Tenure(pk=pk, office=self.offices[office], starts=starts, ends=ends, is_acting=acting)
                for pk, office, starts, ends, acting in self.spans.get(person, ())
            ]
        return self._tenures[person]


def source_of(url: str, place: str) -> str:
    """Where the outlet has the report; empty where a file is all that we know."""
    return next((address for address in (url, place) if address.startswith(("http://", "https://"))), "")


def story_of(version: ArticleVersion, bylines: Iterable[str]) -> Story:
    """The record of a version that is at hand, with its report and outlet."""
    article = version.article
    page = article if version.pk == article.current_id else version
    return Story(
        article.pk,
        title_of(version),
        article.outlet.name,
        tuple(bylines),
        article.published_on,
        article.published_precision,
        article.section,
        article.language,
        version.number,
        f"{settings.SITE_URL}{page.get_absolute_url()}",
        source_of(article.url, version.place),
        timezone.localtime(version.retrieved_at).date(),
        article.published_at,
        tuple(article.content_themes),
        article.standfirst,
    )


def said_of(quotation: Quotation, bylines: Iterable[str]) -> Said:
    """The record of a quotation that is at hand, as :meth:`QuotationQuerySet.with_speakers` fetches it."""
    then = quotation.speaker_then
    event = quotation.event
    return Said(
        quotation.pk,
        quotation.text,
        quotation.kind,
        quotation.status,
        quotation.attribution,
        quotation.shown_as_fact,
        str(quotation.said_by or ""),
        quotation.speaker.sort_name if quotation.speaker else "",
        quotation.speaker_label,
        then.office_line if then else "",
        then.seat_title if then else "",
        quotation.speaker_party.name if quotation.speaker_party else "",
        quotation.said_on,
        quotation.listed_on,
        event.name if event and event.is_accepted else "",
        f"{settings.SITE_URL}{quotation.get_absolute_url()}",
        story_of(quotation.version, bylines),
    )


def event_work(event: Event, seen_on: date) -> Work:
    """An event as a page of the archive, seen by a reader that day."""
    return happened(
        *(event.pk, event.name, event.kind, event.starts_on, event.ends_on, event.precision, event.place),
        *(event.summary, event.slug, []),
        seen_on=seen_on,
    ).work()
