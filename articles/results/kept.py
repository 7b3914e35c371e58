"""Counts of common terms, kept so that no reader waits for them: how they are made, and how they are read."""

from collections.abc import Mapping
from typing import Any

from django.db import connection, transaction

from articles.calendar import MONTH
from articles.figures import NAMED_AT_ALL
from articles.models import KeptCount
from articles.results.counts import MOST, MOST_REPORTED, SHOWN, Counts, Value, count
from articles.results.facets import in_force
from articles.results.matches import SAID, Matches, fetch, sql_of
from articles.results.shares import keep as keep_shares
from articles.search import Search
from articles.search.grammar import Field, Word

LEAST_SHARE = 0.001
"""Words in fewer of all quotations are counted when they are asked for."""
KEPT = 20
"""Speakers, outlets, events and so on of a term that are kept; kinds and years are all."""

TERM_FIELDS = ("speaker", "party", "outlet")

Term = tuple[str, list[Any]]
"""A term as SQL, with its parameters."""

COMMON = """
DROP TABLE IF EXISTS common;
CREATE TEMPORARY TABLE common ON COMMIT DROP AS
SELECT word AS lexeme, quote_literal(word) AS quoted
FROM ts_stat('SELECT search_vector FROM articles_quotation WHERE public')
WHERE ndoc > greatest(%(most)s, %(share)s * (SELECT count(*) FROM articles_quotation WHERE public))
"""
# Each has the quotations of every term of one sort, as often as they have such terms.
WORDS = """
    SELECT 'word:' || common.quoted AS term, quotation.*
    FROM articles_quotation quotation
    CROSS JOIN LATERAL unnest(tsvector_to_array(quotation.search_vector)) AS lexeme
    JOIN common USING (lexeme)
"""
SOURCES = {
    "words": WORDS,
    "speaker": """
        SELECT 'speaker:' || speaker_id AS term, * FROM articles_quotation WHERE speaker_id IS NOT NULL
    """,
    "party": """
        SELECT 'party:' || speaker_party_id AS term, * FROM articles_quotation
        WHERE speaker_party_id IS NOT NULL
    """,
    "outlet": "SELECT 'outlet:' || outlet_id AS term, * FROM articles_quotation",
    "all": "SELECT '' AS term, * FROM articles_quotation",
}
FACETS = """
INSERT INTO articles_keptcount (term, facet, key, value, count, counted_at)
SELECT term, facet, key, value, count, now()
FROM (
    SELECT term, facet, key, coalesce(kind, year::text, '') AS value, count,
        max(count) OVER (PARTITION BY term) AS of_term,
        row_number() OVER (PARTITION BY term, facet ORDER BY count DESC, key) AS place
    FROM (
        SELECT term, kind, year, count(*), coalesce(speaker_id, speaker_party_id, outlet_id) AS key,
            CASE GROUPING(speaker_id, speaker_party_id, outlet_id, kind, year)
                WHEN 15 THEN 'speaker' WHEN 23 THEN 'party' WHEN 27 THEN 'outlet' WHEN 29 THEN 'kind'
                WHEN 30 THEN 'year' ELSE 'all'
            END AS facet
        FROM (
            SELECT *, extract(year FROM listed_on)::int AS year FROM ({source}) AS every WHERE public
        ) AS said
        GROUP BY term,
            GROUPING SETS ((), (speaker_id), (speaker_party_id), (outlet_id), (kind), (year))
    ) AS counted
) AS placed
WHERE of_term > %(most)s AND (place <= %(kept)s OR facet IN ('kind', 'year'))
    AND (key IS NOT NULL OR facet IN ('all', 'kind', 'year'))
"""
EVENTS = """
INSERT INTO articles_keptcount (term, facet, key, value, count, counted_at)
SELECT term, 'event', event, '', count, now()
FROM (
    SELECT term, event, count(*), row_number() OVER (PARTITION BY term ORDER BY count(*) DESC, event) AS place
    FROM ({source}) AS every CROSS JOIN LATERAL unnest(about) AS event
    WHERE public GROUP BY term, event
) AS placed
WHERE place <= %(kept)s AND term IN (SELECT term FROM articles_keptcount WHERE facet = 'all')
"""
# Of those that a page of their own tells of.
TOLD = f"""
INSERT INTO articles_keptcount (term, facet, value, count, counted_at)
SELECT term, facet, '', count, now()
FROM (
    SELECT term, count(DISTINCT article_id) AS stories, count(DISTINCT quotation.outlet_id) AS outlets,
        count(DISTINCT {SAID}) AS utterances
    FROM ({{source}}) AS quotation LEFT JOIN articles_utterance utterance ON utterance.id = utterance_id
    WHERE public GROUP BY term
) AS told
CROSS JOIN LATERAL (
    VALUES ('stories', stories), ('utterances', utterances), ('outlets', outlets)
) AS counted (facet, count)
WHERE term IN (SELECT term FROM articles_keptcount WHERE facet = 'all')
"""  # noqa: S608 (of our own words)
# Whatever was published, with quotations or without.
PUBLISHED = """
INSERT INTO articles_keptcount (term, facet, value, count, counted_at)
SELECT coalesce('outlet:' || outlet_id, ''), 'stories', '', count(*), now()
FROM articles_article WHERE status = 'published'
GROUP BY GROUPING SETS ((), (outlet_id)) HAVING count(*) > %(most)s
"""
MONTHS = f"""
INSERT INTO articles_keptcount (term, facet, value, count, counted_at)
SELECT 'published:', 'month', {MONTH}, count(*), now()
FROM articles_article
WHERE status = 'published' AND EXISTS (SELECT FROM articles_keptcount WHERE term = '' AND facet = 'stories')
GROUP BY 3
"""  # noqa: S608 (of our own words)
# Stories that name a speaker or quote them.
NAMED = """
INSERT INTO articles_keptcount (term, facet, value, count, counted_at)
SELECT 'speaker:' || person, 'named', '', count(DISTINCT article_id), now()
FROM (
    SELECT speaker_id AS person, article_id FROM articles_quotation WHERE public
    UNION ALL
    SELECT mention.person_id, article.id FROM articles_mention mention
    JOIN articles_articleversion version ON version.id = mention.version_id
    JOIN articles_article article ON article.id = version.article_id
    WHERE mention.status <> 'rejected' AND article.status = 'published'
) AS told
WHERE 'speaker:' || person IN (SELECT term FROM articles_keptcount WHERE facet = 'all')
GROUP BY person
"""
# What most outlets printed of what a speaker said.
REPORTED = """
INSERT INTO articles_keptcount (term, facet, key, value, count, counted_at)
SELECT term, 'utterance', utterance_id, '', outlets, now()
FROM (
    SELECT 'speaker:' || quotation.speaker_id AS term, utterance_id,
        count(DISTINCT outlet_id) AS outlets,
        row_number() OVER (
            PARTITION BY quotation.speaker_id
            ORDER BY count(DISTINCT outlet_id) DESC, count(DISTINCT article_id) DESC, utterance_id DESC
        ) AS place
    FROM articles_quotation quotation
    JOIN articles_utterance utterance ON utterance.id = utterance_id AND utterance.status <> 'rejected'
    WHERE public AND kind <> 'reported' AND quotation.speaker_id IS NOT NULL
    GROUP BY quotation.speaker_id, utterance_id HAVING count(DISTINCT outlet_id) > 1
) AS placed
WHERE place <= %(reported)s AND term IN (SELECT term FROM articles_keptcount WHERE facet = 'all')
"""
# Whom any story names or quotes.
PEOPLE = f"""
INSERT INTO articles_keptcount (term, facet, value, count, counted_at)
SELECT '', 'people', '', ({NAMED_AT_ALL}), now()
WHERE '' IN (SELECT term FROM articles_keptcount)
"""  # noqa: S608 (of our own words)
STORIES = """
INSERT INTO articles_keptcount (term, facet, value, count, counted_at)
SELECT 'word:' || common.quoted, 'stories', '', ndoc, now()
FROM ts_stat($$
    SELECT version.search_vector FROM articles_article article
    JOIN articles_articleversion version ON version.id = article.current_id WHERE article.status = 'published'
$$) JOIN common ON common.lexeme = word
WHERE 'word:' || common.quoted IN (SELECT term FROM articles_keptcount WHERE facet = 'all')
"""

