"""Which quotations of the archive are one utterance, proposed beside what staff have decided.

Only quotations of the same speakers, near in time, are looked at. A quotation that staff put into
a group or took out of one stays there, and what they rejected is never brought together again.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import chain, groupby, islice, pairwise
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet

from archive.copying import sort_into_indexes
from articles.extraction.sharing import put_copies
from articles.extraction.utterances import DAYS, Cut, breaths, joined, pairs
from articles.extraction.wording import plain_words, telling_runs
from articles.models import ArticleVersion, Copy, Coverage, Quotation, Utterance
from articles.querysets import QuotationQuerySet
from people.days import ONE_DAY, shift
from people.importers.shelves import change

_VERSIONS_AT_ONCE = 200
_EVIDENCE = "They share words too rare together to be said twice."
_COMPARED = [
    *("version", "spans", "text", "kind", "attribution", "rule", "listed_on", "event", "utterance"),
    *(
        "speaker",
        "speaker_outlet",
        "speaker_organization",
        "speaker_label",
        "grouped_by_staff",
        "article",
        "sketch",
    ),
]

_MOST_ALIKE = 100
"""So many quotations with the words of one are compared with it; of more, those that came first."""
_MOST_RECKONED = 5000

_SHARING_WORDS = """
SELECT DISTINCT found.id
FROM (
    SELECT day, sketch::integer[] AS sketch FROM unnest(%s::date[], %s::text[]) AS given (day, sketch)
    OFFSET 0
) own
CROSS JOIN LATERAL (
    SELECT id FROM articles_quotation
    WHERE sketch && own.sketch AND abs(listed_on - own.day) <= %s AND version_id <> ALL (%s::bigint[])
    LIMIT %s
) found
"""
_STORE_SKETCHES = """
UPDATE articles_quotation SET sketch = given.sketch::integer[]
FROM unnest(%s::bigint[], %s::text[]) AS given (id, sketch) WHERE articles_quotation.id = given.id
"""
_STORE_UTTERANCES = """
UPDATE articles_quotation SET utterance_id = given.utterance
FROM unnest(%s::bigint[], %s::bigint[]) AS given (id, utterance) WHERE articles_quotation.id = given.id
"""
_TOLD_BY_UTTERANCE = ("said_on", "speaker_id", "earliest_id", "fullest_id")
_STORE_FACTS = """
UPDATE articles_utterance
SET said_on = given.said_on, speaker_id = given.speaker,
    earliest_id = given.earliest, fullest_id = given.fullest
FROM unnest(%s::bigint[], %s::date[], %s::bigint[], %s::bigint[], %s::bigint[])
    AS given (id, said_on, speaker, earliest, fullest)
