"""Which reports of the archive print the text of which, proposed beside what staff have decided."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from django.db.models import F, Q

from articles.extraction.copies import DAYS, SAME_TEXT, Printed, likeness, sketch
from articles.extraction.records import Span
from articles.extraction.utterances import joined
from articles.models import Article, ArticleVersion, Copy, Quotation
from people.importers.shelves import change

_LEAST_SHARED = 2
"""So many numbers of two sketches must be the same before the texts are compared."""
_NO_INSTANT = datetime.max.replace(tzinfo=UTC)

Pair = frozenset[int]
"""The primary keys of two reports."""


def put_copies(versions: Sequence[ArticleVersion]) -> int:
    """Propose which of these reports copy or are copied by which; how many proposals that changed.

    The versions must be the current ones of their reports.
    """
    _sketch(versions)
    ours = {version.article_id for version in versions}
    sketched = _sketched_alike(versions)
    known = _known(ours.union(*sketched))
    alike = _likenesses(sketched)
    staying = [copy for copy in known if not copy.is_proposed or copy.article_id not in ours]
    ties = [pair for pair in alike if pair not in _apart(known)]
    ties += [_pair(copy) for copy in staying if copy.status != Copy.Status.REJECTED]
    return _put(_wanted(ties), alike, known)


def _sketch(versions: Sequence[ArticleVersion]) -> None:
    fresh = [version for version in versions if not version.sketch]
    for version in fresh:
        version.sketch = sketch(version.body)
    ArticleVersion.objects.bulk_update(fresh, ["sketch"])


def _sketched_alike(versions: Sequence[ArticleVersion]) -> set[Pair]:
    """Reports that may have one text: one of them ours, the other published within a few days."""
    ours = {version.article_id: version.article.published_on for version in versions}
    days = timedelta(DAYS)
    near = ArticleVersion.objects.filter(
        pk=F("article__current"),
        article__published_on__range=(min(ours.values()) - days, max(ours.values()) + days),
        sketch__overlap=sorted({number for version in versions for number in version.sketch}),
    )
    published, holders = dict(ours), defaultdict(list)
    for article, day, numbers in near.values_list("article", "article__published_on", "sketch"):
        published[article] = day
        for number in numbers:
            holders[number].append(article)
    shared: dict[Pair, int] = defaultdict(int)
    for version in versions:
        for number in version.sketch:
            for other in holders[number]:
                if other != version.article_id and abs(ours[version.article_id] - published[other]) <= days:
                    shared[frozenset((version.article_id, other))] += 1
    return {pair for pair, count in shared.items() if count >= _LEAST_SHARED}


def _known(articles: Iterable[int]) -> list[Copy]:
    """What the archive holds of these reports as copies, and of the other copies of their originals."""
    originals = Copy.objects.standing().filter(article__in=articles).values("original")
    return list(
        Copy.objects.filter(Q(article__in=articles) | Q(original__in=articles) | Q(original__in=originals))
    )


def _likenesses(pairs: Iterable[Pair]) -> dict[Pair, float]:
    """How much of their text the reports of each pair share, where it is enough to be one."""
    printed = _printed({article for pair in pairs for article in pair})
    found = {}
    for pair in pairs:
        one, other = pair
        if (
            one in printed
            and other in printed
            and (share := likeness(printed[one], printed[other])) >= SAME_TEXT
        ):
            found[pair] = share
    return found


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


def _put(wanted: Mapping[int, int], alike: Mapping[Pair, float], known: Sequence[Copy]) -> int:
    proposed = {copy.article_id: copy for copy in known if copy.is_proposed}
    settled = {copy.article_id for copy in known if copy.status == Copy.Status.CONFIRMED}
    apart = _apart(known)
    added, changed = [], []
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
