"""A search as it was asked, and the rows that it means."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.http import QueryDict

from articles.models import Article, Event, Quotation
from articles.querysets import ArticleQuerySet, EventQuerySet, QuotationQuerySet
from articles.search import messages
from articles.search.expressions import WordQuery, positive, word_query
from articles.search.grammar import (
    FIELDS,
    NAMES,
    Field,
    Node,
    Phrase,
    Reading,
    every,
    fields_in,
    leaves,
    parts_of,
    print_tree,
    print_value,
    read,
    values_typed,
    with_values,
)
from articles.search.meaning import (
    MOST_HOLDINGS,
    Events,
    Meanings,
    Noun,
    People,
    Quotations,
    Stories,
    finds_its_story,
)
from articles.search.names import Asked, Holding, apart, look_up, nearest
from people.models import Person
from people.querysets import PersonQuerySet

NOUNS: dict[str, type[Noun]] = {
    "quotations": Quotations,
    "stories": Stories,
    "people": People,
    "events": Events,
}
MOST_GUESSED = 3
"""Names unknown to the archive for which it looks for the nearest."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a search cannot be read; ``suggestion`` is one that could, or empty."""

    message: str
    suggestion: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a search, read back, and the search without it."""

    label: str
    value: str
    without: str


class Search:
    """What a reader asks: ``q`` in the language of the archive, and boxes of one field each.

    A form that shows the search beside its boxes says in ``was`` what they were filled from: a
    box that is as it was then says nothing, and another replaces its field in ``q``. Without
    ``was`` the boxes narrow ``q``. All that is shown and found comes of the one ``text``.
    Names are looked up when they are first needed, all at once; without names that costs no query.
    """

    def __init__(self, data: QueryDict | Mapping[str, str]) -> None:
        self.text, self._reading = _read_with_boxes(data)
        self._known = Meanings()
        self._texts: dict[str, str] = {}

    @classmethod
    def of(cls, tree: Node, known: Meanings | None = None) -> "Search":
        """The search of a tree, some names of which are known already."""
        search = cls({})
        search.text, search._reading = print_tree(tree), Reading(tree)
        search._known = known or Meanings()
        return search

    @property
    def tree(self) -> Node:
        return self._reading.tree

    @cached_property
    def meanings(self) -> Meanings:
        """What each of its names means; without those that are unknown. See :func:`look_up` for its cost."""
        asked = {asked for asked in self._names() if asked not in self._known}
        return Meanings(self._known | look_up(sorted(asked))) if asked else self._known

    def _names(self) -> list[Asked]:
        """The names in it to look up; a kind that no quotation has may be one of events."""
        return [
            (field.name, value)
            for field in fields_in(self.tree)
            for value in field.values
            if field.name in NAMES or (field.name == "kind" and value not in Quotation.Kind.values)
        ]

    @cached_property
    def problems(self) -> list[Problem]:
        if flaw := self._reading.flaw:
            return [Problem(messages.told_of_flaw(flaw), self._reading.mended)]
        unknown = [asked for asked in dict.fromkeys(self._names()) if asked not in self.meanings]
        return self._unknown(unknown) if unknown else []

    def _unknown(self, unknown: list[Asked]) -> list[Problem]:
        near = {asked: _nearest(*asked) for asked in unknown[:MOST_GUESSED]}
        suggestion = ""
        if all(near.get(asked) for asked in unknown):
            mended = with_values(self.tree, lambda field, value: near.get((field, value), value))
            suggestion = print_tree(mended)
        return [
            Problem(messages.told_of_unknown(*asked, near.get(asked, "")), suggestion) for asked in unknown
        ]

    @property
    def is_valid(self) -> bool:
        return not self.problems

    @property
    def is_empty(self) -> bool:
        """Whether it asks for everything."""
        return not self.text

    @cached_property
    def notes(self) -> list[str]:
        """What was understood otherwise than it may have been meant, whatever is looked for."""
        found = []
        if self._reading.ignored:
            found.append(messages.told_of_ignored(self._reading.ignored))
        for (field, typed), meaning in self.meanings.items():
            if len(meaning.names) > 1 and field != "kind":
                found.append(messages.told_of_several(typed, meaning))
        return found

    def notes_on(self, noun: str) -> list[str]:
        """:attr:`notes`, and which fields say nothing of a noun: ``quotations``, ``stories`` and so on."""
        if not self.is_valid:
            return self.notes
        silent = NOUNS[noun].silent_on(self.tree, self.meanings)
        return [*self.notes, *(messages.told_of_left_out(field, noun) for field in silent)]

    @cached_property
    def parts(self) -> list[Part]:
        """How it was read, part by part; nothing where it could not be."""
        if not self.is_valid:
            return []
        nodes = parts_of(self.tree)
        return [
            Part(
                messages.label_of(node),
                messages.value_of(node, self.meanings),
                print_tree(every(nodes[:place] + nodes[place + 1 :])),
            )
            for place, node in enumerate(nodes)
        ]

    @cached_property
    def words(self) -> WordQuery | None:
        """All words that may stand in what it finds: to mark them, and to rank by them."""
        tree = positive(self.tree)
        return word_query(tree) if tree else None

    @property
    def has_words(self) -> bool:
        return positive(self.tree) is not None

    @property
    def has_phrase(self) -> bool:
        """Whether words have to follow each other anywhere in it."""
        return any(isinstance(leaf, Phrase) for leaf in leaves(self.tree))

    @property
    def finds_its_stories(self) -> bool:
        """Whether it finds the story of each quotation that it finds, where words stand in one piece."""
        return finds_its_story(self.tree)

    @property
    def span(self) -> tuple[date | None, date | None]:
        """The first and the last day that it is limited to."""
        return Noun(self.tree, Meanings()).span

    def _fields(self, name: str) -> list[Field]:
        return [node for node in parts_of(self.tree) if isinstance(node, Field) and node.name == name]

    def values(self, field: str) -> list[str]:
        """What must be so of a field, as typed; without what is said of it under OR or a minus."""
        return [value for node in self._fields(field) for value in node.values]

    def keys(self, field: str) -> set[int]:
        """The rows that :meth:`values` mean: people, or else parties, offices, outlets, events."""
        if not self.is_valid:
            return set()
        meant = (self.meanings.get((field, value)) for value in self.values(field))
        return {key for meaning in meant if meaning for key in meaning.names}

    def box(self, field: str) -> str:
        """:meth:`values` as a box for this field alone shows them."""
        return _boxed(self.tree, field)

    def without(self, field: str) -> "Search":
        return Search.of(_replaced(self.tree, field, ()), self.meanings)

    def with_value(self, field: str, *values: str) -> str:
        """The text of the search with these values, and no others, of a field."""
        values = _values_of(values)
        if not values:
            return print_tree(_replaced(self.tree, field, ()))
        return f"{self._before(field)}{print_tree(Field(field, values))}"

    def _before(self, field: str) -> str:
        """The text of the rest of the search, before what it asks of a field: printed once for many links."""
        if field not in self._texts:
            any_value = Field(field, ("1",))
            text = print_tree(_replaced(self.tree, field, any_value.values))
            self._texts[field] = text.removesuffix(print_tree(any_value))
        return self._texts[field]

    def one_after_another(self) -> tuple[list[Holding], "Search"]:
        """Who held the office that it asks for, and the rest of the search; nobody where it is not so simple.

        What they said are rows of one index each, as long as no words have to be looked up too.
        """
        asked = [node for node in parts_of(self.tree) if isinstance(node, Field) and node.name in HELD]
        if not self.is_valid or self.has_words or len(asked) != 1 or len(asked[0].values) != 1:
            return [], self
        holdings = self.meanings[asked[0].name, asked[0].values[0]].holdings or []
        if not 0 < len(holdings) <= MOST_HOLDINGS:
            return [], self
        return apart(holdings), self.without(asked[0].name)

    def narrow(self, rows: QuotationQuerySet) -> QuotationQuerySet:
        """Those of ``rows`` that it means; for staff, who see more than readers."""
        return self._found(rows, "quotations")

    def quotations(self) -> QuotationQuerySet:
        return self._found(Quotation.objects.published(), "quotations")

    def stories(self) -> ArticleQuerySet:
        return self._found(Article.objects.published(), "stories")

    def people(self) -> PersonQuerySet:
        return self._found(Person.objects.all(), "people")

    def events(self) -> EventQuerySet:
        return self._found(Event.objects.accepted(), "events")

    def _found(self, rows: Any, noun: str) -> Any:
        if not self.is_valid:
            return rows.none()
        return rows.filter(NOUNS[noun](self.tree, self.meanings).condition())


HELD = ("speaker", "office")
"""Fields that may name an office."""


def _nearest(field: str, typed: str) -> str:
    return nearest(field, typed, *(Quotation.Kind.values if field == "kind" else ()))


def _values_of(typed: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for one in typed for value in values_typed(one)))


def _boxed(tree: Node, name: str) -> str:
    values = [
        value
        for node in parts_of(tree)
        if isinstance(node, Field) and node.name == name
        for value in node.values
    ]
    return ", ".join(f'"{value}"' if "," in value else value for value in values)


def _replaced(tree: Node, name: str, values: tuple[str, ...]) -> Node:
    """A tree with ``values`` in place of all that it asks of one field at its top level."""
    kept: list[Node] = [
        node for node in parts_of(tree) if not (isinstance(node, Field) and node.name == name)
    ]
    return every([*kept, Field(name, values)] if values else kept)


def _read_with_boxes(data: QueryDict | Mapping[str, str]) -> tuple[str, Reading]:
    """The text of a search with what was typed into boxes, and how it reads."""
    typed = str(data.get("q") or "")
    reading = read(typed)
    was = read(str(data["was"])).tree if "was" in data else None
    boxes = {}
    for name in FIELDS:
        if name in data:
            values = _values_of(data.getlist(name) if isinstance(data, QueryDict) else [str(data[name])])
            if values if was is None else values != values_typed(_boxed(was, name)):
                boxes[name] = values
    if not boxes:
        return (" ".join(typed.split()) if reading.flaw else print_tree(reading.tree)), reading
    if reading.flaw:
        printed = [f"{name}:{','.join(map(print_value, values))}" for name, values in boxes.items() if values]
        text = " ".join([*typed.split(), *printed])
    else:
        tree = reading.tree
        for name, values in boxes.items():
            if was is not None:
                tree = _replaced(tree, name, values)
            elif Field(name, values) not in parts_of(tree):
                tree = every([tree, Field(name, values)])
        text = print_tree(tree)
    return text, read(text)
