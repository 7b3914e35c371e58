"""Two people, or two outlets, side by side: what a reader asks, and whom that means."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.typed import in_one_line
from articles.models import Outlet
from articles.querysets import QuotationQuerySet
from articles.search import Search
from articles.search.grammar import values_typed
from articles.search.names import Meaning, look_up, nearest, people_like
from people.models import Person

MOST_CHOICES = 8


@dataclass(frozen=True, slots=True)
class Noun:
    """What can be compared: as the address names it, and as a search does."""

    plural: str
    field: str
    looked_up: str
    rows: Any
    one: Any
    other: Any


PEOPLE = Noun(
    "people", "speaker", "person", Person, gettext_lazy("One person"), gettext_lazy("Another person")
)
OUTLETS = Noun(
    "outlets", "outlet", "outlet", Outlet, gettext_lazy("One outlet"), gettext_lazy("Another outlet")
)
NOUNS = (PEOPLE, OUTLETS)


@dataclass(slots=True)
class Name:
    """One field of the form: what was typed, whom it means, or why that is not clear."""

    label: str
    typed: str
    meant: Person | Outlet | None = None
    problem: str = ""
    choices: list[tuple[str, str]] = field(default_factory=list)
    """Who may be meant, each with the address that asks for them."""
    is_shared: bool = False
    """Others have the name of the one who is meant, too."""

    @property
    def shown(self) -> str:
        """What the field has when it is asked again: a name, where that tells who is meant."""
        return str(self.meant) if self.meant and not self.is_shared else self.typed


class Comparison:
    """What an address asks: ``people=a,b`` or ``outlets=a,b``, with words ``q`` and an ``event`` or neither.

    The form has a field for each name, which may have a comma in it: ``people=Key, John&people=Turei``.
    """

    def __init__(self, data: QueryDict) -> None:
        given = [noun for noun in NOUNS if any(map(in_one_line, data.getlist(noun.plural)))]
        self.noun = given[0] if given else OUTLETS if "outlets" in data else PEOPLE
        self.q, self.event = in_one_line(data.get("q", "")), in_one_line(data.get("event", ""))
        typed = names_in(data.getlist(self.noun.plural))
        self.too_many = typed[2:]
        labels = (str(self.noun.one), str(self.noun.other))
        self.names = [Name(label, name) for label, name in zip(labels, [*typed, "", ""], strict=False)]
        self.search = Search({"q": self.q, **({"event": self.event} if self.event else {})})
        self.is_begun = bool(typed)
        self._find()
        if len(given) > 1:
            self.names[1].problem = _("People are compared with people, and outlets with outlets.")

    def _find(self) -> None:
        first, second = self.names
        found = look_up([(self.noun.looked_up, name.typed) for name in self.names if name.typed])
        meanings = [found.get((self.noun.looked_up, name.typed)) for name in self.names]
        keys = {key for meaning in meanings if meaning for key in meant_by(meaning)[:MOST_CHOICES]}
        rows = self.noun.rows.objects.in_bulk(keys) if keys else {}
        for name, meaning in zip(self.names, meanings, strict=True):
            if name.typed:
                self._settle(name, meaning, rows)
        self._look_for_namesakes()
        if first.meant and first.meant == second.meant:
            second.problem = _("That is the same twice: name another.")
        elif self.is_begun and not second.typed:
            second.problem = _("Name another to compare with.")
        if self.too_many:
            second.problem = (
                _("Two can be compared at once, and “%s” is one too many.") % self.too_many[0][:40]
            )

    def _look_for_namesakes(self) -> None:
        called = {
            name.meant.name: name for name in self.names if name.meant and name.typed != name.meant.name
        }
        for (_noun, typed), meaning in look_up([(self.noun.looked_up, typed) for typed in called]).items():
            called[typed].is_shared = len(meant_by(meaning)) > 1

    def _settle(self, name: Name, meaning: Meaning | None, rows: dict[int, Any]) -> None:
        if meaning is None:
            name.problem = _("The archive knows nobody and nothing of this name.")
            offered = like(self.noun, name.typed)
        else:
            meant = [rows[key] for key in meant_by(meaning) if key in rows]
            if len(meant) == 1 and meaning.holdings is None:
                name.meant = meant[0]
                return
            name.problem = (
                _("This is an office.") if meaning.holdings is not None else _("Several are called so.")
            )
            offered = [(row.name, row.slug) for row in meant]
        name.choices = [(called, self._with(name, slug)) for called, slug in offered]

    def _with(self, name: Name, slug: str) -> str:
        """The address that asks for the one of this slug, in place of what was typed."""
        names = [
            slug if each is name else each.meant.slug if each.meant else each.typed for each in self.names
        ]
        return self._of(names, q=self.q, event=self.event)

    def _of(self, names: Iterable[str], **limits: str) -> str:
        asked = [(self.noun.plural, each) for each in names if each]
        rest = [(key, value) for key, value in limits.items() if value]
        return f"{reverse('compare')}?{urlencode([*asked, *rest])}"

    @property
    def parts(self) -> list[tuple[str, str]]:
        """The words and the event that it is limited to, each with the address that asks without them."""
        slugs = [name.meant.slug for name in self.names if name.meant]
        parts = [
            (self.q, self._of(slugs, event=self.event)),
            (self.event and ", ".join(self.events), self._of(slugs, q=self.q)),
        ]
        return [(value, without) for value, without in parts if value]

    @property
    def problem_of_event(self) -> str:
        if self.event and not values_typed(self.event):
            return _("There is no name in “%s”.") % self.event
        return (
            " ".join(told(Search({"event": self.event}))) if self.event and not self.search.is_valid else ""
        )

    @property
    def problem_of_words(self) -> str:
        return "" if self.problem_of_event else " ".join(told(self.search))

    @property
    def is_ready(self) -> bool:
        return (
            all(name.meant and not name.problem for name in self.names)
            and self.search.is_valid
            and not self.problem_of_event
        )

    @property
    def is_of_everything(self) -> bool:
        return self.search.is_empty

    @property
    def events(self) -> list[str]:
        """The names of the events that it is limited to."""
        return [
            called
            for (asked, _typed), meaning in self.search.meanings.items()
            if asked == "event"
            for called in meaning.names.values()
        ]

    def quotations(self, meant: Person | Outlet) -> QuotationQuerySet:
        return self.search.quotations().filter(**{self.noun.field: meant.pk})

    def address(self, meant: Person | Outlet) -> str:
        """Of all that was found of one of the two."""
        asked = {"q": self.search.with_value(self.noun.field, meant.slug)}
        return f"{reverse('quotation_list')}?{urlencode(asked)}"


def names_in(values: Sequence[str]) -> list[str]:
    """The names that an address gives; those of the form, which may have commas, one by one."""
    parts = values[0].split(",") if len(values) == 1 else values
    return [name for name in map(in_one_line, parts) if name]


def meant_by(meaning: Meaning) -> list[int]:
    """The rows that a name may mean: of an office all who held it."""
    held = meaning.holdings
    return meaning.keys if held is None else list(dict.fromkeys(holding.person for holding in held))


def like(noun: Noun, typed: str) -> list[tuple[str, str]]:
    """Name and slug, or name again, of those with names most like it."""
    if noun.field == "speaker":
        return people_like(typed)
    near = nearest(noun.looked_up, typed)
    return [(near, near)] if near else []


def told(search: Search) -> Iterable[str]:
    return [problem.message for problem in search.problems]
