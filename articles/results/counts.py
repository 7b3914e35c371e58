"""How many quotations a search finds, and how many of them each further filter would leave.

All of it is one question to the database, of the matches themselves up to :data:`MOST` and of the
newest so many beyond, where the counts say so.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from articles.results.matches import SAID, Matches, fetch

MOST = 1_000
"""Up to how many matches everything is counted exactly without being asked to."""
MOST_OF_PHRASES = 100
"""The same where words have to follow each other, which no index tells: each row has to be looked at."""
MOST_STORIES = 100
"""Up to how many stories are counted, beside quotations."""
MOST_REPORTED = 3
"""Things said that most outlets printed which are named, where all matches are at hand."""
SHOWN = 10
"""Values of a facet that are shown."""

HITS = """{name} AS MATERIALIZED (
    {matches}
)"""
COLUMNS = "speaker_id, speaker_party_id, outlet_id, kind, listed_on, about"

TOTAL = "SELECT 'all', 0, '', '', '', count(*) FROM hits"
# Each selects the facet, and what makes a Value.
VALUES = {
    "speaker": """(
        SELECT '{facet}', person.id, person.slug, person.name, party.slug, counted.count
        FROM (
            SELECT speaker_id, mode() WITHIN GROUP (ORDER BY speaker_party_id) AS party_id, count(*)
            FROM {hits} WHERE speaker_id IS NOT NULL GROUP BY speaker_id
        ) AS counted
        JOIN people_person person ON person.id = counted.speaker_id
        LEFT JOIN people_party party ON party.id = counted.party_id
        ORDER BY counted.count DESC, person.sort_name LIMIT {shown}
    )""",
    "party": """(
        SELECT '{facet}', party.id, party.slug, party.short_name, party.slug, counted.count
        FROM (SELECT speaker_party_id, count(*) FROM {hits} GROUP BY speaker_party_id) AS counted
        JOIN people_party party ON party.id = counted.speaker_party_id
        ORDER BY counted.count DESC, party.name LIMIT {shown}
    )""",
    "outlet": """(
        SELECT '{facet}', outlet.id, outlet.slug, outlet.name, '', counted.count
        FROM (SELECT outlet_id, count(*) FROM {hits} GROUP BY outlet_id) AS counted
        JOIN articles_outlet outlet ON outlet.id = counted.outlet_id
        ORDER BY counted.count DESC, outlet.name LIMIT {shown}
    )""",
    "event": """(
        SELECT '{facet}', event.id, event.slug, event.name, '', counted.count
        FROM (
            SELECT event_id, count(*) FROM {hits}, unnest(about) AS event_id GROUP BY event_id
        ) AS counted
        JOIN articles_event event ON event.id = counted.event_id AND event.status = 'confirmed'
        ORDER BY counted.count DESC, event.name LIMIT {shown}
    )""",
    "kind": "(SELECT '{facet}', 0, kind, kind, '', count(*) FROM {hits} GROUP BY kind ORDER BY 6 DESC)",
    "year": """(
        SELECT '{facet}', 0, extract(year FROM listed_on)::text, '', '', count(*) FROM {hits}
        GROUP BY extract(year FROM listed_on) ORDER BY 3
    )""",
}
# Of matches that are all at hand: how many stories, things said and outlets they are of.
TOLD = f"""
SELECT told.facet, 0, '', '', '', told.count
FROM (
    SELECT count(DISTINCT article_id) AS stories, count(DISTINCT outlet_id) AS outlets,
        count(DISTINCT {SAID}) AS utterances
    FROM hits AS quotation LEFT JOIN articles_utterance utterance ON utterance.id = utterance_id
) AS counted
CROSS JOIN LATERAL (
    VALUES ('stories', stories), ('utterances', utterances), ('outlets', outlets)
) AS told (facet, count)
"""  # noqa: S608 (of our own words)
# The things said that most outlets printed, by how many did.
REPORTED = """(
    SELECT 'utterance', utterance.id, '', '', '', count(DISTINCT outlet_id)
    FROM hits JOIN articles_utterance utterance
        ON utterance.id = hits.utterance_id AND utterance.status <> 'rejected'
    WHERE kind <> 'reported' GROUP BY utterance.id HAVING count(DISTINCT outlet_id) > 1
    ORDER BY 6 DESC, count(DISTINCT article_id) DESC, utterance.id DESC LIMIT {most}
)"""
# Of the newest matches: how many stories they stand in, and in how many of these the same search finds it,
# in what the story says now and where a phrase is not two ends of a quotation put together.
STORIES = "SELECT 'stories', 0, '', '', '', count(DISTINCT article_id) FROM hits"
STORIES_BY_WORDS = """
SELECT 'stories', 0, '', '', '', count(DISTINCT hits.article_id)
FROM hits JOIN articles_article story ON story.id = hits.article_id AND story.current_id = hits.version_id
WHERE array_length(hits.spans, 1) = 1
"""
# Months are worth a bar each while they are few.
MONTHS = """(
    SELECT 'month', 0, to_char(listed_on, 'YYYY-MM'), '', '', count(*) FROM hits
    WHERE (SELECT extract(year FROM max(listed_on)) - extract(year FROM min(listed_on)) FROM hits) < 2
    GROUP BY to_char(listed_on, 'YYYY-MM') ORDER BY 3
)"""


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet: its row, as a search names it, as readers do, and the party of its colour."""

    key: int
    slug: str
    name: str
    party: str
    count: int


