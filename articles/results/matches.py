"""The quotations that a search means, newest first, oldest first or most relevant first, a page at a time.

The rows come from a queryset; what is asked of them is SQL written here round its own, which
PostgreSQL reads as one query. So the conditions of a search are compiled once for a page.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self

from django.core.exceptions import EmptyResultSet
from django.db import connections, router

from archive.paging import ROWS, Cursor, KeyedPage, cut, place
from archive.prepared import prepared
from articles.models import Quotation
from articles.querysets import QuotationQuerySet
from articles.search import Search
from articles.search.expressions import WordQuery
from articles.search.names import Holding

COLUMNS = (
    *("id", "listed_on", "utterance_id", "speaker_id", "speaker_party_id", "outlet_id", "kind", "about"),
    *("article_id", "version_id", "spans", "search_vector"),
)
LOOKED_THROUGH = 8 * ROWS
"""Rows among which a page is looked for first: the same thing said, reported often, takes only one."""
RANKED = 2_000
"""Of the newest matches, how many are put in order of relevance."""

Key = tuple[int, date]

SAID = "CASE WHEN utterance.status <> 'rejected' THEN utterance.id ELSE -quotation.id END"
"""The same for quotations of one thing said, beside the utterance of each; for any other its own."""

# Of one thing said a reader sees the row that comes first in the order; its other matching rows are left out.
# OFFSET keeps the database from joining all matches to each other for the sake of one page.
PAGE = """
SELECT found.id, found.listed_on
FROM (
    {newest}
) AS found
WHERE found.utterance_id IS NULL
    OR NOT EXISTS (
        SELECT FROM ({matches}) AS twin
        WHERE twin.utterance_id = found.utterance_id
            AND (twin.listed_on, twin.id) {sooner} (found.listed_on, found.id)
        OFFSET 0
    )
    OR (SELECT status FROM articles_utterance WHERE id = found.utterance_id) = 'rejected'