READ = """
SELECT asking, facet, key, named[1], named[2], CASE facet
    WHEN 'party' THEN named[1]
    WHEN 'speaker' THEN (SELECT slug FROM people_party WHERE id = (
        SELECT speaker_party_id FROM articles_quotation WHERE speaker_id = read.key
        ORDER BY listed_on DESC, id DESC LIMIT 1
    ))
    END, count, counted_at
FROM (
    SELECT asking, facet, key, count, counted_at, CASE facet
        WHEN 'speaker' THEN (SELECT ARRAY[slug, name] FROM people_person WHERE id = kept.key)
        WHEN 'party' THEN (SELECT ARRAY[slug, short_name] FROM people_party WHERE id = kept.key)
        WHEN 'outlet' THEN (SELECT ARRAY[slug, name] FROM articles_outlet WHERE id = kept.key)
        WHEN 'event' THEN (
            SELECT ARRAY[slug, name] FROM articles_event WHERE id = kept.key AND status = 'confirmed'
        )
        ELSE ARRAY[value, value] END AS named
    FROM (
        SELECT asking, kept.*, row_number() OVER (PARTITION BY asking, facet ORDER BY count DESC) AS place
        FROM (VALUES {asked}) AS asked (asking, term)
        JOIN articles_keptcount kept ON kept.term = asked.term AND asking IN ('', facet)
    ) AS kept
    WHERE place <= {shown} OR facet = 'year'
) AS read
WHERE named IS NOT NULL
ORDER BY facet, CASE WHEN facet = 'year' THEN named[1] END, count DESC, named[2]
"""


