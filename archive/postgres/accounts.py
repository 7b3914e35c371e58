"""Who PostgreSQL runs as. It refuses root, so for root it runs under a name that is not root's."""

import logging
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from .errors import PostgresError

logger = logging.getLogger(__name__)

LONG = 10  # seconds after which a wait is explained


@dataclass(frozen=True, slots=True)
class Account:
    """The owner of the data on disk, and what goes before each command to run it as that owner."""

    uid: int
    gid: int
    prefix: tuple[str, ...] = ()

    @property
    def borrowed(self) -> bool:
        """Whether it is another's, which only root can act as."""
        return self.uid != os.geteuid()

    @property
    def is_root(self) -> bool:
        return self.uid == 0

    def make_folder(self, path: Path) -> None:
        path.mkdir(mode=0o700, exist_ok=True)
        if self.borrowed:
            os.chown(path, self.uid, self.gid)

    def own_all(self, folder: Path) -> None:
        # From the leaves up: nothing is given away while root still has to walk through it.
        for path in reversed([folder, *folder.rglob("*")]):
            os.lchown(path, self.uid, self.gid)

    def run(self, *command: str, folder: Path, lock: int, stdin: str = "") -> None:
        """Run a program of PostgreSQL in ``folder``.

        It inherits ``lock``, so that the lock lasts as long as anything it started.
        """
        process = subprocess.Popen(  # noqa: S603
            [*self.prefix, *command],
            cwd=folder,
            env=_environment(),
            pass_fds=[lock],
            start_new_session=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            user=self.uid if self.borrowed else None,
            group=self.gid if self.borrowed else None,
            extra_groups=[] if self.borrowed else None,
        )
        said = _patiently(process, stdin)
        if process.returncode:
            raise PostgresError(f"{Path(command[0]).name} failed: {' '.join(said.split())}")


def owner(data: Path) -> Account:
    """The account to which an existing data folder belongs; root without a prefix can run nothing."""
    uid, gid = data.stat().st_uid, data.stat().st_gid
    if os.geteuid() not in (0, uid):
        raise PostgresError(f"{data} belongs to {name_of(uid)}: run this as {name_of(uid)}.")
    return (namespace() if uid == 0 else None) or Account(uid, gid)


def newcomer() -> Account:
    """The account for data which is yet to be made."""
    if os.geteuid() == 0:
        return namespace() or nobody()
    return Account(os.geteuid(), os.getegid())


def namespace() -> Account | None:
    """Root's own files under the name of nobody. None where the machine denies user namespaces."""
    unshare, somebody = shutil.which("unshare"), pwd.getpwnam("nobody")
    if unshare is None:
        return None
    prefix = (unshare, "--user", f"--map-user={somebody.pw_uid}", f"--map-group={somebody.pw_gid}")
    tried = subprocess.run([*prefix, "true"], capture_output=True, check=False)  # noqa: S603
    return None if tried.returncode else Account(0, os.getegid(), prefix)


def nobody() -> Account:
    somebody = pwd.getpwnam("nobody")
    return Account(somebody.pw_uid, somebody.pw_gid)


def name_of(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"user {uid}"


def _environment() -> dict[str, str]:
    # PGDATA, PGOPTIONS and their like are about another server.
    ours = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return ours | {"LC_ALL": "C"}


def _patiently(process: "subprocess.Popen[str]", stdin: str) -> str:
    try:
        return process.communicate(stdin, timeout=LONG)[0]
    except subprocess.TimeoutExpired:
        logger.warning("PostgreSQL is taking its time, as it does after a crash.")
        return process.communicate()[0]
