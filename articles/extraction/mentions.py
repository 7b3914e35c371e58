"""Every place where a report speaks of somebody known: by name, or by an office that tells who."""

from articles.extraction.names import NameFinder
from articles.extraction.records import Mention
from articles.extraction.resolve import Resolver
from articles.extraction.roster import Roster
from articles.extraction.tokens import Tokens

_NAMED = {"full": 0.99, "title": 0.97, "honorific": 0.97, "surname": 0.93, "given": 0.85}
_BY_OFFICE = 0.9


def mentions(tokens: Tokens, roster: Roster, names: NameFinder, resolver: Resolver) -> list[Mention]:
    """Mentions in reading order, none overlapping."""
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
    for (first, last), person in resolver.offices_named():
        if taken.isdisjoint(range(first, last)):
            words = tokens.slice(first, last)
            found.append(
                Mention(
                    *tokens.span(first, last),
                    person,
                    _BY_OFFICE,
                    f"*{words}* was {roster.people[person].name} that day",
                )
            )
    return sorted(found, key=lambda mention: mention.start)
