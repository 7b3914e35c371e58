"""Files of any length: written as they are read, from one moment of the database, and sure to be whole.

A file that breaks off can be told from a whole one by itself. Each row of a table, and each line of JSON,
has its own number and how many there are; BibTeX and RIS begin with the count, and BibTeX ends with it;
JSON that breaks off is no JSON. The name of the file has the count too.
"""

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.postgres.search import SearchRank
from django.db import connections, transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from articles.exports import bibtex, csl, jsonlines, ris, rows, tables
from articles.exports.records import EVENT_COLUMNS, SAID_COLUMNS, STORY_COLUMNS, Record
from articles.exports.works import ARCHIVE, Work
from articles.orders import BY_DAY, LABELS, NEWEST, OLDEST, RELEVANCE
from articles.results.matches import RANKED
from articles.search import Search

PIECE = 1 << 16
"""About how many characters are sent at a time."""
AT_ONCE = 4
"""Files that are made at the same time, on each database: every other reader needs it too."""
TO_BEGIN = 5
"""Seconds that the database may take to count what a file will have."""
PATIENCE = 600
"""Seconds that it may work on the file then, and that a reader may leave it waiting."""
PLACES = int.from_bytes(b"file")
"""What tells our locks in the database from any others."""


@dataclass(frozen=True, slots=True)
class Noun:
    """What a file lists."""

    name: str
    """In the plural, as it stands in addresses and file names."""
    title: Any
    listing: str
    """The name of the address of its listing."""
    columns: tuple[str, ...]
    found: Callable[[Search], QuerySet]
    read: Callable[[Any], Iterator[Record]]
    day: str
    """The column that it is in order of."""
    orders: tuple[str, ...] = BY_DAY

    def asked(self, search: Search, order: str = NEWEST) -> QuerySet:
        by = [self.day, "pk"] if order == OLDEST else [f"-{self.day}", "-pk"]
        found = self.found(search).order_by(*by)
        if order != RELEVANCE:
            return found
        rank = SearchRank(F("search_vector"), search.words)  # type: ignore[arg-type]  # it has some
        ranked = found.model._default_manager.filter(pk__in=found.values("pk")[:RANKED])
        return ranked.annotate(rank=rank).order_by("-rank", *by)

    def named(self, order: str) -> "Noun":
        """By the name of what a file has of it: only so many are ever put in order of relevance."""
        return replace(self, name=f"newest {self.name} by relevance") if order == RELEVANCE else self


QUOTATIONS = Noun(
    "quotations",
    _("Quotations"),
    "quotation_list",
    SAID_COLUMNS,
    lambda search: search.quotations(),
    rows.quotations,
    "listed_on",
    tuple(LABELS),
)
STORIES = Noun(
    "stories",
    _("Stories"),
    "article_list",
    STORY_COLUMNS,
    lambda search: search.stories().filter(current__isnull=False),
    rows.stories,
    "published_on",
)

EVENTS = Noun(
    "events",
    _("Events"),
    "event_list",
    EVENT_COLUMNS,
    lambda search: search.events(),
    rows.events,
    "starts_on",
)
NOUNS = (QUOTATIONS, STORIES, EVENTS)
Numbered = Iterable[tuple[int, Record]]


@dataclass(frozen=True, slots=True)
class Format:
    ending: str
    media_type: str
    label: Any
    write: Callable[[Noun, int, Numbered], Iterator[str]]


def write_csv(noun: Noun, count: int, records: Numbered) -> Iterator[str]:
    names = ("row", "rows", *noun.columns)
    yield tables.head(names)
    yield from tables.lines(names, ((number, count, *record.cells()) for number, record in records))


def write_jsonl(noun: Noun, count: int, records: Numbered) -> Iterator[str]:
    names = ("row", "rows", *noun.columns)
    yield from jsonlines.lines(names, ((number, count, *record.cells()) for number, record in records))


def write_bibtex(noun: Noun, count: int, records: Numbered) -> Iterator[str]:
    yield f"% {ARCHIVE}: {count} {noun.name}\n\n"
    for _number, record in records:
        yield bibtex.entry(record.work()) + "\n"
    yield f"% End of {count} {noun.name}\n"


def write_ris(noun: Noun, count: int, records: Numbered) -> Iterator[str]:
    # Databases put such lines before the first record, and reference managers pass over them.
    yield f'Provider: {ARCHIVE}\r\nContent: text/plain; charset="utf-8"\r\n'
    yield f"Records: {count} {noun.name}\r\n\r\n"
    for _number, record in records:
        yield ris.entry(record.work())


def write_csl(noun: Noun, count: int, records: Numbered) -> Iterator[str]:
    yield "["
    for number, record in records:
        yield ("\n" if number == 1 else ",\n") + csl.entry(record.work())
    yield "\n]\n"


FORMATS = {
    form.ending: form
    for form in (
        Format("csv", "text/csv", _("Table (CSV)"), write_csv),
        Format("jsonl", "application/jsonl", _("JSON Lines"), write_jsonl),
        Format("bib", "application/x-bibtex", "BibTeX", write_bibtex),
        Format("ris", "application/x-research-info-systems", "RIS", write_ris),
        Format("csl.json", "application/vnd.citationstyles.csl+json", "CSL-JSON", write_csl),
    )
}


CITATIONS: dict[str, Callable[[Work], str]] = {
    "bib": bibtex.entry,
    "ris": ris.entry,
    "csl.json": lambda work: f"[{csl.entry(work)}]\n",
}
"""Files of one work alone."""


def begin(noun: Noun, form: Format, asked: QuerySet) -> tuple[int, Generator[bytes, None, None]]:
    """How many rows there are, and the file in pieces.

    The database is held at one moment from here until the file is at its end or closed, so that
    the count is the count of what follows. Whoever begins a file must end or close it. ``BusyError``
    where too many have.
    """
    steps = _steps(noun, form, asked.using(asked.db))
    return next(steps), steps


def _steps(noun: Noun, form: Format, asked: QuerySet) -> Generator[Any, None, None]:
    with one_moment(asked.db):
        count = asked.order_by().count()
        yield count
        numbered = enumerate(noun.read(asked), start=1)
        yield from pieces(form.write(noun, count, numbered))


class BusyError(Exception):
    """As many files are being made as may be at once."""


@contextmanager
def one_moment(using: str) -> Iterator[None]:
    """All that is read inside is as it was at one moment, the caller's own if a transaction is open.

    ``BusyError`` where ``AT_ONCE`` others are open.
    """
    connection = connections[using]
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic(using=using), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        # The first row soon, in the order of an index, rather than the last one sooner after a sort.
        cursor.execute("SET LOCAL cursor_tuple_fraction = 0.001")
        # A lock for each place, given back with the transaction, however that ends.
        cursor.execute(
            "SELECT FROM generate_series(1, %s) place WHERE pg_try_advisory_xact_lock(%s, place) LIMIT 1",
            [AT_ONCE, PLACES],
        )
        if not cursor.rowcount:
            raise BusyError
        cursor.execute(f"SET LOCAL idle_in_transaction_session_timeout = '{PATIENCE}s'")
        yield


def pieces(texts: Iterator[str]) -> Iterator[bytes]:
    """``texts`` in bytes, the first at once and then many together."""
    for first in texts:
        yield first.encode()
        break
    held: list[str] = []
    size = 0
    for text in texts:
        held.append(text)
        size += len(text)
        if size > PIECE:
            yield "".join(held).encode()
            held, size = [], 0
    if held:
        yield "".join(held).encode()
