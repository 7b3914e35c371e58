"""Which report of the archive a record is.

A report is known by its outlet and the outlet's own key, else by its address. One that has
neither is known by its outlet, day and headline; and one without a headline by its text: it
is the same report where they share half of their paragraphs.
"""

import hashlib

from django.db.models import Q

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


def find(record: ArticleRecord, outlet: Outlet) -> Article | None:
    """The report with its current version, or None."""
    articles = Article.objects.filter(outlet=outlet).select_related("current")
    articles = articles.defer("current__original", "current__search_vector")
    known_by = Q(source_key__in={source_key(record), record.url or source_key(record)})
    if record.url and not record.key:
        known_by |= Q(url=record.url, published_on=record.published.on)
    found = sorted(articles.filter(known_by), key=lambda article: article.source_key != source_key(record))
    if not found and not (record.key or record.url or record.headline):
        return _resembling(record, articles)
    return found[0] if found else None


def _resembling(record: ArticleRecord, articles: ArticleQuerySet) -> Article | None:
    """Of the day's reports without a headline the one most like it, if that is like enough."""
    day = record.published.on
    bare = articles.filter(published_on=day, source_key__startswith=f"{day} {_BY_TEXT}:")
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