ORDER BY found.listed_on {way}, found.id {way}
LIMIT {rows}
"""

RELEVANT = f"""
WITH newest AS MATERIALIZED (
    SELECT id, listed_on, utterance_id, ts_rank(search_vector, {{words}}) AS rank
    FROM (
        SELECT id, listed_on, utterance_id, search_vector FROM ({{matches}}) AS every
        {{beyond}} ORDER BY listed_on DESC, id DESC LIMIT {{ranked}}
    ) AS found
), said AS (
    SELECT quotation.*, row_number() OVER (
        PARTITION BY {SAID} ORDER BY rank DESC, listed_on DESC, quotation.id DESC
    ) AS telling
    FROM newest AS quotation LEFT JOIN articles_utterance utterance ON utterance.id = utterance_id
)
SELECT id, listed_on, (SELECT (listed_on || '.' || id) FROM newest ORDER BY listed_on DESC, id DESC LIMIT 1)
FROM said WHERE telling = 1
ORDER BY rank DESC, listed_on DESC, id DESC
LIMIT {{rows}} OFFSET %s
"""  # noqa: S608 (of our own words)


@dataclass(slots=True)
class Matches:
    """The rows that a queryset of quotations means."""

    quotations: QuotationQuerySet
    words: WordQuery | None = None
    holdings: Sequence[Holding] = ()
    """Where there are any, only what these people said on these days; no two have the same in common."""
    has_phrase: bool = False
    sql: str = field(init=False)
    """Selects :data:`COLUMNS`; empty where the search can find nothing."""
    params: tuple[Any, ...] = field(init=False)
    rest: str = field(init=False, default="")
    """The same before it is limited to ``holdings``."""
    rest_params: tuple[Any, ...] = field(init=False, default=())
    branches: list[tuple[str, tuple[Any, ...]]] = field(init=False)
    """Conditions that parts of the rows fulfil, and no row two of them: each is walked by its own index."""

    def __post_init__(self) -> None:
        try:
            query = self.quotations.order_by().values(*COLUMNS).query
            self.sql, self.params = query.sql_with_params()
            self.rest, self.rest_params = self.sql, self.params
        except EmptyResultSet:
            self.sql, self.params = "", ()
        self.branches = [said_while(holding) for holding in self.holdings]
        if self.sql and self.branches:
            either = " OR ".join(f"({condition})" for condition, _ in self.branches)
            self.sql = f"SELECT * FROM ({self.sql}) AS of_anybody WHERE {either}"  # noqa: S608
            self.params += tuple(value for _, values in self.branches for value in values)

    @classmethod
    def of(cls, search: Search) -> Self:
        """Those of a search; who held an office is asked for one holder after another."""
        holdings, others = search.one_after_another()
        return cls(others.quotations(), search.words, holdings, search.has_phrase)

    def ordered(
        self, columns: str, few: str, way: str = "DESC", beyond: str = "", place: Sequence[Any] = ()
    ) -> tuple[str, list[Any]]:
        """Selects ``columns`` of the first rows in the order of the days."""
        order = f"ORDER BY listed_on {way}, id {way} {few}"
        conditions = [f"({beyond})"] if beyond else []
        if not self.branches or not few:
            where = f"WHERE {beyond}" if beyond else ""
            return f"SELECT {columns} FROM ({self.sql}) AS every {where} {order}", [*self.params, *place]  # noqa: S608
        selects: list[str] = []
        params: list[Any] = []
        for condition, values in self.branches:
            where = " AND ".join([f"({condition})", *conditions])
            selects.append(f"(SELECT * FROM ({self.rest}) AS of_anybody WHERE {where} {order})")  # noqa: S608
            params += [*self.rest_params, *values, *place]
        return f"SELECT {columns} FROM ({' UNION ALL '.join(selects)}) AS every {order}", params  # noqa: S608

    def page(self, cursor: Cursor, order: str = "newest", at_most: int | None = None) -> KeyedPage[int]:
        """Keys of the rows of a page. ``at_most`` is how many matches there are, where that is known."""
        if not self.sql:
            return KeyedPage([], None, None, None, None)
        if order == "relevance" and self.words is not None:
            return self._by_relevance(cursor)
        oldest_first = order == "oldest"
        found = self._keys(cursor, oldest_first, f"LIMIT {LOOKED_THROUGH}")
        if len(found) <= ROWS and (at_most is None or at_most > LOOKED_THROUGH):
            found = self._keys(cursor, oldest_first, "")
        page = cut(found, cursor, lambda key: place(key[1], key[0]), oldest_first)
        return page.of([pk for pk, _ in page.rows])

    def _keys(self, cursor: Cursor, oldest_first: bool, few: str) -> list[Key]:
        forward = oldest_first != cursor.backward
        way = "ASC" if forward else "DESC"
        beyond = f"(listed_on, id) {'>' if forward else '<'} (%s, %s)" if cursor.place else ""
        newest, params = self.ordered("id, listed_on, utterance_id", few, way, beyond, cursor.place or ())
        sql = PAGE.format(
            matches=self.sql,
            newest=newest,
            way=way,
            sooner="<" if oldest_first else ">",
            rows=ROWS + 1,
        )
        return fetch(sql, [*params, *self.params])

    def _by_relevance(self, cursor: Cursor) -> KeyedPage[int]:
        words, params = sql_of(self.words)
        sql = RELEVANT.format(
            matches=self.sql,
            words=words,
            beyond="WHERE (listed_on, id) <= (%s, %s)" if cursor.place else "",
            ranked=RANKED,
            rows=ROWS + 1,
        )
        found = fetch(sql, [*params, *self.params, *(cursor.place or ()), cursor.skip])
        newest = found[0][2] if found else ""
        before = max(cursor.skip - ROWS, 0)
        return KeyedPage(
            [pk for pk, _, _ in found[:ROWS]],
            first="" if cursor.skip else None,
            previous=(f"{newest}.{before}" if before and newest else "") if cursor.skip else None,
            next=f"{newest}.{cursor.skip + ROWS}" if len(found) > ROWS else None,
            last=None,
            by=cursor.by,
        )


def said_while(holding: Holding) -> tuple[str, tuple[Any, ...]]:
    days = {"listed_on >= %s": holding.starts, "listed_on < %s": holding.ends}
    limits = {condition: day for condition, day in days.items() if day}
    return " AND ".join(["speaker_id = %s", *limits]), (holding.person, *limits.values())


def sql_of(words: WordQuery | None) -> tuple[str, list[Any]]:
    """The words of a search as the database writes them."""
    rows = Quotation.objects.all()
    compiler = rows.query.get_compiler(rows.db)
    sql, params = compiler.compile(words.resolve_expression(rows.query))  # type: ignore[union-attr]
    return sql, list(params)


def fetch(sql: str, params: list[Any] | dict[str, Any], first: str = "", often: bool = False) -> list[Any]:
    """The rows that a query of our own selects, where readers' queries are answered.

    ``first`` has settings for this one: statements sent together are one transaction. What pages ask
    ``often`` in the same words is planned once, as :func:`archive.prepared.prepared` has it.
    """
    connection = connections[router.db_for_read(Quotation)]
    with prepared(connection) if often else connection.cursor() as cursor:
        cursor.execute(first + sql, params)
        while first and cursor.nextset():
            pass
        return cursor.fetchall()
