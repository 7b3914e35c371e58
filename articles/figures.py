"""How much the archive holds, in one round trip: as counted last where that is much, and else just now."""

from dataclasses import dataclass
from datetime import date, datetime

from articles.results.matches import fetch

NAMED_AT_ALL = """
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
"""
# What follows a kept count is not looked at where there is one.
COUNT = f"""
WITH kept AS MATERIALIZED (
    SELECT facet, count, counted_at FROM articles_keptcount
    WHERE term = '' AND facet IN ('all', 'stories', 'people')
)
SELECT
    coalesce(
        (SELECT count FROM kept WHERE facet = 'stories'),
        (SELECT count(*) FROM articles_article WHERE status = 'published')
    ),
    coalesce(
        (SELECT count FROM kept WHERE facet = 'all'),
        (SELECT count(*) FROM articles_quotation WHERE public)
    ),
    coalesce((SELECT count FROM kept WHERE facet = 'people'), ({NAMED_AT_ALL})),
    (SELECT min(counted_at) FROM kept),
    (
        SELECT count(*) FROM articles_outlet outlet
        WHERE EXISTS (SELECT FROM articles_article WHERE outlet_id = outlet.id AND status = 'published')
    ),
    (SELECT min(published_on) FROM articles_article WHERE status = 'published'),
    (
        SELECT listed_on FROM articles_quotation WHERE speaker_id IS NOT NULL AND public
        ORDER BY listed_on DESC LIMIT 1
    ),
    (SELECT min(id) FROM articles_quotation),
    (SELECT max(id) FROM articles_quotation)
"""  # noqa: S608 (of our own words)


@dataclass(frozen=True, slots=True)
class Figures:
    """What readers may see; days and keys are empty in an empty archive."""

    stories: int
    quotations: int
    people: int
    counted_at: datetime | None
    """When stories, quotations or people were counted, where it was not just now."""
    outlets: int
    since: date | None
    last_quoted_on: date | None
    first_quotation: int | None
    last_quotation: int | None


def count() -> Figures:
    ((*figures,),) = fetch(COUNT, [], often=True)
    return Figures(*figures)
