"""The sentence that a quotation stands in, for rows that show no more of the report."""

import re

AROUND = 300
"""How many code points before and after a quotation a listing fetches."""

ELLIPSIS = "…"
"""Stands in a sentence for words that are shown above it."""
LEAST_AROUND = 6
"""Words that a sentence needs beside those; fewer say no more than that somebody said them."""

_LETTER = re.compile(r"\w")
_WORD = re.compile(r"\w[\w’'-]*")
_SENTENCE_END = re.compile(r"[.!?…][\"”’')]*\s+")


def sentence_around(text: str, start: int, end: int) -> tuple[str, str]:
    """Return what stands before and after ``text[start:end]`` in its sentence and paragraph.

    A side that was cut off by the edge of ``text`` begins or ends with an ellipsis. Marks
    that touch the quotation stay with it: ``('he said: "', '"')`` keeps both.
    """
    paragraph = text.rfind("\n\n", 0, start)
    before = text[paragraph + 2 if paragraph >= 0 else 0 : start]
    sentence = list(_SENTENCE_END.finditer(before))
    if sentence:
        before = before[sentence[-1].end() :]
    elif paragraph < 0 and start >= AROUND:
        before = "…" + before.partition(" ")[2]

    after = text[end:].partition("\n\n")[0]
    ended = _SENTENCE_END.search(after)
    if ended:
        after = after[: ended.end()].rstrip()
    elif len(after) >= AROUND:
        after = after.rpartition(" ")[0] + "…"
    return before, after


def with_its_sentence(before: str, words: str, after: str) -> str:
    """``words``, or :data:`ELLIPSIS`, in their sentence; empty where the sentence says nothing more."""
    if words != ELLIPSIS:
        return f"{before}{words}{after}" if _LETTER.search(before + after) else ""
    if len(_WORD.findall(f"{before} {after}")) < LEAST_AROUND:
        return ""
    return f"{before}{words}{after.removeprefix('.')}"
