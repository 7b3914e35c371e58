"""Which reports of the archive print the text of which, proposed beside what staff have decided."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from django.db import connection
from django.db.models import F, Q

from articles.extraction.copies import DAYS, SAME_TEXT, Printed, likeness, sketch
from articles.extraction.records import Span
from articles.extraction.utterances import joined
from articles.models import Article, ArticleVersion, Copy, Quotation
from people.days import shift
from people.importers.shelves import change

_LEAST_SHARED = 2
"""So many numbers of two sketches must be the same before the texts are compared."""
_NO_INSTANT = datetime.max.replace(tzinfo=UTC)
_MOST_ALIKE = 50
_FEW = 2
"""So many reports that have one text already are compared with one that may have it too."""
_AS_GOOD_AS_THE_SAME = 0.9
# Of the copies that a day prints of one text the first is enough: there may be a thousand.
_STORED_ALIKE = """
SELECT own.article, near.article
FROM (
    SELECT given.article, given.day, mark
    FROM unnest(%s::bigint[], %s::text[], %s::date[]) AS given (article, sketch, day),
        unnest(given.sketch::integer[]) AS mark
) own
JOIN (
    SELECT article.id AS article, article.published_on AS day, mark
    FROM articles_article article JOIN articles_articleversion version ON version.id = article.current_id,
        unnest(version.sketch) AS mark
    WHERE article.published_on = ANY (%s::date[]) AND article.id <> ALL (%s::bigint[])
    AND NOT EXISTS (
        SELECT FROM articles_copy copy JOIN articles_article original ON original.id = copy.original_id
        WHERE copy.article_id = article.id AND copy.status <> 'rejected' AND copy.confidence >= %s
        AND original.published_on = article.published_on
    )
) near ON near.mark = own.mark AND abs(near.day - own.day) <= %s
GROUP BY own.article, near.article
HAVING count(*) >= %s
"""
NOTHING: Mapping[int, Sequence[Quotation]] = {}

Pair = frozenset[int]
"""The primary keys of two reports."""


def put_copies(
    versions: Sequence[ArticleVersion], unstored: Mapping[int, Sequence[Quotation]] = NOTHING
) -> int:
    """Propose which of these reports copy or are copied by which; how many proposals that changed.

    The versions must be the current ones of their reports. ``unstored`` has by version its quotations
    where they are not stored yet.
    """
    _sketch(versions)
    ours = {version.article_id for version in versions}
    sketched = _sketched_alike(versions)
    known = _known(ours.union(*sketched))
    prints = _Prints(versions, unstored)
    alike = _alike(_to_compare(sketched, ours, known), prints)
    staying = [copy for copy in known if not copy.is_proposed or copy.article_id not in ours]
    ties = [pair for pair in alike if pair not in _apart(known)]
    ties += [_pair(copy) for copy in staying if copy.status != Copy.Status.REJECTED]
    return _put(_wanted(ties), alike, known, prints)


def _sketch(versions: Sequence[ArticleVersion]) -> None:
    fresh = [version for version in versions if not version.sketch]
    for version in fresh:
        version.sketch = sketch(version.body)
    ArticleVersion.objects.bulk_update(fresh, ["sketch"])


def _sketched_alike(versions: Sequence[ArticleVersion]) -> set[Pair]:
    """Reports that may have one text: one of them ours, the other published within a few days."""
    days = timedelta(DAYS)
    holders: dict[int, list[ArticleVersion]] = defaultdict(list)
    shared: dict[Pair, int] = defaultdict(int)
    for version in versions:
        for number in version.sketch:
            for other in holders[number]:
                if abs(version.article.published_on - other.article.published_on) <= days:
                    shared[frozenset((version.article_id, other.article_id))] += 1
            if len(holders[number]) < _MOST_ALIKE:
                holders[number].append(version)
    pairs = {pair for pair, count in shared.items() if count >= _LEAST_SHARED}
    return pairs | {frozenset(pair) for pair in _stored_alike(versions)}


def _stored_alike(versions: Sequence[ArticleVersion]) -> list[tuple[int, int]]:
    """Each of our reports with others of the archive."""
    ours = [version.article_id for version in versions]
    sketches = ["{" + ",".join(map(str, version.sketch)) + "}" for version in versions]
    days = [version.article.published_on for version in versions]
    near = {shift(day, timedelta(apart)) for day in {*days} for apart in range(-DAYS, DAYS + 1)}
    with connection.cursor() as cursor:
        cursor.execute(
            _STORED_ALIKE,
            [ours, sketches, days, [*near], ours, _AS_GOOD_AS_THE_SAME, DAYS, _LEAST_SHARED],
        )
        return cursor.fetchall()


def _known(articles: Iterable[int]) -> list[Copy]:
    """What the archive holds of these reports as copies, and of the other copies of their originals."""
    originals = Copy.objects.standing().filter(article__in=articles).values("original")
    return list(
        Copy.objects.filter(Q(article__in=articles) | Q(original__in=articles) | Q(original__in=originals))
    )


def _to_compare(pairs: Iterable[Pair], ours: set[int], known: Iterable[Copy]) -> list[Pair]:
    """Of reports that are known to have one text, of which there may be many, only the first few."""
    originals = {copy.article_id: copy.original_id for copy in known if copy.status != Copy.Status.REJECTED}
    chosen: list[Pair] = []
    looked_at: Counter[Pair] = Counter()
    for pair in sorted(pairs, key=sorted):
        own = max(pair & ours)
        (other,) = pair - {own}
        text = frozenset((own, -originals.get(other, other)))
        looked_at[text] += 1
        if looked_at[text] <= _FEW:
            chosen.append(pair)
    return chosen


def _alike(pairs: Sequence[Pair], prints: "_Prints") -> dict[Pair, float]:
    """How much of their text the reports of each pair share, where it is enough to be one."""
    prints.fetch({article for pair in pairs for article in pair})
    shares = {pair: prints.likeness(pair) for pair in pairs}
    return {pair: share for pair, share in shares.items() if share >= SAME_TEXT}


class _Prints:
    """The texts of reports as they are compared: ours, and those of others as they are asked for."""

    def __init__(
        self, versions: Iterable[ArticleVersion], unstored: Mapping[int, Sequence[Quotation]]
    ) -> None:
        self._ours = {version.article_id: version for version in versions if version.pk in unstored}
        self._unstored = unstored
        self._printed: dict[int, Printed] = {}

    def fetch(self, articles: set[int]) -> None:
        for article in articles & self._ours.keys() - self._printed.keys():
            version = self._ours[article]
            marked = [row for row in self._unstored[version.pk] if row.kind != Quotation.Kind.REPORTED]
            spans = [(start, end) for row in marked for start, end in row.spans]
            self._printed[article] = Printed.of(version.body, spans)
        self._printed |= _printed(articles - self._printed.keys())

    def likeness(self, pair: Pair) -> float:
        """The share, 0 to 1, of the shorter text that both have; 0 where one is not there any more."""
        one, other = (self._printed.get(article) for article in pair)
        return likeness(one, other) if one and other else 0.0


def _printed(articles: set[int]) -> dict[int, Printed]:
    if not articles:
        return {}
    versions = ArticleVersion.objects.filter(pk=F("article__current"), article__in=articles)
    quoted: dict[int, list[Span]] = defaultdict(list)
    marked = Quotation.objects.exclude(kind=Quotation.Kind.REPORTED).filter(version__in=versions)
    for version, spans in marked.values_list("version", "spans"):
        quoted[version] += [(start, end) for start, end in spans]
    bodies = versions.values_list("pk", "article", "body")
    return {article: Printed.of(body, quoted[version]) for version, article, body in bodies}


def _wanted(ties: Iterable[Pair]) -> dict[int, int]:
    """By copy its original: of each group of reports the one published first."""
    groups = joined((min(pair), max(pair)) for pair in ties)
    order = _order({number for group in groups for number in group})
    firsts = [(min(group, key=order.__getitem__), group) for group in groups]
    return {copy: first for first, group in firsts for copy in group if copy != first}


def _order(articles: set[int]) -> dict[int, tuple[date, datetime, int]]:
    """When each was published; of one day, those whose hour is known go first."""
    if not articles:
        return {}
    rows = Article.objects.filter(pk__in=articles).values_list("pk", "published_on", "published_at")
    return {number: (day, instant or _NO_INSTANT, number) for number, day, instant in rows}


def _put(
    wanted: Mapping[int, int], alike: Mapping[Pair, float], known: Sequence[Copy], prints: _Prints
) -> int:
    proposed = {copy.article_id: copy for copy in known if copy.is_proposed}
    settled = {copy.article_id for copy in known if copy.status == Copy.Status.CONFIRMED}
    apart = _apart(known)
    added, changed = [], []
    stands = {(copy.article_id, copy.original_id) for copy in known}
    new = [frozenset(tie) for tie in wanted.items() if tie not in stands]
    alike = _alike([pair for pair in new if pair not in alike], prints) | dict(alike)
    for article, original in wanted.items():
        pair = frozenset((article, original))
        if article in settled or pair in apart:
            continue
        facts = {"original_id": original, **_reason(alike.get(pair))}
        row = proposed.pop(article, None)
        if row is None:
            added.append(Copy(article_id=article, **facts))
        elif change(row, facts):
            changed.append(row)
    if proposed:
        Copy.objects.filter(pk__in=[row.pk for row in proposed.values()]).delete()
    Copy.objects.bulk_update(changed, ["original", "confidence", "evidence"])
    Copy.objects.bulk_create(added)
    return len(added) + len(changed) + len(proposed)


def _reason(share: float | None) -> dict[str, float | str]:
    """Nothing new where two reports were not compared but are both alike a third."""
    if share is None:
        return {}
    return {"confidence": share, "evidence": f"{share:.0%} of the shorter one’s own words stand in both"}


def _apart(known: Iterable[Copy]) -> set[Pair]:
    return {_pair(copy) for copy in known if copy.status == Copy.Status.REJECTED}


def _pair(copy: Copy) -> Pair:
    return frozenset((copy.article_id, copy.original_id))
