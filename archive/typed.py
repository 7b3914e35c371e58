"""What anybody may have typed, into a form or an address."""

LONGEST = 200
"""Of what is shown or looked up, in characters."""


def in_one_line(typed: str) -> str:
    """Without what cannot be printed, and cut to the longest."""
    return " ".join("".join(mark if mark.isprintable() else " " for mark in typed).split())[:LONGEST]
