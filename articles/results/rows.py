"""Quotations as a list prints them, every word at hand: a page of them is one query and one loop."""

from collections.abc import Sequence
from datetime import date
from functools import cache, lru_cache
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from archive.addresses import page_of
from archive.partial import last_day, stamp
from archive.templatetags.frame import in_words, written
from articles.context import AROUND, ELLIPSIS, sentence_around, with_its_sentence
from articles.models import Quotation
from articles.results.matches import fetch, sql_of
from articles.search import CONFIGURATION, MATCH_ENDS, MATCH_STARTS, marked
from articles.search.expressions import WordQuery
from articles.themes import note_on
from people.careers import is_over
from people.models import Person
from people.then import Then, as_at_hand, what_they_were

# Names are looked up row by row: to plan a join of ten tables takes longer than to read these rows.
ROWS = """
SELECT
    quotation.id, quotation.text, {highlighted}, quotation.kind, quotation.status, quotation.confidence,
    quotation.attribution, quotation.speaker_label, quotation.said_on, quotation.listed_on,
    quotation.spans[1][1], quotation.spans[array_upper(quotation.spans, 1)][2],
    substr(
        version.body, greatest(quotation.spans[1][1] - {around}, 0) + 1,
        quotation.spans[array_upper(quotation.spans, 1)][2]
            - greatest(quotation.spans[1][1] - {around}, 0) + {around}
    ),
    quotation.speaker_id,
    (SELECT ARRAY[name, slug] FROM people_person WHERE id = quotation.speaker_id),
    (SELECT ARRAY[short_name, slug] FROM people_party WHERE id = quotation.speaker_party_id),
    (SELECT ARRAY[name, slug] FROM articles_outlet WHERE id = quotation.speaker_outlet_id),
    (SELECT name FROM people_organization WHERE id = quotation.speaker_organization_id),
    CASE WHEN quotation.attribution = 'ambiguous' THEN (
        SELECT array_agg(ARRAY[person.name, person.slug] ORDER BY person.sort_name, person.id)
        FROM articles_quotation_candidates candidate
        JOIN people_person person ON person.id = candidate.person_id
        WHERE candidate.quotation_id = quotation.id
    ) END,
    article.headline, article.supplied_title, article.slug, article.published_on,
    article.published_precision, article.language, article.current_id = version.id, version.number,
    outlet.name,
    CASE WHEN (SELECT status FROM articles_utterance WHERE id = quotation.utterance_id) <> 'rejected' THEN (
        SELECT ARRAY[count(DISTINCT article_id), count(*)] FROM articles_quotation same
        WHERE same.utterance_id = quotation.utterance_id AND same.public
    ) END,
    article.content_themes
FROM articles_quotation quotation
JOIN articles_articleversion version ON version.id = quotation.version_id
JOIN articles_article article ON article.id = version.article_id
JOIN articles_outlet outlet ON outlet.id = article.outlet_id
WHERE quotation.id = ANY(%s::bigint[])
"""
HIGHLIGHTED = f"""ts_headline(
    '{CONFIGURATION}', quotation.text, {{words}},
    'HighlightAll=true, StartSel={MATCH_STARTS}, StopSel={MATCH_ENDS}'
)"""


class Record(NamedTuple):
    """A row of :data:`ROWS`."""

    pk: int
    text: str
    highlighted: str
    kind: str
    status: str
    confidence: float | None
    attribution: str
    label: str
    said_on: date | None
    listed_on: date
    start: int
    end: int
    around: str
    speaker_id: int | None
    speaker: list[str] | None
    """Name and slug, and so the next two."""
    party: list[str] | None
    voice: list[str] | None
    body: str | None
    candidates: list[tuple[str, str]] | None
    headline: str
    supplied: str
    slug: str
    published_on: date
    precision: str
    language: str
    is_current: bool
    number: int
    outlet: str
    told: list[int] | None
    """In how many stories it is quoted, and how often in all."""
    themes: list[str]

    @property
    def until(self) -> date:
        """The last day on which it can have been said or else published."""
        return self.said_on or last_day(self.listed_on, self.precision)


class QuotationRow(NamedTuple):
    """What ``quick/results.html`` prints of one quotation; an empty string where there is nothing to say."""

    edge: str
    """The classes that draw it, as :func:`articles.reading_page.edge_of` has them."""
    choice: str
    """That it was one of several people, before they are named."""
    people: list[tuple[str, str]]
    """Who said it, or may have: each name with its address, which is empty for a body without a page."""
    role: str
    """What the speaker was that day, or else the words of the report for whoever spoke."""
    state: str
    note: str
    """What the story tells that hurts to read."""
    own: bool
    """Whether the words are the speaker's own."""
    words: SafeString
    sentence: SafeString
    language: str
    title: SafeString
    story: str
    outlet: str
    stamp: str
    day: str
    said_stamp: str
    said_day: str
    address: str
    told: str
    """In how many stories it is quoted, and how often where that is more: a list shows it once."""
    where: str
    """The page that has those."""


