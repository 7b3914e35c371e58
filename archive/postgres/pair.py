"""A primary and its streaming replica in a folder, for trials of what happens when one of them fails.

They let in whoever reaches their socket, keep nothing through a loss of power, and are no place for data.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from . import accounts
from .accounts import Account
from .binaries import Binaries, find_binaries
from .cluster import LETTERS, ROLE
from .errors import PostgresError
from .home import Home

PRIMARY_PORT, REPLICA_PORT = 5432, 5433

CONFIGURATION = """
listen_addresses = ''
unix_socket_directories = '{socket}'
dynamic_shared_memory_type = 'mmap'
shared_buffers = '32MB'
jit = 'off'
fsync = 'off'
"""


@dataclass(frozen=True, slots=True)
class Node:
    """One of the two, which answers on ``port`` of ``socket``."""

    folder: Path
    name: str
    port: int
    socket: Path
    account: Account
    binaries: Binaries
    lock: int

    def url(self, database: str) -> str:
        return f"postgres://{ROLE}@/{database}?host={self.socket}&port={self.port}"

    def start(self) -> None:
        self.run(
            "pg_ctl", "start", "-D", self.name, "-l", f"{self.name}.log", "-o", f"-p {self.port}", "--wait"
        )

    def stop(self, mode: str = "fast") -> None:
        """``immediate`` is a crash: nobody is told goodbye, and the next start recovers."""
        self.run("pg_ctl", "stop", "-D", self.name, "-m", mode, "--wait")

    def run(self, program: str, *arguments: str) -> None:
        command = (self.binaries.program(program), *arguments)
        self.account.run(*command, folder=self.folder, lock=self.lock)


@contextmanager
def pair(folder: Path) -> Iterator[tuple[Node, Node]]:
    """The two, running; the replica may lag and fail, and both are gone at the end."""
    account = accounts.newcomer()
    home = Home(folder).open_to(account)
    socket = Path(tempfile.mkdtemp(prefix="press-gallery-", dir="/tmp"))
    if account.borrowed:
        os.chown(socket, account.uid, account.gid)
    binaries = find_binaries()
    if account.borrowed:
        binaries = binaries.copied_to(home / "binaries")
        account.own_all(home)
    lock = os.open(folder, os.O_RDONLY)

    def node(name: str, port: int) -> Node:
        return Node(home, name, port, socket, account, binaries, lock)

    primary, replica = node("primary", PRIMARY_PORT), node("replica", REPLICA_PORT)
    try:
        primary.run(
            *("initdb", "-D", primary.name, f"--username={ROLE}", "--auth=trust", "--no-sync"),
            *("--encoding=UTF8", "--locale=C", f"--lc-ctype={LETTERS}"),
        )
        with (home / "primary" / "postgresql.auto.conf").open("a") as file:
            file.write(CONFIGURATION.format(socket=socket))
        primary.start()
        _copy(primary, replica)
        replica.start()
        yield primary, replica
    finally:
        for each in (replica, primary):
            with suppress(PostgresError):
                each.stop("immediate")
        os.close(lock)
        shutil.rmtree(socket, ignore_errors=True)
        if home != folder:
            shutil.rmtree(home, ignore_errors=True)


def _copy(primary: Node, replica: Node) -> None:
    where = ("-h", str(primary.socket), "-p", str(primary.port), "-U", ROLE)
    replica.run("pg_basebackup", *where, "-D", replica.name, "-R", "--checkpoint=fast", "--no-sync")
