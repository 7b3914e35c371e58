"""The rows of a model by the identifier that files know them by, and what one file does to them."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Generic, Protocol, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.text import slugify
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from archive.models import FormerAddress
from archive.partial import PartialDate
from people.importers.records import Refusal
from people.models import Area, Keyed, LegislativePeriod, Organization, Party, Person, SpanPrecision

BATCH = 1000

Facts = dict[str, Any]
KeyedRow = TypeVar("KeyedRow", bound=Keyed)
Row = TypeVar("Row", bound=Model)


class KeyedRecord(Protocol):
    @property
    def key(self) -> str: ...
    @property
    def place(self) -> str: ...


class Shelf(Generic[KeyedRow]):
    """What a file says wins over what the archive has; what it leaves out stays as it is."""

    def __init__(self, model: type[KeyedRow]) -> None:
        self.model = model
        self.rows: dict[str, KeyedRow] = {source_key(row): row for row in model._default_manager.all()}
        self.added: set[str] = set()
        self.changed: set[str] = set()
        self.unchanged: set[str] = set()
        self.to_write: dict[str, set[str]] = {}
        """For each row that differs, the fields in which it does."""

    def put(self, key: str, facts: Facts, at_first: Callable[[], Facts]) -> None:
        """Change the row of this key to the ``facts``, or add it with what is true ``at_first`` as well."""
        row = self.rows.get(key)
        if row is None:
            self.rows[key] = self.model(**{"key": key, **at_first(), **facts})
            self.added.add(key)
        elif differing := change(row, facts):
            self.to_write[key] = differing
            self.changed.add(key)
        else:
            self.unchanged.add(key)

    def note_change(self, key: str) -> None:
        """Count a row as changed because something that hangs on it did."""
        if key in self.unchanged:
            self.unchanged.remove(key)
            self.changed.add(key)

    def store(self, reason: str) -> None:
        added = [row for key, row in self.rows.items() if key in self.added]
        fields = {field for fields in self.to_write.values() for field in fields}
        store(self.model, added, [self.rows[key] for key in self.to_write], fields, reason)


class Shelves:
    """Everything that files give identifiers to, while one file is on its way into the archive."""

    def __init__(self, reason: str, refused: list[Refusal]) -> None:
        self.reason = reason
        self.refused = refused
        self.people = Shelf(Person)
        self.parties = Shelf(Party)
        self.organizations = Shelf(Organization)
        self.areas = Shelf(Area)
        self.periods = Shelf(LegislativePeriod)

    @property
    def all(self) -> list[Shelf[Any]]:
        return [self.people, self.parties, self.organizations, self.areas, self.periods]

    def put(
        self, shelf: Shelf[Any], record: KeyedRecord, facts: Facts, at_first: Callable[[], Facts] = dict
    ) -> None:
        """Put a record on its shelf, without the facts that cannot be kept."""
        kept = self.keepable(shelf.model, {"key": record.key, **facts}, record.place)
        if kept is not None:
            del kept["key"]
            shelf.put(record.key, kept, at_first)

    def keepable(self, model: type[Model], facts: Mapping[str, Any], place: str) -> Facts | None:
        """Return the facts that a row of ``model`` can keep; the others are refused.

        ``None`` where the row cannot do without one of those. What says nothing changes nothing, and is
        left out; but a day may be open.
        """
        kept = {name: value for name, value in facts.items() if value not in ("", [])}
        unsaid = {field.name for field in model._meta.fields if field.name not in kept}
        try:
            model(**kept).clean_fields(exclude=unsaid)
        except ValidationError as problem:
            for name, reasons in problem.message_dict.items():
                self.refused.append(Refusal(place, f"{name.replace('_', ' ')}: {' '.join(reasons)}"))
                if name == "key" or not getattr(model._meta.get_field(name), "blank", False):
                    return None
                del kept[name]
        return kept


class Slugs:
    """Addresses of a model's rows, no two alike, and none that another once had."""

    def __init__(self, model: type[Model]) -> None:
        slugs = model._default_manager.order_by().values_list("slug", flat=True)
        self.taken = set(slugs.union(FormerAddress.objects.of(model).values_list("slug", flat=True)))
        self.room = (getattr(model._meta.get_field("slug"), "max_length", None) or 50) - len("-99999")

    def take(self, *texts: str) -> str:
        """Return an address made of the first text that makes one."""
        stem = next(filter(None, (slugify(text)[: self.room].strip("-") for text in texts)), "unnamed")
        slug, number = stem, 1
        while slug in self.taken:
            number += 1
            slug = f"{stem}-{number}"
        self.taken.add(slug)
        return slug


def source_key(row: Keyed) -> str:
    """Return what files call the row; one made by staff goes by its number in this archive."""
    return row.key or f"{row._meta.model_name}/{row.pk}"


def day_facts(name: str, precision_name: str, day: PartialDate | None) -> Facts:
    return {name: day.first, precision_name: day.precision} if day else {}


def span_facts(starts: PartialDate | None, ends: PartialDate | None) -> Facts:
    """Both ends of a span, as one alone might not fit the other that the archive has; or neither."""
    if not starts and not ends:
        return {}
    return {
        "starts": starts.first if starts else None,
        "starts_precision": starts.precision if starts else SpanPrecision.DAY,
        "ends": ends.first if ends else None,
        "ends_precision": ends.precision if ends else SpanPrecision.DAY,
    }


def change(row: Model, facts: Mapping[str, Any]) -> set[str]:
    """Set what differs, and return the names of the fields that did."""
    differing = {name for name, value in facts.items() if getattr(row, name) != value}
    for name in differing:
        setattr(row, name, facts[name])
    return differing


def store(model: type[Row], added: list[Row], changed: list[Row], fields: Iterable[str], reason: str) -> None:
    """Write rows in a fixed number of queries, and their history with its reason where they have one.

    Changes go before additions, which may need the room that a changed span leaves.
    """
    if not hasattr(model, "history"):
        if changed:
            model._default_manager.bulk_update(changed, sorted(fields), batch_size=BATCH)
        model._default_manager.bulk_create(added, batch_size=BATCH)
        return
    if changed:
        bulk_update_with_history(changed, model, sorted(fields), BATCH, default_change_reason=reason)
    bulk_create_with_history(added, model, BATCH, default_change_reason=reason)
