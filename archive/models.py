"""What the archive knows of itself: that something which readers can see has changed, and what moved."""

from datetime import datetime
from typing import Any, NamedTuple, Self

from django.db import connections, models


class State(NamedTuple):
    """Which of all changes a reader of this database sees."""

    mark: int
    """Another one for every other set of changes; 0 for none."""
    changed_at: datetime | None
    """When the last of them was about to be committed."""


class ChangeQuerySet(models.QuerySet):
    def state(self) -> State:
        # Every page asks this, and an aggregate of the ORM takes eight times as long.
        with connections[self.db].cursor() as cursor:
            cursor.execute("SELECT coalesce(bit_xor(mark), 0), max(changed_at) FROM archive_change")
            return State(*cursor.fetchone())


class Change(models.Model):
    """A slot in which transactions leave a mark, kept by triggers alone.

    A transaction that writes to a table of people or articles takes a slot that no other holds, and mixes a
    random number into its mark by exclusive or. What is mixed into all slots together tells which
    transactions a snapshot sees, in whatever order they were begun and committed, on a replica as well.
    """

    mark = models.BigIntegerField()
    changed_at = models.DateTimeField()

    objects = ChangeQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.mark:x}, {self.changed_at}"


class FormerAddressQuerySet(models.QuerySet):
    def of(self, model: type[models.Model]) -> Self:
        return self.filter(kind=model._meta.label_lower)

    def called(self, rows: models.QuerySet, slug: str) -> Any:
        """The one of these that has this slug or, where none has, had it; ``None`` where none did."""
        former = self.of(rows.model).filter(slug=slug)
        return rows.filter(slug=slug).first() or rows.filter(pk__in=former.values("key")).first()

    def lead_to(self, kept: models.Model, double: models.Model) -> None:
        """Let every address that ``double`` has or ever had lead to ``kept``: it is about to be deleted."""
        self.of(type(double)).filter(key=double.pk).update(key=kept.pk)
        path = double.get_absolute_url()  # type: ignore[attr-defined]
        slug = double.slug  # type: ignore[attr-defined]
        self.create(path=path, kind=double._meta.label_lower, key=kept.pk, slug=slug)


class FormerAddress(models.Model):
    """A path where the page of some row once was. It is given up when another row's page comes to be there.

    Kept by triggers on the tables themselves, whoever changes a slug: no way to change one goes past them.
    """

    path = models.CharField(max_length=200, primary_key=True)
    kind = models.CharField(max_length=60)
    """The model of the row, such as ``people.person``."""
    key = models.BigIntegerField()
    slug = models.CharField(max_length=160)

    objects = FormerAddressQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["kind", "key"], name="former_address_of_a_row"),
            models.Index(fields=["kind", "slug"], name="former_address_by_slug"),
        ]

    def __str__(self) -> str:
        return self.path
