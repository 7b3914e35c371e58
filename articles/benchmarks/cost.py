"""What each kind of page costs that no search makes: its queries, their time, and the whole page, in process.

Each page is asked for as by a reader without an account, and made anew: once before it counts, so that the
database has read what it needs, and then several times, of which the quickest counts, for whatever else the
machine does only ever adds to it. The first of a kind is asked for some times more, since a connection of a
server has met its queries before and keeps their plans. Percentiles are of different pages.
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
from articles.benchmarks import _database as database
from articles.benchmarks._addresses import pages_of
from articles.benchmarks._fiction import archive
from articles.benchmarks._searches import Searches
from articles.benchmarks._timing import Spent, metered, ms, percentile, table
from articles.benchmarks.machine import describe
from articles.benchmarks.search import AS_MEASURED, print_machine

TO_KEEP_PLANS = 12
"""How often a query is asked before psycopg has prepared it, and PostgreSQL chosen among its plans."""


def add_arguments(parser: ArgumentParser) -> None:
    database.add_arguments(parser)
    parser.add_argument("--pages", type=int, default=20, help="different ones of each kind (20)")
    parser.add_argument("--times", type=int, default=5, help="that each is asked for (5)")
    parser.add_argument("--only", metavar="WORDS", default="", help="kinds with these words in their names")
    parser.add_argument("--json", type=Path, metavar="FILE", help="where to write every figure")


@dataclass
class Cost:
    """Seconds by page of one kind, and how many queries one took at most."""

    page: list[float] = field(default_factory=list)
    sql: list[float] = field(default_factory=list)
    queries: int = 0
    failed: list[str] = field(default_factory=list)


def run(options: dict[str, Any], stdout: TextIO) -> None:
    size = database.ready(options, stdout)
    costs, machine = measure_all(size, options), describe()
    print_machine(machine, stdout)
    stdout.write(f"\n{size.quotations} quotations, in ms\n\n")
    print_costs(costs, stdout)
    if options["json"]:
        record = {"machine": machine, "size": asdict(size), "kinds": {n: asdict(c) for n, c in costs.items()}}
        options["json"].write_text(json.dumps(record, indent=1))


def measure_all(size: database.Size, options: dict[str, Any]) -> dict[str, Cost]:
    """By kind, with the settings of production but for those of :data:`AS_MEASURED`."""
    kinds = pages_of(Searches(archive(size.quotations, size.seed), size.seed), options["pages"])
    gc.collect()
    gc.freeze()  # as archive.wsgi does
    with override_settings(**AS_MEASURED):
        return {n: measure(paths, options["times"]) for n, paths in kinds.items() if options["only"] in n}


def measure(paths: Sequence[str], times: int) -> Cost:
    cost, client = Cost(), Client(SERVER_NAME="localhost")
    for path in [*paths[:1]] * TO_KEEP_PLANS:
        client.get(path, secure=settings.HTTPS)
    for path in paths:
        response = client.get(path, secure=settings.HTTPS)
        if response.status_code != 200:
            cost.failed.append(f"{response.status_code} {path}")
        spent = [ask(client, path) for _ in range(times)]
        cost.page.append(min(each.seconds for each in spent))
        cost.sql.append(min(each.in_queries for each in spent))
        cost.queries = max(cost.queries, *(each.queries for each in spent))
    return cost


def ask(client: Client, path: str) -> Spent:
    with metered() as spent:
        client.get(path, secure=settings.HTTPS)
    release(connection)
    return spent


def print_costs(costs: dict[str, Cost], stdout: TextIO) -> None:
    rows = [
        [
            name,
            str(cost.queries),
            *(ms(percentile(times, share)) for times in (cost.sql, cost.page) for share in (0.5, 0.95)),
            str(len(cost.failed)),
        ]
        for name, cost in costs.items()
    ]
    stdout.write(table(["", "queries", "SQL p50", "p95", "page p50", "p95", "failed"], rows))
    for name, cost in costs.items():
        if cost.failed:
            stdout.write(f"\n{name}: {cost.failed[0]}\n")
