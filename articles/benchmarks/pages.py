"""Requests a second with the production server, against the plainest page that has 25 quotations.

The server runs as ``manage.py demo`` runs it, with two workers, and its readers in another process of
the same machine, which take their share of its cores. Each kind of page is asked for in turn, a few
seconds at a time, several times over, so that a busy machine slows all of them alike.
"""

import json
import subprocess
import sys
from argparse import ArgumentParser
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from typing import Any, TextIO
from urllib.parse import urlencode

from django.urls import reverse

from articles.benchmarks import _database as database
from articles.benchmarks import _load as load
from articles.benchmarks._addresses import pages_of
from articles.benchmarks._fiction import archive
from articles.benchmarks._searches import Searches, draw
from articles.benchmarks._server import server
from articles.benchmarks._timing import ms, percentile, table
from articles.benchmarks.machine import describe
from articles.benchmarks.search import print_machine

BARE = "bare list of 25"
ANEW = ", made anew"
ADDRESSES = 60
"""Different addresses of each kind of page."""
SEARCHED = (
    "one speaker, newest",
    "phrase + speaker",
    "common word, newest",
    "mid word, newest",
    "party + word",
)
"""Kinds of search in the list that is asked varied questions."""


def add_arguments(parser: ArgumentParser) -> None:
    database.add_arguments(parser)
    parser.add_argument("--seconds", type=float, default=2, help="of each kind of page at a time (2)")
    parser.add_argument("--rounds", type=int, default=5, help="how many times over (5)")
    parser.add_argument("--connections", type=int, default=8, help="kept open by readers (8)")
    parser.add_argument("--server-workers", type=int, default=2, help="processes of the server (2)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="where to write every figure")


@dataclass
class Asked:
    """What readers got of one kind of page; ``rates`` are requests a second, by round."""

    paths: list[str]
    anew: bool = False
    """Whether every page has to be made, and none is at hand."""
    rates: list[float] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


def run(options: dict[str, Any], stdout: TextIO) -> None:
    size = database.ready(options, stdout)
    kinds, machine = measure(size, options), describe()
    print_machine(machine, stdout)
    stdout.write(
        f"\n{size.quotations} quotations, {options['server_workers']} workers of the server, "
        f"{options['connections']} connections; medians of {options['rounds']} rounds\n\n"
    )
    print_pages(kinds, stdout)
    if options["json"]:
        record = {"machine": machine, "size": asdict(size), "pages": {n: asdict(a) for n, a in kinds.items()}}
        options["json"].write_text(json.dumps(record, indent=1))


def measure(size: database.Size, options: dict[str, Any]) -> dict[str, Asked]:
    """What readers got of each kind of page, the bare one first; the first round of each is not counted."""
    searches = Searches(archive(size.quotations, size.seed), size.seed)
    kinds = {name: Asked(paths, anew=name.endswith(ANEW)) for name, paths in addresses(searches).items()}
    with server(options["server_workers"]) as port:
        order = {"port": port, "host": "localhost", "connections": options["connections"]}
        for asked in kinds.values():
            ask(Asked(asked.paths, asked.anew), order, options["seconds"])
        for _ in range(options["rounds"]):
            for asked in kinds.values():
                ask(asked, order, options["seconds"])
    return kinds


def addresses(searches: Searches) -> dict[str, list[str]]:
    """Paths by kind of page, the bare one first."""
    kinds, quotations = searches.kinds(), reverse("quotation_list")
    varied = [
        f"{quotations}?{urlencode(request.asked)}"
        for name in SEARCHED
        for request in draw(kinds[name], ADDRESSES // len(SEARCHED))
    ]
    searches.random.shuffle(varied)
    others = pages_of(searches, ADDRESSES)
    return {
        BARE: ["/benchmark/bare/"],
        "quotations": [quotations],
        f"quotations{ANEW}": [quotations],
        f"quotations, searched{ANEW}": varied,
        "front": [reverse("front")],
        f"front{ANEW}": [reverse("front")],
        **{name: others[name] for name in ("story", "quotation", "person", "party", "outlet", "event")},
    }


def ask(asked: Asked, order: dict[str, Any], seconds: float) -> None:
    order = {**order, "paths": asked.paths, "anew": asked.anew, "seconds": seconds}
    done = subprocess.run(  # noqa: S603 (our own module)
        [sys.executable, load.__file__], input=json.dumps(order), capture_output=True, text=True, check=True
    )
    report = json.loads(done.stdout)
    asked.rates.append(len(report["times"]) / report["seconds"])
    asked.times += report["times"]
    asked.failed += report["failed"]


def print_pages(kinds: dict[str, Asked], stdout: TextIO) -> None:
    bare = kinds[BARE].rates
    rows = [
        [
            name,
            f"{median(asked.rates):.0f}",
            # Round by round: a slow round was slow for both.
            f"{median(rate / other for rate, other in zip(asked.rates, bare, strict=True)):.2f}",
            *(ms(percentile(asked.times, share)) for share in (0.5, 0.95)),
            str(len(asked.failed)),
        ]
        for name, asked in kinds.items()
    ]
    stdout.write(table(["", "requests a second", "of the bare list", "p50 in ms", "p95", "failed"], rows))
    for name, asked in kinds.items():
        if asked.failed:
            stdout.write(f"\n{name}: {asked.failed[0]}\n")
