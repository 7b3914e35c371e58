"""From the tree of a search to conditions on quotations, stories, people and events."""

from collections.abc import Callable, Iterable
from datetime import date
from functools import cached_property, reduce
from operator import and_, or_
from typing import ClassVar

from django.db.models import Exists, OuterRef, Q

from articles.models import Coverage, KeptCount, Mention, Participation, Quotation
from articles.models.counts import OFTEN_QUOTED
from articles.querysets import FirstPosition, LastPosition
from articles.search.days import Span, span_of
from articles.search.expressions import is_words, word_query
from articles.search.grammar import DAYS, All, AnyOf, Field, Node, Not, Phrase, Word, fields_in, parts_of
from articles.search.names import Asked, Holding, Meaning
from people.models import PartyMembership, Person, PersonName, Tenure

MOST_HOLDINGS = 40
"""Tenures that are written out in a query; more are looked up row by row."""


class Meanings(dict[Asked, Meaning]):
    """What each name of a search means. Searches for part of it share them."""

    @cached_property
    def often_quoted(self) -> frozenset[int]:
        """Who of the people of ``person:`` is, by key. One query, where any are named."""
        people = {
            f"speaker:{key}": key
            for (field, _typed), meaning in self.items()
            if field == "person" and meaning.holdings is None
            for key in meaning.keys
        }
        if not people:
            return frozenset()
        kept = KeptCount.objects.filter(term__in=people, facet="all", count__gt=OFTEN_QUOTED)
        return frozenset(people[term] for term in kept.values_list("term", flat=True))


def is_in(column: str, keys: Iterable[int]) -> Q:
    """That a column has one of these; a single one as ``=``, which reads an index in its own order."""
    keys = list(keys)
    return Q(**{column: keys[0]}) if len(keys) == 1 else Q(**{f"{column}__in": keys})


def any_of(conditions: Iterable[Q]) -> Q:
    """That any of these holds; of none, none does."""
    conditions = list(conditions)
    return reduce(or_, conditions) if conditions else Q(pk__in=[])


class Noun:
    """What a search means of one kind of row. A field without a method says nothing of it."""

    words_in: ClassVar[str] = "search_vector"

    def __init__(self, tree: Node, meanings: Meanings) -> None:
        self.tree, self.meanings = tree, meanings

    def condition(self) -> Q:
        return self.of(self.tree) or Q()

    @classmethod
    def silent_on(cls, tree: Node, meanings: Meanings) -> list[str]:
        """The fields of a search that say nothing of this noun."""
        return list(
            dict.fromkeys(field.name for field in fields_in(tree) if not cls.is_told_of(field, meanings))
        )

    @classmethod
    def is_told_of(cls, field: Field, meanings: Meanings) -> bool:
        return hasattr(cls, field.name)

    def of(self, node: Node) -> Q | None:
        """The condition of a tree; ``None`` where it says nothing of this noun."""
        if is_words(node):
            return self.words(node)
        match node:
            case Field(name):
                meant = getattr(self, name, None)
                return meant(node) if meant else None
            case Not(inner):
                condition = self.of(inner)
                return None if condition is None else ~condition
            case All(nodes):
                return self._joined(nodes, All, and_)
            case AnyOf(nodes):
                return self._joined(nodes, AnyOf, or_)
        raise TypeError(node)

    def _joined(
        self, nodes: tuple[Node, ...], sort: Callable[[tuple[Node, ...]], Node], join: Callable[[Q, Q], Q]
    ) -> Q | None:
        """All words together are one condition; whatever else :meth:`gathered` takes together is another."""
        words = tuple(filter(is_words, nodes))
        rest = [node for node in nodes if not is_words(node)]
        conditions = [self.words(words[0] if len(words) == 1 else sort(words))] if words else []
        conditions += [
            condition for node in self.gathered(rest, sort) if (condition := self.of(node)) is not None
        ]
        return reduce(join, conditions) if conditions else None

    def gathered(self, nodes: list[Node], sort: Callable[[tuple[Node, ...]], Node]) -> list[Node]:
        return nodes

    def words(self, node: Node) -> Q:
        return Q(**{self.words_in: word_query(node)})

    def meant(self, field: Field) -> Iterable[Meaning]:
        """Of a search whose names are all known."""
        return (self.meanings[field.name, value] for value in field.values)

    def keys(self, field: Field) -> list[int]:
        return list(dict.fromkeys(key for meaning in self.meant(field) for key in meaning.keys))

    @property
    def span(self) -> tuple[date | None, date | None]:
        """The days that the whole search is limited to."""
        first: date | None = None
        last: date | None = None
        for field in parts_of(self.tree):
            if isinstance(field, Field) and field.name in DAYS:
                spans = [span_of(value) for value in field.values]
                if field.name != "before":
                    starts = min(span[0] for span in spans)
                    first = max(first or starts, starts)
                if field.name != "after":
                    ends = max(span[1] for span in spans)
                    last = min(last or ends, ends)
        return first, last


