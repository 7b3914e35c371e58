"""How an archive grows: bytes of each quotation, and the time of each kind of search, from size to size.

A plan for ten or a hundred times as many stands on these curves: what is the same in every column does
not grow with the archive, what is ten times as much grows with it.
"""

import json
from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from django.db import connection
from django.template.defaultfilters import filesizeformat

from articles.benchmarks import _database as database
from articles.benchmarks._timing import ms, ratio, table
from articles.benchmarks.machine import describe
from articles.benchmarks.search import Results, as_record, measure_all, print_machine

BYTES = """
SELECT relation.relname, 'rows', pg_table_size(relation.oid) FROM pg_class relation
WHERE relation.oid::regclass::text = ANY(%s)
UNION ALL
SELECT 'index ' || item.relname, 'index', pg_relation_size(item.oid)
FROM pg_index JOIN pg_class item ON item.oid = indexrelid
WHERE indrelid::regclass::text = ANY(%s)
ORDER BY 3 DESC
"""
LEAST = 5
"""Bytes of a quotation below which a table or an index is left out."""


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--sizes",
        type=lambda sizes: [int(size) for size in sizes.split(",")],
        default=[20_000, 200_000],
        metavar="N,N",
        help="quotations of each archive (20000,200000)",
    )
    parser.add_argument("--seed", type=int, default=1, help="of all that is drawn (1)")
    parser.add_argument("--workers", type=int, default=2, help="processes that write an archive (2)")
    parser.add_argument("--requests", type=int, default=50, help="of each kind of search (50)")
    parser.add_argument("--warm-up", type=int, default=10, metavar="N", help="before them, not counted (10)")
    parser.add_argument("--only", metavar="WORDS", default="", help="kinds with these words in their names")
    parser.add_argument("--json", type=Path, metavar="FILE", help="where to write every figure")


@dataclass
class Grown:
    """An archive of one size: what it takes on disk, by table and index, and what its searches take."""

    quotations: int
    whole: int
    taken: dict[str, int]
    results: Results


def run(options: dict[str, Any], stdout: TextIO) -> None:
    grown = []
    for quotations in sorted(options["sizes"]):
        size = database.Size(quotations, options["seed"])
        database.use(database.usual_name(size))
        database.prepare(size, stdout, options["workers"])
        grown.append(Grown(quotations, *measure_bytes(), measure_all(size, options, stdout)))
    machine = describe()
    print_machine(machine, stdout)
    print_growth(grown, stdout)
    if options["json"]:
        record = {
            "machine": machine,
            "sizes": [
                {
                    "quotations": one.quotations,
                    "bytes": one.whole,
                    "by_relation": one.taken,
                    "kinds": as_record(one.results),
                }
                for one in grown
            ],
        }
        options["json"].write_text(json.dumps(record, indent=1))


def measure_bytes() -> tuple[int, dict[str, int]]:
    """Of the whole database; of each table of articles with its long values, and of each index."""
    tables = [name for name in connection.introspection.table_names() if name.startswith("articles_")]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        (whole,) = cursor.fetchone()
        cursor.execute(BYTES, [tables, tables])
        return whole, {name: taken for name, _, taken in cursor.fetchall()}


def print_growth(grown: Sequence[Grown], stdout: TextIO) -> None:
    sizes = [f"{one.quotations:,}" for one in grown]
    largest = grown[-1]
    stdout.write("\nBytes of a quotation, with its share of its story\n\n")
    rows = [["all", *(f"{one.whole / one.quotations:.0f}" for one in grown), filesizeformat(largest.whole)]]
    rows += [
        [name, *(f"{one.taken.get(name, 0) / one.quotations:.0f}" for one in grown), filesizeformat(taken)]
        for name, taken in largest.taken.items()
        if taken / largest.quotations >= LEAST
    ]
    stdout.write(table(["", *sizes, "altogether"], rows))
    for share, called in ((0.5, "median"), (0.95, "p95")):
        stdout.write(f"\nMilliseconds of the SQL of a page, {called}\n\n")
        rows = [
            [
                name,
                *(ms(one.results[name].p("sql", share)) for one in grown),
                ratio(largest.results[name].p("sql", share), grown[0].results[name].p("sql", share)),
            ]
            for name in largest.results
        ]
        stdout.write(table(["", *sizes, "last to first"], rows))
