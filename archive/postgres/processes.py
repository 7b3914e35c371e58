"""What PostgreSQL's processes tell about themselves, read without asking them."""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Postmaster:
    """The first process of a server, as written in its own ``postmaster.pid``; it may be long gone."""

    pid: int | None = None
    ready: bool = False


def read_postmaster(data: Path) -> Postmaster:
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
        return Postmaster(int(lines[0]), ready="".join(lines[7:8]).strip() == "ready")
    except (FileNotFoundError, IndexError, ValueError):  # no server, or one that is just starting
        return Postmaster()


def is_postgres(pid: int) -> bool:
    """Whether a process of that number is a PostgreSQL; after a reboot it may be anything.

    One that was killed, and whose parent has not yet taken notice, is none: it has no command left.
    """
    if Path("/proc/self").exists():
        with suppress(OSError):
            program = Path(f"/proc/{pid}/cmdline").read_bytes().partition(b"\0")[0]
            return program.endswith(b"postgres")
        return False
    command = ["/bin/ps", "-o", "comm=", "-p", str(pid)]
    listed = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    return listed.stdout.strip().endswith("postgres")


def end_orphans(data: Path) -> None:
    """End what a killed server left at work on ``data``; the next one recovers all it had committed.

    Without /proc (macOS) they are left to end by themselves, at the end of their statement.
    """
    orphans = list(_children(data))
    # Read after listing: children are born only once their server's number is written.
    server = read_postmaster(data).pid
    if orphans and not (server and _works_on(server, data)):
        for pid in orphans:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGQUIT)


def _children(data: Path) -> Iterator[int]:
    for command in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            if command.read_bytes().startswith(b"postgres: ") and _works_on(int(command.parent.name), data):
                yield int(command.parent.name)


def _works_on(pid: int, data: Path) -> bool:
    try:
        return os.path.samefile(f"/proc/{pid}/cwd", data)
    except OSError:
        return False
