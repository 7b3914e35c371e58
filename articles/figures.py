"""How much the archive holds, counted in one round trip."""

from dataclasses import dataclass
from datetime import date

from django.db import connections, router

from articles.models import Article

COUNT = """
SELECT
    (SELECT count(*) FROM articles_article WHERE status = 'published'),
    (SELECT count(*) FROM articles_quotation WHERE public),
    (
        SELECT count(*) FROM people_person person
        WHERE EXISTS (
            SELECT FROM articles_quotation WHERE speaker_id = person.id AND public
        ) OR EXISTS (
            SELECT FROM articles_mention mention
            JOIN articles_articleversion version ON version.id = mention.version_id
            JOIN articles_article article ON article.id = version.article_id
            WHERE mention.person_id = person.id
                AND article.status = 'published' AND mention.status <> 'rejected'
        )
    ),
    (SELECT count(DISTINCT outlet_id) FROM articles_article WHERE status = 'published'),
    (SELECT min(published_on) FROM articles_article WHERE status = 'published'),
    (
        SELECT listed_on FROM articles_quotation WHERE speaker_id IS NOT NULL AND public
        ORDER BY listed_on DESC LIMIT 1
    ),
    (SELECT min(id) FROM articles_quotation),
    (SELECT max(id) FROM articles_quotation)
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
    with connections[router.db_for_read(Article)].cursor() as cursor:
        cursor.execute(COUNT)
        return Figures(*cursor.fetchone())
