"""What the archive knows of itself: that something which readers can see has changed."""

from datetime import datetime
from typing import NamedTuple

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
