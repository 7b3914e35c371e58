"""Known people named in a text, in every form a name takes."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from articles.extraction.lexicon import HONORIFICS, POSSESSIVES, PREPOSITIONS, ROLES, word_class
from articles.extraction.roster import Roster, folded
from articles.extraction.tokens import Tokens

_TITLES = word_class("titles")
_LONGEST_NAME = 6


@dataclass(frozen=True, slots=True)
class Named:
    """A name at tokens ``[first, last)`` and the people who may bear it, those most likely first."""

    first: int
    last: int
    people: tuple[str, ...]
    form: str
    """``full``, ``title`` (Sir Alistair), ``honorific`` (Mr Key), ``surname`` or ``given``."""
    possessive: bool


class NameFinder:
    """Finds the roster's people in one text. ``names`` are in reading order, never overlapping."""

    def __init__(self, tokens: Tokens, roster: Roster, day: date | None) -> None:
        self.tokens = tokens
        self.roster = roster
        self.day = day
        bare = [low.removesuffix("'s") for low in tokens.lows] if roster.people else []
        self.fold = [word if word.isascii() else folded(word) for word in bare]
        self.full: dict[tuple[str, ...], set[str]] = defaultdict(set)
        """By surname, the people whom this text names in full."""
        self.in_full: set[str] = set()
        self.names: list[Named] = self._find() if roster.people else []

    def _find(self) -> list[Named]:
        found = self._full_names()
        self.in_full = {key for name_found in found for key in name_found.people}
        taken = {i for named in found for i in range(named.first, named.last)}
        for named in found:
            for key in named.people:
                for name in self.roster.people[key].names:
                    self.full[name.surname].add(key)
        capitals = (i for i, word in enumerate(self.tokens.words) if word[0].isupper() and i not in taken)
        shorter = map(self._short, capitals)
        return sorted([*found, *filter(None, shorter)], key=lambda named: named.first)

    def _full_names(self) -> list[Named]:
        found: list[Named] = []
        firsts, reached = self.roster.name_firsts, 0
        for i in [i for i, word in enumerate(self.fold) if word in firsts]:
            if i >= reached and (full := self._full_name(i)):
                found.append(full)
                reached = full.last
        return found

    def _full_name(self, i: int) -> Named | None:
        if not self.tokens.words[i][0].isupper():
            return None
        for length in range(min(_LONGEST_NAME, len(self.fold) - i), 1, -1):
            people = self.roster.by_name.get(tuple(self.fold[i : i + length]))
            if people:
                return self._named(i, i + length, self._likeliest(people), "full")
        return self._nicknamed(i)

    def _nicknamed(self, i: int) -> Named | None:
        """A nickname in marks inside the name: *Rupert "Tent" Ashby-Fforde*."""
        if (
            self.tokens.words[i + 1 : i + 2]
            and self.tokens.words[i + 1] in "\"“'‘("
            and i + 4 < len(self.fold)
        ):
            people = self.roster.by_name.get((self.fold[i], self.fold[i + 4]))
            if people:
                return self._named(i, i + 5, self._likeliest(people), "full")
        return None

    def _named(self, first: int, last: int, people: list[str], form: str) -> Named:
        possessive = self.tokens.lows[last - 1].endswith("'s") or (
            last < len(self.tokens)
            and self.tokens.words[last] in "'’"
            and self.tokens.lows[last - 1].endswith("s")
        )
        return Named(first, last, tuple(people), form, possessive)

    def _likeliest(self, people: list[str]) -> list[str]:
        """Those in office that day before others; the others only where nobody was."""
        in_office = [key for key in people if self.roster.people[key].holds_anything(self.day)]
        return in_office or people

    def _short(self, i: int) -> Named | None:
        """A surname, with or without an honorific, or a knight's title and given name, at a capital."""
        before = self._word_before(i)
        if before in _TITLES and self.fold[i] in self.roster.by_given:
            people = [key for key in self.roster.by_given[self.fold[i]] if self.roster.people[key].titled]
            if people:
                return self._named(i, i + 1, self._likeliest(people), "title")
        if self.fold[i] not in self.roster.surname_firsts:
            return self._given(i)
        for length in (3, 2, 1):
            surname = tuple(self.fold[i : i + length])
            if surname in self.roster.by_surname and len(surname) == length:
                return self._surname(i, i + length, surname, before)
        return None

    def _given(self, i: int) -> Named | None:
        """A given name alone, of the one so called whom the text names in full."""
        named = [key for key in self.roster.by_given.get(self.fold[i], ()) if key in self.in_full]
        if len(named) != 1 or self._stands_by_capital(i):
            return None
        return self._named(i, i + 1, named, "given")

    def _stands_by_capital(self, i: int) -> bool:
        """Whether the word is part of a longer name, as *Rupert* in *Prince Rupert*."""
        words = self.tokens.words
        before = i > 0 and words[i - 1][0].isupper() and self.tokens.sentence_start(i) < i - 1
        after = i + 1 < len(words) and words[i + 1][0].isupper() and not self.tokens.lows[i].endswith("'s")
        return before or after

    def _word_before(self, i: int) -> str:
        """The folded word before a token, the full stop of *Mr.* passed over."""
        j = i - 1
        if j > 0 and self.tokens.words[j] == ".":
            j -= 1
        return self.fold[j] if j >= 0 else ""

    def _surname(self, first: int, last: int, surname: tuple[str, ...], before: str) -> Named | None:
        people = self.roster.by_surname[surname]
        following = self.tokens.words[last] if last < len(self.tokens) else "."
        if (
            following[0].isupper()
            and self.tokens.starts[last] == self.tokens.ends[last - 1] + 1
            and not self.tokens.lows[last - 1].endswith("'s")
        ):
            return None
        gender = HONORIFICS.get(before)
        if gender is not None and before != "the":
            fitting = [key for key in people if not gender or self.roster.people[key].gender in ("", gender)]
            named = [key for key in fitting if key in self.full[surname]]
            return (
                self._named(first, last, named or self._likeliest(fitting), "honorific") if fitting else None
            )
        named = [key for key in people if key in self.full[surname]]
        if not named or self._belongs_elsewhere(first, surname) or self._describes(first, following):
            return None
        return self._named(first, last, named, "surname")

    def _describes(self, first: int, following: str) -> bool:
        """A name set before another word: *Denham mayor*, *his Denham counterpart*."""
        return following.lower() in ROLES or (first > 0 and self.tokens.lows[first - 1] in POSSESSIVES)

    def _belongs_elsewhere(self, first: int, surname: tuple[str, ...]) -> bool:
        """Another person's surname (*Elaine Young*) or a place (*in Denham*)."""
        if first == 0:
            return False
        before, low = self.tokens.words[first - 1], self.tokens.lows[first - 1]
        if " ".join(surname) in self.roster.areas and low in PREPOSITIONS | {"the"}:
            return True
        adjoining = self.tokens.starts[first] == self.tokens.ends[first - 1] + 1
        starts_sentence = (
            first < 2 or self.tokens.sentence_of[first - 1] != self.tokens.sentence_of[first - 2]
        )
        return (
            adjoining
            and before[0].isupper()
            and low not in ROLES
            and not low.endswith("'s")
            and not starts_sentence
        )
