"""What readers notice of a replica that dies while they read from it, and comes back.

A fictional archive is copied to a PostgreSQL of its own, which has a streaming replica, and served by the
production server with two workers. Readers read one page after the other; meanwhile the replica is
crashed and started again, several times over. A read has failed that is not answered with its page.
"""

import json
import tempfile
from argparse import ArgumentParser
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TextIO

from articles.benchmarks import _database as database
from articles.benchmarks._replicated import Site, die_and_come_back, readers, replicated
from articles.benchmarks._timing import ms, percentile, table
from articles.benchmarks.machine import describe
from articles.benchmarks.search import print_machine


def add_arguments(parser: ArgumentParser) -> None:
    database.add_arguments(parser)
    parser.set_defaults(quotations=20_000)
    parser.add_argument("--rounds", type=int, default=5, help="how often the replica dies (5)")
    parser.add_argument("--readers", type=int, default=4, help="at once (4)")
    parser.add_argument("--reads", type=int, default=200, help="at least, before and after each change (200)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="where to write every figure")


@dataclass
class Round:
    """Times are in seconds; ``back`` from when the replica takes connections until it is read from."""

    reads: int
    failed: int
    p95: float
    longest: float
    back: float


def run(options: dict[str, Any], stdout: TextIO) -> None:
    size = database.ready(options, stdout)
    machine = describe()
    # Time enough for every page: it is not the haste of a busy machine that is measured.
    given = {"PUBLIC_STATEMENT_TIMEOUT": "20"}
    with (
        tempfile.TemporaryDirectory(prefix="press-gallery-") as folder,
        replicated(Path(folder), **given) as site,
    ):
        rounds = [measure(site, options["readers"], options["reads"]) for _ in range(options["rounds"])]
    print_machine(machine, stdout)
    stdout.write(f"\n{size.quotations} quotations, {options['readers']} readers\n\n")
    print_rounds(rounds, stdout)
    if options["json"]:
        record = {"machine": machine, "size": asdict(size), "rounds": [asdict(each) for each in rounds]}
        options["json"].write_text(json.dumps(record, indent=1))


def measure(site: Site, count: int, reads: int) -> Round:
    with readers(site, count) as read:
        back = die_and_come_back(site, read, reads)
    return Round(len(read.statuses), read.failed, percentile(read.times, 0.95), max(read.times), back)


def print_rounds(rounds: list[Round], stdout: TextIO) -> None:
    lines = [
        [
            str(number),
            str(each.reads),
            str(each.failed),
            ms(each.p95),
            ms(each.longest),
            f"{each.back:.1f}",
        ]
        for number, each in enumerate(rounds, start=1)
    ]
    together = [
        "all",
        str(sum(each.reads for each in rounds)),
        str(sum(each.failed for each in rounds)),
        ms(max(each.p95 for each in rounds)),
        ms(max(each.longest for each in rounds)),
        f"{max(each.back for each in rounds):.1f}",
    ]
    stdout.write(
        table(["crash", "reads", "failed", "p95 in ms", "longest", "back after s"], [*lines, together])
    )
