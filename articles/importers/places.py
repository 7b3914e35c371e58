"""Where the same words stand in another text."""


def nearest(body: str, words: str, near: int) -> int | None:
    """The start of ``words`` in ``body`` that is closest to ``near``; None where they do not stand in it."""
    after = body.find(words, near)
    before = body.rfind(words, 0, near + len(words))
    found = [start for start in (before, after) if start >= 0]
    return min(found, key=lambda start: abs(start - near), default=None)
