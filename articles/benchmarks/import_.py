"""Import fictional stories into an empty archive, by file and with everything that an import does.

Counted is all from the first byte of the file to the last story grouped: reading the file and the stories,
storing them with their history, and proposing which quotations and which stories are the same words. The file
is written before, and the operating system still holds it in memory. Processor time is that of the command,
its workers and the server.
"""

import json
import os
import resource
import threading
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TextIO

from django.core.management.base import CommandError
from django.db import connection

from articles.benchmarks import _database as database
from articles.benchmarks._reports import Fiction
from articles.importers.files import cut_file
from articles.importers.run import import_reports
from articles.models import Copy, Quotation, Utterance
from people.importers.load import load
from people.importers.records import Refusal

_LARGEST = 1024 * 1024
_SECONDS_BETWEEN_LOOKS = 0.5
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of one import, and the most bytes that its processes and the server's had of their own.

    Those of the server that vacuum and analyze are apart. Their memory grows with the table up to the sample
    that the planner's statistics ask for, whoever fills it and however.
    """

    seconds: float
    python: float
    server: float
    memory: int
    housekeeping: int


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--stories", type=int, nargs="+", default=[2000, 20_000], metavar="N", help="how many (2000 20000)"
    )
    parser.add_argument("--workers", type=int, default=os.cpu_count(), help="processes (%(default)s)")
    parser.add_argument("--seed", type=int, default=51, help="of all that is drawn (51)")
    parser.add_argument("--database", metavar="NAME", help="where they go; it is emptied first")


def run(options: dict[str, Any], stdout: TextIO) -> None:
    database.use(options["database"] or f"{connection.settings_dict['NAME']}_benchmark_import")
    for stories in options["stories"]:
        fiction = Fiction(options["seed"], stories)
        _empty(fiction)
        with TemporaryDirectory() as folder:
            path = Path(folder) / "stories.jsonl"
            with path.open("w", encoding="utf-8") as file:
                file.writelines(f"{json.dumps(story)}\n" for story in fiction.stories())
            cost = _measure(path, options["workers"])
        stdout.write(
            f"{stories} stories: {stories / cost.seconds:.0f} a second by {options['workers']} processes; "
            f"processor {1000 * cost.python / stories:.2f} ms a story in Python and "
            f"{1000 * cost.server / stories:.2f} ms in the server; "
            f"memory at most {cost.memory / 1024 / 1024:.0f} MB, "
            f"and {cost.housekeeping / 1024 / 1024:.0f} MB of the server's housekeeping\n"
        )
        grouped = Quotation.objects.exclude(utterance=None).count()
        stdout.write(
            f"    {Quotation.objects.count()} quotations, {grouped} of them in {Utterance.objects.count()} "
            f"utterances; {Copy.objects.count()} copies\n"
        )


def _empty(fiction: Fiction) -> None:
    if database.has_tables():
        if database.marked() is None:
            name = connection.settings_dict["NAME"]
            raise CommandError(f"The database {name} holds something else: name another with --database.")
        database.empty()
    database.mark(None)
    database.migrate()
    load(fiction.roll(), "fiction")


def _measure(path: Path, workers: int) -> Cost:
    refused: list[Refusal] = []
    with _Watch() as watch:
        counts = import_reports(cut_file(path, _LARGEST), "benchmark", refused.append, workers=workers)
    if refused or counts.keys() != {"added"}:
        raise CommandError(f"Not all stories were added: {dict(counts)} {refused[:1]}")
    return watch.cost


class _Watch:
    """What goes on between entering and leaving. Of a server elsewhere it sees nothing, and counts none."""

    cost: Cost

    def __enter__(self) -> "_Watch":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            (backend,) = cursor.fetchone()
        self._server = _stat(backend)[1] if connection.settings_dict["ENGINE"] == "archive.embedded" else 0
        self._began = time.perf_counter(), _own_seconds(), self._server_seconds()
        self._memory, self._housekeeping = 0, 0
        self._looks, self._over = 0.0, threading.Event()
        self._looking = threading.Thread(target=self._look, daemon=True)
        self._looking.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._looking.join()
        began, python, server = self._began
        self.cost = Cost(
            time.perf_counter() - began,
            _own_seconds() - python - self._looks,
            self._server_seconds() - server,
            self._memory,
            self._housekeeping,
        )

    def _look(self) -> None:
        while not self._over.wait(_SECONDS_BETWEEN_LOOKS):
            of_server = self._of_server()
            housekeeping = {*filter(_keeps_house, of_server)}
            processes = {os.getpid(), *_children(os.getpid()), *of_server} - housekeeping
            self._memory = max(self._memory, sum(map(_own_memory, processes)))
            self._housekeeping = max(self._housekeeping, sum(map(_own_memory, housekeeping)))
        self._looks = time.thread_time()

    def _of_server(self) -> list[int]:
        return _children(self._server) if self._server else []

    def _server_seconds(self) -> float:
        if not self._server:
            return 0.0
        while True:
            _, _, _, gone = _stat(self._server)
            living = sum(_stat(process)[2] for process in self._of_server())
            # Those of the crew end just when this is asked, and must be counted, and once.
            if gone == _stat(self._server)[3]:
                return (gone + living) / _TICKS


def _own_seconds() -> float:
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(used.ru_utime + used.ru_stime for used in both)


def _children(process: int) -> list[int]:
    return [child for child in _processes() if _stat(child)[1] == process]


def _processes() -> Iterator[int]:
    return (int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit())


def _stat(process: int) -> tuple[int, int, int, int]:
    """Its number, its parent's, and the ticks that it took and that its children took that are gone."""
    with suppress(OSError):
        facts = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        return process, int(facts[1]), int(facts[11]) + int(facts[12]), int(facts[13]) + int(facts[14])
    return process, 0, 0, 0


def _keeps_house(process: int) -> bool:
    with suppress(OSError):
        return b"autovacuum worker" in Path(f"/proc/{process}/cmdline").read_bytes()
    return False


def _own_memory(process: int) -> int:
    with suppress(OSError):
        for line in Path(f"/proc/{process}/status").read_text().splitlines():
            if line.startswith("RssAnon"):
                return int(line.split()[1]) * 1024
    return 0
