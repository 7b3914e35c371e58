"""Which person a speaker's label means, by the names, offices and pronouns of the story before it."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from articles.extraction.lexicon import AUXILIARIES, HONORIFICS, ORGANISATIONS, PREPOSITIONS, word_class
from articles.extraction.names import Named, NameFinder
from articles.extraction.offices import Offices
from articles.extraction.phrases import Phrase, is_capital, is_role
from articles.extraction.records import Candidate, Status
from articles.extraction.roster import Roster, folded
from articles.extraction.tokens import Tokens

_GENDERED = {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f"}
_INDEFINITE = word_class("indefinite")
_WOMEN = word_class("women")
_MEN = word_class("men")
_NOBODY = word_class("nobody")
_ONE_SENTENCE_BACK = 0.85
_INNER_SUBJECT = 0.75
_SUBJECT, _NOT_SUBJECT, _AFTER_PREPOSITION = 1.0, 0.7, 0.55
_TOO_CLOSE = 0.93
_LOOK_BACK = 14
_MOST_CANDIDATES = 5


@dataclass(frozen=True, slots=True)
class Resolution:
    """Whom a label means. ``how`` names the rule; ``candidates`` are best first."""

    status: Status
    how: str
    person: str | None = None
    candidates: tuple[Candidate, ...] = ()
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """One place outside marks where the story speaks of somebody, and who that is."""

    token: int
    sentence: int
    who: str
    """The person's key; for others their last word, after a question mark."""
    gender: str
    weight: float
    """How readily a pronoun takes it up: a subject before other names."""
    meant: Resolution


UNKNOWN = Resolution("unlisted", "unlisted")


