"""Every kind of search through the real pages, against the barest queries that could serve it.

Each page is asked for as by a reader without an account, in this process, and right before or after it the
bare queries that deliver the same, on the same connection, so that a busy machine slows both. What is
measured was not asked for before; the database has read it once (it is warm).
"""

import gc
import json
from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, TextIO

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import override_settings

from archive.patience import release
from articles.benchmarks import _bare as bare
from articles.benchmarks import _database as database
from articles.benchmarks._fiction import archive
from articles.benchmarks._searches import FAR, Request, Searches, draw
from articles.benchmarks._timing import metered, ms, percentile, ratio, table
from articles.benchmarks.machine import describe

AS_MEASURED = {
    "DEBUG": False,
    "DATABASE_ROUTERS": [],  # replicas have another archive
    "CACHES": settings.CACHES | {"pages": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}},
    "PUBLIC_STATEMENT_TIMEOUT": 0,  # a page that takes too long is measured to its end
}


def add_arguments(parser: ArgumentParser) -> None:
    database.add_arguments(parser)
    parser.add_argument("--requests", type=int, default=100, help="of each kind of search (100)")
    parser.add_argument("--warm-up", type=int, default=10, metavar="N", help="before them, not counted (10)")
    parser.add_argument("--only", metavar="WORDS", default="", help="kinds with these words in their names")
    parser.add_argument("--compare", type=int, metavar="N", help="the same with N quotations, side by side")
    parser.add_argument("--json", type=Path, metavar="FILE", help="where to write every figure")


@dataclass
class Measured:
    """Seconds by request of one kind of search, and how many queries its pages took at most."""

    page: list[float] = field(default_factory=list)
    sql: list[float] = field(default_factory=list)
    floor: list[float] = field(default_factory=list)
    parts: dict[str, list[float]] = field(default_factory=dict)
    queries: int = 0
    failed: list[str] = field(default_factory=list)
    """Searches that were not answered, or not with the newest match that the bare query found."""

    def p(self, of: str, share: float) -> float:
        return percentile(getattr(self, of), share)


Results = dict[str, Measured]


def run(options: dict[str, Any], stdout: TextIO) -> None:
    size = database.ready(options, stdout)
    results = measure_all(size, options, stdout)
    record = {"machine": describe(), "size": asdict(size), "kinds": as_record(results)}
    print_machine(record["machine"], stdout)
    stdout.write(f"\n{size.quotations} quotations, {options['requests']} requests of each kind, in ms\n\n")
    print_results(results, stdout)
    if options["compare"]:
        smaller = database.Size(options["compare"], size.seed)
        database.use(database.usual_name(smaller))
        database.prepare(smaller, stdout, options["workers"])
        compared = measure_all(smaller, options, stdout)
        record["compared"] = {"size": asdict(smaller), "kinds": as_record(compared)}
        stdout.write(f"\n{size.quotations} quotations against {smaller.quotations}, in ms\n\n")
        print_comparison(results, compared, stdout)
    if options["json"]:
        options["json"].write_text(json.dumps(record, indent=1))


def measure_all(size: database.Size, options: dict[str, Any], stdout: TextIO) -> Results:
    """Every kind in turn, with the settings of production but for :data:`AS_MEASURED`."""
    searches, results = Searches(archive(size.quotations, size.seed), size.seed), {}
    gc.collect()
    gc.freeze()  # as archive.wsgi does
    with override_settings(**AS_MEASURED):
        for name, kind in searches.kinds().items():
            if options["only"] in name:
                requests = list(draw(kind, options["warm_up"] + options["requests"]))
                found = results[name] = measure(requests, options["warm_up"])
                both_times = ", ".join(f"{of} {both(getattr(found, of))}" for of in ("page", "sql", "floor"))
                stdout.write(f"{name}: {both_times}\n")
                stdout.flush()
    return results