class DatedNoun(Noun):
    """Rows of one day each, in the column ``day``."""

    day: ClassVar[str]

    def on(self, field: Field) -> Q:
        return any_of(self.within(span_of(value)) for value in field.values)

    year = on

    def within(self, span: Span) -> Q:
        if span[0] == span[1]:
            return Q(**{self.day: span[0]})
        return Q(**{f"{self.day}__gte": span[0], f"{self.day}__lte": span[1]})

    def after(self, field: Field) -> Q:
        return Q(**{f"{self.day}__gte": min(span_of(value)[0] for value in field.values)})

    def before(self, field: Field) -> Q:
        return Q(**{f"{self.day}__lte": max(span_of(value)[1] for value in field.values)})


class Quotations(DatedNoun):
    day = "listed_on"

    @classmethod
    def is_told_of(cls, field: Field, meanings: Meanings) -> bool:
        """What is a kind of events may be none of quotations."""
        return field.name != "kind" or any(value in Quotation.Kind.values for value in field.values)

    def speaker(self, field: Field) -> Q:
        return any_of(self.said_by(meaning) for meaning in self.together(field))

    def together(self, field: Field) -> list[Meaning]:
        """What the values mean, people in one: one list of keys is read faster than two."""
        meant = list(self.meant(field))
        people = [meaning for meaning in meant if meaning.holdings is None]
        others = [meaning for meaning in meant if meaning.holdings is not None]
        return [Meaning(reduce(or_, (one.names for one in people))), *others] if people else others

    def said_by(self, meaning: Meaning) -> Q:
        if meaning.holdings is None:
            return is_in("speaker", meaning.keys)
        return self.while_holding(meaning, "speaker", "listed_on")

    office = speaker

    @staticmethod
    def while_holding(meaning: Meaning, person: str, day: str) -> Q:
        """That on its day the person of a row held one of the offices meant."""
        holdings = meaning.holdings or []
        holders = is_in(person, dict.fromkeys(holding.person for holding in holdings))
        if len(holdings) > MOST_HOLDINGS:
            held = Tenure.objects.filter(
                Q(starts=None) | Q(starts__lte=OuterRef(day)),
                Q(ends=None) | Q(ends__gt=OuterRef(day)),
                office__in=meaning.keys,
                person=OuterRef(person),
            )
            return holders & Q(Exists(held))
        return holders & any_of(Q(**{person: holding.person}) & days_of(holding, day) for holding in holdings)

    def party(self, field: Field) -> Q:
        return is_in("speaker_party", self.keys(field))

    def outlet(self, field: Field) -> Q:
        return is_in("outlet", self.keys(field))

    def event(self, field: Field) -> Q:
        return Q(about__overlap=self.keys(field))

    def kind(self, field: Field) -> Q | None:
        kinds = [value for value in field.values if value in Quotation.Kind.values]
        if not kinds:
            return None
        return Q(kind=kinds[0]) if len(kinds) == 1 else Q(kind__in=kinds)

    def status(self, field: Field) -> Q:
        return Q(status=field.values[0]) if len(field.values) == 1 else Q(status__in=field.values)

    def person(self, field: Field) -> Q:
        """The words themselves name the person."""
        return any_of(map(self.naming, self.together(field)))

    def naming(self, meaning: Meaning) -> Q:
        named = Mention.objects.standing().filter(
            version=OuterRef("version"),
            start__gte=FirstPosition(OuterRef("spans")),
            start__lt=LastPosition(OuterRef("spans")),
        )
        if meaning.holdings is None:
            people = is_in("person", meaning.keys)
            there = Q(Exists(named.filter(people)))
            if self.meanings.often_quoted.isdisjoint(meaning.keys):
                # The stories are few, and their quotations are found by them.
                versions = Mention.objects.standing().filter(people).order_by().values("version")
                there &= Q(version__in=versions)
            return there
        return any_of(
            Q(Exists(named.filter(person=holding.person))) & days_of(holding, "listed_on")
            for holding in meaning.holdings
        )