class Resolver:
    """Resolves the labels of one text in reading order."""

    def __init__(self, tokens: Tokens, roster: Roster, day: date | None, names: NameFinder) -> None:
        self.tokens = tokens
        self.roster = roster
        self.day = day
        self.offices = Offices(roster, day)
        self.named = names.names
        self.references: list[Reference] = []
        self.spoken_of: set[str] = set()
        """Who any of the references is."""
        self.last_subject = -1
        self.inside = bytearray(len(tokens) + 1)
        """1 for each token in marks."""
        self.resolved: dict[Phrase, Resolution] = {}
        self.by_first = {named.first: named for named in self.named}

    def read(
        self,
        subjects: Iterable[Phrase],
        speaking: Collection[Phrase],
        in_marks: Iterable[Phrase],
        answers: Mapping[Phrase, Phrase],
    ) -> dict[Phrase, Resolution]:
        """Resolve the speakers of quotations and the other subjects of the story, in reading order.

        ``in_marks`` are token ranges of quotations. ``answers`` gives for a speaker who replies the one
        who spoke before.
        """
        for first, last in in_marks:
            self.inside[first:last] = b"\x01" * (last - first)
        self.speaking = speaking
        self.answers = answers
        subjects = sorted({*subjects, *speaking})
        names = [named for named in self.named if not self.inside[named.first]]
        at = 0
        for phrase in subjects:
            while at < len(names) and names[at].first < phrase[0]:
                self._refer_name(names[at])
                at += 1
            self.resolved[phrase] = self._resolve(phrase)
            if self.roster.people:
                self._refer_subject(phrase, self.resolved[phrase])
        return self.resolved

    # the story so far

    def _refer_name(self, named: Named) -> None:
        if len(named.people) != 1 or named.possessive:
            return
        person = named.people[0]
        before = self.tokens.lows[named.first - 1] if named.first else ""
        weight = (
            _SUBJECT
            if before in AUXILIARIES
            else _AFTER_PREPOSITION
            if before in PREPOSITIONS
            else _NOT_SUBJECT
        )
        self._refer(
            named.first, person, self.roster.people[person].gender, weight, self._is(person, "name", "")
        )

    def _refer_subject(self, phrase: Phrase, meant: Resolution) -> None:
        if meant.how in ("pronoun", "relative") and not meant.person:
            return
        if meant.person:
            gender = self.roster.people[meant.person].gender
            self._refer(phrase[0], meant.person, gender, self._weight(phrase), meant)
        elif meant.status != "organisation" and (phrase in self.speaking or self._is_personal(phrase)):
            who = "?" + self._head_word(phrase).removesuffix("'s")
            self._refer(phrase[0], who, self._gender_of(phrase), self._weight(phrase), meant)

    def _refer(self, token: int, who: str, gender: str, weight: float, meant: Resolution) -> None:
        self.references.append(Reference(token, self.tokens.sentence_of[token], who, gender, weight, meant))
        self.spoken_of.add(who)

    def _weight(self, phrase: Phrase) -> float:
        """A sentence's first subject and those who speak count full; the subject of a clause inside less."""
        if self.tokens.lows[phrase[1] - 1].endswith(("'s", "s'")):
            return _AFTER_PREPOSITION
        sentence = self.tokens.sentence_of[phrase[0]]
        first = sentence != self.last_subject
        self.last_subject = sentence
        return _SUBJECT if first or phrase in self.speaking else _INNER_SUBJECT

    def _is_personal(self, phrase: Phrase) -> bool:
        """Whether a subject nobody knows is a person: *a retired driver*, *Losa Tavita*, *Mrs Tavita*."""
        words, lows = self.tokens.words[slice(*phrase)], self.tokens.lows[slice(*phrase)]
        if any(
            is_role(low) or low in HONORIFICS or low in _WOMEN or low in _MEN for low in lows if low != "the"
        ):
            return True
        named = len(words) > 1 and all(word.isalpha() and is_capital(word) for word in words[-2:])
        return named and lows[0] != "the" and not _is_body(lows[-1])

    def _gender_of(self, phrase: Phrase) -> str:
        for low in self.tokens.lows[slice(*phrase)]:
            gender = HONORIFICS.get(low) or ("f" if low in _WOMEN else "m" if low in _MEN else "")
            if gender:
                return gender
        return ""

    # one label

    def _resolve(self, phrase: Phrase) -> Resolution:
        first, last = phrase
        low = self.tokens.lows[first]
        if last - first == 1 and low in ("he", "she"):
            return self._pronoun(phrase, _GENDERED[low])
        if last - first == 1 and low in _NOBODY:
            return Resolution("unlisted", "pronoun")
        if last - first == 1 and low in ("it", "they", "we", "i", "you", "who", "which"):
            return self._other_pronoun(phrase, low)
        several = self._several(phrase)
        if several:
            return self._ambiguous(
                several, "plural", f"*{self.tokens.slice(*phrase)}* are several, among them"
            )
        named = self._head_name(phrase) or self._apposed(phrase)
        if named:
            return self._by_name(phrase, named)
        if self._is_organisation(phrase):
            return Resolution("organisation", "organisation")
        if (
            not self.roster.people
            or low in _INDEFINITE
            or any(self.by_first.get(i) for i in range(first, last))
        ):
            return UNKNOWN
        return self._office(phrase)

    def _several(self, phrase: Phrase) -> tuple[str, ...]:
        """The people of *Ms Reid and Mr Pell*, where a label joins two or more known names."""
        if "and" not in self.tokens.lows[slice(*phrase)]:
            return ()
        names = [self.by_first[i] for i in range(*phrase) if i in self.by_first]
        people = tuple(dict.fromkeys(named.people[0] for named in names if not named.possessive))
        return people if len(people) > 1 else ()

    def _apposed(self, phrase: Phrase) -> Named | None:
        """The name set beside an office: *the minister, Ngaio Reid, said*."""
        beside = self.by_first.get(phrase[1] + 1)
        if beside is None or self.tokens.words[phrase[1]] != "," or beside.form != "full":
            return None
        closed = beside.last < len(self.tokens) and self.tokens.words[beside.last] in ",."
        return beside if closed and is_role(self._head_word(phrase)) else None

    def _other_pronoun(self, phrase: Phrase, low: str) -> Resolution:
        if low == "it":
            return Resolution("organisation", "pronoun")
        if low == "who":
            at = bisect_right(self.named, phrase[0], key=lambda named: named.last)
            named = self.named[at - 1] if at else None
            if named and phrase[0] - named.last <= 1 and len(named.people) == 1 and not named.possessive:
                return self._is(named.people[0], "relative", f"*who* is {self._name(named.people[0])}")
        return Resolution("unlisted", "pronoun")

    def _head_name(self, phrase: Phrase) -> Named | None:
        """The known name that the label is about: not *a spokesman for Mr Key*, not *Mr Key's office*."""
        for i in reversed(range(*phrase)) if self.by_first else ():
            named = self.by_first.get(i)
            if named is None:
                continue
            owned = named.possessive and named.last < phrase[1]
            between = self.tokens.lows[phrase[0] : i]
            if (
                owned
                or any(low in PREPOSITIONS for low in between[-4:] if low != "of")
                or "of" in between[-2:]
            ):
                continue
            return named
        return None

    def _by_name(self, phrase: Phrase, named: Named) -> Resolution:
        printed = self.tokens.slice(*phrase)
        if len(named.people) == 1:
            return self._is(named.people[0], named.form, f"*{printed}* names {self._name(named.people[0])}")
        role = self.tokens.slice(phrase[0], named.first) if named.first > phrase[0] else ""
        office = self.offices.read(role) if role else None
        fitting = [key for key in named.people if office and key in office.people]
        if len(fitting) == 1:
            return self._is(
                fitting[0],
                "name and office",
                f"*{printed}*: of that name only {self._name(fitting[0])} is {role}",
            )
        return self._ambiguous(named.people, "name", f"*{printed}* may be")

    def _is_organisation(self, phrase: Phrase) -> bool:
        head = self._head_word(phrase)
        if is_role(head):
            return False
        return _is_body(head) or self._is_acronym(phrase) or self._is_known_organization(phrase)

    def _is_known_organization(self, phrase: Phrase) -> bool:
        if not self.roster.organizations:
            return False
        words = [folded(word).removesuffix("'s") for word in self.tokens.words[slice(*phrase)]]
        return " ".join(word for word in words if word != "the") in self.roster.organizations

    def _is_acronym(self, phrase: Phrase) -> bool:
        word = self.tokens.words[phrase[1] - 1]
        return (
            len(word) > 1 and word.isupper() and phrase[1] - phrase[0] <= 2 and word not in ("MP", "PM", "TD")
        )

    def _head_word(self, phrase: Phrase) -> str:
        """The last word before the first preposition or comma."""
        words = self.tokens.lows[slice(*phrase)]
        stop = next(
            (i for i, low in enumerate(words) if i and (low in PREPOSITIONS or low in (",", "who", "that"))),
            len(words),
        )
        return folded(words[stop - 1])

    def _office(self, phrase: Phrase) -> Resolution:
        printed = self.tokens.slice(*phrase)
        head = self._head_word(phrase)
        if not any(is_role(low) for low in (head, *self.tokens.lows[slice(*phrase)])):
            return UNKNOWN
        if is_capital(self.tokens.words[phrase[1] - 1]) and self._ends_in_other_name(phrase):
            return UNKNOWN
        if "?" + head in self.spoken_of:
            return Resolution("unlisted", "unlisted", evidence=f"*{printed}* is the one spoken of before")
        office = self.offices.read(printed)
        if office is None or self._has_unknown_owner(phrase, office.unknown):
            return UNKNOWN
        gender = self._gender_of(phrase)
        people = tuple(key for key in office.people if self._may_be(key, gender))
        if office.unique and people:
            return self._is(people[0], "office", f"*{printed}* was {self._name(people[0])} that day")
        return self._by_story(phrase, people, office.unknown)

    def _may_be(self, person: str, gender: str) -> bool:
        return not gender or self.roster.people[person].gender in ("", gender)

    def _has_unknown_owner(self, phrase: Phrase, unknown: tuple[str, ...]) -> bool:
        """*the town's own MP*: whose it is decides who it is."""
        owners = (
            folded(low).removesuffix("'s") for low in self.tokens.lows[slice(*phrase)] if low.endswith("'s")
        )
        return any(owner in unknown for owner in owners)

    def _ends_in_other_name(self, phrase: Phrase) -> bool:
        """*Fire Service shift manager Lance Ropata*: a name nobody on the roster has."""
        low = folded(self.tokens.words[phrase[1] - 1]).removesuffix("'s")
        return low not in self.roster.tenures_by_word and not is_role(low)

    def _by_story(self, phrase: Phrase, people: tuple[str, ...], unknown: tuple[str, ...]) -> Resolution:
        printed = self.tokens.slice(*phrase)
        for reference in reversed(self.references):
            if reference.who in people:
                if unknown and self._last_known() != reference.who:
                    break
                return self._is(
                    reference.who,
                    "office in story",
                    f"*{printed}* is the last so described, {self._where(reference, phrase)}",
                )
        if not 1 < len(people) <= _MOST_CANDIDATES:
            return UNKNOWN
        return self._ambiguous(people, "office", f"*{printed}* may be")

    def _last_known(self) -> str:
        return next((reference.who for reference in reversed(self.references) if reference.meant.person), "")

    def _pronoun(self, phrase: Phrase, gender: str) -> Resolution:
        ranked = self._ranked(phrase, gender)
        printed = self.tokens.words[phrase[0]]
        if not ranked:
            return Resolution("unlisted", "pronoun")
        worth, reference = ranked[0]
        meant = reference.meant
        if meant.status != "resolved":
            whose = self.tokens.words[reference.token]
            because = f"*{printed}* is taken from *{whose}*, {self._distance(reference, phrase)}"
            return Resolution(meant.status, "pronoun", None, meant.candidates, because)
        rivals = [rival for value, rival in ranked[1:] if value > _TOO_CLOSE * worth and rival.meant.person]
        if rivals:
            people = (reference.who, *(rival.who for rival in rivals))
            return self._ambiguous(people, "pronoun", f"*{printed}* may be")
        kind = "man" if gender == "m" else "woman"
        because = f"*{printed}* is the last {kind} named, {self._where(reference, phrase)}"
        return self._is(reference.who, "pronoun", because)

    def _ranked(self, phrase: Phrase, gender: str) -> list[tuple[float, Reference]]:
        """Those a pronoun may stand for, with their worth, best first; each once."""
        sentence = self.tokens.sentence_of[phrase[0]]
        best: dict[str, tuple[float, Reference]] = {}
        for reference in self.references[-_LOOK_BACK:]:
            worth = reference.weight * _ONE_SENTENCE_BACK ** (sentence - reference.sentence)
            known = best.get(reference.who)
            if reference.gender in ("", gender) and (known is None or worth >= known[0]):
                best[reference.who] = (worth, reference)
        ranked = sorted(best.values(), key=lambda item: -item[0])
        asked = self.resolved.get(self.answers[phrase]) if phrase in self.answers else None
        others = [item for item in ranked if not asked or item[1].who != asked.person]
        return others if any(item[1].meant.person for item in others) else ranked

    # answers

    def _is(self, person: str, how: str, evidence: str) -> Resolution:
        return Resolution("resolved", how, person, (Candidate(person, 1.0, evidence),), evidence)

    def _ambiguous(self, people: tuple[str, ...], how: str, opening: str) -> Resolution:
        shown = people[:_MOST_CANDIDATES]
        score = round(1 / len(people), 3)
        candidates = tuple(Candidate(key, score, f"{opening} {self._name(key)}") for key in shown)
        return Resolution(
            "ambiguous", how, None, candidates, f"{opening} {', '.join(self._name(key) for key in shown)}"
        )

    def _name(self, person: str) -> str:
        return self.roster.people[person].name

    def _where(self, reference: Reference, phrase: Phrase) -> str:
        return f"{self._name(reference.who)}, {self._distance(reference, phrase)}"

    def _distance(self, reference: Reference, phrase: Phrase) -> str:
        sentences = self.tokens.sentence_of[phrase[0]] - self.tokens.sentence_of[reference.token]
        if sentences <= 0:
            return "in the same sentence"
        return f"{sentences} sentence{'s' if sentences > 1 else ''} before"


def _is_body(head: str) -> bool:
    return (
        head in ORGANISATIONS
        or head.removesuffix("s") in ORGANISATIONS
        or head.removesuffix("ies") + "y" in ORGANISATIONS
    )