def measure(requests: Sequence[Request], warm_up: int) -> Measured:
    measured, client = Measured(), Client(SERVER_NAME="localhost")
    ways = [bare.quickest_ways(request.bare) for request in requests]
    for number, (request, way) in enumerate(zip(requests, ways, strict=True)):
        if number % 2:
            floor = bare.measure(request.bare, way)
        with metered() as spent:
            response = client.get(request.path, request.asked, secure=settings.HTTPS)
            content = response.content
        release(connection)
        if not number % 2:
            floor = bare.measure(request.bare, way)
        if number < warm_up:
            continue
        if response.status_code != request.status or (floor.keys and not shows(content, request, floor.keys)):
            measured.failed.append(f"{response.status_code} {request.asked}")
        measured.page.append(spent.seconds)
        measured.sql.append(spent.in_queries)
        measured.queries = max(measured.queries, spent.queries)
        measured.floor.append(floor.seconds)
        for part, seconds in floor.parts.items():
            measured.parts.setdefault(part, []).append(seconds)
    return measured


def shows(content: bytes, request: Request, keys: list[int]) -> bool:
    """Whether the page has the first row that the bare query found. Of rows ranked alike any may be first."""
    if request.tab != "quotation_list" or "order" in request.asked:
        return True
    return f"/quotations/{keys[0]}/".encode() in content


def print_machine(machine: dict[str, str], stdout: TextIO) -> None:
    stdout.write("\n" + "\n".join(f"{name:34} {value}" for name, value in machine.items()) + "\n")


def print_results(results: Results, stdout: TextIO) -> None:
    header = ["", *("page p50", "p95"), *("SQL p50", "p95"), "queries", *("bare p50", "p95")]
    header += ["SQL/bare p50", "p95", "page/bare p95"]
    rows = [
        [
            name,
            *(ms(found.p(of, share)) for of in ("page", "sql") for share in (0.5, 0.95)),
            str(found.queries),
            *(ms(found.p("floor", share)) for share in (0.5, 0.95)),
            *(ratio(found.p("sql", share), found.p("floor", share)) for share in (0.5, 0.95)),
            ratio(found.p("page", 0.95), found.p("floor", 0.95)),
        ]
        for name, found in results.items()
    ]
    stdout.write(table(header, rows))
    parts = list(dict.fromkeys(part for found in results.values() for part in found.parts))
    stdout.write("\nThe bare queries by part, p50 / p95\n\n")
    stdout.write(
        table(
            ["", *parts],
            [[name, *(both(found.parts.get(part)) for part in parts)] for name, found in results.items()],
        )
    )
    near, far = (results.get(f"page {page} of a frequent speaker") for page in (1, FAR))
    if near and far:
        ratios = " and ".join(
            f"{ratio(far.p(of, 0.5), near.p(of, 0.5))} ({name})"
            for of, name in (("page", "page"), ("sql", "SQL"))
        )
        stdout.write(f"\nPage {FAR} against page 1, medians: {ratios}\n")
    for name, found in results.items():
        if found.failed:
            stdout.write(f"\n{name}: {len(found.failed)} answered otherwise, such as {found.failed[0]}\n")


def both(seconds: Sequence[float] | None) -> str:
    return f"{ms(percentile(seconds, 0.5))} / {ms(percentile(seconds, 0.95))}" if seconds else ""


def print_comparison(results: Results, compared: Results, stdout: TextIO) -> None:
    rows = [
        [name]
        + [
            cell
            for of in ("page", "sql")
            for share in (0.5, 0.95)
            for one, other in [(found.p(of, share), compared[name].p(of, share))]
            for cell in (f"{ms(other)} > {ms(one)}", ratio(one, other))
        ]
        for name, found in results.items()
    ]
    header = ["", "page p50", "ratio", "p95", "ratio", "SQL p50", "ratio", "p95", "ratio"]
    stdout.write(table(header, rows))


def as_record(results: Results) -> dict[str, Any]:
    """Milliseconds by kind, for those who keep them."""
    return {
        name: {
            **{
                f"{of}_p{round(share * 100)}": round(found.p(of, share) * 1000, 3)
                for of in ("page", "sql", "floor")
                for share in (0.5, 0.95)
            },
            "queries": found.queries,
            "parts_p95": {part: round(percentile(s, 0.95) * 1000, 3) for part, s in found.parts.items()},
            "failed": found.failed,
        }
        for name, found in results.items()
    }
