"""Paragraphs out of lines, without what is printed between them.

Nothing inside a paragraph changes but the breaks of hard-wrapped lines.
"""

import re
from collections.abc import Iterable
from itertools import groupby, pairwise

_NEWLINE = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_SPACE = "".join(filter(str.isspace, map(chr, range(0x3001)))) + "\u200b\ufeff"

_READ_MORE = re.compile(
    r"\W*(read more|read also|also read|see also|more on this story|related (stories|coverage))(\s*:.*|\W*)",
    re.IGNORECASE,
)
_MOST_LINKS = 8

_WIDEST = 100
_FEWEST_BREAKS = 3
_FILLED = 0.8
"""How much of the width a wrapped line fills, at least, with the first word of the next."""
_SPLIT_WORD = re.compile(r"\w-$")

Block = list[str]


def paragraphs_of(text: str) -> tuple[str, ...]:
    """The paragraphs of a plain text.

    An empty line ends a paragraph, and so does a single line break, unless the lines are
    clearly hard-wrapped. A "Read more:" block is left out with the lines under it, and a
    first paragraph that is printed twice is kept once.
    """
    lines = [line.strip(_SPACE) for line in _NEWLINE.split(text)]
    blocks = [_without_links(list(block)) for filled, block in groupby(lines, bool) if filled]
    width = _wrapped_width(blocks)
    return tidied(paragraph for block in blocks for paragraph in _unwrapped(block, width))


def tidied(paragraphs: Iterable[str]) -> tuple[str, ...]:
    """Paragraphs without empty ones, links to other reports, and a first one printed twice."""
    kept = [paragraph.strip(_SPACE) for paragraph in paragraphs]
    kept = [paragraph for paragraph in kept if paragraph and not _READ_MORE.fullmatch(paragraph)]
    while len(kept) > 1 and kept[0] == kept[1]:
        del kept[0]
    return tuple(kept)


def _without_links(block: Block) -> Block:
    """The block up to a "Read more:". More lines under it than a page links to are the report going on."""
    for number, line in enumerate(block):
        if _READ_MORE.fullmatch(line):
            after = block[number + 1 :]
            return block[:number] + (after if len(after) > _MOST_LINKS else [])
    return block


def _wrapped_width(blocks: list[Block]) -> int:
    """The width at which the lines were wrapped, or 0 where they are paragraphs of their own."""
    breaks = [pair for block in blocks for pair in pairwise(block)]
    width = max((len(line) for line, _ in breaks), default=0)
    if len(breaks) < _FEWEST_BREAKS or width > _WIDEST:
        return 0
    full = sum(_is_full(line, after, width) for line, after in breaks)
    return width if full >= 0.9 * len(breaks) else 0


def _is_full(line: str, after: str, width: int) -> bool:
    return len(line) + 1 + len(after.split(maxsplit=1)[0]) > _FILLED * width


def _unwrapped(block: Block, width: int) -> Block:
    if not width or not all(_is_full(line, after, width) for line, after in pairwise(block)):
        return block
    *wrapped, last = block
    return ["".join(line if _SPLIT_WORD.search(line) else f"{line} " for line in wrapped) + last]
