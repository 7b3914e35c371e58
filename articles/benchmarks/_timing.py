"""Times taken side by side, and the tables they are printed in. Times are in seconds, printed in ms."""

import math
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connections


@dataclass(slots=True)
class Spent:
    """By a piece of work: altogether, in its queries, and how many those were."""

    seconds: float = 0.0
    in_queries: float = 0.0
    queries: int = 0


@contextmanager
def metered() -> Iterator[Spent]:
    """Time what is done inside, and every query of it on whichever connection."""
    spent = Spent()

    def execute(run: Callable, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        began = time.perf_counter()
        try:
            return run(sql, params, many, context)
        finally:
            spent.in_queries += time.perf_counter() - began
            spent.queries += 1

    with ExitStack() as stack:
        for connection in connections.all():
            stack.enter_context(connection.execute_wrapper(execute))
        began = time.perf_counter()
        yield spent
        spent.seconds = time.perf_counter() - began


def percentile(values: Sequence[float], share: float) -> float:
    """The value that ``share`` of all, 0 to 1, do not exceed; 0 of none."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else 0.0


def ms(seconds: float) -> str:
    thousandths = seconds * 1000
    return f"{thousandths:.2f}" if thousandths < 10 else f"{thousandths:.0f}"


def ratio(one: float, other: float) -> str:
    return f"{one / other:.2f}" if other else "-"


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Columns as wide as they need to be: the first to the left, the others to the right."""
    widths = [max(len(row[column]) for row in [header, *rows]) for column in range(len(header))]
    lines = [
        "  ".join(
            cell.rjust(width) if column else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in [header, ["-" * width for width in widths], *rows]
    ]
    return "\n".join(lines) + "\n"
