"""Reports put into the archive.

A text that differs from the last one taken is a new version. The quotations whose words still
stand in it move there with what staff decided about them; the others stay where they are.
The other facts of a report that the archive has are the staff's: an import fills in what is
empty, makes a coarse date finer, and brings a headline up to date that nobody touched.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from django.db import DatabaseError, connection, transaction
from django.db.models import Max

from archive.copying import sort_into_indexes
from articles.extraction.grouping import group_versions
from articles.extraction.knowledge import Knowledge
from articles.extraction.store import read_version
from articles.importers.fresh import (
    WORD_INDEXES,
    Fresh,
    bylines,
    drop_texts,
    give_addresses,
    new_article,
    new_version,
    put_fresh,
    put_texts,
    read_fresh,
    reason,
    when,
)
from articles.importers.identity import checksum, find, find_all, sha256, tokens
from articles.importers.marked import check_known, read_marked
from articles.importers.moves import move_to
from articles.importers.records import ArticleRecord
from articles.importers.refusals import Refused
from articles.models import Article, ArticleVersion, Byline, Outlet
from articles.outlets import publishing_outlet
from people.importers.records import Refusal
from people.importers.shelves import change

Outcome = Literal["added", "changed", "unchanged"]

_FINENESS = ["year", "month", "day", "instant"]
# Data out of range, a broken rule, a limit of the database (a text with too many words to search).
_CANNOT_BE_KEPT = ("22", "23", "54")


@dataclass(slots=True, eq=False)
class _Incoming:
    """A report on its way in, and what is known of it so far."""

    record: ArticleRecord
    outlet: Outlet
    article: Article | None = None
    """What the archive has of it."""
    is_fresh: bool = False
    """The archive has not got it, nor does it come a second time."""
    fresh: Fresh | None = None
    """Its rows, where it was read ahead."""


def load(record: ArticleRecord, knowledge: Knowledge, importer: str) -> Outcome:
    """Put one report into the archive and read its quotations, in one transaction.

    ``Refused`` where the archive cannot keep it. ``importer`` is the name that its provenance gives.
    """
    (outcome,) = load_batch([record], knowledge, importer)
    if isinstance(outcome, Refusal):
        raise Refused(outcome.reason)
    return outcome


def load_batch(
    records: Sequence[ArticleRecord], knowledge: Knowledge, importer: str
) -> list[Outcome | Refusal]:
    """Put reports into the archive and read their quotations; in order what became of each.

    All in one transaction, or where the archive cannot keep one of them in as many as keep the others.
    """
    refused: dict[int, Refusal] = {}
    for place, record in enumerate(records):
        try:
            check_known(record, knowledge)
        except Refused as problem:
            refused[place] = Refusal(record.place, str(problem))
    outlets = _outlets(record for place, record in enumerate(records) if place not in refused)
    incoming = {
        place: _Incoming(record, outlets[record.outlet])
        for place, record in enumerate(records)
        if place not in refused
    }
    # While nobody waits for it: most of the work is to read what the archive has not got.
    _recognize([*incoming.values()])
    _read_ahead([*incoming.values()], knowledge, importer)
    stored = dict(zip(incoming, _store([*incoming.values()], knowledge, importer), strict=True))
    return [stored[place] if place in stored else refused[place] for place in range(len(records))]


def wait_for_other_imports() -> None:
    """Of two imports at once the second must see what the first added, or both would add it."""
    _lock("pg_advisory_xact_lock")


def keep_imports_waiting() -> None:
    """Until the end of the transaction, however many ask for it at once."""
    _lock("pg_advisory_xact_lock_shared")


def _lock(function: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(hashtext('articles.importers.load'))")


def _store(incoming: Sequence[_Incoming], knowledge: Knowledge, importer: str) -> list[Outcome | Refusal]:
    if not incoming:
        return []
    try:
        with transaction.atomic():
            # What takes longest, before others have to wait for what this adds.
            texts = [each.fresh for each in incoming if each.is_fresh and each.fresh]
            put_texts(texts)
            wait_for_other_imports()
            outcomes = _put(incoming, texts, knowledge, importer)
    except DatabaseError as error:
        refusal = _refusal(incoming[0].record, error)
        if len(incoming) == 1:
            return [refusal]
    else:
        if "added" in outcomes:
            # Others need not wait for that: until it is done, a search only takes longer.
            sort_into_indexes(*WORD_INDEXES)
        return outcomes
    # One spoils it for the others, so they part until it is alone.
    half = len(incoming) // 2
    return [
        *_store(incoming[:half], knowledge, importer),
        *_store(incoming[half:], knowledge, importer),
    ]


def _refusal(record: ArticleRecord, error: DatabaseError) -> Refusal:
    """Raises the error again where it is not for what a report says."""
    state = getattr(error.__cause__, "sqlstate", None) or ""
    if not state.startswith(_CANNOT_BE_KEPT):
        raise error
    return Refusal(record.place, f"the database cannot keep it: {str(error).splitlines()[0]}")


def _put(
    incoming: Sequence[_Incoming], texts: Sequence[Fresh], knowledge: Knowledge, importer: str
) -> list[Outcome | Refusal]:
    """Store reports, of which those are fresh whose ``texts`` are stored, as far as was known before."""
    # Again, for another import may have added some of them meanwhile.
    _recognize(incoming)
    _read_ahead(incoming, knowledge, importer)
    fresh = [each.fresh for each in incoming if each.is_fresh and each.fresh]
    drop_texts(_without(texts, fresh))
    put_texts(_without(fresh, texts))
    put_fresh(fresh)
    outcomes: list[Outcome | Refusal] = []
    changed: dict[int, ArticleVersion] = {}
    for each in incoming:
        if each.is_fresh and each.fresh:
            outcomes.append("added")
            continue
        try:
            with transaction.atomic():
                outcome, version = _put_alone(each, knowledge, importer)
        except DatabaseError as error:
            outcomes.append(_refusal(each.record, error))
        else:
            outcomes.append(outcome)
            if version:
                changed[version.article_id] = version
    group_versions([*changed.values()])
    return outcomes


def _without(reports: Iterable[Fresh], others: Iterable[Fresh]) -> list[Fresh]:
    left_out = {id(each) for each in others}
    return [each for each in reports if id(each) not in left_out]


def _outlets(records: Iterable[ArticleRecord]) -> dict[str, Outlet]:
    """By name whose reports they are; an outlet that the archive has not got is added."""
    names = {record.outlet for record in records}
    known = {outlet.name: outlet for outlet in Outlet.objects.filter(name__in=names)} if names else {}
    return known | {name: publishing_outlet(name) for name in sorted(names - known.keys())}


def _recognize(incoming: Sequence[_Incoming]) -> None:
    """Find what the archive has of each, and tell a report that comes first from one that comes again."""
    before: set[Hashable] = set()
    found = find_all([(each.record, each.outlet) for each in incoming])
    for each, article in zip(incoming, found, strict=True):
        left, asked = tokens(each.record, each.outlet)
        each.article = article
        each.is_fresh = article is None and asked.isdisjoint(before)
        before |= left


def _read_ahead(incoming: Sequence[_Incoming], knowledge: Knowledge, importer: str) -> None:
    unread = [each for each in incoming if each.is_fresh and not each.fresh and not each.record.is_marked]
    read = read_fresh([(each.record, each.outlet) for each in unread], knowledge, importer)
    for each, rows in zip(unread, read, strict=True):
        each.fresh = rows


def _put_alone(each: _Incoming, knowledge: Knowledge, importer: str) -> tuple[Outcome, ArticleVersion | None]:
    """Put a report into the archive by itself; with the version that has to be grouped."""
    record = each.record
    article = each.article or find(record, each.outlet)
    if article is None:
        version = take_version(_add(record, each.outlet), record, importer, 1)
        _read(version, record, knowledge)
        return "added", version
    before = article.current
    if before:
        record = _with_what_it_leaves_unsaid(record, before)
    filled = _bring_up_to_date(article, record)
    if before and before.checksum == checksum(record):
        before.article = article
        marked = record.is_marked and before.original_sha256 != sha256(record.original)
        marked = marked and read_marked(before, record, knowledge)
        return "changed" if marked or filled else "unchanged", before if marked else None
    last = article.versions.aggregate(number=Max("number"))["number"] or 0
    version = take_version(article, record, importer, last + 1)
    if before:
        move_to(version, before)
    _read(version, record, knowledge)
    return "changed", version


def _with_what_it_leaves_unsaid(record: ArticleRecord, before: ArticleVersion) -> ArticleRecord:
    """A report that comes again without its headline has not lost it."""
    headline, standfirst = record.headline or before.headline, record.standfirst or before.standfirst
    return replace(record, headline=headline, standfirst=standfirst)


def _add(record: ArticleRecord, outlet: Outlet) -> Article:
    article = new_article(record, outlet)
    give_addresses([(article, record)])
    article._change_reason = reason(record)  # type: ignore[attr-defined]
    article.save()
    Byline.objects.bulk_create(bylines(article, record))
    return article


def take_version(article: Article, record: ArticleRecord, importer: str, number: int) -> ArticleVersion:
    """Make the text of the record the current version of the report."""
    version = new_version(article, record, importer, number)
    version.save()
    article.current = version
    Article.objects.filter(pk=article.pk).update(current=version)
    return version


def _read(version: ArticleVersion, record: ArticleRecord, knowledge: Knowledge) -> None:
    if record.is_marked:
        read_marked(version, record, knowledge)
    else:
        read_version(version, knowledge)


def _bring_up_to_date(article: Article, record: ArticleRecord) -> bool:
    """Fill in what the archive does not have yet; whether there was anything."""
    facts = {name: getattr(record, name) for name in ("url", "section") if not getattr(article, name)}
    for name in ("headline", "standfirst"):
        if article.current and getattr(article, name) == getattr(article.current, name):
            facts[name] = getattr(record, name)
    if _FINENESS.index(record.published.precision) > _FINENESS.index(article.published_precision):
        facts |= when(record)
    changed = change(article, facts)
    if changed:
        article._change_reason = reason(record)  # type: ignore[attr-defined]
        article.save(update_fields=changed)
    unnamed = bool(record.bylines) and not article.bylines.all()
    if unnamed:
        Byline.objects.bulk_create(bylines(article, record))
    return bool(changed) or unnamed
