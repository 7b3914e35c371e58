"""A report put into the archive.

A text that differs from the last one taken is a new version. The quotations whose words still
stand in it move there with what staff decided about them; the others stay where they are.
The other facts of a report that the archive has are the staff's: an import fills in what is
empty, makes a coarse date finer, and brings a headline up to date that nobody touched.
"""

import hashlib
from dataclasses import replace
from itertools import chain, count
from typing import Any, Literal

from django.db import DatabaseError, connection, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.text import Truncator, slugify

from articles.extraction.copies import sketch
from articles.extraction.grouping import group_versions
from articles.extraction.knowledge import Knowledge
from articles.extraction.store import read_version
from articles.importers.identity import checksum, find, source_key
from articles.importers.marked import check_known, read_marked
from articles.importers.moves import move_to
from articles.importers.records import ArticleRecord
from articles.importers.refusals import Refused
from articles.models import Article, ArticleVersion, Byline, Outlet
from articles.outlets import publishing_outlet
from people.importers.shelves import change

Outcome = Literal["added", "changed", "unchanged"]

_LONGEST_STEM = 80
_FINENESS = ["year", "month", "day", "instant"]
# Data out of range, a broken rule, a limit of the database (a text with too many words to search).
_CANNOT_BE_KEPT = ("22", "23", "54")


def load(record: ArticleRecord, knowledge: Knowledge, importer: str) -> Outcome:
    """Put one report into the archive and read its quotations, in one transaction.

    ``Refused`` where the archive cannot keep it. ``importer`` is the name that its provenance gives.
    """
    try:
        with transaction.atomic():
            wait_for_other_imports()
            return _load(record, knowledge, importer)
    except DatabaseError as error:
        state = getattr(error.__cause__, "sqlstate", None) or ""
        if not state.startswith(_CANNOT_BE_KEPT):
            raise
        raise Refused(f"the database cannot keep it: {str(error).splitlines()[0]}") from None


def wait_for_other_imports() -> None:
    """Of two imports at once the second must see what the first added, or both would add it."""
    _lock("pg_advisory_xact_lock")


def keep_imports_waiting() -> None:
    """Until the end of the transaction, however many ask for it at once."""
    _lock("pg_advisory_xact_lock_shared")


def _lock(function: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(hashtext('articles.importers.load'))")


def _load(record: ArticleRecord, knowledge: Knowledge, importer: str) -> Outcome:
    check_known(record, knowledge)
    outlet = publishing_outlet(record.outlet)
    article = find(record, outlet)
    if article is None:
        _read(take_version(_add(record, outlet), record, importer, 1), record, knowledge)
        return "added"
    before = article.current
    if before:
        record = _with_what_it_leaves_unsaid(record, before)
    filled = _bring_up_to_date(article, record)
    if before and before.checksum == checksum(record):
        before.article = article
        marked = record.is_marked and before.original_sha256 != _sha256(record.original)
        marked = marked and read_marked(before, record, knowledge)
        if marked:
            group_versions([before])
        return "changed" if marked or filled else "unchanged"
    last = article.versions.aggregate(number=Max("number"))["number"] or 0
    version = take_version(article, record, importer, last + 1)
    if before:
        move_to(version, before)
    _read(version, record, knowledge)
    return "changed"


def _with_what_it_leaves_unsaid(record: ArticleRecord, before: ArticleVersion) -> ArticleRecord:
    """A report that comes again without its headline has not lost it."""
    headline, standfirst = record.headline or before.headline, record.standfirst or before.standfirst
    return replace(record, headline=headline, standfirst=standfirst)


def _add(record: ArticleRecord, outlet: Outlet) -> Article:
    article = Article(
        outlet=outlet,
        source_key=source_key(record),
        headline=record.headline,
        supplied_title="" if record.headline else _opening(record),
        standfirst=record.standfirst,
        slug=_slug(record),
        url=record.url,
        section=record.section,
        language=record.language or Article._meta.get_field("language").default,
        **_when(record),
    )
    article._change_reason = _reason(record)  # type: ignore[attr-defined]
    article.save()
    _add_bylines(article, record)
    return article


def take_version(article: Article, record: ArticleRecord, importer: str, number: int) -> ArticleVersion:
    """Make the text of the record the current version of the report."""
    article.current = ArticleVersion.objects.create(
        article=article,
        number=number,
        headline=record.headline,
        standfirst=record.standfirst,
        body=record.body,
        checksum=checksum(record),
        retrieved_at=timezone.now(),
        place=record.place[-1000:],
        importer=importer,
        original=record.original,
        original_sha256=_sha256(record.original),
        media_type=record.media_type,
        sketch=sketch(record.body),
    )
    Article.objects.filter(pk=article.pk).update(current=article.current)
    return article.current


def _read(version: ArticleVersion, record: ArticleRecord, knowledge: Knowledge) -> None:
    if record.is_marked:
        read_marked(version, record, knowledge)
    else:
        read_version(version, knowledge)
    group_versions([version])


def _bring_up_to_date(article: Article, record: ArticleRecord) -> bool:
    """Fill in what the archive does not have yet; whether there was anything."""
    facts = {name: getattr(record, name) for name in ("url", "section") if not getattr(article, name)}
    for name in ("headline", "standfirst"):
        if article.current and getattr(article, name) == getattr(article.current, name):
            facts[name] = getattr(record, name)
    if _FINENESS.index(record.published.precision) > _FINENESS.index(article.published_precision):
        facts |= _when(record)
    changed = change(article, facts)
    if changed:
        article._change_reason = _reason(record)  # type: ignore[attr-defined]
        article.save(update_fields=changed)
    unnamed = bool(record.bylines) and not article.bylines.exists()
    if unnamed:
        _add_bylines(article, record)
    return bool(changed) or unnamed


def _add_bylines(article: Article, record: ArticleRecord) -> None:
    Byline.objects.bulk_create(
        Byline(article=article, position=position, name=name)
        for position, name in enumerate(dict.fromkeys(record.bylines), 1)
    )


def _when(record: ArticleRecord) -> dict[str, Any]:
    published = record.published
    return {
        "published_on": published.on,
        "published_at": published.at,
        "published_zone": published.zone,
        "published_precision": published.precision,
    }


def _opening(record: ArticleRecord) -> str:
    return Truncator(record.paragraphs[0]).words(8)[:200]


def _slug(record: ArticleRecord) -> str:
    """The end of the report's address: its headline or first words, numbered where the day has them."""
    stem = (
        slugify(record.headline or _opening(record))[:_LONGEST_STEM].strip("-")
        or slugify(record.outlet)[:_LONGEST_STEM]
        or "story"
    )
    on_the_day = Article.objects.filter(published_on=record.published.on, slug__startswith=stem)
    taken = set(on_the_day.values_list("slug", flat=True))
    numbered = (f"{stem}-{number}" for number in count(2))
    return next(slug for slug in chain([stem], numbered) if slug not in taken)


def _reason(record: ArticleRecord) -> str:
    return f"import of {record.place}"[:100]


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