SAID = frozenset({"speaker", "party", "office", "kind", "status"})
"""What a story is asked of its quotations: one has to be all of it."""


def is_said(node: Node) -> bool:
    match node:
        case Field(name):
            return name in SAID
        case All(nodes) | AnyOf(nodes):
            return bool(nodes) and all(map(is_said, nodes))
    return False


def finds_its_story(node: Node) -> bool:
    """Whether every quotation that is this stands in a story that is this."""
    match node:
        case Word() | Phrase():
            return True
        case Field(name):
            return name in SAID or name == "outlet"
        case All(nodes) | AnyOf(nodes):
            return all(map(finds_its_story, nodes))
    return False


class OneByOne(Exists):
    """Looked at for each row, newest first, where the database would gather all there are of somebody."""

    template = "EXISTS(%(subquery)s OFFSET 0)"


class Stories(DatedNoun):
    day = "published_on"
    words_in = "current__search_vector"

    @classmethod
    def is_told_of(cls, field: Field, meanings: Meanings) -> bool:
        if field.name in SAID:
            return Quotations.is_told_of(field, meanings)
        return super().is_told_of(field, meanings)

    def of(self, node: Node) -> Q | None:
        return self.holding(node) if is_said(node) else super().of(node)

    def gathered(self, nodes: list[Node], sort: Callable[[tuple[Node, ...]], Node]) -> list[Node]:
        said = tuple(filter(is_said, nodes))
        rest = [node for node in nodes if not is_said(node)]
        return [said[0] if len(said) == 1 else sort(said), *rest] if said else rest

    def holding(self, node: Node) -> Q | None:
        """That the story has one quotation, open to readers, that is all of this."""
        condition = Quotations(node, self.meanings).of(node)
        if condition is None:
            return None
        return Q(Exists(Quotation.objects.published().filter(condition, article=OuterRef("pk"))))

    def outlet(self, field: Field) -> Q:
        return is_in("outlet", self.keys(field))

    def event(self, field: Field) -> Q:
        told = Coverage.objects.standing().filter(is_in("event", self.keys(field)), article=OuterRef("pk"))
        return Q(Exists(told))

    def person(self, field: Field) -> Q:
        """The story names the person or quotes them."""
        return any_of(map(self.naming, self.meant(field)))

    def naming(self, meaning: Meaning) -> Q:
        named, said = Mention.objects.standing(), Quotation.objects.published()
        if meaning.holdings is None:
            named = named.filter(is_in("person", meaning.keys)).order_by()
            said = said.filter(is_in("speaker", meaning.keys)).order_by()
            if self.meanings.often_quoted.isdisjoint(meaning.keys):
                return Q(pk__in=said.values("article").union(named.values("version__article")))
            named, said = named.filter(version__article=OuterRef("pk")), said.filter(article=OuterRef("pk"))
            return Q(OneByOne(named)) | Q(OneByOne(said))
        named, said = named.filter(version__article=OuterRef("pk")), said.filter(article=OuterRef("pk"))
        return any_of(
            (Q(Exists(named.filter(person=held.person))) | Q(Exists(said.filter(speaker=held.person))))
            & days_of(held, "published_on")
            for held in meaning.holdings
        )


class NamedNoun(Noun):
    """Its words are few, and each is looked for by itself."""

    def words(self, node: Node) -> Q:
        match node:
            case Word(text) | Phrase(text):
                return self.having(text)
            case Not(inner):
                return ~self.words(inner)
            case All(nodes):
                return reduce(and_, map(self.words, nodes))
            case AnyOf(nodes):
                return reduce(or_, map(self.words, nodes))
        raise TypeError(node)

    def having(self, text: str) -> Q:
        """That a row has this word, or these side by side."""
        raise NotImplementedError