WHERE articles_utterance.id = given.id
"""

Link = tuple[int, int]


def group_archive() -> Iterator[tuple[int, int]]:
    """Group every report, oldest first: of each batch, how many were looked at and how much changed."""
    rows = to_group().iterator(chunk_size=_VERSIONS_AT_ONCE)
    while batch := list(islice(rows, _VERSIONS_AT_ONCE)):
        with transaction.atomic():
            changes = group_versions(batch)
        yield len(batch), changes


def to_group() -> QuerySet[ArticleVersion]:
    """The current text of every report, oldest first."""
    current = ArticleVersion.objects.filter(pk=F("article__current")).select_related("article")
    return current.defer("original", "search_vector").order_by("article__published_on", "pk")


def group_versions(versions: Sequence[ArticleVersion]) -> int:
    """Find the copies of these reports and what others report of the same words; how much that changed."""
    if not versions:
        return 0
    return put_copies(versions) + put_utterances(versions)


def put_utterances(versions: Sequence[ArticleVersion]) -> int:
    """Propose the utterances that these versions report; how many quotations moved."""
    own = list(_groupable().filter(version__in=versions))
    if not own:
        return 0
    _store_sketches([row for row in own if row.sketch is None])
    moved, touched = _propose(versions, own, _possible_speakers(own))
    _store_utterances(moved)
    bring_up_to_date(touched)
    return len(moved)


def group_unstored(
    versions: Sequence[ArticleVersion], own: Sequence[Quotation], possible: dict[int, list[int]]
) -> set[int]:
    """Say of quotations that are numbered and not yet stored to what utterances they belong.

    ``possible`` has by quotation whom its report leaves a choice of. The numbers of utterances that come
    back are to be brought up to date when the quotations are stored.
    """
    if not own:
        return set()
    moved, touched = _propose(versions, own, possible)
    unstored = {row.pk for row in own}
    _store_utterances([row for row in moved if row.pk not in unstored])
    return touched


def sketch_of(row: Quotation) -> list[int]:
    """What others with the same words are found by; reported speech is not looked for."""
    return [] if row.kind == Quotation.Kind.REPORTED else telling_runs(plain_words(row.text))


def _propose(
    versions: Sequence[ArticleVersion], own: Sequence[Quotation], possible: dict[int, list[int]]
) -> tuple[list[Quotation], set[int]]:
    """The quotations whose utterance is another now, and all utterances that this touches."""
    around = list(_around(own, versions))
    possible = possible | _possible_speakers(around)
    rows = {row.pk: row for row in chain(own, around)}
    marked = [row for row in chain(around, own) if row.kind != Quotation.Kind.REPORTED]
    found = pairs(_cuts(marked, possible), known=len(around))
    groups = joined(chain(found, _breaths(versions, own), _utterances_of(around)))
    before = {row.pk: row.utterance_id for row in rows.values()}
    moved = _move(_homes(groups, rows, own), rows, own)
    touched = {number for row in chain(own, moved) for number in (before.get(row.pk), row.utterance_id)}
    return moved, {number for number in touched if number}


def _groupable() -> QuotationQuerySet:
    """Quotations that may share an utterance, each with the number of its report."""
    return (
        Quotation.objects.standing()
        .exclude(grouped_by_staff=True, utterance=None)
        .exclude(utterance__status=Utterance.Status.REJECTED)
        .only(*_COMPARED)
    )


def _possible_speakers(rows: Iterable[Quotation]) -> dict[int, list[int]]:
    """By quotation whom the report leaves a choice of."""
    ambiguous = [row.pk for row in rows if row.attribution == Quotation.Attribution.AMBIGUOUS]
    people: dict[int, list[int]] = defaultdict(list)
    if ambiguous:
        links = Quotation.candidates.through.objects.filter(quotation__in=ambiguous)
        for quotation, person in links.values_list("quotation", "person"):
            people[quotation].append(person)
    return people


def _around(own: Sequence[Quotation], versions: Sequence[ArticleVersion]) -> QuotationQuerySet:
    """What other reports quote near those days that may be the same words."""
    marked = [row for row in own if row.kind != Quotation.Kind.REPORTED]
    if not marked:
        return Quotation.objects.none()
    _reckon_sketches(marked)
    ours = [version.pk for version in versions]
    numbers = {*_sharing_words(marked, ours), *_in_fragments(marked)}
    if not numbers:
        return Quotation.objects.none()
    return _groupable().filter(pk__in=numbers).exclude(version__in=ours).exclude(kind=Quotation.Kind.REPORTED)


def _reckon_sketches(own: Sequence[Quotation]) -> None:
    """Reckon what quotations near those days are found by, where staff changed them or nobody did it yet."""
    first, last = min(row.listed_on for row in own), max(row.listed_on for row in own)
    near = (shift(first, -timedelta(DAYS)), shift(last, timedelta(DAYS)))
    without = Quotation.objects.filter(sketch=None, listed_on__range=near).only("kind", "text", "sketch")
    while rows := list(without[:_MOST_RECKONED]):
        _store_sketches(rows)


def _store_sketches(rows: Iterable[Quotation]) -> None:
    numbers, sketches = [], []
    for row in rows:
        row.sketch = sketch_of(row)
        numbers.append(row.pk)
        sketches.append(_listed(row.sketch))
    if numbers:
        with connection.cursor() as cursor:
            cursor.execute(_STORE_SKETCHES, [numbers, sketches])


def _sharing_words(own: Sequence[Quotation], versions: Sequence[int]) -> list[int]:
    """Numbers of quotations near in time that share four words, one of them rare; for each the first few."""
    days, sketches = [row.listed_on for row in own], [_listed(row.sketch or []) for row in own]
    sort_into_indexes("quotation_sketch")
    with connection.cursor() as cursor:
        # Each search finds few rows: the planner, who cannot know, would rather read them all.
        cursor.execute("SELECT set_config('enable_seqscan', 'off', true)")
        cursor.execute(_SHARING_WORDS, [days, sketches, DAYS, [*versions], _MOST_ALIKE])
        found = [number for (number,) in cursor.fetchall()]
        cursor.execute("SELECT set_config('enable_seqscan', 'on', true)")
    return found


def _in_fragments(own: Sequence[Quotation]) -> list[int]:
    """Numbers of quotations that are fragments, or hold one of ours, in reports of the same event or text."""
    reports = {row.article_id for row in own}
    events = {*Coverage.objects.standing().filter(article__in=reports).values_list("event", flat=True)}
    events |= {row.event_id for row in own if row.event_id}
    texts = _of_the_same_text(reports)
    if not events and not texts:
        return []
    short = Q(sketch=[])
    fragments = [row for row in own if not row.sketch]
    first, last = min(row.listed_on for row in own), max(row.listed_on for row in own)
    told = Q(about__overlap=sorted(events), listed_on__range=(shift(first, -ONE_DAY), shift(last, ONE_DAY)))
    told &= short | Q(speaker__in={row.speaker_id for row in fragments} - {None})
    told |= Q(article__in=texts) & (short if not fragments else Q())
    found = Quotation.objects.exclude(kind=Quotation.Kind.REPORTED).filter(told)
    return list(found.order_by("pk").values_list("pk", flat=True)[:_MOST_RECKONED])


def _of_the_same_text(reports: set[int]) -> set[int]:
    """Other reports that print the text of one of these; the first few where they are many."""
    copies = Copy.objects.standing()
    ties = copies.filter(Q(article__in=reports) | Q(original__in=reports))
    originals = {*ties.values_list("original", flat=True)}
    if not originals:
        return set()
    others = copies.filter(original__in=originals).order_by("article").values_list("article", flat=True)
    return originals.union(others[:_MOST_ALIKE]) - reports


def _listed(numbers: Iterable[int]) -> str:
    """As PostgreSQL writes an array: one of arrays of different lengths it does not take."""
    return "{" + ",".join(map(str, numbers)) + "}"


def _cuts(rows: Sequence[Quotation], possible: dict[int, list[int]]) -> list[Cut]:
    reports = {row.article_id for row in rows}
    originals = dict(Copy.objects.standing().filter(article__in=reports).values_list("article", "original"))
    events: dict[int, set[int]] = defaultdict(set)
    told = Coverage.objects.standing().filter(article__in=reports)
    for report, event in told.values_list("article", "event"):
        events[report].add(event)
    return [
        Cut(
            row.pk,
            originals.get(row.article_id, row.article_id),
            row.listed_on,
            plain_words(row.text),
            frozenset(_said_by(row) or (("person", person) for person in possible.get(row.pk, ()))),
            frozenset(events[row.article_id] | ({row.event_id} - {None})),
            row.sketch,
            row.version_id if row.kind == Quotation.Kind.DIRECT else None,
        )
        for row in rows
    ]


def _said_by(row: Quotation) -> list[tuple[str, int]]:
    names = ("speaker", "speaker_outlet", "speaker_organization")
    speakers = ((name, getattr(row, f"{name}_id")) for name in names)
    return [("person" if name == "speaker" else name, number) for name, number in speakers if number]


def _breaths(versions: Iterable[ArticleVersion], own: Iterable[Quotation]) -> Iterator[Link]:
    """Links between what was said in one breath, and between reported speech and the words it quotes."""
    quoted: dict[int, list[Quotation]] = defaultdict(list)
    for row in own:
        quoted[row.version_id].append(row)
    for version in versions:
        rows = sorted(quoted[version.pk], key=lambda row: row.start)
        marked = [row for row in rows if row.kind != Quotation.Kind.REPORTED]
        places = [((row.start, row.end), _as_printed(row), row.rule == "after") for row in marked]
        for breath in breaths(version.body, places):
            yield from pairwise(marked[number].pk for number in breath)
        starts = [row.start for row in marked]
        for row in rows:
            if row.kind == Quotation.Kind.REPORTED:
                inside = marked[bisect_left(starts, row.start) : bisect_left(starts, row.end)]
                yield from ((row.pk, held.pk) for held in inside if _as_printed(held) == _as_printed(row))


def _as_printed(row: Quotation) -> Hashable:
    """The speaker, or else the words for one; nobody's words are tied to no others."""
    return tuple(_said_by(row)) or row.speaker_label.lower() or row.pk