@dataclass(slots=True)
class Counts:
    """What was counted, by facet; ``month`` is among the facets where the matches span two years at most.

    With what is ``told`` there is a facet ``utterance``: things said by how many outlets printed them.
    """

    total: int = 0
    is_capped: bool = False
    """There are more: ``total`` is how many were counted, the newest, and the facets count those."""
    counted_at: datetime | None = None
    """When, where it was not just now."""
    told: dict[str, int] = field(default_factory=dict)
    """How many ``stories``, ``utterances``, ``outlets``, ``people``, stories ``named``; as asked or kept."""
    has_more_stories: bool = False
    """There are at least as many ``stories`` as are told."""
    facets: dict[str, list[Value]] = field(default_factory=dict)
    wider: dict[str, list[Value]] = field(default_factory=dict)
    """The same without the facet's own filter, for those that have one in force."""
    wider_counted_at: datetime | None = None


def count(
    matches: Matches,
    without: Mapping[str, Matches],
    exactly: bool = False,
    told: bool = False,
    stories: bool = False,
    shown: int = SHOWN,
) -> Counts:
    """Counts of ``matches``; ``without`` has what they would be but for one filter, by its facet.

    With ``told`` it is counted too how many stories they stand in, and with ``stories`` how many stories
    the search finds at least, where that is all that can be told. Of a facet ``shown`` values are given.
    """
    if not matches.sql and not any(other.sql for other in without.values()):
        return Counts()
    most = 0 if exactly else MOST_OF_PHRASES if matches.has_phrase else MOST
    hits: list[str] = []
    asked: list[str] = []
    params: list[Any] = []
    for name, rows in [("hits", matches), *((f"hits_{facet}", rows) for facet, rows in without.items())]:
        if rows.sql:
            more = ", article_id, version_id, spans" if stories else ""
            if told:
                more = ", article_id, id, utterance_id"
            if not most:
                sql, values = f"SELECT {COLUMNS}{more} FROM ({rows.sql}) AS every", list(rows.params)  # noqa: S608
            else:
                sql, values = rows.ordered(f"{COLUMNS}{more}", f"LIMIT {most + 1}")
            hits.append(HITS.format(name=name, matches=sql))
            params += values
    if matches.sql:
        asked = [sql.format(facet=facet, hits="hits", shown=shown) for facet, sql in VALUES.items()]
        asked += [TOTAL, MONTHS, *([TOLD, REPORTED.format(most=MOST_REPORTED)] if told else [])]
        if stories:
            asked.append(STORIES_BY_WORDS if matches.words else STORIES)
    for facet, rows in without.items():
        if rows.sql:
            asked.append(VALUES[facet].format(facet=f"wider {facet}", hits=f"hits_{facet}", shown=SHOWN))
    counts = gather(fetch(f"WITH {', '.join(hits)} {' UNION ALL '.join(asked)}", params), most)
    counts.has_more_stories = counts.is_capped
    if stories and matches.words is not None and not counts.is_capped:
        # Others may have the words outside of quotations.
        counts.has_more_stories = counts.told.get("stories", 0) > MOST_STORIES
        if not counts.has_more_stories:
            counts.told.pop("stories", None)
    return counts


def gather(found: list[Any], most: int) -> Counts:
    """What was found, of ``most`` matches and one more, or of all where that is 0."""
    counts = Counts()
    for facet, key, slug, name, party, number in found:
        if facet in ("stories", "utterances", "outlets"):
            counts.told[facet] = number
        elif facet == "all":
            counts.is_capped = 0 < most < number
            counts.total = most if counts.is_capped else number
        elif facet.startswith("wider "):
            counts.wider.setdefault(facet.removeprefix("wider "), []).append(
                Value(key, slug, name, party, number)
            )
        else:
            counts.facets.setdefault(facet, []).append(Value(key, slug, name, party, number))
    return counts
