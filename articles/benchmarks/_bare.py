# ruff: noqa: S608  # of our own words alone
"""The barest queries that could serve a search page: what its own queries are measured against.

Each does one part of what the page delivers, and nothing for the page's sake:

* ``name``: the people whom the words of a name mean, or who are called most like it;
* ``rows``: keys of the newest 25 matches, or of the best ranked 25 of the newest 2,000;
* ``shown``: of these 25 the words, marked where words were asked for, the sentence around them, speaker,
  party, outlet and story, by primary key;
* ``offices``: what their speakers held;
* ``counts``: how many matches there are up to 1,001, and of the newest so many the ten commonest speakers,
  parties, outlets and events with their names, kinds and years, in one pass; for a term whose
  counts are kept, these;
* ``tabs``: the same search in the other tabs, each counted up to 101; events with a word in their names
  are so few that an index would find them for nothing.

Where PostgreSQL could answer in several ways, each is tried before anything is measured: as its planner
would, by walking an index in the order of the days, and by gathering all matches first. The quickest
for that request is then measured, so that no page gains from a bad plan that its bare query shares.
"""

import math
import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import OperationalError, connection, transaction

PAGE = 25
MOST = 1001
OTHERS = 101
RANKED = 2000
LEAST_LIMIT = 20  # ms
TOO_LONG = 5.0  # seconds

Params = list[Any]
Keys = list[int]

QUERY = "websearch_to_tsquery('archive', %s)"
NEWEST = "ORDER BY listed_on DESC, id DESC"

FACETS = ("speaker_id", "speaker_party_id", "outlet_id", "kind", "extract(year FROM listed_on)")
NAMED_COUNTS = """
LEFT JOIN people_person person ON person.id = speaker_id
LEFT JOIN people_party party ON party.id = speaker_party_id
LEFT JOIN articles_outlet outlet ON outlet.id = outlet_id
"""
KEPT = """
SELECT facet, kept.key, value, count, coalesce(person.name, party.short_name, outlet.name, event.name)
FROM (
    SELECT *, row_number() OVER (PARTITION BY facet ORDER BY count DESC) AS place
    FROM articles_keptcount WHERE term = %s
) kept
LEFT JOIN people_person person ON facet = 'speaker' AND person.id = kept.key
LEFT JOIN people_party party ON facet = 'party' AND party.id = kept.key
LEFT JOIN articles_outlet outlet ON facet = 'outlet' AND outlet.id = kept.key
LEFT JOIN articles_event event ON facet = 'event' AND event.id = kept.key
WHERE kept.place <= 10 OR facet = 'year'
"""

Way = tuple[str, ...]
"""Kinds of plan that are turned off."""
AS_PLANNED: Way = ()
WALKING: Way = ("enable_bitmapscan", "enable_seqscan")
GATHERING: Way = ("enable_indexscan", "enable_indexonlyscan", "enable_seqscan")

SHOWN = """
SELECT quotation.id, {text}, quotation.kind, quotation.status, quotation.confidence, quotation.speaker_label,
    quotation.listed_on, quotation.spans, substr(
        version.body, greatest(quotation.spans[1][1] - 300, 0) + 1,
        quotation.spans[array_upper(quotation.spans, 1)][2] - greatest(quotation.spans[1][1] - 300, 0) + 300
    ),
    speaker.name, speaker.slug, party.short_name, party.slug, outlet.name,
    article.headline, article.slug, article.published_on
FROM articles_quotation quotation
JOIN articles_articleversion version ON version.id = quotation.version_id
JOIN articles_article article ON article.id = version.article_id
JOIN articles_outlet outlet ON outlet.id = quotation.outlet_id
LEFT JOIN people_person speaker ON speaker.id = quotation.speaker_id
LEFT JOIN people_party party ON party.id = quotation.speaker_party_id
WHERE quotation.id = ANY(%s::bigint[])
"""
MARKED = f"ts_headline('archive', quotation.text, {QUERY}, 'HighlightAll=true, StartSel=<b>, StopSel=</b>')"
OFFICES = """
SELECT tenure.person_id, tenure.starts, tenure.ends, tenure.is_acting, office.name, office.kind, area.name
FROM people_tenure tenure
JOIN people_office office ON office.id = tenure.office_id
LEFT JOIN people_area area ON area.id = office.area_id
WHERE tenure.person_id IN (SELECT speaker_id FROM articles_quotation WHERE id = ANY(%s::bigint[]))
"""
STORIES = """
FROM articles_article story JOIN articles_articleversion version ON version.id = story.current_id
WHERE story.status = 'published'
"""
SHOWN_STORIES = """
SELECT story.id, story.headline, story.slug, story.published_on, outlet.name, outlet.slug,
    (SELECT array_agg(name ORDER BY position) FROM articles_byline WHERE article_id = story.id),
    (SELECT count(*) FROM articles_quotation WHERE article_id = story.id AND status <> 'rejected')
FROM articles_article story JOIN articles_outlet outlet ON outlet.id = story.outlet_id
WHERE story.id = ANY(%s::bigint[])
"""
NAMED = """
SELECT id, name FROM people_person
WHERE string_to_array(people_fold(name), ' ') @> string_to_array(people_fold(%s), ' ')
"""
NAMED_SO = "SELECT count(*) FROM people_person WHERE string_to_array(people_fold(name), ' ') @> %s"
LIKE = "SELECT id, name FROM people_person ORDER BY people_fold(name) <-> people_fold(%s) LIMIT 1"


