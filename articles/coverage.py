"""What the press reported of one person: the stories that name or quote them, and their part in events."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

from archive.addresses import page_of
from archive.paging import Cursor, KeyedPage, cut, place
from articles.results.matches import fetch
from articles.results.rows import dated
from articles.results.stories import ListedStory
from people.models import Person

# Of somebody rarely in the news all their stories are gathered, and so counted.
RARELY = """
WITH told AS MATERIALIZED (
    SELECT id, published_on FROM articles_article
    WHERE status = 'published' AND id IN (
        SELECT article_id FROM articles_quotation WHERE speaker_id = %(person)s AND public
        UNION ALL
        SELECT version.article_id
        FROM articles_mention mention JOIN articles_articleversion version ON version.id = mention.version_id
        WHERE mention.person_id = %(person)s AND mention.status <> 'rejected'
    )
)
"""
# OFFSET keeps the database from gathering all stories of somebody before it looks at the newest.
OFTEN = """
WITH told AS NOT MATERIALIZED (
    SELECT id, published_on
    FROM (
        SELECT id, published_on FROM articles_article WHERE status = 'published' AND {beyond}
        ORDER BY published_on {way}, id {way} LIMIT {looked_through}
    ) AS article
    WHERE (
        EXISTS (
            SELECT FROM articles_quotation said
            WHERE said.article_id = article.id AND said.speaker_id = %(person)s AND said.public OFFSET 0
        ) OR EXISTS (
            SELECT FROM articles_articleversion version JOIN articles_mention mention
                ON mention.version_id = version.id
                AND mention.person_id = %(person)s AND mention.status <> 'rejected'
            WHERE version.article_id = article.id OFFSET 0
        )
    )
)
"""
# The same of stories that quote two people: gathered of the one who is quoted less, or any.
OF_BOTH = {
    "gathered": """
WITH told AS MATERIALIZED (
    SELECT id, published_on FROM articles_article
    WHERE status = 'published'
        AND id IN (SELECT article_id FROM articles_quotation WHERE speaker_id = %(less)s AND public)
)
""",
    "looked through": """
WITH told AS NOT MATERIALIZED (
    SELECT id, published_on FROM articles_article WHERE status = 'published'
)
""",
}
LOOKED_THROUGH = 5_000
"""In how many stories those of somebody often in the news are looked for before all theirs are gathered."""
STORIES = """
SELECT article.id, article.published_on, article.published_precision, article.slug, article.headline,
    article.supplied_title, article.language, outlet.name,
    ARRAY(SELECT name FROM articles_byline byline WHERE article_id = article.id ORDER BY position, id),
    (
        SELECT count(*) FROM articles_quotation
        WHERE article_id = article.id AND speaker_id = %(person)s AND public
    ),
    NOT EXISTS (
        SELECT FROM articles_quotation
        WHERE article_id = article.id AND speaker_id = %(person)s AND status = 'confirmed'
    ) AND NOT EXISTS (
        SELECT FROM articles_mention mention
        JOIN articles_articleversion version ON version.id = mention.version_id
        WHERE version.article_id = article.id AND person_id = %(person)s AND mention.status = 'confirmed'
    ),
    {all}
FROM (
    SELECT id FROM told WHERE {which} ORDER BY published_on {way}, id {way} LIMIT %(rows)s
) AS newest
JOIN articles_article article USING (id) JOIN articles_outlet outlet ON outlet.id = article.outlet_id
ORDER BY article.published_on {way}, article.id {way}
"""
QUOTES = """EXISTS (
    SELECT FROM articles_quotation said
    WHERE said.article_id = told.id AND said.speaker_id = %({who})s AND said.public OFFSET 0
)"""

EVENTS = """
SELECT event.slug, event.name, event.starts_on, event.precision, part.part, count(*) OVER ()
FROM articles_participation part JOIN articles_event event ON event.id = part.event_id
WHERE part.person_id = %s AND event.status = 'confirmed'
ORDER BY event.starts_on DESC, event.id DESC LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Story(ListedStory):
    """A row of :data:`STORIES`."""

    bylines: list[str]
    said: int
    """How many quotations of the person stand in it."""
    is_proposed: bool
    """Nothing that ties it to the person is confirmed."""
    of_all: int
    """Of how many stories it is one; 0 where they were not gathered, and so not counted."""


class Part(NamedTuple):
    """A row of :data:`EVENTS`."""

    slug: str
    name: str
    starts_on: date
    precision: str
    part: str
    of_all: int

    @property
    def address(self) -> str:
        return page_of("event", self.slug)

    @property
    def day(self) -> tuple[str, str]:
        return dated(self.starts_on, self.precision)


def newest_stories(person: Person, often: bool, few: int) -> list[Story]:
    """The newest that name or quote somebody, who is in the news ``often`` or not."""
    return _told_of(person, often, few, Cursor())


def page_of_stories(person: Person, often: bool, cursor: Cursor, size: int) -> KeyedPage[Story]:
    """A page of them, newest first."""
    return _cut(_told_of(person, often, size + 1, cursor), cursor, size)


def _told_of(person: Person, often: bool, rows: int, cursor: Cursor) -> list[Story]:
    """Up to so many ``rows``, those nearest to the cursor first.

    Who was often in the news may have been so long ago: then theirs are gathered after all, and counted.
    """
    found = _stories(person, OFTEN, rows, cursor) if often else []
    return found if len(found) == rows else _stories(person, RARELY, rows, cursor, counted=True)


def page_of_stories_of_both(
    person: Person, beside: Person, less: Person | None, cursor: Cursor, size: int
) -> KeyedPage[Story]:
    """The same of stories that quote this other person too.

    ``less`` is who of the two is quoted less; nobody where both are in so many stories that those of
    both are soon met among the newest.
    """
    told = OF_BOTH["gathered" if less else "looked through"]
    which = [QUOTES.format(who="person"), QUOTES.format(who="beside")]
    keys = {"beside": beside.pk, "less": less.pk if less else None}
    return _cut(_stories(person, told, size + 1, cursor, which, keys), cursor, size)


def _stories(
    person: Person,
    told: str,
    rows: int,
    cursor: Cursor,
    which: Sequence[str] = (),
    keys: Mapping[str, Any] = MappingProxyType({}),
    counted: bool = False,
) -> list[Story]:
    beyond, way = "true", "ASC" if cursor.backward else "DESC"
    params: dict[str, Any] = {"person": person.pk, "rows": rows, **keys}
    if cursor.place:
        beyond = f"(published_on, id) {'>' if cursor.backward else '<'} (%(day)s, %(key)s)"
        params["day"], params["key"] = cursor.place
    of_all = "(SELECT count(*) FROM told)" if counted else "0"
    among = told.format(beyond=beyond, way=way, looked_through=LOOKED_THROUGH)
    sql = among + STORIES.format(all=of_all, which=" AND ".join([beyond, *which]), way=way)
    return [Story(*row) for row in fetch(sql, params, often=counted)]


def _cut(found: list[Story], cursor: Cursor, size: int) -> KeyedPage[Story]:
    return cut(found, cursor, lambda story: place(story.published_on, story.pk), size=size)


def newest_parts(person: Person, few: int) -> Sequence[Part]:
    """What the person did in the newest events that readers may see."""
    return [Part._make(row) for row in fetch(EVENTS, [person.pk, few], often=True)]
