"""The language of searches: from text to a tree and back.

Words beside each other must all be there. ``OR`` stands between alternatives and binds
closer than standing beside each other, so that ``speaker:key tax OR budget`` asks for
either word of Key's; ``AND`` binds closer still. ``-`` is for what must not be there.
Knows no database, and nothing of what the names mean.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum, auto

from articles.search.days import NoDayError, span_of, span_of_year

NAMES = ("speaker", "party", "office", "outlet", "event", "person")
"""Fields whose values are names, to be looked up."""
DAYS = ("on", "before", "after", "year")
FIELDS = ("speaker", "party", "office", "outlet", "event", "kind", "status", "person", *DAYS)
STATUSES = ("confirmed", "proposed")

LONGEST = 2_000
MOST_TERMS = 100
MOST_PREFIXES = 10
"""Each stands for all the words of the archive that begin so."""
MOST_NAMES = 40
"""Each is looked up by itself."""
DEEPEST = 20
SHORTEST_PREFIX = 2

_MEANT = {
    **{"by": "speaker", "said": "speaker", "who": "speaker", "author": "speaker"},
    **{"mentions": "person", "mentioned": "person", "people": "person", "name": "person"},
    **{"from": "after", "since": "after", "until": "before", "till": "before", "to": "before"},
    **{"date": "on", "day": "on", "month": "on", "paper": "outlet", "source": "outlet", "role": "office"},
}
"""What other archives, or everyday words, call a field of ours."""

_QUOTES = '"“”„‟«»＂'
_SPACE = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
_MINUS = re.compile(r"[-−–](?=[^\s\x00-\x1f\x7f-\x9f)])")
_WORD = re.compile(rf"[^\s\x00-\x1f\x7f-\x9f{_QUOTES}()]+")
_NAME = re.compile(r"([^\W\d_]+):")
_VALUE = re.compile(rf"[^\s\x00-\x1f\x7f-\x9f{_QUOTES}(),]+")
_QUOTED = re.compile(rf"[{_QUOTES}]([^{_QUOTES}]*)[{_QUOTES}]")


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    text: str


@dataclass(frozen=True, slots=True)
class Field:
    """``name:value,value``: any of the values."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Not:
    node: "Node"


@dataclass(frozen=True, slots=True)
class All:
    """Every one of these; of nothing, everything."""

    nodes: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    nodes: tuple["Node", ...]


Node = Word | Phrase | Field | Not | All | AnyOf
EVERYTHING = All(())


class FlawKind(StrEnum):
    UNPRINTABLE = auto()
    TOO_LONG = auto()
    TOO_MANY = auto()
    TOO_MANY_NAMES = auto()
    TOO_MANY_PREFIXES = auto()
    TOO_DEEP = auto()
    QUOTE_OPEN = auto()
    BRACKET_OPEN = auto()
    BRACKET_CLOSED = auto()
    BRACKET_EMPTY = auto()
    PHRASE_EMPTY = auto()
    OPERATOR_ALONE = auto()
    STAR_INSIDE = auto()
    PREFIX_SHORT = auto()
    NO_WORDS = auto()
    FIELD_UNKNOWN = auto()
    FIELD_EMPTY = auto()
    FIELD_BRACKET = auto()
    NO_DAY = auto()
    NO_YEAR = auto()
    NO_STATUS = auto()


