"""Making a data folder and starting a server on it, by whoever holds the lock."""

import os
import secrets
import shutil
import sys
from pathlib import Path

from . import accounts, processes
from .accounts import Account
from .binaries import find_binaries
from .configuration import ACCESS, configuration
from .errors import PostgresError
from .home import Home, write_whole

ROLE = "archive"
LARGEST_LOG = 10 * 1024 * 1024
# Sorting by code point never changes with the system; letters still need a UTF-8 locale to be letters.
LETTERS = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"


class Cluster:
    """The data of ``home``, the account it belongs to and the programs that work on it."""

    def __init__(self, home: Home, lock: int) -> None:
        self.home = home
        self.lock = lock
        self.binaries = find_binaries(major_version(home.data))
        self.account = self._settle()
        if self.account.borrowed:
            self._copy_binaries(home.path / "binaries")

    def start(self) -> None:
        """Start the server and return once it takes connections; a long recovery is waited for."""
        if not self.home.data.exists():
            self._create()
        self._forget_killed_server()
        if self.home.read_password() is None:
            self._set_password("data")
        self.home.make_socket(self.account)
        self._configure()
        try:
            self._run("pg_ctl", "start", "-D", "data", "-l", "log/start.log", "--wait", "--timeout=1000000")
        except PostgresError:
            raise PostgresError(f"PostgreSQL did not start: {self._last_words()}") from None

    def _settle(self) -> Account:
        if not self.home.data.exists():
            account = accounts.newcomer()
            self.home.move_to(self.home.open_to(account))
            return account
        account = accounts.owner(self.home.data)
        if account.is_root and not account.prefix:
            account = accounts.nobody()
            self._hand_over(account)
        return account

    def _copy_binaries(self, copy: Path) -> None:
        self.binaries = self.binaries.copied_to(copy)
        if copy.exists():
            self.account.own_all(copy)  # whatever permissions they had where they came from

    def _hand_over(self, account: Account) -> None:
        """Give root's data to an account that may run it, on a machine that now denies namespaces."""
        old, home = self.home.data, self.home.open_to(account)
        if home != self.home.path:
            shutil.copytree(old, home / "data")
        for folder in (home / "data", home / "log"):
            if folder.exists():
                account.own_all(folder)
        os.sync()  # before the only other copy goes
        self.home.move_to(home)
        if self.home.data != old:
            shutil.rmtree(old)

    def _create(self) -> None:
        """Make the data aside and move it into place whole, so that half of it never passes for all."""
        draft = self.home.path / "data.new"
        shutil.rmtree(draft, ignore_errors=True)
        self.account.make_folder(draft)
        self._run(
            *("initdb", "-D", draft.name, "--username=postgres", "--auth=reject", "--encoding=UTF8"),
            *("--locale=C", f"--lc-ctype={LETTERS}", "--data-checksums"),
        )
        self._set_password(draft.name)
        draft.rename(self.home.data)

    def _set_password(self, data: str) -> None:
        """Let the archive's role in with a new password. No superuser is ever let in."""
        password = secrets.token_hex(32)
        create = f"CREATE ROLE {ROLE} LOGIN CREATEDB"  # refused, and no harm, where it exists
        change = f"ALTER ROLE {ROLE} PASSWORD '{password}'"
        self._run("postgres", "--single", "-D", data, "postgres", stdin=f"{create}\n{change}\n")
        write_whole(self.home.password, password)

    def _forget_killed_server(self) -> None:
        """Drop the number it left behind, which may by now be another process's."""
        pid = processes.read_postmaster(self.home.data).pid
        if not processes.is_postgres(pid):
            (self.home.data / "postmaster.pid").unlink(missing_ok=True)

    def _configure(self) -> None:
        settings = configuration(processes.title(self.home.data), self.home.socket, self.home.log)
        write_whole(self.home.data / "postgresql.conf", settings)
        write_whole(self.home.data / "pg_hba.conf", ACCESS.format(role=ROLE))
        self.account.make_folder(self.home.log)
        for log in self.home.log.iterdir():
            if log.name == "start.log" or log.stat().st_size > LARGEST_LOG:
                log.unlink()

    def _run(self, program: str, *arguments: str, stdin: str = "") -> None:
        command = (self.binaries.program(program), *arguments)
        self.account.run(*command, folder=self.home.path, lock=self.lock, stdin=stdin)

    def _last_words(self) -> str:
        log = max(self.home.log.iterdir(), key=lambda log: log.stat().st_mtime)
        lines = log.read_text(errors="replace").splitlines()
        fatal = [line for line in lines if " FATAL: " in line]
        return f"{' '.join((fatal or lines or ['no reason given'])[-1].split())} (see {log})"


def major_version(data: Path) -> int | None:
    """Which PostgreSQL made the data; None where there is none yet."""
    version = data / "PG_VERSION"
    return int(version.read_text()) if version.exists() else None