@dataclass(frozen=True, slots=True)
class Part:
    """One bare query. ``params`` of a part that shows rows are made of the keys that ``rows`` found."""

    name: str
    sql: str
    params: Params | Callable[[Keys], Params]
    has_ways: bool = False

    def params_for(self, keys: Keys) -> Params:
        return self.params(keys) if callable(self.params) else self.params


@dataclass(frozen=True, slots=True)
class Wanted:
    """A search in the terms of the database: rows for which any of ``branches`` holds, and the words."""

    branches: Sequence[tuple[str, Params]] = (("true", []),)
    words: str = ""
    named: str = ""
    after: tuple[date, int] | None = None
    """The place in the order after which the page begins."""
    kept: str | None = None
    """The term of which counts are kept that the search is, where it is one."""
    ranked: bool = False
    exactly: bool = False

    def newest(self, columns: str, most: int | None) -> tuple[str, Params]:
        """Of every branch its newest ``most``, and of these together the newest; all where it is ``None``."""
        asked, params, limit = [], [], f" {NEWEST} LIMIT {most}" if most else ""
        for condition, given in self.branches:
            sql = f"SELECT {columns}, listed_on, id FROM articles_quotation WHERE public AND {condition}"
            params += given
            if self.words:
                sql += f" AND search_vector @@ {QUERY}"
                params.append(self.words)
            if self.after:
                sql += " AND (listed_on, id) < (%s, %s)"
                params += self.after
            asked.append(sql + limit)
        if len(asked) == 1:
            return asked[0], params
        return " UNION ALL ".join(f"({sql})" for sql in asked) + limit, params

    def parts(self) -> list[Part]:
        """Of the tab of quotations."""
        found = []
        if self.named:
            found.append(Part("name", NAMED, [self.named]))
        if self.ranked:
            sql, params = self.newest("search_vector", RANKED)
            sql = f"SELECT id FROM ({sql}) newest ORDER BY ts_rank(search_vector, {QUERY}) DESC LIMIT {PAGE}"
            found.append(Part("rows", sql, [*params, self.words], has_ways=True))
        else:
            sql, params = self.newest("utterance_id", PAGE)
            found.append(Part("rows", f"SELECT id FROM ({sql}) newest {NEWEST}", params, has_ways=True))
        marked = [self.words] if self.words else []
        shown = SHOWN.format(text=MARKED if marked else "quotation.text")
        found.append(Part("shown", shown, lambda keys: [*marked, keys]))
        found.append(Part("offices", OFFICES, lambda keys: [keys]))
        found.append(self.counts())
        return [*found, *self.tabs()]

    def tabs(self) -> list[Part]:
        """Stories, people and events; of a search without words and people, what is counted at once."""
        if self.words:
            words = [word for word in re.findall(r"\w+", self.words) if word != "OR"]
            stories = [Part("tabs", self.counted_stories(), [self.words], has_ways=True)]
            return [
                *(stories if self.kept is None else []),
                Part("tabs", NAMED_SO, [words], has_ways=True),
            ]
        (condition, params), *others = self.branches
        if others or "speaker_id" not in condition:
            return []
        quoted = f"SELECT DISTINCT article_id FROM articles_quotation WHERE public AND {condition}"
        counted = f"SELECT count(*) FROM ({quoted} LIMIT {OTHERS}) stories"
        return [
            *([Part("tabs", counted, params, has_ways=True)] if self.kept is None else []),
            Part("tabs", "SELECT count(*) FROM articles_participation WHERE person_id = %s", params[:1]),
        ]

    @staticmethod
    def counted_stories() -> str:
        found = f"SELECT 1 {STORIES} AND version.search_vector @@ {QUERY} LIMIT {OTHERS}"
        return f"SELECT count(*) FROM ({found}) stories"

    def counts(self) -> Part:
        if self.kept is not None:
            return Part("counts", KEPT, [self.kept])
        columns = "speaker_id, speaker_party_id, outlet_id, kind, about"
        matches, params = Wanted(self.branches, self.words).newest(columns, None if self.exactly else MOST)
        sets, grouping = ", ".join(f"({facet})" for facet in FACETS), f"GROUPING({', '.join(FACETS)})"
        sql = f"""
            WITH hits AS MATERIALIZED ({matches}),
            counted AS (
                SELECT {grouping} AS facet, {", ".join(FACETS)}, count(*) AS number,
                    row_number() OVER (PARTITION BY {grouping} ORDER BY count(*) DESC) AS place
                FROM hits GROUP BY GROUPING SETS ((), {sets})
            )
            SELECT counted.*, person.name, party.short_name, outlet.name, NULL
            FROM counted {NAMED_COUNTS} WHERE place <= 10 OR extract IS NOT NULL
            UNION ALL
            SELECT NULL, NULL, NULL, NULL, NULL, NULL, told.number, NULL, NULL, NULL, NULL, event.name
            FROM (
                SELECT event_id, count(*) AS number FROM hits, unnest(about) event_id
                GROUP BY event_id ORDER BY 2 DESC LIMIT 10
            ) told JOIN articles_event event ON event.id = told.event_id
        """
        return Part("counts", sql, params, has_ways=True)

    def parts_of_stories(self) -> list[Part]:
        """Of the tab of stories, for a search of words alone."""
        matching = f"{STORIES} AND version.search_vector @@ {QUERY}"
        rows = f"SELECT story.id {matching} ORDER BY story.published_on DESC, story.id DESC LIMIT {PAGE}"
        hits, params = self.newest("utterance_id", None)
        return [
            Part("rows", rows, [self.words], has_ways=True),
            Part("shown", SHOWN_STORIES, lambda keys: [keys]),
            Part("counts", self.counted_stories(), [self.words], has_ways=True),
            Part("tabs", f"SELECT count(*) FROM ({hits} LIMIT {OTHERS}) quotations", params, has_ways=True),
        ]


