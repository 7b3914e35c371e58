"""How much the archive holds, counted in one round trip."""

from dataclasses import dataclass
from datetime import date

from django.db import connection

COUNT = """
WITH published AS MATERIALIZED (
    SELECT version.id FROM articles_articleversion version
    JOIN articles_article article ON article.id = version.article_id WHERE article.status = 'published'
), told AS MATERIALIZED (
    SELECT speaker_id, listed_on, id FROM articles_quotation
    WHERE status <> 'rejected' AND version_id IN (SELECT id FROM published)
)
SELECT
    (SELECT count(*) FROM articles_article WHERE status = 'published'),
    (SELECT count(*) FROM told),
    (SELECT count(*) FROM (
        SELECT speaker_id FROM told WHERE speaker_id IS NOT NULL
        UNION
        SELECT person_id FROM articles_mention
        WHERE status <> 'rejected' AND version_id IN (SELECT id FROM published)
    ) named),
    (SELECT count(DISTINCT outlet_id) FROM articles_article WHERE status = 'published'),
    (SELECT min(published_on) FROM articles_article WHERE status = 'published'),
    (SELECT max(listed_on) FROM told WHERE speaker_id IS NOT NULL),
    (SELECT min(id) FROM told),
    (SELECT max(id) FROM told)
"""


@dataclass(frozen=True, slots=True)
class Figures:
    """What readers may see; days and keys are empty in an empty archive."""

    stories: int
    quotations: int
    people: int
    outlets: int
    since: date | None
    last_quoted_on: date | None
    first_quotation: int | None
    last_quotation: int | None


def count() -> Figures:
    with connection.cursor() as cursor:
        cursor.execute(COUNT)
        return Figures(*cursor.fetchone())
