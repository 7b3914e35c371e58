"""The words of a tree as PostgreSQL searches them."""

from collections.abc import Iterator
from functools import reduce
from operator import and_, or_

from django.contrib.postgres.search import CombinedSearchQuery, SearchQuery
from django.db.models import Func, TextField, Value

from articles.search.grammar import All, AnyOf, Field, Node, Not, Phrase, Word, either, every
from articles.search.words import CONFIGURATION
from people.names import Fold

WordQuery = SearchQuery | CombinedSearchQuery

_ENDINGS = (
    *("s", "es", "ed", "ing", "ings", "er", "ers", "ly", "y", "ies", "ied", "e", "al", "ally", "als"),
    *("ance", "ances", "ence", "ences", "ic", "ical", "ically", "able", "ably", "ible", "ibly", "ability"),
    *("ibility", "ant", "ants", "ent", "ents", "ement", "ments", "ment", "ism", "isms", "ist", "ists"),
    *("ate", "ates", "ated", "ating", "ation", "ations", "ational", "ator", "ators", "ative", "atively"),
    *("ity", "ities", "ous", "ously", "ousness", "ive", "ively", "iveness", "ivity", "ize", "ized", "izing"),
    *("izer", "ization", "izations", "ise", "ised", "ising", "isation", "isations", "ion", "ions", "ional"),
    *("ful", "fully", "fulness", "ness", "nesses", "less", "lessly", "logy", "logies", "ency", "ancy"),
)
"""Endings that the stemmer cuts, whole or in part."""


def is_words(node: Node) -> bool:
    """Whether there is nothing but words in a tree."""
    match node:
        case Word() | Phrase():
            return True
        case Not(inner):
            return is_words(inner)
        case All(nodes) | AnyOf(nodes):
            return bool(nodes) and all(map(is_words, nodes))
    return False


def positive(node: Node) -> Node | None:
    """The words that may stand in what is found: without fields and what must not be there."""
    match node:
        case Word() | Phrase():
            return node
        case All(nodes) | AnyOf(nodes):
            kept = [inner for inner in map(positive, nodes) if inner]
            return (every(kept) if isinstance(node, All) else either(kept)) if kept else None
    return None


def word_query(node: Node) -> WordQuery:
    """One condition on a vector for a tree of words; without ``word*`` in it, one string."""
    if not any(isinstance(leaf, Word) and leaf.prefix for leaf in _leaves(node)):
        return SearchQuery(_written(node), config=CONFIGURATION, search_type="raw")
    match node:
        case Word(text):
            return reduce(or_, _beginning_with(text))
        case Not(Word(text)):
            return reduce(and_, [~query for query in _beginning_with(text)])
        case Not(inner):
            return word_query(_turned(inner))
        case All(nodes):
            return reduce(and_, map(word_query, nodes))
        case AnyOf(nodes):
            return reduce(or_, map(word_query, nodes))
    raise TypeError(node)


def _turned(node: Node) -> Node:
    """What holds where ``node`` does not, with the negation moved inwards: only single words take one."""
    match node:
        case Not(inner):
            return inner
        case All(nodes):
            return either(map(Not, nodes))
        case AnyOf(nodes):
            return every(map(Not, nodes))
    return Not(node)


def _beginning_with(text: str) -> list[SearchQuery]:
    """The vector has stems: those that begin so, and those of words that do but were cut shorter."""
    # Made of immutable functions alone, which are called once and not for every row looked at.
    beginning = Func(
        Fold(Value(text.replace("\\", " "))),
        template="(quote_literal(%(expressions)s) || ':*')",
        output_field=TextField(),
    )
    queries = [SearchQuery(beginning, config="simple", search_type="raw")]
    if text.isalnum():
        whole = {text} | {text + ending[cut:] for ending in _ENDINGS for cut in _shared(text, ending)}
        written = _written(either(map(Word, sorted(whole))))
        queries.append(SearchQuery(written, config=CONFIGURATION, search_type="raw"))
    return queries


def _shared(text: str, ending: str) -> Iterator[int]:
    """How many letters of ``ending`` a text may have already."""
    return (cut for cut in range(1, len(ending) + 1) if text.lower().endswith(ending[:cut]))


def _leaves(node: Node) -> Iterator[Node]:
    match node:
        case Not(inner):
            yield from _leaves(inner)
        case All(nodes) | AnyOf(nodes):
            for inner in nodes:
                yield from _leaves(inner)
        case _:
            yield node


def _written(node: Node) -> str:
    """A tree of words for ``to_tsquery``, which reads what stands in quotes as a phrase."""
    match node:
        case Word(text) | Phrase(text):
            escaped = text.replace("\\", "\\\\").replace("'", "''")
            return f"'{escaped}'"
        case Not(inner):
            return f"!{_written(inner)}"
        case All(nodes):
            return f"({' & '.join(map(_written, nodes))})"
        case AnyOf(nodes):
            return f"({' | '.join(map(_written, nodes))})"
        case Field():
            raise TypeError(node)
