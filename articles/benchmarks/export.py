"""Files of everything in the archive, in every format, against PostgreSQL's own copy of the same rows.

Each is asked for as by a reader without an account, in this process, and every piece is thrown away when
it has come. Time is that of making the pieces; memory is what the process grew by at most meanwhile. A
file of a tenth of the rows comes first: what grows with the rows shows.
"""

import csv
import io
import json
import os
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TextIO

from django.conf import settings
from django.db import connection
from django.template.defaultfilters import filesizeformat
from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse

from articles.benchmarks import _database as database
from articles.benchmarks._timing import ms, ratio, table
from articles.benchmarks.machine import describe
from articles.benchmarks.search import print_machine
from articles.exports.files import FORMATS
from articles.models import Quotation

# The columns of a table as the database has them: no offices of the day, no bylines, no addresses.
BARE = """
COPY (
    SELECT quotation.id, person.name, quotation.text, quotation.kind, quotation.status, quotation.attribution,
        quotation.speaker_label, quotation.said_on, quotation.listed_on, event.name, quotation.outlet_id,
        article.headline, article.published_on, article.language, article.slug, article.url, version.number
    FROM articles_quotation quotation
    JOIN articles_articleversion version ON version.id = quotation.version_id
    JOIN articles_article article ON article.id = quotation.article_id
    LEFT JOIN people_person person ON person.id = quotation.speaker_id
    LEFT JOIN articles_event event ON event.id = quotation.event_id
    WHERE quotation.public
    ORDER BY quotation.listed_on DESC, quotation.id DESC
) TO STDOUT (FORMAT csv)
"""


def count_csv(piece: bytes) -> int:
    return sum(1 for _row in csv.reader(io.StringIO(piece.decode(), newline="")))


# Rows in one piece, which never ends inside of one.
COUNTED: dict[str, Callable[[bytes], int]] = {
    "csv": count_csv,
    "jsonl": lambda piece: piece.count(b"\n"),
    "bib": lambda piece: piece.count(b"\n  url = {"),
    "ris": lambda piece: piece.count(b"\r\nER  - "),
    "csl.json": lambda piece: piece.count(b'\n{"id": '),
}


@dataclass
class Exported:
    rows: int
    promised: int
    size: int
    """Bytes."""
    first: float
    seconds: float
    grown: int
    """Bytes of memory at most, beyond what the process had before."""

    @property
    def rate(self) -> float:
        return self.rows / self.seconds


def add_arguments(parser: ArgumentParser) -> None:
    database.add_arguments(parser)
    parser.set_defaults(quotations=100_000)
    parser.add_argument("--json", type=Path, metavar="FILE", help="where to write every figure")


def run(options: dict[str, Any], stdout: TextIO) -> None:
    size = database.ready(options, stdout)
    with override_settings(DEBUG=False):
        bare = copy_bare()
        results = measure_all()
    machine = describe()
    print_machine(machine, stdout)
    stdout.write(f"\n{size.quotations} quotations; the bare copy took {bare:.2f} s\n\n")
    print_results(results, bare, stdout)
    if options["json"]:
        files = {name: asdict(found) for name, found in results.items()}
        record = {"machine": machine, "size": asdict(size), "bare": bare, "files": files}
        options["json"].write_text(json.dumps(record, indent=1))


def measure_all() -> dict[str, Exported]:
    """By name, a file of a tenth first; nothing is measured cold."""
    rows = Quotation.objects.published().order_by("-listed_on", "-pk")
    day = rows.values_list("listed_on", flat=True)[rows.count() // 10]
    some = {"after": day.isoformat()}
    export("csv", some)
    results = {"csv, newest tenth": export("csv", some)}
    for ending in FORMATS:
        results[ending] = export(ending, {})
    return results


def export(ending: str, asked: dict[str, str]) -> Exported:
    client = Client(SERVER_NAME="localhost")
    before = grown = resident()
    began = time.perf_counter()
    response = client.get(reverse("quotation_file", args=[ending]), asked, secure=settings.HTTPS)
    seconds = time.perf_counter() - began
    done = Exported(0, promised(response["Content-Disposition"]), 0, 0, 0, 0)
    pieces = iter(response.streaming_content)  # type: ignore[attr-defined]
    for piece, took in timed(pieces):
        seconds += took
        done.first = done.first or seconds
        done.size += len(piece)
        done.rows += COUNTED[ending](piece)
        grown = max(grown, resident())
    done.seconds, done.grown = seconds, grown - before
    done.rows -= ending == "csv"  # its head
    return done


def timed(pieces: Iterator[bytes]) -> Iterator[tuple[bytes, float]]:
    while True:
        began = time.perf_counter()
        piece = next(pieces, None)
        if piece is None:
            return
        yield piece, time.perf_counter() - began


def promised(disposition: str) -> int:
    """How many rows the name of a file promises."""
    return int(disposition.rpartition("-quotations.")[0].rpartition("-")[2])


def copy_bare() -> float:
    """Seconds for the rows alone, the second time over."""
    seconds = 0.0
    for _ in range(2):
        began = time.perf_counter()
        with connection.cursor() as cursor, cursor.cursor.copy(BARE) as copied:
            for _piece in copied:
                pass
        seconds = time.perf_counter() - began
    return seconds


def resident() -> int:
    """Bytes of memory that the process has; nothing where the system does not tell."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def print_results(results: dict[str, Exported], bare: float, stdout: TextIO) -> None:
    rows = [
        [
            name,
            f"{found.rows} of {found.promised}",
            filesizeformat(found.size).replace("\xa0", " "),
            ms(found.first),
            f"{found.seconds:.1f}",
            f"{found.rate:.0f}",
            filesizeformat(found.grown).replace("\xa0", " "),
            ratio(found.seconds, bare) if "," not in name else "",
        ]
        for name, found in results.items()
    ]
    header = [
        "",
        "rows",
        "size",
        "first byte in ms",
        "seconds",
        "rows a second",
        "memory",
        "of the bare copy",
    ]
    stdout.write(table(header, rows))
