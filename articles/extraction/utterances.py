"""Which quotations are one thing said once, whatever each report kept of it.

The words decide: the same speaker's, near in time, and too rare together to be said twice. A fragment
of one to three words needs more than that: one story, one event or one text that both reports share.
However much alike, words are two things said where they differ in a number or in a *not*, and where one
text has both as whole quotations, neither a part of the other.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice, pairwise, product

from rapidfuzz.distance import Levenshtein

from articles.extraction.lexicon import ABBREVIATIONS, NUMBERS, word_class
from articles.extraction.records import Span
from articles.extraction.wording import Plain, rarity, shingles, telling_runs

DAYS = 21
"""How long words are remembered: a report may recall weeks later what made news."""
NEWS_DAYS = 3

_RUN = 4
_LONGEST_ATTRIBUTION = 90
# Keeps the time linear in a text that says the same words ten thousand times.
_MOST_COMPARED = 50
_SENTENCE_ENDS = re.compile(r"(\w*)[.?!…]+\W+\w")
_FRESH_START = re.compile(r".?\W*?[.…]\W*(\w)")
_MARKS_AROUND = re.compile(r"^\W+|\W+$")
_THOUSANDS = re.compile(r"\b\d{1,3}(?: \d{3}\b)+")
_TURNING = word_class("turning_words")

Block = tuple[int, int, int]
"""Where words that two quotations share begin in each, and how many they are."""


@dataclass(frozen=True, slots=True)
class Cut:
    """What one report kept of something said."""

    key: int
    report: Hashable
    """Copies of one text count as one report."""
    day: date
    words: Plain
    speakers: frozenset[Hashable] = frozenset()
    """Who said it, or may have; empty where the report does not tell."""
    events: frozenset[Hashable] = frozenset()
    """What the report tells of."""
    runs: Collection[int] | None = None
    """Its telling runs, where they are known."""
    whole_in: Hashable = None
    """The text that has it as a quotation of its own, no partial one and no headline's."""


def one_breath(between: str) -> bool:
    """Whether what stands between two quotations of one speaker only says who speaks: ``," he said. "``.

    It begins with the last character of the first. Over a paragraph's end words go on where no mark
    closes them; after a full stop a new sentence may tell of another time.
    """
    attribution = _MARKS_AROUND.sub("", between[1:])
    if not attribution:
        return "\n" not in between or between[1].isspace()
    if "\n" in between or len(attribution) > _LONGEST_ATTRIBUTION:
        return False
    if (fresh := _FRESH_START.match(between)) and fresh.group(1).isupper():
        return False
    ends = (match.group(1).lower() for match in _SENTENCE_ENDS.finditer(attribution))
    return all(word in ABBREVIATIONS for word in ends)


def breaths(body: str, places: Sequence[tuple[Span, Hashable, bool]]) -> list[list[int]]:
    """Numbers of the quotations that were said in one breath, two or more.

    Each is given by its place, its speaker and whether its own attribution follows it: a sentence that has
    one does not go on from what was attributed before it.
    """
    found: list[list[int]] = []
    order = sorted(range(len(places)), key=lambda n: places[n][0])
    for before, after in pairwise(order):
        ((_, end), speaker, _), ((start, _), next_speaker, is_attributed) = places[before], places[after]
        between = body[end - 1 : max(start, end)]
        if speaker != next_speaker or not one_breath(between):
            continue
        if is_attributed and body[start].isupper() and _MARKS_AROUND.sub("", between[1:]):
            continue
        if found and found[-1][-1] == before:
            found[-1].append(after)
        else:
            found.append([before, after])
    return found


