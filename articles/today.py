"""What the front page has of a day: words worth reading, who is quoted lately, and the day in other years."""

import hashlib
from datetime import date, timedelta
from typing import NamedTuple

from archive.addresses import page_of
from articles.figures import Figures
from articles.models import Article, Event
from articles.results.matches import SAID, fetch
from articles.results.rows import QuotationRow, quotation_rows
from people.days import shift
from people.models import Person

MOST_QUOTED = 8
LATELY = timedelta(days=7)
FAIR_LENGTH = range(70, 241)
"""Of words worth reading alone, in code points."""
SAID_OF_FOCUS = 2
OF_THE_DAY = 3
"""Events, and as many stories."""

# Confirmed words of fair length, of stories that tell nothing which hurts to read: the first from a key on,
# or else the first of all; and those said of an event by different people, the fullest first.
WORDS = """
WITH fair AS NOT MATERIALIZED (
    SELECT id, speaker_id, about, text FROM articles_quotation said
    WHERE public AND status = 'confirmed' AND kind = 'direct' AND speaker_id IS NOT NULL
        AND length(text) >= %(least)s AND length(text) < %(most)s
        AND NOT EXISTS (
            SELECT FROM articles_article WHERE id = said.article_id AND cardinality(content_themes) > 0
        )
)
SELECT coalesce(
    (SELECT id FROM fair WHERE id >= %(key)s ORDER BY id LIMIT 1), (SELECT id FROM fair ORDER BY id LIMIT 1)
), ARRAY(
    SELECT id FROM (
        SELECT DISTINCT ON (speaker_id) id, text FROM fair WHERE about @> ARRAY[%(event)s]::bigint[]
        ORDER BY speaker_id, length(text) DESC, id
    ) AS fullest ORDER BY length(text) DESC, id LIMIT %(of_event)s
)
"""

# A number is of what somebody said, once however many reports printed it; the party is that of the last time.
QUOTED = f"""
SELECT person.name, person.slug, (
    SELECT party.slug FROM articles_quotation last
    LEFT JOIN people_party party ON party.id = last.speaker_party_id
    WHERE last.speaker_id = person.id AND last.public AND last.listed_on <= %(until)s
    ORDER BY last.listed_on DESC, last.id DESC LIMIT 1
), said
FROM (
    SELECT quotation.speaker_id, count(DISTINCT {SAID}) AS said
    FROM articles_quotation quotation LEFT JOIN articles_utterance utterance ON utterance.id = utterance_id
    WHERE public AND quotation.speaker_id IS NOT NULL AND listed_on > %(since)s AND listed_on <= %(until)s
    GROUP BY quotation.speaker_id ORDER BY 2 DESC, 1 LIMIT %(most)s
) AS lately
JOIN people_person person ON person.id = lately.speaker_id
ORDER BY said DESC, person.id
"""  # noqa: S608 (of our own words)

# One story of a year, so that no year crowds out the others.
THE_DAY = """
(
    SELECT 'event', slug, starts_on, name, '', '', kind
    FROM articles_event WHERE status = 'confirmed' AND precision = 'day' AND starts_on = ANY(%(days)s::date[])
    ORDER BY starts_on DESC, id LIMIT %(most)s
) UNION ALL (
    SELECT 'story', story.slug, published_on, headline, supplied_title, language, outlet.name
    FROM (
        SELECT DISTINCT ON (published_on) * FROM articles_article
        WHERE status = 'published' AND published_precision IN ('instant', 'day')
            AND published_on = ANY(%(days)s::date[])
        ORDER BY published_on DESC, id LIMIT %(most)s
    ) AS story JOIN articles_outlet outlet ON outlet.id = story.outlet_id
    ORDER BY published_on DESC
)
"""


class Happened(NamedTuple):
    """An event or a story of the same day of another year."""

    of: Event | Article
    day: date
    note: str
    """The kind of an event, and where a story was printed."""


def words_for(
    day: date, figures: Figures, focus: Event | None
) -> tuple[QuotationRow | None, list[QuotationRow]]:
    """One worth reading, from a key that the day decides, so that each has others; and some of ``focus``."""
    if figures.first_quotation is None or figures.last_quotation is None:
        return None, []
    keys = range(figures.first_quotation, figures.last_quotation + 1)
    key = keys[int(hashlib.sha256(day.isoformat().encode()).hexdigest(), 16) % len(keys)]
    params = {
        "key": key,
        "least": FAIR_LENGTH.start,
        "most": FAIR_LENGTH.stop,
        "event": focus.pk if focus else 0,
        "of_event": SAID_OF_FOCUS,
    }
    ((worth_reading, said),) = fetch(WORDS, params)
    rows = {row.address: row for row in quotation_rows([pk for pk in [*said, worth_reading] if pk])}
    of_focus = [rows[address] for pk in said if (address := page_of("quotation", pk)) in rows]
    return rows.get(page_of("quotation", worth_reading)), of_focus


def being_quoted(until: date) -> list[tuple[Person, str, int]]:
    """Of whom most was quoted in the week until then; with the class of the party they were in."""
    params = {"since": shift(until, -LATELY), "until": until, "most": MOST_QUOTED}
    return [
        (Person(name=name, slug=slug), f"party-{party or 'none'}", said)
        for name, slug, party, said in fetch(QUOTED, params, often=True)
    ]


def on_this_day(day: date, since: date) -> list[Happened]:
    """Events, then stories, of the same day of other years, from that of ``since`` on; the last first."""
    years = [year for year in range(day.year - 1, since.year - 1, -1) if is_day(year, day)]
    params = {
        "days": [day.replace(year=year) for year in years],
        "most": OF_THE_DAY,
    }
    return [happened(*row) for row in fetch(THE_DAY, params, often=True)] if years else []


def is_day(year: int, day: date) -> bool:
    """Whether that year has the day: not every one has a 29 February."""
    try:
        day.replace(year=year)
    except ValueError:
        return False
    return True


def happened(what: str, slug: str, day: date, name: str, supplied: str, language: str, note: str) -> Happened:
    if what == "event":
        return Happened(Event(name=name, slug=slug), day, note)
    story = Article(headline=name, supplied_title=supplied, slug=slug, published_on=day, language=language)
    return Happened(story, day, note)
