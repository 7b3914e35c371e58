"""What stands beside a report: those with the same text, and what else was told of the same events."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from articles.headlines import Publication, is_first_known, publication
from articles.models import Article
from articles.results.matches import fetch
from articles.results.stories import ListedStory

MOST_COPIES = 50
MOST_ELSEWHERE = 6

BESIDE = """
WITH original AS (
    SELECT original_id AS id FROM articles_copy WHERE article_id = %(article)s AND status <> 'rejected'
), same AS (
    SELECT id FROM original
    UNION SELECT article_id FROM articles_copy WHERE original_id = %(article)s AND status <> 'rejected'
    UNION SELECT article_id FROM articles_copy
        WHERE original_id IN (SELECT id FROM original) AND status <> 'rejected'
), told AS (
    SELECT event_id AS id FROM articles_coverage coverage JOIN articles_event event ON event.id = event_id
    WHERE article_id = %(article)s AND coverage.status <> 'rejected' AND event.status = 'confirmed'
), beside AS (
    (
        SELECT id, TRUE AS is_same FROM articles_article
        WHERE id IN (SELECT id FROM same) AND id <> %(article)s AND status = 'published'
        ORDER BY published_on, id LIMIT %(copies)s
    )
    UNION ALL
    (
        SELECT id, FALSE FROM articles_article
        WHERE id IN (
            SELECT article_id FROM articles_coverage
            WHERE event_id IN (SELECT id FROM told) AND status <> 'rejected'
        ) AND id <> %(article)s AND id NOT IN (SELECT id FROM same) AND status = 'published'
        ORDER BY abs(published_on - %(day)s), id LIMIT %(elsewhere)s
    )
)
SELECT article.id, published_on, published_precision, article.slug, headline, supplied_title, language,
    outlet.name, published_at, is_same
FROM beside JOIN articles_article article USING (id) JOIN articles_outlet outlet ON outlet.id = outlet_id
ORDER BY published_on, published_at IS NULL, published_at, id
"""
"""In the order of :func:`articles.headlines.publication`; of many reports those of the nearest days."""


@dataclass(frozen=True, slots=True)
class Beside(ListedStory):
    """A row of :data:`BESIDE`."""

    published_at: datetime | None
    is_same: bool

    @property
    def publication(self) -> Publication:
        hour = self.published_at
        return Publication(self.published_on, hour is None, hour, self.pk, self.precision)


def beside(article: Article) -> tuple[list[Beside], list[Beside]]:
    """Those with its text, and the others, each in the order they were published."""
    limits = {"copies": MOST_COPIES, "elsewhere": MOST_ELSEWHERE}
    about = {"article": article.pk, "day": article.published_on}
    rows = [Beside(*row) for row in fetch(BESIDE, about | limits, often=True)]
    return [row for row in rows if row.is_same], [row for row in rows if not row.is_same]


def first_with_text(article: Article, copies: Sequence[Beside]) -> int | None:
    """Which of those with one text is known to be the first; nothing where that is not known."""
    reports = sorted([publication(article), *(copy.publication for copy in copies)])
    return reports[0].pk if is_first_known(reports) else None