def pairs(cuts: Sequence[Cut], known: int = 0) -> Iterator[tuple[int, int]]:
    """Keys of cuts whose words were said once, as many pairs as tell which belong together.

    The first ``known`` cuts were compared with each other before, and are not again. Of many cuts that
    share words each is compared with the first few.
    """
    sharing: dict[int, list[int]] = defaultdict(list)
    fragments: dict[Plain, list[int]] = defaultdict(list)
    groups = _Told(cuts)
    runs = [telling_runs(cut.words, _RUN) if cut.runs is None else cut.runs for cut in cuts]
    for number, cut in enumerate(cuts):
        if len(cut.words) < _RUN and rarity(cut.words):
            _note(fragments[cut.words], number)
        for run in runs[number]:
            _note(sharing[run], number)
    sizes = {len(words) for words in fragments}
    for number, cut in enumerate(cuts):
        near = {other for run in runs[number] for other in sharing[run] if other < number}
        for size in sizes:
            found = (fragments.get(piece, ()) for piece in shingles(cut.words, size))
            near.update(chain.from_iterable(found))
        # The very words first: what is like two that are told apart goes to one of them.
        for other in sorted(near - {number}, key=lambda other: (cuts[other].words != cut.words, other)):
            if (
                max(number, other) >= known
                and not groups.are_one(number, other)
                and said_once(cut, cuts[other])
                and groups.put_together(number, other)
            ):
                yield cut.key, cuts[other].key


def _note(numbers: list[int], number: int) -> None:
    if len(numbers) < _MOST_COMPARED:
        numbers.append(number)


def said_once(one: Cut, other: Cut) -> bool:
    """Whether both are the same words, said by one person on one occasion."""
    apart = abs(one.day - other.day).days
    if apart > DAYS or (one.speakers and other.speakers and not one.speakers & other.speakers):
        return False
    shorter, longer = sorted((one.words, other.words), key=len)
    if len(shorter) < _RUN:
        return _same_occasion(one, other, apart) and _holds(longer, shorter) and rarity(shorter) > 0
    blocks = _blocks(shorter, longer)
    runs = _runs(blocks)
    shared = _length(runs)
    rare = rarity(shorter[i + n] for i, _, length in runs for n in range(length))
    by_one = bool(one.speakers) and one.speakers == other.speakers
    if apart > NEWS_DAYS:
        known = by_one or (shorter == longer and bool(one.speakers & other.speakers))
        return known and shared == len(shorter) > _RUN and rare > 0 and not told_apart(one, other)
    if not rare or (not by_one and (shared < 6 or rare < 2)):
        return False
    if _much_alike(_length(blocks), shared, len(shorter)):
        return not told_apart(one, other)
    return not _are_both_whole(one, other) and _one_goes_on(runs, shorter, longer)


def told_apart(one: Cut, other: Cut) -> bool:
    """Whether two are much alike, and yet two things said."""
    shorter, longer = sorted((one.words, other.words), key=len)
    blocks = _blocks(shorter, longer)
    shared = _length(_runs(blocks))
    if not _much_alike(_length(blocks), shared, len(shorter)):
        return False
    is_part = shared == len(shorter)
    return (_are_both_whole(one, other) and not is_part) or _differ_in_sense(shorter, longer, blocks)


def _are_both_whole(one: Cut, other: Cut) -> bool:
    return one.whole_in is not None and one.whole_in == other.whole_in


def _differ_in_sense(shorter: Plain, longer: Plain, blocks: list[Block]) -> bool:
    """Whether they differ in a number or a *not*, but for what one leaves out at an end or at length."""
    edges = [(0, 0, 0), *blocks, (len(shorter), len(longer), 0)]
    for (i, k, length), (next_i, next_k, next_length) in pairwise(edges):
        i, k = i + length, k + length
        # With the words beside: *500 homes* is not the end of *1,500 homes*.
        around = shorter[max(i - 1, 0) : next_i + 1], longer[max(k - 1, 0) : next_k + 1]
        less, more = sorted(around, key=len)
        at_an_end = 0 in (length, next_length) and 0 in (next_i - i, next_k - k)
        told, all_told = _numbers_and_nots(less), _numbers_and_nots(more)
        left_out = at_an_end or len(more) - len(less) >= _RUN
        if told != all_told and not (left_out and told <= all_told):
            return True
    return False