def quotation_rows(
    keys: Sequence[int], words: WordQuery | None = None, speaker: Person | None = None
) -> list[QuotationRow]:
    """A row for each of these quotations, in their order. ``words`` are marked where they stand.

    ``speaker`` is who said all of them, where their offices are at hand: offices that are over are
    told as such.
    """
    if not keys:
        return []
    highlighted = "quotation.text"
    params: list[Any] = []
    if words is not None:
        sql, params = sql_of(words)
        highlighted = HIGHLIGHTED.format(words=sql)
    query = ROWS.format(highlighted=highlighted, around=AROUND)
    found = {record[0]: Record._make(record) for record in fetch(query, [*params, list(keys)], often=True)}
    records = [found[key] for key in keys if key in found]
    if speaker:
        then = as_at_hand(
            speaker, [record.listed_on for record in records], [record.until for record in records]
        )
        rows, today = [], timezone.localdate()
        for record, held in zip(records, then, strict=True):
            row = _row(record, held)
            over = row.role and is_over(speaker, record.listed_on, today)
            rows.append(row._replace(role=_("Then %s") % row.role) if over else row)
        return rows
    said = [(record.speaker_id, record.listed_on) for record in records if record.speaker_id]
    until = [record.until for record in records if record.speaker_id]
    standing = iter(what_they_were(said, until))
    return [_row(record, next(standing) if record.speaker_id else None) for record in records]


def _row(record: Record, then: Then | None) -> QuotationRow:
    pk, published_on, precision = record.pk, record.published_on, record.precision
    reported = record.kind == Quotation.Kind.REPORTED
    known = bool(record.speaker or record.voice or record.body)
    settled = known and Quotation.is_settled(record.status, record.confidence)
    people, choice, role = _speakers(record), "", ""
    party, party_slug = record.party or ("", "none")
    if then:
        role = then.line(party)
    elif record.attribution == Quotation.Attribution.AMBIGUOUS:
        several = len(people) > 1
        choice = _("One of %s, or all:") % in_words(len(people)) if several else record.label
    elif not known:
        role = record.label or _("Nobody named")
    story = page_of("article", published_on.strftime("%Y/%m/%d"), record.slug)
    first = min(record.start, AROUND)
    before, after = sentence_around(record.around, first, first + record.end - record.start)
    language = get_language() or ""
    said_on = record.said_on if record.said_on != published_on else None
    stories, quoted = record.told or (1, 1)
    address = page_of("quotation", pk)
    place = f"{story if record.is_current else f'{story}v{record.number}/'}#q{pk}"
    return QuotationRow(
        edge=edge(party_slug, reported, settled),
        choice=choice,
        people=people,
        role=role,
        state=state(record.attribution, known, settled, language),
        note=note_on(record.themes),
        own=not reported,
        words=in_marks(record.highlighted, reported),
        sentence=marked(
            with_its_sentence(
                before, record.text if record.kind == Quotation.Kind.PARTIAL else ELLIPSIS, after
            )
        ),
        language=record.language,
        title=headed(record.headline, record.supplied),
        story=place,
        outlet=record.outlet,
        stamp=stamp(published_on, precision),
        day=day_in_words(published_on, precision, language),
        said_stamp=stamp(said_on) if said_on else "",
        said_day=day_in_words(said_on, "day", language) if said_on else "",
        address=address,
        told=told(stories, quoted),
        where=f"{address}#cuts" if stories > 1 else place,
    )


def told(stories: int, quoted: int) -> str:
    """How often one thing said is quoted; empty where that is once."""
    reported = ngettext("Reported in %d story", "Reported in %d stories", stories) % stories
    often = ngettext("%d quotation of it", "%d quotations of it", quoted) % quoted
    return ", ".join([reported] * (stories > 1) + [often] * (quoted > stories))


def _speakers(record: Record) -> list[tuple[str, str]]:
    if record.speaker:
        name, slug = record.speaker
        return [(name, page_of("person", slug))]
    if record.voice:
        name, slug = record.voice
        return [(name, page_of("outlet", slug))]
    if record.body:
        return [(record.body, "")]
    return [(name, page_of("person", slug)) for name, slug in record.candidates or []]


def edge(party: str, reported: bool, settled: bool) -> str:
    return f"party-{party}{' reported' if reported else ''}{'' if settled else ' proposed'}"


def in_marks(text: str, reported: bool) -> SafeString:
    """The words, in marks where they are the speaker's own; found words are marked."""
    words = marked(text)
    return words if reported else SafeString(f"“{words}”")  # marked() escaped it


@cache
def state(attribution: str, known: bool, settled: bool, language: str) -> str:
    """What is not settled about who spoke, in the language in force; empty where all is."""
    if attribution == Quotation.Attribution.AMBIGUOUS:
        return _("Ambiguous in the report")
    if not known:
        return _("Not yet named")
    return "" if settled else _("Proposed, not yet confirmed")


def headed(headline: str, supplied: str) -> SafeString:
    """The headline of a report or, in brackets, the title that staff gave it."""
    return marked(headline or "[" + (supplied or _("Report without a headline")) + "]")


def dated(day: date, precision: str = "day") -> tuple[str, str]:
    """For machines, and for readers in the language in force."""
    return stamp(day, precision), day_in_words(day, precision, get_language() or "")


@lru_cache(maxsize=10_000)
def day_in_words(day: date, precision: str, language: str) -> str:
    """The same as readers of that language do."""
    return written(day, precision)