class FlawError(Exception):
    """What keeps a text from being a search; ``mended`` is the text with this put right, or empty."""

    def __init__(self, kind: FlawKind, about: str, mended: str = "") -> None:
        super().__init__(kind, about, mended)
        self.kind, self.about, self.mended = kind, about, " ".join(mended.split())


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of a text: a tree, or else its first flaw, and the nearest text without any (or empty)."""

    tree: Node
    ignored: tuple[str, ...] = ()
    flaw: FlawError | None = None
    mended: str = ""


def read(text: str) -> Reading:
    """Read a text that anybody typed. Never raises."""
    first: FlawError | None = None
    mended = text
    # Each step puts one thing right; a text with more wrong than this is not worth guessing at.
    for _step in range(10):
        try:
            tree, ignored = parse(mended)
        except FlawError as flaw:
            first = first or flaw
            mended = flaw.mended
            if not mended:
                break
        else:
            return Reading(EVERYTHING, (), first, print_tree(tree)) if first else Reading(tree, ignored)
    return Reading(EVERYTHING, (), first)


def parse(text: str) -> tuple[Node, tuple[str, ...]]:
    """The tree of ``text``, and the pieces without a letter or digit that it leaves out. Raises FlawError."""
    if len(text) > LONGEST:
        raise FlawError(FlawKind.TOO_LONG, str(len(text)))
    if unprintable := [mark for mark in text if mark == "\x00" or "\ud800" <= mark <= "\udfff"]:
        cleaned = "".join(mark for mark in text if mark not in unprintable)
        raise FlawError(FlawKind.UNPRINTABLE, f"U+{ord(unprintable[0]):04X}", cleaned)
    pieces = _Pieces(text)
    pieces.scan()
    if not pieces.tokens and pieces.ignored:
        raise FlawError(FlawKind.NO_WORDS, " ".join(pieces.ignored))
    return _Parser(text, pieces.tokens).tree(), tuple(pieces.ignored)


def print_tree(node: Node) -> str:
    """The text of a tree, which reads as the same tree."""
    match node:
        case Word(text, prefix):
            return f"{text}*" if prefix else text
        case Phrase(text):
            return f'"{text}"'
        case Field(name, values):
            return f"{name}:{','.join(map(print_value, values))}"
        case Not(inner):
            printed = print_tree(inner)
            return f"-{printed}" if isinstance(inner, Word | Phrase | Field) else f"-({printed})"
        case All(nodes):
            return " ".join(_bracketed(inner, AnyOf) for inner in nodes)
        case AnyOf(nodes):
            return " OR ".join(_bracketed(inner, All) for inner in nodes)


def print_value(value: str) -> str:
    return value if _VALUE.fullmatch(value) else f'"{value}"'


def _bracketed(node: Node, if_a: type) -> str:
    printed = print_tree(node)
    return f"({printed})" if isinstance(node, if_a) else printed


def every(nodes: Iterable[Node]) -> Node:
    """All of these in their simplest form."""
    flat = [inner for node in nodes for inner in (node.nodes if isinstance(node, All) else (node,))]
    return flat[0] if len(flat) == 1 else All(tuple(flat))


def either(nodes: Iterable[Node]) -> Node:
    flat = [inner for node in nodes for inner in (node.nodes if isinstance(node, AnyOf) else (node,))]
    return flat[0] if len(flat) == 1 else AnyOf(tuple(flat))


def parts_of(tree: Node) -> tuple[Node, ...]:
    """What a search asks for at its top level, each of which must hold."""
    return tree.nodes if isinstance(tree, All) else (tree,)


def leaves(node: Node) -> Iterator[Word | Phrase | Field]:
    """Every word, phrase and field anywhere in a tree, in reading order."""
    match node:
        case Not(inner):
            yield from leaves(inner)
        case All(nodes) | AnyOf(nodes):
            for inner in nodes:
                yield from leaves(inner)
        case leaf:
            yield leaf


def fields_in(node: Node) -> Iterator[Field]:
    return (leaf for leaf in leaves(node) if isinstance(leaf, Field))


def with_values(tree: Node, replace: Callable[[str, str], str]) -> Node:
    """The tree with each value of each field as ``replace(field, value)`` has it."""
    match tree:
        case Field(name, values):
            return Field(name, tuple(replace(name, value) for value in values))
        case Not(inner):
            return Not(with_values(inner, replace))
        case All(nodes):
            return All(tuple(with_values(inner, replace) for inner in nodes))
        case AnyOf(nodes):
            return AnyOf(tuple(with_values(inner, replace) for inner in nodes))
    return tree


def values_typed(typed: str) -> tuple[str, ...]:
    """The values in a box for one field: parted by commas, those in quotation marks whole."""
    found = re.findall(rf"[{_QUOTES}]([^{_QUOTES}]*)[{_QUOTES}]?|([^,{_QUOTES}]+)", typed)
    values = (" ".join(_SPACE.sub(" ", quoted or bare).split()) for quoted, bare in found)
    return tuple(value for value in values if value)


class Sign(StrEnum):
    OPEN = "("
    CLOSE = ")"
    OR = "OR"
    AND = "AND"
    NOT = "-"


@dataclass(frozen=True, slots=True)
class _Token:
    """A sign or a whole term, and where it stands in the text."""

    what: Sign | Word | Phrase | Field
    start: int
    end: int


@dataclass(slots=True)
class _Pieces:
    """The text cut into tokens, and what of it holds nothing to look for."""

    text: str
    tokens: list[_Token] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    terms: int = 0
    names: int = 0
    prefixes: int = 0

    def scan(self) -> None:
        here, depth = 0, 0
        while here < len(self.text):
            if space := _SPACE.match(self.text, here):
                here = space.end()
                continue
            mark = self.text[here]
            if mark in "()":
                depth += 1 if mark == "(" else -1
                if depth > DEEPEST:
                    raise FlawError(FlawKind.TOO_DEEP, str(DEEPEST))
                here = self._add(Sign(mark), here, here + 1)
            elif mark in _QUOTES:
                here = self._phrase(here)
            elif minus := _MINUS.match(self.text, here):
                here = self._add(Sign.NOT, here, minus.end())
            else:
                here = self._word(here)

    def _add(self, what: Sign | Word | Phrase | Field, start: int, end: int) -> int:
        if not isinstance(what, Sign):
            self.terms += len(what.values) if isinstance(what, Field) else 1
            if self.terms > MOST_TERMS:
                raise FlawError(FlawKind.TOO_MANY, str(MOST_TERMS))
            if isinstance(what, Field) and what.name not in DAYS:
                self.names += len(what.values)
                if self.names > MOST_NAMES:
                    raise FlawError(FlawKind.TOO_MANY_NAMES, str(MOST_NAMES))
        self.tokens.append(_Token(what, start, end))
        return end

    def _swapped(self, start: int, end: int, by: str) -> str:
        return f"{self.text[:start]}{by}{self.text[end:]}"

    def _quoted(self, start: int) -> re.Match[str]:
        found = _QUOTED.match(self.text, start)
        if not found:
            rest = self.text[start + 1 :].strip()
            mended = f'{self.text[:start]}"{rest}"' if rest else self.text[:start]
            raise FlawError(FlawKind.QUOTE_OPEN, self.text[start : start + 40], mended)
        return found

    def _phrase(self, start: int) -> int:
        found = self._quoted(start)
        words = " ".join(_SPACE.sub(" ", found[1]).split())
        if not _says_something(words):
            raise FlawError(FlawKind.PHRASE_EMPTY, found[0], self._swapped(start, found.end(), " "))
        return self._add(Phrase(words), start, found.end())

    def _word(self, start: int) -> int:
        found = _WORD.match(self.text, start)
        assert found  # noqa: S101  # whatever is no space, bracket or mark
        if found[0] in ("OR", "AND", "NOT"):
            return self._add(Sign.NOT if found[0] == "NOT" else Sign(found[0]), start, found.end())
        if named := _NAME.match(found[0]):
            name = named[1].casefold()
            if name in FIELDS:
                return self._field(name, start, start + named.end())
            self._refuse_field(named[1], start, found.end())
        if found[0] in "-−":
            raise FlawError(FlawKind.OPERATOR_ALONE, "-", self._swapped(start, found.end(), " "))
        if "*" in found[0]:
            return self._prefix(found[0], start)
        if not _says_something(found[0]):
            self.ignored.append(found[0])
            return found.end()
        return self._add(Word(found[0]), start, found.end())

    def _prefix(self, word: str, start: int) -> int:
        end = start + len(word)
        begins = word.partition("*")[0]
        letters = sum(map(str.isalnum, begins))
        if not letters:
            raise FlawError(
                FlawKind.OPERATOR_ALONE, "*", self._swapped(start, end, word.replace("*", "") or " ")
            )
        if word != f"{begins}*":
            raise FlawError(FlawKind.STAR_INSIDE, word, self._swapped(start, end, f"{begins}*"))
        if letters < SHORTEST_PREFIX:
            raise FlawError(FlawKind.PREFIX_SHORT, word, self._swapped(start, end, begins))
        self.prefixes += 1
        if self.prefixes > MOST_PREFIXES:
            raise FlawError(FlawKind.TOO_MANY_PREFIXES, str(MOST_PREFIXES))
        return self._add(Word(begins, prefix=True), start, end)

    def _refuse_field(self, name: str, start: int, end: int) -> None:
        """Raise FlawError where a word seems meant as a field; a time, an address or ``said:`` is none."""
        colon = start + len(name)
        rest = self.text[colon + 1 : end]
        quoted = self.text[end : end + 1] in _QUOTES and end < len(self.text)
        folded = name.casefold()
        if rest.startswith("//") or not (rest or quoted) or (len(name) < 3 and folded not in _MEANT):
            return
        nearest = _MEANT.get(folded) or next(iter(get_close_matches(folded, FIELDS, 1, cutoff=0.66)), "")
        if nearest:
            mended = self._swapped(start, colon, nearest)
        elif rest and not quoted:
            mended = self._swapped(start, end, f'"{self.text[start:end]}"')
        else:
            mended = self._swapped(colon, colon + 1, " ")
        raise FlawError(FlawKind.FIELD_UNKNOWN, name, mended)

    def _field(self, name: str, start: int, here: int) -> int:
        values: list[str] = []
        found: re.Match[str] | None
        while True:
            if here < len(self.text) and self.text[here] in _QUOTES:
                found = self._quoted(here)
                value = " ".join(_SPACE.sub(" ", found[1]).split())
            else:
                found = _VALUE.match(self.text, here)
                value = found[0] if found else ""
            if not found or not _says_something(value):
                self._refuse_value(name, start, here, found.end() if found else here, bool(values))
            else:
                value = self._checked(name, value, here, found.end())
                values.append(value)
                here = found.end()
            if self.text[here : here + 1] != ",":
                return self._add(Field(name, tuple(values)), start, here)
            here += 1

    def _refuse_value(self, name: str, start: int, here: int, end: int, others: bool) -> None:
        if self.text[here : here + 1] == "(":
            close = self.text.find(")", here)
            inside = self.text[here + 1 : close if close >= 0 else len(self.text)]
            values = values_typed(re.sub(r"\s+(?:OR|AND)\s+", ",", inside))
            listed = ",".join(map(print_value, values))
            mended = self._swapped(here, close + 1 if close >= 0 else len(self.text), listed)
            raise FlawError(FlawKind.FIELD_BRACKET, name, mended if listed and "(" not in inside else "")
        following = self.text[end:].lstrip(" \t,")
        joins = following and following[0] not in ")-" and not re.match(r"(?:OR|AND|NOT)\b|\w+:", following)
        if joins:
            mended = f"{self.text[:here]}{following}"
        elif others:
            mended = self._swapped(here - 1, end, "")
        else:
            mended = self._swapped(start, end, " ")
        raise FlawError(FlawKind.FIELD_EMPTY, name, mended)

    def _checked(self, name: str, value: str, start: int, end: int) -> str:
        """The value as this field writes it. Raises FlawError where it can mean nothing there."""
        if name in DAYS:
            try:
                (span_of_year if name == "year" else span_of)(value)
            except NoDayError as no_day:
                mended = self._swapped(start, end, no_day.nearest) if no_day.nearest else ""
                kind = FlawKind.NO_YEAR if name == "year" else FlawKind.NO_DAY
                raise FlawError(kind, value, mended) from None
        elif name in ("status", "kind"):
            value = value.casefold()
            if name == "status" and value not in STATUSES:
                near = get_close_matches(value, STATUSES, 1, cutoff=0.5)
                raise FlawError(FlawKind.NO_STATUS, value, self._swapped(start, end, near[0]) if near else "")
        return value


def _says_something(text: str) -> bool:
    return any(map(str.isalnum, text))


class _Parser:
    """Recursive descent over tokens whose brackets are known not to go deep."""

    def __init__(self, text: str, tokens: list[_Token]) -> None:
        self.text, self.tokens, self.here = text, tokens, 0

    def tree(self) -> Node:
        tree = self._beside()
        if self._next is Sign.CLOSE:
            raise FlawError(FlawKind.BRACKET_CLOSED, ")", self._without(self.here))
        return tree

    @property
    def _next(self) -> Sign | Word | Phrase | Field | None:
        return self.tokens[self.here].what if self.here < len(self.tokens) else None

    def _without(self, first: int, last: int | None = None) -> str:
        end = self.tokens[first if last is None else last].end
        return f"{self.text[: self.tokens[first].start]} {self.text[end:]}"

    def _beside(self) -> Node:
        found = []
        while self._next is not None and self._next is not Sign.CLOSE:
            found.append(self._joined(Sign.OR, either, lambda: self._joined(Sign.AND, every, self._one)))
        return every(found)

    def _joined(self, sign: Sign, join: Callable[[Iterable[Node]], Node], one: Callable[[], Node]) -> Node:
        found = [one()]
        while self._next is sign:
            self.here += 1
            if self._next in (None, Sign.CLOSE):
                self.here -= 1
                self._refuse_sign()
            found.append(one())
        return join(found)

    def _one(self) -> Node:
        token = self.tokens[self.here]
        if token.what is Sign.NOT:
            self.here += 1
            if self._next in (None, Sign.CLOSE, Sign.NOT, Sign.OR, Sign.AND):
                self.here -= 1
                self._refuse_sign()
            return Not(self._one())
        if token.what is Sign.OPEN:
            return self._group()
        if isinstance(token.what, Sign):
            self._refuse_sign()
        self.here += 1
        return token.what  # type: ignore[return-value]  # signs are dealt with above

    def _group(self) -> Node:
        opened = self.here
        self.here += 1
        inside = self._beside()
        if self._next is None:
            raise FlawError(FlawKind.BRACKET_OPEN, "(", f"{self.text})")
        if self.here == opened + 1:
            raise FlawError(FlawKind.BRACKET_EMPTY, "()", self._without(opened, self.here))
        self.here += 1
        return inside

    def _refuse_sign(self) -> None:
        token = self.tokens[self.here]
        raise FlawError(FlawKind.OPERATOR_ALONE, self.text[token.start : token.end], self._without(self.here))
