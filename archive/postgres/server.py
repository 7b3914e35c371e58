"""The private server: made, started, found and stopped by whichever process needs it first."""

import fcntl
import logging
import os
import secrets
import shutil
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from . import accounts, processes
from .accounts import Account
from .binaries import Binaries, find_binaries
from .configuration import ACCESS, configuration
from .errors import PostgresError

logger = logging.getLogger(__name__)

ROLE = "archive"
PORT = "5432"
SOCKET = f".s.PGSQL.{PORT}"
LARGEST_LOG = 10 * 1024 * 1024
# Where data goes that nobody can reach in the checkout.
HOMES = (Path("/var/lib"), Path("/var/tmp"))  # noqa: S108
# What a socket's address holds: 108 bytes on Linux, 104 on macOS, one for the end.
LONGEST_SOCKET = 103
# Sorting by code point never changes with the system; letters still need a UTF-8 locale to be letters.
LETTERS = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"


@dataclass(frozen=True, slots=True)
class Status:
    running: bool
    pid: int | None
    version: str | None  # None: no data yet
    data: Path
    socket: Path
    log: Path
    size: int  # bytes of the data folder


class Server:
    """PostgreSQL under ``folder``/postgres, open to a socket which only its owner reaches.

    Every process of the server inherits a lock on one file and holds it to its end. Who gets
    the lock therefore knows that nothing of an earlier server is left, and may start the next.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve() / "postgres"

    @property
    def home(self) -> Path:
        """Where the data lies: here, or where an account other than root's can reach it."""
        note = self.folder / "home"
        return Path(note.read_text()) if note.exists() else self.folder

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def log(self) -> Path:
        return self.home / "log"

    @property
    def socket(self) -> Path:
        return (self.home / "socket").resolve()

    @property
    def password(self) -> Path:
        return self.folder / "password"

    def connection(self, name: str) -> dict[str, str]:
        """What Django's DATABASES need to reach the database ``name``."""
        if not self.password.exists():
            self.start()
        return {
            "NAME": name,
            "USER": ROLE,
            "PASSWORD": self.password.read_text(),
            "HOST": str(self.socket),
            "PORT": PORT,
        }

    def start(self) -> None:
        """Return when the server takes connections, however long it has to recover before that."""
        for waited in _waiting(self.log):
            if self._ready():
                return
            with self._claim() as lock:
                if lock is not None:
                    self._launch(lock)
                    continue
            processes.end_orphans(self.data)
            if waited > 10 and self._postmaster().ready:
                raise PostgresError(
                    f"PostgreSQL runs, but its socket in {self.socket} is out of reach: "
                    "run `manage.py database stop`; the next command starts it again."
                )

    def stop(self) -> None:
        """Return when nothing of the server is left. Its clients are cut off, their work so far is kept."""
        postmaster = self._postmaster()
        for _ in _waiting(self.log):
            with self._claim() as lock:
                if lock is not None:
                    return
            processes.end_orphans(self.data)
            if postmaster.pid:
                with suppress(ProcessLookupError):
                    os.kill(postmaster.pid, signal.SIGINT)
                postmaster = processes.Postmaster()

    def status(self) -> Status:
        running, version = self._ready(), self.data / "PG_VERSION"
        return Status(
            running=running,
            pid=self._postmaster().pid if running else None,
            version=version.read_text().strip() if version.exists() else None,
            data=self.data,
            socket=self.socket,
            log=self.log,
            size=sum(path.lstat().st_size for path in self.data.rglob("*")),
        )

    def _ready(self) -> bool:
        return self._postmaster().ready and _answers(self.socket / SOCKET)

    def _postmaster(self) -> processes.Postmaster:
        return processes.read_postmaster(self.data)

    @contextmanager
    def _claim(self) -> Iterator[int | None]:
        """The lock, or None while a server or another starter holds it."""
        lock = self._open_lock()
        try:
            yield lock if _locked(lock) else None
        finally:
            os.close(lock)

    def _open_lock(self) -> int:
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            return os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        except PermissionError as error:
            raise PostgresError(f"{error.filename} is not yours to write: run this as its owner.") from None

    def _launch(self, lock: int) -> None:
        account = self._account()
        binaries = find_binaries(self._major())
        if account.borrowed:
            binaries = binaries.copied_to(self.home)
        if not self.data.exists():
            self._create(binaries, account, lock)
        self._clear_leftovers()
        self._make_socket(account)
        self._configure(account)
        account.run(
            *(binaries.program("pg_ctl"), "start", "-D", "data", "-l", "log/start.log"),
            *("--wait", "--timeout=1000000"),
            folder=self.home,
            lock=lock,
        )

    def _account(self) -> Account:
        if self.data.exists():
            return accounts.owner(self.data)
        if not self.home.exists():
            raise PostgresError(
                f"{self.folder / 'home'} says the data is in {self.home}, which is not there."
            )
        account = accounts.newcomer()
        if account.borrowed:
            self._let_in(account)
        return account

    def _let_in(self, account: Account) -> None:
        """Settle where the account can reach its data, opening no folder but our own."""
        if not all(parent.stat().st_mode & 0o001 for parent in self.home.parents):
            home = next(parent for parent in HOMES if parent.is_dir() and os.access(parent, os.W_OK))
            home = Path(tempfile.mkdtemp(prefix="press-gallery-", dir=home))
            (self.folder / "home").write_text(str(home))
        os.chown(self.home, 0, account.gid)
        self.home.chmod(0o710)

    def _major(self) -> int | None:
        version = self.data / "PG_VERSION"
        return int(version.read_text()) if version.exists() else None

    def _create(self, binaries: Binaries, account: Account, lock: int) -> None:
        """Make the data aside and move it into place whole, so that half of it is never taken for all."""
        draft = self.home / "data.new"
        shutil.rmtree(draft, ignore_errors=True)
        account.make_folder(draft)
        account.run(
            *(binaries.program("initdb"), "-D", draft.name, "--username=postgres", "--auth=reject"),
            *("--encoding=UTF8", "--locale=C", f"--lc-ctype={LETTERS}", "--data-checksums"),
            folder=self.home,
            lock=lock,
        )
        self.password.touch(mode=0o600)
        self.password.write_text(secrets.token_hex(32))
        account.run(
            *(binaries.program("postgres"), "--single", "-D", draft.name, "postgres"),
            folder=self.home,
            lock=lock,
            stdin=f"CREATE ROLE {ROLE} LOGIN CREATEDB PASSWORD '{self.password.read_text()}'\n",
        )
        draft.rename(self.data)

    def _clear_leftovers(self) -> None:
        """Forget a server that was killed: its number may by now be another process's."""
        pid = self._postmaster().pid
        if pid is None or not processes.is_postgres(pid):
            (self.data / "postmaster.pid").unlink(missing_ok=True)

    def _make_socket(self, account: Account) -> None:
        """A fresh folder for the socket: at home, or where the address is too long for that, in /tmp."""
        shutil.rmtree(self.socket, ignore_errors=True)
        socket = self.home / "socket"
        socket.unlink(missing_ok=True)
        if len(os.fsencode(socket / SOCKET)) > LONGEST_SOCKET:
            socket.symlink_to(tempfile.mkdtemp(prefix="press-gallery-", dir="/tmp"))
        account.make_folder(self.socket)

    def _configure(self, account: Account) -> None:
        (self.data / "postgresql.conf").write_text(configuration(self.socket, self.log))
        (self.data / "pg_hba.conf").write_text(ACCESS.format(role=ROLE))
        account.make_folder(self.log)
        for log in self.log.iterdir():
            if log.name == "start.log" or log.stat().st_size > LARGEST_LOG:
                log.unlink()


def _locked(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _answers(address: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as client:
        try:
            client.connect(str(address))
        except OSError:
            return False
    return True


def _waiting(log: Path) -> Iterator[float]:
    """Beats of a patient wait: the seconds waited so far. Says once that it takes long."""
    began, told = time.monotonic(), False
    while True:
        waited = time.monotonic() - began
        yield waited
        if waited > 10 and not told:
            logger.warning("Still waiting for PostgreSQL; its log is in %s", log)
            told = True
        time.sleep(0.05)
