"""Comma-separated values, as RFC 4180 has them, that a spreadsheet may open."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

# A spreadsheet takes a cell that begins with one of these for a formula, and may run it.
_FORMULA = frozenset("=+-@\t\r\n＝＋－＠")
BYTE_ORDER_MARK = "\ufeff"
GUARDED = "guarded"


def guard(names: Sequence[str], cells: Iterable[Any]) -> list[Any]:
    """The cells, and last the names of those that got an apostrophe before them.

    A report may print ``=HYPERLINK(…)`` as somebody's words. A spreadsheet must not run it, and
    nobody's words may change unseen: the last column says which cells begin with an apostrophe
    that is not theirs. Without it they are exact to the character.
    """
    safe, guarded = list(cells), []
    for place, cell in enumerate(safe):
        if isinstance(cell, tuple):
            safe[place] = cell = "; ".join(cell)
        if isinstance(cell, str) and cell[:1] in _FORMULA:
            safe[place] = f"'{cell}"
            guarded.append(names[place])
    safe.append(" ".join(guarded))
    return safe


def head(names: Sequence[str]) -> str:
    # Without the mark Excel reads UTF-8 as something else, and spoils every macron.
    return f"{BYTE_ORDER_MARK}{','.join([*names, GUARDED])}\r\n"


def lines(names: Sequence[str], rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """One row of text for each row of cells; :func:`head` comes before them."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    for cells in rows:
        writer.writerow(guard(names, cells))
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
