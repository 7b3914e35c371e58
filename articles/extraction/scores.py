"""How right a reading is against a gold file, by the definitions that the gold files are published with.

Spans are cut at line breaks and trimmed of marks, white space and a closing comma or full stop. A span is
*direct* where at least 97 % of its letters and digits stand in double marks, whatever a system calls it;
one matches another where they share at least 80 % of the longer. Matching is one to one, best first.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from articles.extraction.lexicon import word_class

_EDGE = " \t\r\n\"“”„«»'‘’`"
_TAIL = _EDGE + ",."
_OVERLAP = 0.8
_DIRECT = 0.97
_LONG = 5
"""Words that make a quotation long."""
_PRONOUNS = word_class("scored_pronouns")
_LINE = re.compile(r"[^\n\r]+")
_HEAD_ENDS = re.compile(r"[,;()–—]| (?:who|of|for|from|at|in|on|with|and) ")

Span = tuple[int, int]
Failing = Literal["missed", "spurious", "speaker", "person"]


@dataclass(frozen=True, slots=True)
class Piece:
    """One line of a quotation. ``person`` is a key; ``status`` says why gold has none."""

    span: Span
    kind: str
    speaker: str | None
    heads: frozenset[str]
    words: int
    person: str | None = None
    status: str = ""

    @property
    def speaker_type(self) -> str:
        return speaker_type(self.speaker)


@dataclass(slots=True)
class Figure:
    """Right ones, of those predicted and those in gold."""

    right: int = 0
    predicted: int = 0
    gold: int = 0

    @property
    def precision(self) -> float:
        return self.right / self.predicted if self.predicted else float(not self.gold)

    @property
    def recall(self) -> float:
        return self.right / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Mistake:
    failing: Failing
    span: Span
    given: str
    wanted: str


@dataclass(slots=True)
class Scores:
    """Figures by name, such as ``direct, end to end``, and recall by the groups of gold quotations."""

    figures: dict[str, Figure] = field(default_factory=dict)
    groups: dict[str, Figure] = field(default_factory=dict)
    false_attributions: int = 0
    documents: int = 0

    def figure(self, name: str) -> Figure:
        return self.figures.setdefault(name, Figure())

    def group(self, name: str, right: bool) -> None:
        figure = self.groups.setdefault(name, Figure())
        figure.gold += 1
        figure.predicted += 1
        figure.right += right


# spans


def trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _TAIL:
        end -= 1
    return start, end


def lines(text: str, start: int, end: int) -> Iterator[Span]:
    """The lines of a span, trimmed, empty ones left out."""
    start, end = max(0, start), min(len(text), end)
    for match in _LINE.finditer(text, start, end):
        span = trimmed(text, *match.span())
        if span[1] > span[0]:
            yield span


def shared(one: Span, other: Span) -> int:
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def overlap(one: Span, other: Span) -> float:
    return shared(one, other) / max(one[1] - one[0], other[1] - other[0])


def inside(one: Span, other: Span) -> bool:
    return shared(one, other) >= _OVERLAP * (one[1] - one[0])


def matched(gold: Sequence[Piece], predicted: Sequence[Piece]) -> dict[int, int]:
    """For the numbers of gold pieces those of the predicted ones they match."""
    pairs = sorted(
        (-overlap(wanted.span, given.span), i, j)
        for i, wanted in enumerate(gold)
        for j, given in enumerate(predicted)
        if shared(wanted.span, given.span)
    )
    found: dict[int, int] = {}
    taken: set[int] = set()
    for share, i, j in pairs:
        if -share >= _OVERLAP and i not in found and j not in taken:
            found[i] = j
            taken.add(j)
    return found


# marks


def in_double_marks(text: str) -> bytearray:
    """1 for each character in double marks. A mark left open runs to its paragraph's end, and on to a closing
    mark in the next paragraph where that does not open with one of its own."""
    mask = bytearray(len(text))
    left_open = False
    for paragraph in re.finditer(r"[^\n]+", text):
        left_open = _mask_paragraph(text, mask, *paragraph.span(), left_open)
    return mask


def _mask_paragraph(text: str, mask: bytearray, start: int, end: int, left_open: bool) -> bool:
    """Mask one paragraph; whether it leaves a mark open."""
    opened = start if left_open and _closes_from_before(text, start, end) else None
    at = start
    while at < end:
        symbol = text[at : at + 2] if text[at : at + 2] in ("``", "''") else text[at]
        if symbol in ("''", "”", "»") or (symbol == '"' and opened is not None):
            if opened is not None:
                stop = at + len(symbol)
                mask[opened:stop] = b"\x01" * (stop - opened)
                opened = None
        elif symbol in ('"', "“", "«", "„", "``") and opened is None:
            opened = at
        at += len(symbol)
    if opened is not None:
        mask[opened:end] = b"\x01" * (end - opened)
    return opened is not None


def _closes_from_before(text: str, start: int, end: int) -> bool:
    first = re.compile(r"[\"“”„«»]").search(text, start, end)
    if text[start] in '"“„«' or not first:
        return False
    at = first.start()
    return first.group() in "”»" or (
        first.group() == '"' and not text[at - 1].isspace() and not text[at + 1 : at + 2].isalnum()
    )


def kind_of(text: str, mask: bytearray, span: Span) -> str:
    """``direct``, ``mixed`` or ``indirect`` by the share in marks; empty without letters."""
    said = [mask[i] for i in range(*span) if text[i].isalnum()]
    if not said:
        return ""
    share = sum(said) / len(said)
    return "direct" if share >= _DIRECT else "mixed" if share else "indirect"


# speakers


def _clean(word: str) -> str:
    return re.sub(r"['’]s?$", "", word.strip(".,'’\"“”‘;:()[]")).lower()


def heads_of(label: str | None) -> frozenset[str]:
    """The last word of a label, and the last before its first comma, bracket or preposition."""
    found: set[str] = set()
    for part in (label, _HEAD_ENDS.split(label)[0]) if label else ():
        words = re.findall(r"\w[\w'’.\-]*", part or "")
        found.update(_clean(word) for word in words[-1:])
    return frozenset(found - {""})


def plain(label: str | None) -> str:
    said = re.sub(r"\s+", " ", label or "").strip(" .,'’\"“”").lower()
    return re.sub(r"^(the|a|an) ", "", re.sub(r"['’]s$", "", said))


def speaker_type(label: str | None) -> str:
    if not label:
        return "none"
    if plain(label) in _PRONOUNS:
        return "pronoun"
    first = re.split(r"[,(]", label)[0].split()
    determined = ("the", "a", "an", "his", "her", "their", "its", "one", "some", "many", "several")
    if first and first[0].lower() in determined:
        return "role"
    return "name" if re.search(r"\b[A-Z]", label) else "role"


def right_speaker(gold: Piece, given: Piece) -> bool:
    if not gold.speaker:
        return not given.speaker
    return bool(given.speaker) and (
        bool(heads_of(given.speaker) & gold.heads) or plain(given.speaker) == plain(gold.speaker)
    )


# pieces of gold and of a reading


def gold_pieces(document: Mapping[str, Any]) -> list[Piece]:
    text = document["text"]
    found = []
    for quote in document["quotes"]:
        speaker = quote.get("speaker") or None
        heads = frozenset(quote.get("speaker_heads") or heads_of(speaker))
        status = quote.get("person_status") or ""
        for span in lines(text, quote["start"], quote["end"]):
            words = len(re.findall(r"\w+", text[slice(*span)]))
            found.append(Piece(span, quote["kind"], speaker, heads, words, quote.get("person"), status))
    return found


def read_pieces(text: str, quotes: Iterable[Mapping[str, Any]]) -> list[Piece]:
    """The pieces of quotations as ``read_quotations`` writes them, each span once."""
    mask = in_double_marks(text)
    found: dict[Span, Piece] = {}
    for quote in quotes:
        for span in lines(text, quote["start"], quote["end"]):
            kind = kind_of(text, mask, span)
            if kind and span not in found:
                found[span] = Piece(
                    span, kind, quote.get("speaker") or None, frozenset(), 0, quote.get("person")
                )
    return list(found.values())


# scores


def score(document: Mapping[str, Any], reading: Mapping[str, Any], scores: Scores) -> list[Mistake]:
    """Add one document to the scores; its mistakes over direct quotations, in reading order."""
    mask_kinds = gold_pieces(document)
    gold = [piece for piece in mask_kinds if piece.kind == "direct"]
    other = [piece for piece in mask_kinds if piece.kind != "direct"]
    given = read_pieces(document["text"], reading["quotes"])
    scores.documents += 1
    mistakes = _score_direct(gold, other, [p for p in given if p.kind == "direct"], scores)
    _score_reported(other, [p for p in given if p.kind != "direct"], scores)
    for name in ("mentions", "events"):
        if name in document:
            _score_sets(scores.figure(name), set(document[name]), set(reading[name]))
    style = document.get("style")
    if style:
        wrong = sum(mistake.failing != "spurious" for mistake in mistakes)
        for number in range(len(gold)):
            scores.group(f"style: {style}", number >= wrong)
    return sorted(mistakes, key=lambda mistake: mistake.span)


def _score_direct(gold: list[Piece], other: list[Piece], given: list[Piece], scores: Scores) -> list[Mistake]:
    match = matched(gold, given)
    used = set(match.values())
    spare = [piece for j, piece in enumerate(given) if j not in used]
    spurious = [piece for piece in spare if not any(inside(piece.span, rest.span) for rest in other)]
    mistakes = [Mistake("spurious", piece.span, piece.speaker or "", "") for piece in spurious]
    right = 0
    for i, wanted in enumerate(gold):
        found = given[match[i]] if i in match else None
        correct = found is not None and right_speaker(wanted, found)
        right += correct
        scores.group(f"speaker: {wanted.speaker_type}", correct)
        scores.group(f"length: {'long' if wanted.words >= _LONG else 'short'}", correct)
        mistakes += _mistakes(wanted, found, correct)
        _score_person(wanted, found, scores)
    for name, count in (
        ("direct, exact", sum(gold[i].span == given[j].span for i, j in match.items())),
        ("direct, overlap", len(match)),
        ("direct, end to end", right),
    ):
        _add(scores.figure(name), count, len(match) + len(spurious), len(gold))
    return mistakes


def _mistakes(wanted: Piece, found: Piece | None, correct: bool) -> list[Mistake]:
    if found is None:
        return [Mistake("missed", wanted.span, "", wanted.speaker or "")]
    if not correct:
        return [Mistake("speaker", wanted.span, found.speaker or "nobody", wanted.speaker or "nobody")]
    if wanted.status and found.person != wanted.person:
        return [Mistake("person", wanted.span, found.person or "nobody", wanted.person or wanted.status)]
    return []


def _score_person(wanted: Piece, found: Piece | None, scores: Scores) -> None:
    if not wanted.status:
        return
    named = found is not None and found.person is not None
    right = found is not None and wanted.person is not None and found.person == wanted.person
    _add(scores.figure("resolved person"), right, named, wanted.person is not None)
    scores.false_attributions += named and not right


def _score_reported(gold: list[Piece], given: list[Piece], scores: Scores) -> None:
    match = matched(gold, given)
    right = sum(right_speaker(gold[i], given[j]) for i, j in match.items())
    _add(scores.figure("reported, overlap"), len(match), len(given), len(gold))
    _add(scores.figure("reported, end to end"), right, len(given), len(gold))


def _score_sets(figure: Figure, gold: set[str], given: set[str]) -> None:
    _add(figure, len(gold & given), len(given), len(gold))


def _add(figure: Figure, right: int, predicted: int, gold: int) -> None:
    figure.right += right
    figure.predicted += predicted
    figure.gold += gold
