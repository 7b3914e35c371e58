"""Which report of the archive a record is.

A report is known by its outlet and the outlet's own key, else by its address. One that has
neither is known by its outlet, day and headline; and one without a headline by its text: it
is the same report where they share half of their paragraphs.
"""

import hashlib
from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import date

from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from articles.importers.records import ArticleRecord
from articles.models import Article, Outlet
from articles.querysets import ArticleQuerySet

_BY_TEXT = "sha256"


def checksum(record: ArticleRecord) -> str:
    """Of what makes a version: headline, standfirst and body."""
    return hashlib.sha256("\0".join([record.headline, record.standfirst, record.body]).encode()).hexdigest()


def source_key(record: ArticleRecord) -> str:
    """What tells a report from the outlet's others."""
    if record.key or record.url:
        return record.key or record.url
    return f"{record.published.on} {record.headline or f'{_BY_TEXT}:{checksum(record)}'}"[:500]


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def find(record: ArticleRecord, outlet: Outlet) -> Article | None:
    """The report with its current version, or None."""
    return find_all([(record, outlet)])[0]


def find_all(reports: Sequence[tuple[ArticleRecord, Outlet]]) -> list[Article | None]:
    """Of each report, in order, what the archive has, with its current version and bylines; or None."""
    if not reports:
        return []
    keys = {(outlet.pk, key) for record, outlet in reports for key in _keys(record)}
    known = [*_with_texts().filter(_known_by(keys))]
    unkeyed = [(record, outlet) for record, outlet in reports if record.url and not record.key]
    if unkeyed:
        known += _with_texts().filter(
            outlet__in={outlet.pk for _, outlet in unkeyed},
            published_on__in={record.published.on for record, _ in unkeyed},
            url__in={record.url for record, _ in unkeyed},
        )
    by_key = {(article.outlet_id, article.source_key): article for article in reversed(known)}
    by_address = {
        (article.outlet_id, article.url, article.published_on): article for article in reversed(known)
    }
    return [_found(record, outlet, by_key, by_address) for record, outlet in reports]


def tokens(record: ArticleRecord, outlet: Outlet) -> tuple[set[Hashable], set[Hashable]]:
    """What another report of the same may be known by, and what this one is known by itself.

    Where they meet, the second report is, or may be, the first one again.
    """
    bare = {(outlet.pk, record.published.on)} if _is_bare(record) else set()
    address = {(outlet.pk, record.url, record.published.on)} if record.url else set()
    left: set[Hashable] = {(outlet.pk, source_key(record)), *address, *bare}
    asked: set[Hashable] = {*((outlet.pk, key) for key in _keys(record)), *bare}
    return left, asked if record.key else asked | address


def _found(
    record: ArticleRecord,
    outlet: Outlet,
    by_key: Mapping[tuple[int, str], Article],
    by_address: Mapping[tuple[int, str, date], Article],
) -> Article | None:
    for key in _keys(record):
        if article := by_key.get((outlet.pk, key)):
            return article
    if record.url and not record.key:
        return by_address.get((outlet.pk, record.url, record.published.on))
    return _resembling(record, outlet) if _is_bare(record) else None


def _with_texts() -> ArticleQuerySet:
    texts = Article.objects.select_related("current").prefetch_related("bylines")
    return texts.defer("current__original", "current__search_vector")


def _known_by(keys: Iterable[tuple[int, str]]) -> RawSQL:
    outlets, names = zip(*keys, strict=True)
    # As rows, so that each is one look into the index of both.
    return RawSQL(
        "(articles_article.outlet_id, articles_article.source_key) IN "
        "(SELECT * FROM unnest(%s::bigint[], %s::text[]))",
        [[*outlets], [*names]],
        output_field=BooleanField(),
    )


def _keys(record: ArticleRecord) -> list[str]:
    """What the report may go by in its outlet, the likeliest first."""
    return list(dict.fromkeys(filter(None, [source_key(record), record.url])))


def _is_bare(record: ArticleRecord) -> bool:
    return not (record.key or record.url or record.headline)


def _resembling(record: ArticleRecord, outlet: Outlet) -> Article | None:
    """Of the day's reports without a headline the one most like it, if that is like enough."""
    day = record.published.on
    bare = _with_texts().filter(outlet=outlet, published_on=day, source_key__startswith=f"{day} {_BY_TEXT}:")
    likeness = {
        article: _likeness(record.paragraphs, article.current.body.split("\n\n"))
        for article in bare
        if article.current
    }
    best = max(likeness, key=lambda article: likeness[article], default=None)
    return best if best and likeness[best] >= 0.5 else None


def _likeness(paragraphs: tuple[str, ...], others: list[str]) -> float:
    """The share of the longer text's paragraphs that both have."""
    return len({*paragraphs} & {*others}) / max(len(paragraphs), len(others))
