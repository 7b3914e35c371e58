"""Phrases such as *the Housing Minister* or *Labour's deputy leader* and who is meant by them that day."""

import re
from dataclasses import dataclass
from datetime import date

from articles.extraction.lexicon import word_class
from articles.extraction.roster import Roster, Tenure, folded

_SMALL = word_class("small")
_FORMER = word_class("former")
_DEPUTIES = word_class("deputies")
_GOVERNMENT = word_class("government")
_PLAIN_HEADS = word_class("plain_offices")


@dataclass(frozen=True, slots=True)
class OfficeRead:
    """The people an office phrase may mean. ``unique``: the phrase alone tells who, without the story."""

    people: tuple[str, ...]
    unique: bool
    unknown: tuple[str, ...]
    """Words of the phrase that describe no tenure, such as *hungry*."""


class Offices:
    """Looks offices up for one day."""

    def __init__(self, roster: Roster, day: date | None) -> None:
        self.roster = roster
        self.day = day
        self.governing = next(
            (
                roster.party_of(t.person, day)
                for t in roster.tenures_by_word.get("prime", ())
                if t.span.covers(day) and "prime" in t.office_words and "deputy" not in t.office_words
            ),
            "",
        )

    def read(self, phrase: str) -> OfficeRead | None:
        """Who may be meant; None where no word of the phrase is any office's."""
        words = [word.removesuffix("'s").rstrip("'") for word in re.findall(r"[\w'-]+", folded(phrase))]
        former = any(word in _FORMER for word in words)
        government = any(word in _GOVERNMENT for word in words)
        content = [word for word in words if word not in _SMALL | _FORMER | _GOVERNMENT]
        known = {word for word in content if word in self.roster.tenures_by_word}
        unknown = tuple(word for word in content if word not in known)
        if not known:
            return None
        tenures = [
            t
            for t in self._described(known)
            if self._timely(t, former) and (not government or self._governs(t))
        ]
        if not tenures:
            return None
        best = self._closest(tenures, known)
        people = tuple(dict.fromkeys(t.person for t in best))
        tells = not unknown and (government or not known <= _PLAIN_HEADS)
        return OfficeRead(people, len(people) == 1 and tells, unknown)

    def _described(self, known: set[str]) -> list[Tenure]:
        rarest = min(known, key=lambda word: len(self.roster.tenures_by_word[word]))
        return [
            tenure
            for tenure in self.roster.tenures_by_word[rarest]
            if known <= tenure.words and known & tenure.office_words
        ]

    def _timely(self, tenure: Tenure, former: bool) -> bool:
        if former and self.day:
            return tenure.span.before(self.day)
        return tenure.span.covers(self.day)

    def _governs(self, tenure: Tenure) -> bool:
        return tenure.classification == "executive" or (
            bool(self.governing) and tenure.party == self.governing
        )

    def _closest(self, tenures: list[Tenure], known: set[str]) -> list[Tenure]:
        """*Prime Minister* is not the Deputy Prime Minister, nor *the Labour leader* the deputy leader."""
        full = [tenure for tenure in tenures if not (_DEPUTIES & tenure.office_words) - known]
        return full or tenures