def _numbers_and_nots(words: Plain) -> Counter[str]:
    text = _THOUSANDS.sub(lambda number: number.group().replace(" ", ""), " ".join(words))
    return Counter(
        "not" if word in _TURNING else NUMBERS.get(word, word)
        for word in text.split()
        if word in _TURNING or word in NUMBERS or not word.isalpha()
    )


def _same_occasion(one: Cut, other: Cut, apart: int) -> bool:
    """Whether a fragment may come from what the other report has in full. One word alone proves nothing."""
    fragment = min(len(one.words), len(other.words))
    if not one.speakers or one.speakers != other.speakers:
        return one.report == other.report and fragment > 1 and one.words == other.words
    return one.report == other.report or (fragment > 1 and apart <= 1 and bool(one.events & other.events))


def _holds(longer: Plain, shorter: Plain) -> bool:
    return shorter in shingles(longer, len(shorter))


def _blocks(shorter: Plain, longer: Plain) -> list[Block]:
    """What both have in the same order."""
    return [
        (code.src_start, code.dest_start, code.src_end - code.src_start)
        for code in Levenshtein.opcodes(shorter, longer)
        if code.tag == "equal"
    ]


def _runs(blocks: Iterable[Block]) -> list[Block]:
    return [block for block in blocks if block[2] >= _RUN]


def _length(blocks: Iterable[Block]) -> int:
    return sum(length for _, _, length in blocks)


def _much_alike(same: int, in_runs: int, words: int) -> bool:
    """Whether so many words, of which so many are the same, differ by no more than light editing."""
    return (
        in_runs == words or in_runs >= max(2 * _RUN, 0.6 * words) or (in_runs > _RUN and same >= 0.85 * words)
    )


def _one_goes_on(runs: list[Block], shorter: Plain, longer: Plain) -> bool:
    """Whether one begins with what the other breaks off with."""
    return any(
        length >= 6 and ((i == 0 and k + length == len(longer)) or (k == 0 and i + length == len(shorter)))
        for i, k, length in runs
    )


class Groups:
    """Which keys belong together, as links between them come to be known."""

    def __init__(self) -> None:
        self._leads: dict[int, int] = {}

    def lead(self, key: int) -> int:
        leads = self._leads
        while leads.setdefault(key, key) != key:
            leads[key] = leads[leads[key]]
            key = leads[key]
        return key

    def are_one(self, one: int, other: int) -> bool:
        return self.lead(one) == self.lead(other)

    def join(self, one: int, other: int) -> None:
        self._leads[self.lead(other)] = self.lead(one)

    def all(self) -> list[set[int]]:
        groups: dict[int, set[int]] = defaultdict(set)
        for key in self._leads:
            groups[self.lead(key)].add(key)
        return [*groups.values()]


class _Told(Groups):
    """Groups of cuts, none with two that are told apart."""

    def __init__(self, cuts: Sequence[Cut]) -> None:
        super().__init__()
        self._cuts = cuts
        self._wordings: dict[int, dict[Hashable, Cut]] = {}

    def put_together(self, one: int, other: int) -> bool:
        """Join their groups, unless that brings together what is told apart; whether it did."""
        own, others = self._wordings_with(one), self._wordings_with(other)
        if any(told_apart(*both) for both in product(own.values(), others.values())):
            return False
        self.join(one, other)
        self._wordings[self.lead(one)] = dict(islice((own | others).items(), _MOST_COMPARED))
        return True

    def _wordings_with(self, number: int) -> dict[Hashable, Cut]:
        """A cut of each wording in the group of one; the first few of many."""
        cut = self._cuts[number]
        return self._wordings.get(self.lead(number), {(cut.whole_in, cut.words): cut})


def joined(links: Iterable[tuple[int, int]]) -> list[set[int]]:
    """The groups that links between pairs of keys make."""
    groups = Groups()
    for one, other in links:
        groups.join(one, other)
    return groups.all()
