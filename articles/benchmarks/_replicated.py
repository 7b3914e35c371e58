"""The archive as it is run, on a PostgreSQL of its own that has a streaming replica."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from socket import AF_UNIX, SOCK_STREAM, socket
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection

from archive.postgres.pair import ROLE, Node, pair

DATABASE = "press"
PAGES = ["/", "/quotations/", "/people/", "/events/", "/parties/"]
# For a page, not by those who look after the replica.
WAS_READ = """
SELECT EXISTS (
    SELECT FROM pg_stat_activity
    WHERE query ~ '(people|articles)_' AND pid <> pg_backend_pid() AND query_start > %s
)
"""


class OverSocket(HTTPConnection):
    def connect(self) -> None:
        self.sock = socket(AF_UNIX, SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.host)


class Site:
    """Two workers of the production server, and the primary and the replica that they read from."""

    def __init__(self, primary: Node, replica: Node, folder: Path, **environment: str) -> None:
        self.primary, self.replica = primary, replica
        self.socket = primary.socket / "site"
        self.environment = os.environ | {
            "DATABASE_URL": primary.url(DATABASE),
            "DATABASE_REPLICA_URLS": replica.url(DATABASE),
            "SECRET_KEY": "of a trial, " * 5,
            "SITE_URL": "http://localhost",
            "VAR": str(folder),
            **environment,
        }

    def fill(self) -> None:
        """Give the primary what the database in use holds."""
        ours, program = connection.settings_dict, self.primary.binaries.program
        server = {f"PG{name}": str(ours[name]) for name in ("HOST", "PORT", "USER", "PASSWORD") if ours[name]}
        self.sql(self.primary, f"CREATE DATABASE {DATABASE}", database="postgres")
        with subprocess.Popen(  # noqa: S603 (PostgreSQL's own programs, here and below)
            [program("pg_dump"), "--no-owner", "--no-acl", ours["NAME"]],
            env=self.environment | server,
            stdout=subprocess.PIPE,
        ) as dump:
            subprocess.run(  # noqa: S603
                [program("psql"), "-qX", "-v", "ON_ERROR_STOP=1", self.primary.url(DATABASE)],
                stdin=dump.stdout,
                stdout=subprocess.DEVNULL,
                check=True,
            )
        self.sql(self.primary, "VACUUM ANALYZE")

    @contextmanager
    def served(self) -> Iterator[None]:
        server = subprocess.Popen(  # noqa: S603 (our own interpreter)
            [
                *(sys.executable, "-m", "gunicorn", "archive.wsgi", "--workers=2", "--threads=2"),
                *(
                    f"--bind=unix:{self.socket}",
                    "--no-control-socket",
                    "--log-level=warning",
                    "--timeout=120",
                ),
            ],
            cwd=settings.BASE_DIR,
            env=self.environment | {"LOG_LEVEL": "ERROR"},
        )
        try:
            wait_for(self.socket.exists)
            yield
        finally:
            server.terminate()
            server.wait()

    def ask(
        self, method: str, address: str, words: str = "", headers: dict[str, str] | None = None
    ) -> tuple[HTTPResponse, str]:
        """The answer and its text. No address is asked for twice: a page at hand is read from no database."""
        if method == "GET":
            address += f"?anew={time.monotonic_ns()}"
        site = OverSocket(str(self.socket), timeout=120)
        site.request(method, address, words, {"Host": "localhost", **(headers or {})})
        response = site.getresponse()
        text = response.read().decode()
        site.close()
        return response, text

    def sql(self, node: Node, statement: str, *values: Any, database: str = DATABASE) -> Any:
        """The first column of the first row, if there is any."""
        with psycopg.connect(
            host=str(node.socket), port=node.port, user=ROLE, dbname=database, autocommit=True
        ) as session:
            cursor = session.execute(statement, values or None)  # type: ignore[call-overload]
            row = cursor.fetchone() if cursor.description else None
            return row[0] if row else None

    def is_read_from(self, node: Node) -> bool:
        """Whether ``node`` is asked for a page that is read now."""
        before = self.sql(node, "SELECT clock_timestamp()")
        self.ask("GET", "/parties/")
        return self.sql(node, WAS_READ, before)


@contextmanager
def replicated(folder: Path, **environment: str) -> Iterator[Site]:
    """The site with what the database in use holds, served."""
    with pair(folder) as (primary, replica):
        site = Site(primary, replica, folder, **environment)
        site.fill()
        with site.served():
            yield site


@dataclass
class Read:
    """What readers were answered so far."""

    statuses: list[int] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def failed(self) -> int:
        return len(self.statuses) - self.statuses.count(200)

    def wait_for(self, more: int) -> None:
        enough = len(self.statuses) + more
        wait_for(lambda: len(self.statuses) >= enough, 120)


@contextmanager
def readers(site: Site, count: int) -> Iterator[Read]:
    """So many who read one page after the other meanwhile. One who is not answered has failed too."""
    over, read = threading.Event(), Read()

    def go_on(turn: int) -> None:
        while not over.is_set():
            turn += 1
            began = time.perf_counter()
            try:
                status = site.ask("GET", PAGES[turn % len(PAGES)])[0].status
            except OSError as problem:
                status = 0
                read.problems.append(repr(problem))
            read.times.append(time.perf_counter() - began)
            read.statuses.append(status)

    with ThreadPoolExecutor(count) as crowd:
        reading = [crowd.submit(go_on, number) for number in range(count)]
        try:
            yield read
        finally:
            over.set()
    for each in reading:
        each.result()


def die_and_come_back(site: Site, read: Read, reads: int = 20) -> float:
    """Crash the replica while it is read from; the seconds until it is again, from when it is back."""
    wait_for(lambda: site.is_read_from(site.replica))
    read.wait_for(reads)
    site.replica.stop("immediate")
    wait_for(lambda: site.is_read_from(site.primary))
    read.wait_for(reads)
    site.replica.start()
    seconds = wait_for(lambda: site.is_read_from(site.replica))
    read.wait_for(reads)
    return seconds


def wait_for(happened: Callable[[], bool], seconds: float = 60) -> float:
    """The seconds that it took; ``TimeoutError`` where it did not happen."""
    began = time.monotonic()
    while not happened():
        if time.monotonic() - began > seconds:
            raise TimeoutError(f"after {seconds:.0f} s")
        time.sleep(0.05)
    return time.monotonic() - began
