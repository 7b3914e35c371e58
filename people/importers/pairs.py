"""Which of the things there already are each thing wanted is."""

from collections.abc import Callable, Sequence
from typing import TypeVar

Wanted = TypeVar("Wanted")
Existing = TypeVar("Existing")


def pair(
    wanted: Sequence[Wanted], existing: Sequence[Existing], *tests: Callable[[Wanted, Existing], bool]
) -> list[Existing | None]:
    """Return for each thing wanted the one it is, or ``None``; none stands for two.

    All that pass the first test are paired before the second is asked, and so on.
    """
    free: list[Existing] = list(existing)
    found: list[Existing | None] = [None] * len(wanted)
    for test in tests:
        for index, thing in enumerate(wanted):
            if found[index] is None:
                match = next((place for place, other in enumerate(free) if test(thing, other)), None)
                found[index] = None if match is None else free.pop(match)
    return found
