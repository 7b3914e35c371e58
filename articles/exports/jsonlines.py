"""JSON Lines: one object a line, each word exactly as it stands in the report."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

# JSON leaves these as they are, and some readers would break the line at them.
_BREAKS = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def lines(names: Sequence[str], rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    encode = json.JSONEncoder(ensure_ascii=False).encode
    for cells in rows:
        yield encode(dict(zip(names, cells, strict=True))).translate(_BREAKS) + "\n"
