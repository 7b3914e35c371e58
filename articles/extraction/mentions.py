"""Every place where a report speaks of somebody known: by name, or by an office that tells who."""

from articles.extraction.lexicon import word_class
from articles.extraction.names import NameFinder
from articles.extraction.offices import Offices
from articles.extraction.phrases import Phrase, is_capital, is_role
from articles.extraction.records import Mention
from articles.extraction.roster import Roster, folded
from articles.extraction.tokens import Tokens

_NAMED = {"full": 0.99, "title": 0.97, "honorific": 0.97, "surname": 0.93, "given": 0.85}
_BY_OFFICE = 0.9
_WORDS_BEFORE, _WORDS_AFTER = 5, 7
_JOINING = word_class("joining_offices")
_BEFORE_OFFICES = word_class("before_offices")
_DESCRIBING = word_class("describing_offices")


def mentions(
    tokens: Tokens, roster: Roster, names: NameFinder, offices: Offices, in_marks: bytearray
) -> list[Mention]:
    """Mentions in reading order, none overlapping. ``in_marks`` has 1 for each token inside marks."""
    found = [
        Mention(
            *tokens.span(named.first, named.last),
            named.people[0],
            _NAMED[named.form],
            f"*{tokens.slice(named.first, named.last)}* names {roster.people[named.people[0]].name}",
        )
        for named in names.names
        if len(named.people) == 1
    ]
    taken = {i for named in names.names for i in range(named.first, named.last)}
    for (first, last), person in _OfficePhrases(tokens, roster, offices).read(in_marks):
        if taken.isdisjoint(range(first, last)):
            why = f"*{tokens.slice(first, last)}* was {roster.people[person].name} that day"
            found.append(Mention(*tokens.span(first, last), person, _BY_OFFICE, why))
    return sorted(found, key=lambda mention: mention.start)


class _OfficePhrases:
    """Phrases that are an office of one person that day."""

    def __init__(self, tokens: Tokens, roster: Roster, offices: Offices) -> None:
        self.tokens = tokens
        self.known = roster.tenures_by_word
        self.offices = offices

    def read(self, in_marks: bytearray) -> list[tuple[Phrase, str]]:
        """Those outside marks: inside them *the Speaker* may be of another house or another day."""
        found: list[tuple[Phrase, str]] = []
        reached = 0
        for i in [i for i, low in enumerate(self.tokens.lows) if low in self.known]:
            if i < reached or in_marks[i] or not is_role(self.tokens.lows[i]):
                continue
            phrase = self._phrase(i)
            office = self.offices.read(self.tokens.slice(*phrase))
            if office and office.unique and self._is_definite(phrase):
                found.append((phrase, office.people[0]))
                reached = phrase[1]
        return found

    def _phrase(self, head: int) -> Phrase:
        """The words round an office's head that say which: *the Minister of Housing*."""
        lows = self.tokens.lows
        first, last = head, head + 1
        while first > max(0, head - _WORDS_BEFORE) and self._describes(lows[first - 1]):
            first -= 1
        limit = min(len(lows), head + _WORDS_AFTER)
        while last < limit and (self._describes(lows[last]) or lows[last] in _JOINING):
            last += 1
        while last - 1 > head and lows[last - 1] not in self.known:
            last -= 1
        return first, last

    def _describes(self, low: str) -> bool:
        bare = folded(low).removesuffix("'s")
        return bare in self.known or bare in _DESCRIBING

    def _is_definite(self, phrase: Phrase) -> bool:
        before = self.tokens.lows[phrase[0] - 1] if phrase[0] else ""
        return before in _BEFORE_OFFICES or is_capital(self.tokens.words[phrase[0]])
