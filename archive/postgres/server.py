"""The private server: made, started, found and stopped by whichever process needs it first."""

import logging
import os
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from . import processes
from .accounts import LONG, name_of
from .binaries import find_binaries
from .cluster import ROLE, Cluster, major_version
from .errors import PostgresError
from .home import SOCKET, Home

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Status:
    running: bool
    pid: int | None
    version: int | None  # None: no data yet
    owner: str
    data: Path
    size: int  # of the data, in bytes
    socket: Path
    log: Path


class Server:
    """PostgreSQL in ``folder``/postgres, on a socket which only its owner reaches.

    Every process of the server inherits the lock of its home and holds it to its end. Who gets
    the lock therefore knows that nothing of an earlier server is left, and may start the next.
    """

    def __init__(self, folder: Path) -> None:
        self.home = Home(folder / "postgres")

    def connection(self, name: str) -> dict[str, str]:
        """What Django's DATABASES need to reach the database ``name``. Starts a server only to make one."""
        password = self.home.read_password()
        if password is None:
            self.start()
            password = self.home.read_password()
        if password is None:
            raise PostgresError(
                f"{self.home.password} is gone: run `manage.py database stop`; the next start makes another."
            )
        host, port = str(self.home.socket), SOCKET.rpartition(".")[2]
        return {"NAME": name, "USER": ROLE, "PASSWORD": password, "HOST": host, "PORT": port}

    def start(self) -> None:
        """Return when the server takes connections, however long it has to recover before that."""
        for waited in self._beats():
            if self._ready():
                return
            with self.home.claimed() as lock:
                if lock is not None:
                    Cluster(self.home, lock).start()
                    continue
            processes.end_orphans(self.home.data)
            postmaster = self._postmaster()
            if waited > LONG and postmaster.ready and processes.is_postgres(postmaster.pid):
                raise PostgresError(
                    f"PostgreSQL runs, but its socket in {self.home.socket} is out of reach: "
                    "run `manage.py database stop`; the next command starts it again."
                )

    def stop(self) -> None:
        """Return when the server that runs now is gone. Its clients are cut off; what they saved is kept."""
        asked = None
        for _ in self._beats():
            with self.home.claimed() as lock:
                if lock is not None:
                    self.home.drop_socket()
                    return
            processes.end_orphans(self.home.data)
            pid = self._postmaster().pid
            if asked and pid not in (asked, None):
                return  # another took its place already, for a client that could not wait
            if pid and pid != asked and processes.is_postgres(pid):
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGINT)
                asked = pid

    def status(self) -> Status:
        running, data = self._ready(), self.home.data
        return Status(
            running=running,
            pid=self._postmaster().pid if running else None,
            version=major_version(data),
            owner=name_of(data.stat().st_uid) if data.exists() else "",
            data=data,
            size=_size(data),
            socket=self.home.socket,
            log=self.home.log,
        )

    def program(self, name: str) -> str:
        """The path of one of PostgreSQL's programs, such as psql, of the version of the data."""
        return find_binaries(major_version(self.home.data)).program(name)

    def _ready(self) -> bool:
        return self._postmaster().ready and _answers(self.home.socket / SOCKET)

    def _postmaster(self) -> processes.Postmaster:
        return processes.read_postmaster(self.home.data)

    def _beats(self) -> Iterator[float]:
        """Beat through a wait with the seconds waited so far, and say once that it is long."""
        began, told = time.monotonic(), False
        while True:
            waited = time.monotonic() - began
            yield waited
            if waited > LONG and not told:
                logger.warning("Still waiting for PostgreSQL; its log is in %s", self.home.log)
                told = True
            time.sleep(min(0.05 + waited / 20, 1))


def _answers(address: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as client:
        try:
            client.connect(str(address))
        except OSError:
            return False
    return True


def _size(folder: Path) -> int:
    size = 0
    for path in folder.rglob("*"):
        with suppress(FileNotFoundError):  # a server at work drops files
            size += path.lstat().st_size
    return size
