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


def title(data: Path) -> str:
    """What the processes at work on ``data`` call themselves. No two folders are the same file at once."""
    found = data.stat()
    return f"press-gallery {found.st_dev:x}-{found.st_ino:x}"


def is_postgres(pid: int | None) -> bool:
    """Whether a process of that number is a PostgreSQL; after a reboot it may be anything.

    One that was killed, and whose parent has not yet taken notice, is none: it has no command left.
    """
    command = next((command for number, command in commands() if number == pid), "")
    return command.partition(" -D ")[0].endswith("postgres")


def end_orphans(data: Path) -> None:
    """End what a killed server left at work on ``data``; the next one recovers all it had committed."""
    if not data.exists():
        return
    ours = f"postgres: {title(data)}: "
    orphans = [pid for pid, command in commands() if command.startswith(ours)]
    # Read after listing: children are born only once their server's number is written.
    server = read_postmaster(data).pid
    if orphans and not is_postgres(server):
        for pid in orphans:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGQUIT)


def commands() -> Iterator[tuple[int, str]]:
    """Every process of the machine with its command line."""
    if not Path("/proc/self").exists():
        yield from _commands_of_ps()
    for command in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            words = command.read_bytes().decode(errors="replace").split("\0")
            yield int(command.parent.name), " ".join(words)


def _commands_of_ps() -> Iterator[tuple[int, str]]:
    ps = ["/bin/ps", "-axwwo", "pid=,command="]
    listed = subprocess.run(ps, capture_output=True, text=True, check=False)  # noqa: S603
    for line in listed.stdout.splitlines():
        pid, _, command = line.strip().partition(" ")
        yield int(pid), command
