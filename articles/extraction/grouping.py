"""Which quotations of the archive are one utterance, proposed beside what staff have decided.

Only quotations of the same speakers, near in time, are looked at. A quotation that staff put into
a group or took out of one stays there, and what they rejected is never brought together again.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import chain, groupby, islice, pairwise
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet

from articles.extraction.sharing import put_copies
from articles.extraction.utterances import DAYS, NEWS_DAYS, Cut, breaths, joined, pairs
from articles.extraction.wording import plain_words, telling_phrases
from articles.models import ArticleVersion, Copy, Coverage, Quotation, Utterance
from articles.querysets import QuotationQuerySet
from people.importers.shelves import BATCH, change

_VERSIONS_AT_ONCE = 200
# A search for more than these takes longer than reading what it would leave out.
_MOST_PHRASES = 1000
_EVIDENCE = "They share words too rare together to be said twice."
_NO_INSTANT = datetime.max.replace(tzinfo=UTC)
_COMPARED = [
    *("version", "spans", "text", "kind", "attribution", "listed_on", "event", "utterance"),
    *("speaker", "speaker_outlet", "speaker_organization", "speaker_label", "grouped_by_staff"),
]

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
    return put_copies(versions) + put_utterances(versions)


def put_utterances(versions: Sequence[ArticleVersion]) -> int:
    """Propose the utterances that these versions report; how many quotations moved."""
    own = list(_groupable().filter(version__in=versions))
    if not own:
        return 0
    possible = _possible_speakers(own)
    around = list(_around(own, {person for people in possible.values() for person in people}))
    possible |= _possible_speakers(around)
    rows = {row.pk: row for row in chain(own, around)}
    cuts = _cuts([row for row in rows.values() if row.kind != Quotation.Kind.REPORTED], possible)
    groups = joined(chain(pairs(cuts), _breaths(versions, own), _utterances_of(around)))
    before = {row.pk: row.utterance_id for row in rows.values()}
    moved = _move(_homes(groups, rows, own), rows, own)
    touched = {number for row in chain(own, moved) for number in (before.get(row.pk), row.utterance_id)}
    bring_up_to_date({number for number in touched if number})
    return len(moved)


def _groupable() -> QuotationQuerySet:
    """Quotations that may share an utterance, each with the number of its report."""
    return (
        Quotation.objects.standing()
        .exclude(grouped_by_staff=True, utterance=None)
        .exclude(utterance__status=Utterance.Status.REJECTED)
        .annotate(report=F("article"))
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


def _around(own: Sequence[Quotation], possible: set[int]) -> QuotationQuerySet:
    """What other reports quote near those days of who may be the same speakers, in shared phrases."""
    first, last = min(row.listed_on for row in own), max(row.listed_on for row in own)
    days, news = timedelta(DAYS), timedelta(NEWS_DAYS)
    in_the_news = Q(listed_on__range=(first - news, last + news))
    if all(row.speaker_id for row in own):
        in_the_news &= Q(speaker=None)
    of_speakers = Q(speaker__in={row.speaker_id for row in own} - {None} | possible)
    of_speakers |= Q(speaker=None, attribution__in=["ambiguous", "resolved"])
    near = (
        _groupable()
        .filter(of_speakers | in_the_news, listed_on__range=(first - days, last + days))
        .exclude(version__in={row.version_id for row in own})
        .exclude(kind=Quotation.Kind.REPORTED)
    )
    phrases = {phrase for row in own for phrase in telling_phrases(row.text)}
    if len(phrases) > _MOST_PHRASES:
        return near
    return near.search(" OR ".join(f'"{phrase}"' for phrase in sorted(phrases)))


def _cuts(rows: Sequence[Quotation], possible: dict[int, list[int]]) -> list[Cut]:
    reports = {row.report for row in rows}  # type: ignore[attr-defined]
    originals = dict(Copy.objects.standing().filter(article__in=reports).values_list("article", "original"))
    events: dict[int, set[int]] = defaultdict(set)
    told = Coverage.objects.standing().filter(article__in=reports)
    for report, event in told.values_list("article", "event"):
        events[report].add(event)
    return [
        Cut(
            row.pk,
            originals.get(row.report, row.report),  # type: ignore[attr-defined]
            row.listed_on,
            plain_words(row.text),
            frozenset(_said_by(row) or (("person", person) for person in possible.get(row.pk, ()))),
            frozenset(events[row.report] | ({row.event_id} - {None})),  # type: ignore[attr-defined]
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
        places = [((row.start, row.end), _as_printed(row)) for row in marked]
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
    """Move quotations to their homes, and with those of other reports whatever shared their old one."""
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
    Quotation.objects.bulk_update(moved, ["utterance"], batch_size=BATCH)
    return moved


def bring_up_to_date(numbers: Iterable[int]) -> None:
    """Bring up to date what utterances tell of their quotations; one that has lost them goes."""
    members: dict[int | None, list[Quotation]] = defaultdict(list)
    for row in _members(numbers):
        members[row.utterance_id].append(row)
    changed, lost = [], []
    for utterance in Utterance.objects.filter(pk__in=numbers):
        rows = members[utterance.pk]
        if len(rows) < 2 and not any(row.grouped_by_staff for row in rows):
            lost.append(utterance.pk)
        elif change(utterance, _facts(rows)):
            changed.append(utterance)
    Utterance.objects.filter(pk__in=lost).delete()
    Utterance.objects.bulk_update(changed, ["said_on", "speaker", "earliest", "fullest"], batch_size=BATCH)


def _members(numbers: Iterable[int]) -> QuerySet[Quotation]:
    """Quotations of these utterances, the earliest report first, each in reading order."""
    return (
        Quotation.objects.standing()
        .filter(utterance__in=numbers)
        .select_related("version__article")
        .only(*_COMPARED, "version__article__published_on", "version__article__published_at")
        .order_by(
            "version__article__published_on",
            F("version__article__published_at").asc(nulls_last=True),
            "version__article_id",
            "version_id",
            "spans",
        )
    )


def _facts(rows: Sequence[Quotation]) -> dict[str, Any]:
    """What an utterance tells of these rows, which are in the order of :func:`_members`."""
    words: Counter[int] = Counter()
    for row in rows:
        words[row.version_id] += (row.kind != Quotation.Kind.REPORTED) * len(plain_words(row.text))
    fullest = next(row for row in rows if words[row.version_id] == max(words.values()))
    speakers = Counter(row.speaker_id for row in rows if row.speaker_id)
    return {
        "said_on": min(row.listed_on for row in rows),
        "speaker_id": max(speakers, key=speakers.__getitem__, default=None),
        "earliest_id": rows[0].pk,
        "fullest_id": fullest.pk,
    }
