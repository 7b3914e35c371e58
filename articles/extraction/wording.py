"""Words as they are compared: without marks, case and accents; and how two wordings differ."""

import re
import unicodedata
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, compress, pairwise
from typing import Literal, TypeVar

from rapidfuzz.distance import Levenshtein

from articles.extraction.lexicon import lines

COMMON = frozenset(word for line in lines("common.txt") for word in line.split())

_WORD = re.compile(r"[^\W_]+")
_LETTERS = r"[^\W_](?:[^\W_]|[\u0300-\u036f])*"
PRINTED_WORD = rf"{_LETTERS}(?:['’ʻʼ]{_LETTERS})*"
# With the marks that open before it: a bracket, a dash.
_PRINTED = re.compile(rf"(?:(?<=\s)[^\w\s]+)?{PRINTED_WORD}")
# The mark comes first: what begins with a look back is tried at every letter.
_APOSTROPHE = re.compile(r"['’ʻʼ](?<=[^\W_].)(?=[^\W_])")
_COMBINING = re.compile(r"[\u0300-\u036f]")
# Most texts have no other letters and marks than those of English print.
_TYPOGRAPHIC = {"“": '"', "”": '"', "‘": "`", "’": "'", "–": "-", "—": "-", "…": "."}
_ENGLISH = bytes(code if chr(code).isalnum() and code < 128 else ord(" ") for code in range(256))

Item = TypeVar("Item")
Plain = tuple[str, ...]
Change = Literal["kept", "left out", "added", "changed"]
Block = tuple[Change, int, int, int, int]
_CHANGES: dict[str, Change] = {
    "equal": "kept",
    "delete": "left out",
    "insert": "added",
    "replace": "changed",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """A run of words of the fuller wording, and what the other wording has in its place."""

    change: Change
    full: str
    cut: str


def plain_words(text: str) -> Plain:
    """Words as they are compared: *O’Driscoll* and *Kāretu* are ``odriscoll`` and ``karetu``."""
    for mark, typed in _TYPOGRAPHIC.items():
        text = text.replace(mark, typed)
    text = text.casefold()
    if not text.isascii():
        text = _COMBINING.sub("", unicodedata.normalize("NFKD", text))
    text = _APOSTROPHE.sub("", text)
    if text.isascii():
        return tuple(text.encode().translate(_ENGLISH).decode().split())
    return tuple(_WORD.findall(text))


def is_rare(word: str) -> bool:
    return len(word) > 2 and word not in COMMON


def rarity(words: Iterable[str]) -> int:
    """How many different words are not everybody's."""
    return len({word for word in words if is_rare(word)})


def shingles(words: Sequence[Item], size: int) -> list[tuple[Item, ...]]:
    """Every run of ``size`` words; none where there are fewer."""
    return list(zip(*(words[first:] for first in range(size)), strict=False))


def numbered_runs(words: Sequence[str], size: int, only: Iterable[bool] | None = None) -> set[int]:
    """A number, in the range of a database's integer, for every run of ``size`` words, or ``only`` some."""
    data = " ".join(words).encode()
    starts = [0, *accumulate(len(word) + 1 for word in words)]
    if starts[-1] != len(data) + 1:
        starts = [0, *accumulate(len(word.encode()) + 1 for word in words)]
    edges = zip(starts, starts[size:], strict=False)
    wanted = compress(edges, only) if only is not None else edges
    return {zlib.crc32(data[start : following - 1]) - 2**31 for start, following in wanted}


def telling_runs(words: Sequence[str], size: int = 4) -> list[int]:
    """A number, in the range of a database's integer, for each run of four words of which one is rare."""
    rare = [is_rare(word) for word in words]
    return list(numbered_runs(words, size, map(any, shingles(rare, size))))


def differences(full: str, cut: str) -> list[Difference]:
    """What ``cut`` kept of ``full``, left out, added and changed, in reading order, word by word."""
    before, after = _printed(full), _printed(cut)
    blocks = aligned([word for word, _ in before], [word for word, _ in after])
    return [
        Difference(
            change,
            "".join(printed for _, printed in before[i:j]).strip(),
            "".join(printed for _, printed in after[k:m]).strip(),
        )
        for change, i, j, k, m in blocks
    ]


def _printed(text: str) -> list[tuple[str, str]]:
    """Each word as it is compared and as it is printed, with marks and spaces: together the whole text."""
    bounds = [*(match.start() for match in _PRINTED.finditer(text)), len(text)]
    bounds[0] = 0
    return [("".join(plain_words(text[start:end])), text[start:end]) for start, end in pairwise(bounds)]


def aligned(full: Sequence[str], cut: Sequence[str]) -> list[Block]:
    """Words in runs ``(change, start, end, start, end)``; a lone common one does not part a change in two."""
    blocks: list[Block] = []
    codes = list(Levenshtein.opcodes(full, cut))
    for n, code in enumerate(codes):
        change = _CHANGES[code.tag]
        i, j, k, m = code.src_start, code.src_end, code.dest_start, code.dest_end
        around = {codes[n - 1].tag, codes[n + 1].tag} if 0 < n < len(codes) - 1 else set()
        if around == {"replace"} and j - i == 1 and not is_rare(full[i]):
            change = "changed"
        if blocks and change != "kept" != blocks[-1][0]:
            _, i, _, k, _ = blocks.pop()
            change = "left out" if k == m else "added" if i == j else "changed"
        blocks.append((change, i, j, k, m))
    return blocks