def _utterances_of(rows: Iterable[Quotation]) -> Iterator[Link]:
    """Links between quotations that are one utterance already."""
    grouped = sorted((row.utterance_id, row.pk) for row in rows if row.utterance_id)
    for _utterance, members in groupby(grouped, key=lambda each: each[0]):
        yield from pairwise(pk for _, pk in members)


def _homes(
    groups: Iterable[set[int]], rows: dict[int, Quotation], own: Iterable[Quotation]
) -> dict[int, Utterance | None]:
    """The utterance that each quotation belongs to; a new one has no number yet."""
    homes: dict[int, Utterance | None] = {row.pk: None for row in own}
    taken: set[int] = set()
    for group in sorted(groups, key=min):
        members = [rows[pk] for pk in group]
        decided = {row.utterance_id for row in members if row.utterance_id and row.grouped_by_staff}
        numbers = decided or {row.utterance_id for row in members if row.utterance_id} - taken
        first_on = min(row.listed_on for row in members)
        home = Utterance(pk=min(numbers, default=None), said_on=first_on, evidence=_EVIDENCE)
        taken |= numbers
        for row in members:
            homes[row.pk] = Utterance(pk=row.utterance_id) if row.utterance_id in decided else home
    return homes


def _move(
    homes: dict[int, Utterance | None], rows: dict[int, Quotation], own: Iterable[Quotation]
) -> list[Quotation]:
    """Say of quotations where they belong, and of those of other reports that shared their old home."""
    fresh = {id(home): home for home in homes.values() if home and not home.pk}
    Utterance.objects.bulk_create(fresh.values())
    ours = {row.pk for row in own}
    moved: list[Quotation] = []
    merged: dict[int | None, int | None] = {}
    for pk, home in homes.items():
        row, number = rows[pk], home.pk if home else None
        if row.grouped_by_staff or row.utterance_id == number:
            continue
        if row.utterance_id and pk not in ours:
            merged[row.utterance_id] = number
        row.utterance_id = number
        moved.append(row)
    if merged:
        left = Quotation.objects.filter(utterance__in=merged, grouped_by_staff=False).exclude(pk__in=homes)
        for row in left:
            row.utterance_id = merged[row.utterance_id]
            moved.append(row)
    return moved