def count_terms() -> int:
    """Count all common terms anew, in place of what was counted before; how many counts there are."""
    params = {"most": MOST, "share": LEAST_SHARE, "kept": KEPT, "reported": MOST_REPORTED}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM articles_keptcount")
        cursor.execute("SET LOCAL work_mem = '256MB'")
        cursor.execute(COMMON, params)
        for name, source in SOURCES.items():
            cursor.execute(FACETS.format(source=source), params)
            cursor.execute(EVENTS.format(source=source), params)
            if name in ("speaker", "party"):
                cursor.execute(TOLD.format(source=source), params)
        cursor.execute(NAMED)
        cursor.execute(REPORTED, params)
        cursor.execute(STORIES)
        cursor.execute(PUBLISHED, params)
        cursor.execute(MONTHS)
        cursor.execute(PEOPLE)
        keep_shares(cursor, MOST)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE articles_keptcount")
    return KeptCount.objects.count()


def counts_of(search: Search, matches: Matches, exactly: bool = False) -> Counts:
    """Counts of a search, which means ``matches``: of common terms those kept, and the rest counted now."""
    if not search.is_valid:
        return Counts()
    wider = {facet: search.without(facet) for facet in in_force(search)}
    kept = {} if exactly else read({"": search, **wider})
    counts = kept.pop("", None)
    if not counts:
        uncounted = {
            facet: Matches(other.quotations()) for facet, other in wider.items() if facet not in kept
        }
        counts = count(matches, uncounted, exactly, stories=search.finds_its_stories)
    for facet, others in kept.items():
        counts.wider[facet], counts.wider_counted_at = others.facets.get(facet, []), others.counted_at
    return counts


def counts_of_term(field: str, key: int, matches: Matches, shown: int = SHOWN) -> Counts:
    """Counts of one speaker, party or outlet: kept where there are many, and else counted."""
    kept = read_terms({"": ("%s", [f"{field}:{key}"])}, shown)
    return kept.get("") or count(matches, {}, exactly=True, told=True, shown=shown)


def read(searches: Mapping[str, Search]) -> dict[str, Counts]:
    """What is kept of each search that is one common term: under ``""`` all of it, else that facet."""
    terms = {facet: term for facet, search in searches.items() if (term := term_of(search))}
    return read_terms(terms) if terms else {}


def read_terms(terms: Mapping[str, Term], shown: int = SHOWN) -> dict[str, Counts]:
    """The same of terms."""
    asked = ", ".join(f"('{facet}', {term})" for facet, (term, _params) in terms.items())
    params = [value for _term, values in terms.values() for value in values]
    kept: dict[str, Counts] = {}
    found = fetch(READ.format(asked=asked, shown=shown), params, often=True)
    for asking, facet, key, slug, name, party, number, counted_at in found:
        counts = kept.setdefault(asking, Counts(counted_at=counted_at))
        if facet == "all":
            counts.total = number
        elif facet in ("stories", "utterances", "outlets", "named", "people"):
            counts.told[facet] = number
        else:
            counts.facets.setdefault(facet, []).append(Value(key or 0, slug, name, party or "", number))
    return kept


def term_of(search: Search) -> Term | None:
    """The term that a search is; ``None`` where it is more than one, or none."""
    if search.is_empty:
        return "''", []
    match search.tree:
        case Word(prefix=False):
            words, params = sql_of(search.words)
            return f"'word:' || ({words})::text", params
        case Field(name, (value,)) if name in TERM_FIELDS and search.is_valid:
            meaning = search.meanings[name, value]
            if len(meaning.keys) == 1 and meaning.holdings is None:
                return "%s", [f"{name}:{meaning.keys[0]}"]
    return None
