"""Files that are written whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


@contextmanager
def written_whole(target: Path) -> Iterator[IO[str]]:
    """A file that takes the place of ``target`` once all is written; until then ``target`` is as it was."""
    if target.exists() and not target.is_file():  # a pipe, a terminal
        with target.open("w", encoding="utf-8") as out:
            yield out
        return
    target = target.resolve()
    partial = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with partial.open("w", encoding="utf-8") as out:
            yield out
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