@dataclass(slots=True)
class Floor:
    """Seconds of each part, and the keys of the rows."""

    parts: dict[str, float] = field(default_factory=dict)
    keys: Keys = field(default_factory=list)

    @property
    def seconds(self) -> float:
        return sum(self.parts.values())


def measure(parts: Sequence[Part], ways: Sequence[Way]) -> Floor:
    """Time each part once, in the way that :func:`quickest_ways` found for it."""
    floor = Floor()
    with connection.cursor() as cursor:
        for part, way in zip(parts, ways, strict=True):
            with planned(cursor, way):
                seconds = timed(cursor, part.sql, part.params_for(floor.keys))
                if part.name == "rows":
                    floor.keys = [row[0] for row in cursor.fetchall()]
            floor.parts[part.name] = floor.parts.get(part.name, 0) + seconds
    return floor


def quickest_ways(parts: Sequence[Part]) -> list[Way]:
    """The quickest kind of plan for each part."""
    ways: list[Way] = []
    keys: Keys = []
    with connection.cursor() as cursor:
        for part in parts:
            params, way = part.params_for(keys), AS_PLANNED
            most = TOO_LONG if part.has_ways else math.inf
            for other in (WALKING, GATHERING, AS_PLANNED) if part.has_ways else ():
                # The first run of each reads what may not be in memory yet.
                seconds = min(tried(cursor, other, part.sql, params, most) for _ in range(2))
                if seconds < most:
                    way, most = other, seconds
            if part.name == "rows":
                with planned(cursor, way):
                    cursor.execute(part.sql, params)
                    keys = [row[0] for row in cursor.fetchall()]
            ways.append(way)
    return ways


def timed(cursor: Any, sql: str, params: Params) -> float:
    began = time.perf_counter()
    cursor.execute(sql, params)
    return time.perf_counter() - began


def tried(cursor: Any, way: Way, sql: str, params: Params, most: float) -> float:
    """Seconds of one kind of plan, which is stopped when it takes longer than ``most``."""
    try:
        with planned(cursor, way):
            cursor.execute(f"SET LOCAL statement_timeout = {max(LEAST_LIMIT, math.ceil(most * 1000))}")
            return timed(cursor, sql, params)
    except OperationalError:
        return most


@contextmanager
def planned(cursor: Any, way: Way) -> Iterator[None]:
    """With these kinds of plan turned off."""
    with transaction.atomic():
        for setting in way:
            cursor.execute(f"SET LOCAL {setting} = off")
        yield
