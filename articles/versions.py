"""What changed from one version of a report to the next."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, zip_longest
from typing import Literal

from articles.extraction.wording import Block, aligned, plain_words
from articles.models import ArticleVersion

MOST_PAIRS = 10_000**2
"""Words of one version times words of the other, beyond which they are not set against each other one by
one: a page would take seconds. It is told which paragraphs went and which came."""
AROUND = 1
"""Unchanged paragraphs that stay in sight before and after a change."""
LEAST_FOLDED = 3
BREAK = "\n\n"
SHOWN_BREAK = "¶"

Mark = Literal["kept", "added", "removed"]


@dataclass(frozen=True, slots=True)
class Kept:
    """A version, and how many paragraphs it added to and took from the one before it, if there was one."""

    version: ArticleVersion
    before: ArticleVersion | None
    added: int
    removed: int

    @property
    def changes(self) -> str:
        """The address of the page that sets it against the one before."""
        return f"{self.before.get_absolute_url()}v{self.version.number}/" if self.before else ""


def history(versions: Sequence[ArticleVersion]) -> list[Kept]:
    """``versions``, the newest first, each against the next. Paragraphs that only moved are not counted."""
    counted = [Counter(version.body.split(BREAK)) for version in versions] + [Counter()]
    return [
        Kept(version, before, (now - then).total(), (then - now).total())
        for version, before, now, then in zip(
            versions, [*versions[1:], None], counted, counted[1:], strict=False
        )
    ]


def title_of(version: ArticleVersion) -> str:
    """The headline of that version; of the current one as staff have it."""
    article = version.article
    if version.pk != article.current_id and version.headline:
        return version.headline
    return article.title


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of one paragraph that share one fate."""

    mark: Mark
    text: str


Paragraph = list[Piece]


@dataclass(frozen=True, slots=True)
class Passage:
    """Paragraphs in a row: such as changed with their neighbours, or a long stretch that did not."""

    paragraphs: list[Paragraph]
    is_folded: bool


@dataclass(frozen=True, slots=True)
class Changes:
    headline: Paragraph
    standfirst: Paragraph
    body: list[Paragraph]
    same_words: bool
    """Whether nothing but marks, capitals, accents and spaces differs."""

    @property
    def is_any(self) -> bool:
        return any(map(has_changed, [self.headline, self.standfirst, *self.body]))

    @property
    def added(self) -> int:
        return self._words("added")

    @property
    def removed(self) -> int:
        return self._words("removed")

    def _words(self, mark: Mark) -> int:
        pieces = [*self.headline, *self.standfirst, *(piece for each in self.body for piece in each)]
        words = (word for piece in pieces if piece.mark == mark for word in piece.text.split())
        return sum(word != SHOWN_BREAK for word in words)

    @property
    def passages(self) -> Iterator[Passage]:
        """The body, with long unchanged stretches set apart."""
        changed = [n for n, paragraph in enumerate(self.body) if has_changed(paragraph)]
        near = {m for n in changed for m in range(n - AROUND, n + AROUND + 1)}
        for in_sight, stretch in groupby(range(len(self.body)), lambda n: n in near):
            paragraphs = [self.body[n] for n in stretch]
            yield Passage(paragraphs, not in_sight and len(paragraphs) >= LEAST_FOLDED)


def has_changed(paragraph: Paragraph) -> bool:
    return any(piece.mark != "kept" for piece in paragraph)


def changes(before: ArticleVersion, after: ArticleVersion) -> Changes:
    """Paragraph against paragraph, and word against word in those that are not the same."""
    return Changes(
        _in_one(before.headline, after.headline),
        _in_one(before.standfirst, after.standfirst),
        list(_in_paragraphs(before.body.split(BREAK), after.body.split(BREAK))),
        _plain(before) == _plain(after),
    )


def _plain(version: ArticleVersion) -> list[tuple[str, ...]]:
    return [plain_words(text) for text in (version.headline, version.standfirst, version.body)]


def _in_one(before: str, after: str) -> Paragraph:
    return next(_by_words([before], [after]), [])


def _in_paragraphs(before: list[str], after: list[str]) -> Iterator[Paragraph]:
    runs = _runs(before, after)
    # A paragraph that was split, or moved a little, is read with those that changed beside it.
    for kept, run in groupby(runs, lambda run: run[0] == "kept"):
        blocks = list(run)
        (_, start, _, begin, _), (_, _, stop, _, end) = blocks[0], blocks[-1]
        if kept:
            yield from ([Piece("kept", text)] for text in after[begin:end])
        else:
            yield from _by_words(before[start:stop], after[begin:end])


def _by_words(before: list[str], after: list[str]) -> Iterator[Paragraph]:
    """Both texts as one, in paragraphs that end wherever either has a break."""
    then, now = _words(before), _words(after)
    paragraph: Paragraph = []
    for change, i, j, k, m in _runs(then, now):
        if change == "kept":
            lines = [[Piece("kept", text)] for text in _lines(now[k:m])]
        else:
            gone, come = _lines(then[i:j], SHOWN_BREAK), _lines(now[k:m], SHOWN_BREAK)
            lines = [
                [Piece("removed", old), Piece("added", new)]
                for old, new in zip_longest(gone, come, fillvalue="")
            ]
        for number, line in enumerate(lines):
            if number and paragraph:
                yield paragraph
                paragraph = []
            paragraph += [piece for piece in line if piece.text]
    if paragraph:
        yield paragraph


def _words(paragraphs: Iterable[str]) -> list[str]:
    words: list[str] = []
    for text in paragraphs:
        words += [BREAK, *text.split()]
    return words[1:]


def _lines(words: Sequence[str], alone: str = "") -> list[str]:
    """The words between breaks; ``alone`` takes the place of breaks with nothing about them."""
    lines = [" ".join(line) for is_break, line in groupby(words, BREAK.__eq__) if not is_break]
    if words and not lines:
        return [alone, ""]
    return [""] * (words[:1] == [BREAK]) + lines + [""] * (words[-1:] == [BREAK])


def _runs(before: Sequence[str], after: Sequence[str]) -> list[Block]:
    """As :func:`aligned`, in a time that is bounded."""
    first = _alike(before, after)
    then, now = before[first:], after[first:]
    same = _alike(then[::-1], now[::-1])
    left, right = len(then) - same, len(now) - same
    found: list[Block] = [("changed", 0, left, 0, right)]
    if left * right <= MOST_PAIRS:
        found = aligned(then[:left], now[:right])
    runs: list[Block] = [("kept", 0, first, 0, first)] if first else []
    runs += [(change, i + first, j + first, k + first, m + first) for change, i, j, k, m in found]
    if same:
        runs.append(("kept", first + left, len(before), first + right, len(after)))
    return runs


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """How many are the same from the beginning."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))
