"""Where the private server keeps its things, and the lock that says whether any of it is alive."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .accounts import Account, name_of
from .errors import PostgresError

# Where data goes that its account cannot reach in the checkout.
ELSEWHERE = (Path("/var/lib"), Path("/var/tmp"))  # noqa: S108
SOCKET = ".s.PGSQL.5432"
# What a socket's address holds: 108 bytes on Linux, 104 on macOS, one for the end.
LONGEST_SOCKET = 103


class Home:
    """A folder of the checkout. Its note names another folder, where the data had to go there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self.note = self.folder / "elsewhere"
        self.password = self.folder / "password"

    @property
    def path(self) -> Path:
        try:
            elsewhere = Path(self.note.read_text())
        except FileNotFoundError:
            return self.folder
        except PermissionError:
            raise self._refusal() from None
        if not elsewhere.is_dir():
            raise PostgresError(
                f"The data is in {elsewhere}, says {self.note}, and that folder is not there."
            )
        return elsewhere

    @property
    def data(self) -> Path:
        return self.path / "data"

    @property
    def log(self) -> Path:
        return self.path / "log"

    @property
    def socket(self) -> Path:
        return (self.path / "socket").resolve()

    def read_password(self) -> str | None:
        try:
            return self.password.read_text() or None
        except FileNotFoundError:
            return None
        except PermissionError:
            raise self._refusal() from None

    @contextmanager
    def claimed(self) -> Iterator[int | None]:
        """The lock, or None while a server, or somebody about to start one, holds it."""
        lock = self._open_lock()
        try:
            yield lock if _locked(lock) else None
        finally:
            os.close(lock)

    def open_to(self, account: Account) -> Path:
        """Where the account may keep its data: here if it can come here, else in a new folder elsewhere.

        Only that folder's own permissions are touched.
        """
        home = self.path
        if account.borrowed:
            if home == self.folder and not _passable(home):
                home = _make_elsewhere()
            os.chown(home, -1, account.gid)
            home.chmod(0o710)
        return home

    def move_to(self, home: Path) -> None:
        if home != self.folder:
            write_whole(self.note, str(home))

    def make_socket(self, account: Account) -> None:
        """A fresh folder for the socket: at home, or in /tmp where its address would be too long."""
        self.drop_socket()
        folder = self.path / "socket"
        if len(os.fsencode(folder / SOCKET)) > LONGEST_SOCKET:
            # Not in XDG_RUNTIME_DIR, which ends with the session of whoever started the server.
            folder.symlink_to(tempfile.mkdtemp(prefix="press-gallery-", dir="/tmp"))
        account.make_folder(self.socket)

    def drop_socket(self) -> None:
        shutil.rmtree(self.socket, ignore_errors=True)
        (self.path / "socket").unlink(missing_ok=True)

    def _open_lock(self) -> int:
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            return os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        except PermissionError:
            raise self._refusal() from None

    def _refusal(self) -> PostgresError:
        existing = next(folder for folder in (self.folder, *self.folder.parents) if folder.exists())
        owner = name_of(existing.stat().st_uid)
        return PostgresError(f"{existing} belongs to {owner}: run this as {owner}, or set DATABASE_URL.")


def write_whole(path: Path, text: str) -> None:
    """Replace a file at once, for the owner of its folder alone.

    Root writes in folders of others: a link that lies there is replaced too, and never followed.
    """
    draft = path.with_name(f"{path.name}.new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        if os.geteuid() == 0:
            os.fchown(file.fileno(), path.parent.stat().st_uid, path.parent.stat().st_gid)
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(path)


def _locked(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _passable(folder: Path) -> bool:
    return all(parent.stat().st_mode & 0o001 for parent in folder.parents)


def _make_elsewhere() -> Path:
    for parent in ELSEWHERE:
        if os.access(parent, os.W_OK) and _passable(parent / "any"):
            return Path(tempfile.mkdtemp(prefix="press-gallery-", dir=parent))
    raise PostgresError("No folder here is open to an account other than root: set DATABASE_URL.")
