"""Files, folders and streams, and the reports in them."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, Literal

from articles.importers.html import read_html
from articles.importers.json_records import cut_json, read_item, read_json
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


@dataclass(frozen=True, slots=True)
class Piece:
    """One report as it came and not yet read: a file, or a line or an item of one."""

    place: str
    form: Form
    data: bytes
    encoding: str = ""
    """Of an item, which was cut out of a text; what other bytes are is found out of them."""


def read_file(
    path: Path, hints: Hints, limit: int, form: Form | None = None
) -> Iterator[ArticleRecord | Refusal]:
    """Every report of a file, or why there is none. ``form`` is by its suffix where none is given.

    A report of more than ``limit`` bytes is refused before it is read.
    """
    return _read(cut_file(path, limit, form), hints)


def read_stream(
    stream: BinaryIO, place: str, form: Form, hints: Hints, limit: int
) -> Iterator[ArticleRecord | Refusal]:
    return _read(cut_stream(stream, place, form, limit), hints)


def read_piece(piece: Piece, hints: Hints) -> ArticleRecord | Refusal:
    try:
        if piece.form == "html":
            return read_html(piece.data, piece.place, hints)
        if piece.form == "text":
            return read_text(piece.data, piece.place, hints)
        # An address from the hints cannot be that of an item, of which a file may hold many.
        source = Source(piece.place, piece.data, "application/json")
        return read_item(read_json(piece.data, piece.encoding), replace(hints, url=""), source)
    except Refused as refused:
        return Refusal(piece.place, str(refused))


def cut_file(path: Path, limit: int, form: Form | None = None) -> Iterator[Piece | Refusal]:
    """The reports of a file, to be read here or elsewhere, now or later. Else as :func:`read_file`."""
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
            yield from cut_stream(stream, name, form, limit)
    except Refused as refused:
        yield Refusal(name, str(refused))
    except OSError as error:
        yield Refusal(name, error.strerror or str(error))


def cut_stream(stream: BinaryIO, place: str, form: Form, limit: int) -> Iterator[Piece | Refusal]:
    try:
        if form == "jsonl":
            yield from _json_lines(stream, place, limit)
            return
        data = stream.read(limit + 1)
        if len(data) > limit:
            raise _too_large(limit)
        if form == "json":
            yield from _json(data, place)
        else:
            yield Piece(place, form, data)
    except Refused as refused:
        yield Refusal(place, str(refused))


def _read(pieces: Iterable[Piece | Refusal], hints: Hints) -> Iterator[ArticleRecord | Refusal]:
    return (read_piece(piece, hints) if isinstance(piece, Piece) else piece for piece in pieces)


def _json(data: bytes, place: str) -> Iterator[Piece]:
    for number, (line, original, encoding) in enumerate(cut_json(data), 1):
        where = place if original is data else f"{place}, line {line}, item {number}"
        yield Piece(where, "json", original, encoding)


def _json_lines(stream: BinaryIO, place: str, limit: int) -> Iterator[Piece | Refusal]:
    empty = True
    for number, line in enumerate(_lines(stream, limit), 1):
        if not line.strip():
            continue
        empty = False
        where = f"{place}, line {number}"
        if len(line) > limit:
            yield Refusal(where, str(_too_large(limit)))
        else:
            yield Piece(where, "json", line.rstrip(b"\r\n"))
    if empty:
        raise Refused("it is empty")


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
