"""A file of people, in whichever form it is."""

import sys
from pathlib import Path

from people.importers import csv_rows, popolo
from people.importers.records import Roll, UnreadableFile

STANDARD_INPUT = "-"

# Every member of a parliament since it began fits; a bigger file is something else.
LARGEST = 32 * 1024 * 1024


def read_file(path: str) -> Roll:
    """Return what the file at ``path`` says, or standard input where that is ``-``.

    Raises ``UnreadableFile`` where nothing can be used.
    """
    name, document = file_name(path), read_document(path)
    return popolo.read(document, name) if _is_json(path, document) else csv_rows.read(document, name)


def read_document(path: str) -> bytes:
    """Return the bytes of a file, or of standard input; ``UnreadableFile`` where there are none to be had."""
    name = file_name(path)
    try:
        if path == STANDARD_INPUT:
            document = sys.stdin.buffer.read(LARGEST + 1)
        else:
            with Path(path).open("rb") as file:
                document = file.read(LARGEST + 1)
    except OSError as problem:
        raise UnreadableFile(name, (problem.strerror or str(problem)).lower()) from None
    if len(document) > LARGEST:
        raise UnreadableFile(name, f"the file is larger than {LARGEST // 1024 // 1024} MB")
    return document


def file_name(path: str) -> str:
    return "standard input" if path == STANDARD_INPUT else printable(path)


def printable(path: str) -> str:
    """The path with every character escaped that a terminal obeys or the database cannot keep."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in path)


def _is_json(path: str, document: bytes) -> bool:
    """Go by the ending of the name, and by the first character where that says nothing."""
    ending = Path(path).suffix.lower()
    if ending in (".json", ".csv", ".tsv"):
        return ending == ".json"
    return document.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[")
