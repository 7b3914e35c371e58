"""Reports that the archive has not got: read first, and then put into it many at a time."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, count
from typing import Any

from django.utils import timezone
from django.utils.text import Truncator, slugify

from archive.copying import copy_history, copy_in, numbered
from archive.models import FormerAddress
from articles.extraction.copies import sketch
from articles.extraction.grouping import bring_up_to_date, group_unstored, sketch_of
from articles.extraction.knowledge import Knowledge
from articles.extraction.reader import VERSION
from articles.extraction.sharing import put_copies
from articles.extraction.store import (
    READ_BY,
    Wanted,
    coverage,
    mentions,
    one_to_a_place,
    outlets_of,
    quotations,
    reading_of,
)
from articles.importers.identity import checksum, sha256, source_key
from articles.importers.records import ArticleRecord
from articles.models import Article, ArticleVersion, Byline, Coverage, Mention, Outlet, Quotation

WORD_INDEXES = ("quotation_words", "article_version_words")

_LONGEST_STEM = 80
_KEPT_BY_DATABASE = ["outlet", "speaker_party", "about", "public"]


@dataclass(frozen=True, slots=True)
class Fresh:
    """The rows of one report, not yet stored: what they point at is numbered when they are."""

    record: ArticleRecord
    article: Article
    version: ArticleVersion
    quotations: list[Wanted]
    mentions: list[Mention]
    coverage: list[Coverage]


def read_fresh(
    reports: Sequence[tuple[ArticleRecord, Outlet]], knowledge: Knowledge, importer: str
) -> list[Fresh]:
    """What each report says. The archive is asked once for all, which outlets speak in them."""
    articles = [new_article(record, outlet) for record, outlet in reports]
    versions = [
        new_version(article, record, importer) for article, (record, _) in zip(articles, reports, strict=True)
    ]
    readings = [reading_of(version, knowledge) for version in versions]
    outlets = outlets_of(readings)
    fresh = []
    for (record, _), article, version, reading in zip(reports, articles, versions, readings, strict=True):
        version.reader, version.read_at = VERSION, timezone.now()
        wanted = one_to_a_place(quotations(version, reading, knowledge, outlets))
        for each in wanted:
            each.quotation.sketch = sketch_of(each.quotation)
        named, told = mentions(version, reading, knowledge), coverage(version, reading, knowledge)
        fresh.append(Fresh(record, article, version, wanted, named, told))
    return fresh


def put_texts(reports: Sequence[Fresh]) -> None:
    """Number reports and store their texts, which says nothing yet of reports that the archive has got."""
    if reports:
        _number(reports)
        copy_in(ArticleVersion, [fresh.version for fresh in reports])


def drop_texts(reports: Sequence[Fresh]) -> None:
    """Take away again what :func:`put_texts` stored."""
    if reports:
        ArticleVersion.objects.filter(pk__in=[fresh.version.pk for fresh in reports]).delete()


def put_fresh(reports: Sequence[Fresh]) -> None:
    """Store reports that the archive has not got, in a number of queries that does not grow with them.

    Their texts are stored already. What was stored is to be sorted into ``WORD_INDEXES``.
    """
    if not reports:
        return
    articles, versions = [fresh.article for fresh in reports], [fresh.version for fresh in reports]
    wanted = [each for fresh in reports for each in fresh.quotations]
    rows = [each.quotation for each in wanted]
    possible = {each.quotation.pk: list(each.candidates) for each in wanted if each.candidates}
    give_addresses([(fresh.article, fresh.record) for fresh in reports])
    copy_in(Article, articles)
    copy_history(Article, articles, [reason(fresh.record) for fresh in reports])
    Byline.objects.bulk_create(chain.from_iterable(bylines(fresh.article, fresh.record) for fresh in reports))
    # Coverage first: quotations repeat it as they are stored.
    Coverage.objects.bulk_create(chain.from_iterable(fresh.coverage for fresh in reports))
    put_copies(
        versions, {fresh.version.pk: [each.quotation for each in fresh.quotations] for fresh in reports}
    )
    touched = group_unstored(versions, rows, possible)
    copy_in(Quotation, rows, _KEPT_BY_DATABASE)
    copy_history(Quotation, rows, [READ_BY + VERSION] * len(rows))
    link = Quotation.candidates.through
    link.objects.bulk_create(
        link(quotation_id=number, person_id=person)
        for number, people in possible.items()
        for person in people
    )
    copy_in(Mention, [mention for fresh in reports for mention in fresh.mentions])
    bring_up_to_date(touched)


def new_article(record: ArticleRecord, outlet: Outlet) -> Article:
    return Article(
        outlet=outlet,
        source_key=source_key(record),
        headline=record.headline,
        supplied_title="" if record.headline else _opening(record),
        standfirst=record.standfirst,
        url=record.url,
        section=record.section,
        content_themes=list(record.content_themes),
        language=record.language or Article._meta.get_field("language").default,
        created_at=timezone.now(),
        **when(record),
    )


def new_version(article: Article, record: ArticleRecord, importer: str, number: int = 1) -> ArticleVersion:
    """An unsaved version of an article, with the text of the record."""
    return ArticleVersion(
        article=article,
        number=number,
        headline=record.headline,
        standfirst=record.standfirst,
        body=record.body,
        checksum=checksum(record),
        retrieved_at=timezone.now(),
        place=record.place[-1000:],
        importer=importer,
        original=record.original,
        original_sha256=sha256(record.original),
        media_type=record.media_type,
        sketch=sketch(record.body),
    )


def bylines(article: Article, record: ArticleRecord) -> Iterator[Byline]:
    for position, name in enumerate(dict.fromkeys(record.bylines), 1):
        yield Byline(article=article, position=position, name=name)


def when(record: ArticleRecord) -> dict[str, Any]:
    published = record.published
    return {
        "published_on": published.on,
        "published_at": published.at,
        "published_zone": published.zone,
        "published_precision": published.precision,
    }


def reason(record: ArticleRecord) -> str:
    return f"import of {record.place}"[:100]


def _number(reports: Sequence[Fresh]) -> None:
    numbered([fresh.article for fresh in reports])
    numbered([fresh.version for fresh in reports])
    numbered([each.quotation for fresh in reports for each in fresh.quotations])
    numbered([mention for fresh in reports for mention in fresh.mentions])
    for fresh in reports:
        # Set again, for what pointed at them while they had no number. Columns alone where rows are many.
        fresh.version.article = fresh.article
        fresh.article.current = fresh.version
        for row in fresh.coverage:
            row.article = fresh.article
        for mention in fresh.mentions:
            mention.version_id = fresh.version.pk
        for quotation in (each.quotation for each in fresh.quotations):
            quotation.version_id, quotation.article_id = fresh.version.pk, fresh.article.pk
            quotation.listed_on = quotation.said_on or fresh.article.published_on
            quotation.utterance_id = None


def give_addresses(reports: Sequence[tuple[Article, ArticleRecord]]) -> None:
    """The end of each report's address: its headline or first words, numbered where the day has them."""
    stems = [_stem(record) for _, record in reports]
    taken: dict[date, set[str]] = defaultdict(set)
    numbered_before: set[tuple[date, str]] = set()
    of_those_days = Article.objects.filter(published_on__in={article.published_on for article, _ in reports})
    for day, slug in of_those_days.filter(slug__in={*stems}).values_list("published_on", "slug"):
        taken[day].add(slug)
    for day, slug in _given_up(slug__in={*stems}):
        taken[day].add(slug)
    for (article, _), stem in zip(reports, stems, strict=True):
        day = article.published_on
        article.slug = stem
        if stem in taken[day]:
            if (day, stem) not in numbered_before:
                alike = Article.objects.filter(published_on=day, slug__startswith=stem)
                taken[day].update(alike.values_list("slug", flat=True))
                taken[day].update(slug for on, slug in _given_up(slug__startswith=stem) if on == day)
                numbered_before.add((day, stem))
            slugs = (f"{stem}-{number}" for number in count(2))
            article.slug = next(slug for slug in slugs if slug not in taken[day])
        taken[day].add(article.slug)


def _given_up(**slugs: Any) -> Iterator[tuple[date, str]]:
    """Days and ends of addresses that lead to a story which is elsewhere now."""
    for path, slug in FormerAddress.objects.of(Article).filter(**slugs).values_list("path", "slug"):
        year, month, day = path.split("/")[2:5]
        yield date(int(year), int(month), int(day)), slug


def _stem(record: ArticleRecord) -> str:
    return (
        slugify(record.headline or _opening(record))[:_LONGEST_STEM].strip("-")
        or slugify(record.outlet)[:_LONGEST_STEM]
        or "story"
    )


def _opening(record: ArticleRecord) -> str:
    return Truncator(record.paragraphs[0]).words(8)[:200]
