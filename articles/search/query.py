"""A search as it was asked, and the rows that it means."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.search import SearchQuery
from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict
from django.utils.translation import gettext as _

from articles.models import Article, Event, Quotation
from articles.querysets import ArticleQuerySet, EventQuerySet, QuotationQuerySet
from articles.search.words import Words
from people.models import Person
from people.querysets import PersonQuerySet

FIELDS = (
    *("speaker", "party", "office", "outlet", "event", "kind", "status"),
    *("person", "on", "before", "after", "year"),
)
_ASKED = re.compile(rf'(?<!\S)({"|".join(FIELDS)}):("[^"]*"|\S+)')


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
    """``q`` in the language of the archive, with the fields of the form merged into it."""

    def __init__(self, data: QueryDict | Mapping[str, str]) -> None:
        typed = data.get("q", "") or ""
        self._fields: dict[str, list[str]] = {}
        self.problems: list[Problem] = []
        self.notes: list[str] = []
        for field, value in _ASKED.findall(typed):
            self._fields.setdefault(field, []).append(value.strip('"'))
        for field in FIELDS:
            if value := data.get(field):
                self._fields[field] = [value]
        self._words = " ".join(_ASKED.sub(" ", typed).split())
        if "\x00" in typed:
            self.problems.append(Problem(_("Null characters are not allowed.")))
        if len(typed) > 10_000:
            self.problems.append(Problem(_("A search has at most 10,000 characters.")))
        for field in ("on", "before", "after"):
            for value in self._fields.get(field, []):
                try:
                    date.fromisoformat(value)
                except ValueError:
                    self.problems.append(Problem(_("%s is no date such as 2015-11-10.") % value))

    @staticmethod
    def _print(words: str, fields: dict[str, list[str]]) -> str:
        quoted = [
            f'{name}:"{value}"' if re.search(r"\s", value) else f"{name}:{value}"
            for name, values in fields.items()
            for value in values
        ]
        return " ".join([*quoted, *([words] if words else [])])

    @property
    def text(self) -> str:
        return self._print(self._words, self._fields)

    @property
    def is_valid(self) -> bool:
        return not self.problems

    @property
    def is_empty(self) -> bool:
        return not self.text

    @property
    def has_words(self) -> bool:
        return bool(self._words)

    @property
    def words(self) -> SearchQuery | None:
        return Words(self._words) if self._words else None

    @property
    def parts(self) -> list[Part]:
        found = [
            Part(name.capitalize(), value, self.without(name).text)
            for name, values in self._fields.items()
            for value in values
        ]
        if self._words:
            found.append(Part(_("Words"), self._words, self._print("", self._fields)))
        return found

    def values(self, field: str) -> list[str]:
        return self._fields.get(field, [])

    def without(self, field: str) -> "Search":
        rest = {name: values for name, values in self._fields.items() if name != field}
        return type(self)({"q": self._print(self._words, rest)})

    def with_value(self, field: str, value: str) -> str:
        return self._print(self._words, self._fields | {field: [value]})

    def _q(self, field: str) -> Q:
        every = Q()
        for value in self.values(field):
            if field in ("speaker", "person"):
                people = [person.pk for person in Person.objects.named(value)]
                every &= Q(speaker=people[0]) if len(people) == 1 else Q(speaker__in=people)
            elif field in ("party", "outlet"):
                column = "speaker_party" if field == "party" else "outlet"
                every &= Q(**{f"{column}__slug": value}) | Q(**{f"{column}__name__iexact": value})
            elif field in ("kind", "status"):
                every &= Q(**{field: value})
            elif field == "year":
                every &= Q(listed_on__year=int(value)) if value.isdigit() and len(value) == 4 else Q(pk=None)
            elif field in ("on", "before", "after"):
                lookup = {"on": "exact", "before": "lte", "after": "gte"}[field]
                every &= Q(**{f"listed_on__{lookup}": value})
        return every

    def quotations(self) -> QuotationQuerySet:
        rows = Quotation.objects.published()
        if not self.is_valid:
            return rows.none()
        for field in FIELDS:
            rows = rows.filter(self._q(field))
        for slug in self.values("event"):
            event = Event.objects.accepted().filter(slug=slug).first()
            rows = rows.of_event(event) if event else rows.none()
        return rows.filter(search_vector=self.words) if self.has_words else rows

    def stories(self) -> ArticleQuerySet:
        rows = Article.objects.published()
        if not self.is_valid:
            return rows.none()
        if self.has_words:
            rows = rows.search(self._words)
        for value in self.values("person"):
            rows = rows.mentioning(list(Person.objects.named(value)))
        for value in self.values("outlet"):
            rows = rows.filter(Q(outlet__slug=value) | Q(outlet__name__iexact=value))
        for slug in self.values("event"):
            rows = rows.covering(Event.objects.accepted().filter(slug=slug))
        for field, lookup in {"on": "exact", "before": "lte", "after": "gte"}.items():
            for value in self.values(field):
                rows = rows.filter(**{f"published_on__{lookup}": value})
        said = Q()
        for field in ("speaker", "party", "kind", "status"):
            said &= self._q(field)
        if said:
            quotations = Quotation.objects.published().filter(said, version__article=OuterRef("pk"))
            rows = rows.filter(Exists(quotations))
        return rows

    def people(self) -> PersonQuerySet:
        rows = Person.objects.all()
        for value in [
            *self.values("speaker"),
            *self.values("person"),
            *([self._words] if self._words else []),
        ]:
            rows = rows.named(value)
        return rows if self.is_valid else rows.none()

    def events(self) -> EventQuerySet:
        rows = Event.objects.accepted()
        if not self.is_valid:
            return rows.none()
        if self._words:
            rows = rows.search(self._words)
        for value in [*self.values("speaker"), *self.values("person")]:
            rows = rows.filter(
                pk__in=Event.people.through.objects.filter(person__in=Person.objects.named(value)).values(
                    "event"
                )
            )
        for value in self.values("kind"):
            rows = rows.filter(kind=value)
        for value in self.values("after"):
            rows = rows.filter(Q(ends_on__gte=value) | Q(ends_on=None, starts_on__gte=value))
        for value in self.values("before"):
            rows = rows.filter(starts_on__lte=value)
        return rows
