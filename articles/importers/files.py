"""Files, folders and streams, and the reports in them."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO, Literal

from articles.importers.html import read_html
from articles.importers.json_records import read_item, read_json_items, read_json_line
from articles.importers.records import ArticleRecord, Hints, Source
from articles.importers.refusals import Refused
from articles.importers.text import read_text
from people.importers.files import printable
from people.importers.records import Refusal

Form = Literal["text", "html", "json", "jsonl"]

FORMS: dict[str, Form] = {
    ".txt": "text",
    ".text": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
}


def find_files(paths: Iterable[Path]) -> Iterator[Path | Refusal]:
    """The files named, and those under the folders named whose suffix is one of ``FORMS``, in order of name.

    Hidden files and folders are passed over; one that cannot be read is refused.
    """
    for path in paths:
        if path.is_dir():
            yield from _under(path)
        else:
            yield path


def read_file(
    path: Path, hints: Hints, limit: int, form: Form | None = None
) -> Iterator[ArticleRecord | Refusal]:
    """Every report of a file, or why there is none. ``form`` is by its suffix where none is given.

    A report of more than ``limit`` bytes is refused before it is read.
    """
    form = form or FORMS.get(path.suffix.lower())
    name = printable(str(path))
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise Refused("it is no file")
        if not form:
            raise Refused(f"its name ends in none of {' '.join(FORMS)}, so say its form with --format")
        if form != "jsonl" and size > limit:
            raise _too_large(limit)
        with path.open("rb") as stream:
            yield from read_stream(stream, name, form, hints, limit)
    except Refused as refused:
        yield Refusal(name, str(refused))
    except OSError as error:
        yield Refusal(name, error.strerror or str(error))


def read_stream(
    stream: BinaryIO, place: str, form: Form, hints: Hints, limit: int
) -> Iterator[ArticleRecord | Refusal]:
    try:
        if form == "jsonl":
            yield from _json_lines(stream, place, hints, limit)
            return
        data = stream.read(limit + 1)
        if len(data) > limit:
            raise _too_large(limit)
        if form == "json":
            yield from _json(data, place, hints)
        else:
            yield read_html(data, place, hints) if form == "html" else read_text(data, place, hints)
    except Refused as refused:
        yield Refusal(place, str(refused))


def _json(data: bytes, place: str, hints: Hints) -> Iterator[ArticleRecord | Refusal]:
    items = read_json_items(data)
    for number, (line, original, item) in enumerate(items, 1):
        where = place if original is data else f"{place}, line {line}, item {number}"
        yield _item(item, hints, Source(where, original, "application/json"))


def _json_lines(stream: BinaryIO, place: str, hints: Hints, limit: int) -> Iterator[ArticleRecord | Refusal]:
    empty = True
    for number, line in enumerate(_lines(stream, limit), 1):
        if not line.strip():
            continue
        empty = False
        source = Source(f"{place}, line {number}", line.rstrip(b"\r\n"), "application/json")
        try:
            if len(line) > limit:
                raise _too_large(limit)
            item = read_json_line(source.original)
        except Refused as refused:
            yield Refusal(source.place, str(refused))
        else:
            yield _item(item, hints, source)
    if empty:
        raise Refused("it is empty")


def _item(item: Any, hints: Hints, source: Source) -> ArticleRecord | Refusal:
    """One article of a file that may hold many: an address from the hints cannot be theirs."""
    try:
        return read_item(item, replace(hints, url=""), source)
    except Refused as refused:
        return Refusal(source.place, str(refused))


def _lines(stream: BinaryIO, limit: int) -> Iterator[bytes]:
    """Lines, of which one that is longer than ``limit`` is cut just past it and never held whole."""
    while line := stream.readline(limit + 1):
        rest = line
        while len(rest) > limit and not rest.endswith(b"\n"):
            rest = stream.readline(limit + 1)
        yield line


def _under(folder: Path) -> Iterator[Path | Refusal]:
    refused: list[Refusal] = []

    def refuse(error: OSError) -> None:
        refused.append(Refusal(printable(str(error.filename)), error.strerror or str(error)))

    for where, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        visible = sorted(name for name in names if not name.startswith("."))
        yield from (Path(where, name) for name in visible if Path(name).suffix.lower() in FORMS)
    yield from refused


def _too_large(limit: int) -> Refused:
    return Refused(f"it is larger than {limit / 1024 / 1024:g} MB")