def _store_utterances(rows: Sequence[Quotation]) -> None:
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(_STORE_UTTERANCES, [[row.pk for row in rows], [row.utterance_id for row in rows]])


def bring_up_to_date(numbers: Collection[int]) -> None:
    """Bring up to date what utterances tell of their quotations; one that has lost them goes."""
    if not numbers:
        return
    members: dict[int, list[_Member]] = defaultdict(list)
    for member in _members(numbers):
        members[member.utterance].append(member)
    changed, lost = [], []
    for utterance in Utterance.objects.filter(pk__in=numbers):
        rows = members[utterance.pk]
        if len(rows) < 2 and not any(row.by_staff for row in rows):
            lost.append(utterance.pk)
        elif change(utterance, _facts(rows)):
            changed.append(utterance)
    if lost:
        Utterance.objects.filter(pk__in=lost).delete()
    if changed:
        columns = [[getattr(row, name) for row in changed] for name in ("pk", *_TOLD_BY_UTTERANCE)]
        with connection.cursor() as cursor:
            cursor.execute(_STORE_FACTS, columns)


class _Member(NamedTuple):
    utterance: int
    pk: int
    version: int
    kind: str
    text: str
    speaker: int | None
    listed_on: date
    by_staff: bool


def _members(numbers: Iterable[int]) -> Iterator[_Member]:
    """Quotations of these utterances, the earliest report first, each in reading order."""
    rows = Quotation.objects.standing().filter(utterance__in=numbers)
    ordered = rows.order_by(
        "article__published_on",
        F("article__published_at").asc(nulls_last=True),
        "article_id",
        "version_id",
        "spans",
    )
    names = ("utterance", "pk", "version", "kind", "text", "speaker", "listed_on", "grouped_by_staff")
    return map(_Member._make, ordered.values_list(*names))


def _facts(rows: Sequence[_Member]) -> dict[str, Any]:
    """What an utterance tells of these rows, which are in the order of :func:`_members`."""
    words: Counter[int] = Counter()
    for row in rows:
        words[row.version] += (row.kind != Quotation.Kind.REPORTED) * len(plain_words(row.text))
    most = max(words.values())
    fullest = next(row for row in rows if words[row.version] == most)
    speakers = Counter(row.speaker for row in rows if row.speaker)
    return {
        "said_on": min(row.listed_on for row in rows),
        "speaker_id": max(speakers, key=speakers.__getitem__, default=None),
        "earliest_id": rows[0].pk,
        "fullest_id": fullest.pk,
    }
