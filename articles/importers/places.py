"""Where words stand in another text, or in a later version of the same."""

Span = tuple[int, int]


def nearest(body: str, words: str, near: int) -> int | None:
    """The start of ``words`` in ``body`` that is closest to ``near``; None where they do not stand in it."""
    after = body.find(words, near)
    before = body.rfind(words, 0, near + len(words))
    found = [start for start in (before, after) if start >= 0]
    return min(found, key=lambda start: abs(start - near), default=None)


def follow(before: str, after: str, span: Span) -> Span | None:
    """The place in ``after`` of the words at a span of ``before``: in the same paragraph where that still
    stands, else the nearest."""
    start, end = span
    opens = before.rfind("\n\n", 0, start) + 2 if "\n\n" in before[:start] else 0
    closes = before.find("\n\n", end)
    paragraph = before[opens : closes if closes >= 0 else len(before)]
    moved = nearest(after, paragraph, opens)
    if moved is not None:
        return moved + start - opens, moved + end - opens
    found = nearest(after, before[start:end], start)
    return None if found is None else (found, found + end - start)