class People(NamedNoun):
    """Words are words of a name. Party and office are those of the days asked for, or of any time."""

    def having(self, text: str) -> Q:
        # Each has an index; of the one or the other, row by row, neither would be read.
        called = Person.objects.order_by().filter(name__has=text).values("pk")
        other = PersonName.objects.order_by().filter(name__has=text)
        return Q(pk__in=called.union(other.values("person")))

    def speaker(self, field: Field) -> Q:
        return any_of(
            is_in("pk", meaning.keys) if meaning.holdings is None else self.in_office(meaning)
            for meaning in self.meant(field)
        )

    person = speaker

    def office(self, field: Field) -> Q:
        return any_of(map(self.in_office, self.meant(field)))

    def in_office(self, meaning: Meaning) -> Q:
        held = Tenure.objects.filter(self.at_the_time(), office__in=meaning.keys, person=OuterRef("pk"))
        return Q(Exists(held))

    def party(self, field: Field) -> Q:
        joined = PartyMembership.objects.filter(
            self.at_the_time(), is_in("party", self.keys(field)), person=OuterRef("pk")
        )
        return Q(Exists(joined))

    def event(self, field: Field) -> Q:
        there = Participation.objects.filter(is_in("event", self.keys(field)), person=OuterRef("pk"))
        return Q(Exists(there))

    def days(self, field: Field) -> Q | None:
        """Beside a party or an office, when they were of it; alone, who was in office or had a seat."""
        if any(isinstance(part, Field) and part.name in ("party", "office") for part in parts_of(self.tree)):
            return None
        return Q(Exists(Tenure.objects.filter(self.at_the_time(), person=OuterRef("pk"))))

    on = before = after = year = days

    def at_the_time(self) -> Q:
        first, last = self.span
        condition = Q()
        if last:
            condition &= Q(starts=None) | Q(starts__lte=last)
        if first:
            condition &= Q(ends=None) | Q(ends__gt=first)
        return condition


class Events(NamedNoun):
    @classmethod
    def is_told_of(cls, field: Field, meanings: Meanings) -> bool:
        if field.name == "kind":
            return any(("kind", value) in meanings for value in field.values)
        return super().is_told_of(field, meanings)

    def having(self, text: str) -> Q:
        return Q(name__has=text) | Q(summary__has=text) | Q(place__has=text)

    def speaker(self, field: Field) -> Q:
        return any_of(map(self.joined_by, self.meant(field)))

    person = office = speaker

    def joined_by(self, meaning: Meaning) -> Q:
        there = Participation.objects.filter(event=OuterRef("pk"))
        if meaning.holdings is None:
            return Q(Exists(there.filter(is_in("person", meaning.keys))))
        return any_of(
            Q(Exists(there.filter(person=held.person))) & days_of(held, "starts_on")
            for held in meaning.holdings
        )

    def outlet(self, field: Field) -> Q:
        told = Coverage.objects.standing().filter(
            is_in("article__outlet", self.keys(field)),
            article__status="published",
            event=OuterRef("pk"),
        )
        return Q(Exists(told))

    def event(self, field: Field) -> Q:
        return is_in("pk", self.keys(field))

    def kind(self, field: Field) -> Q | None:
        kinds = [value for value in field.values if ("kind", value) in self.meanings]
        return any_of(Q(kind__folded=kind) for kind in kinds) if kinds else None

    def on(self, field: Field) -> Q:
        return any_of(
            self.not_over(first) & Q(starts_on__lte=last) for first, last in map(span_of, field.values)
        )

    year = on

    def after(self, field: Field) -> Q:
        return self.not_over(min(span_of(value)[0] for value in field.values))

    def before(self, field: Field) -> Q:
        return Q(starts_on__lte=max(span_of(value)[1] for value in field.values))

    @staticmethod
    def not_over(day: date) -> Q:
        return Q(ends_on__gte=day) | Q(ends_on=None, starts_on__gte=day)


def days_of(holding: Holding, day: str) -> Q:
    condition = Q()
    if holding.starts:
        condition &= Q(**{f"{day}__gte": holding.starts})
    if holding.ends:
        condition &= Q(**{f"{day}__lt": holding.ends})
    return condition
