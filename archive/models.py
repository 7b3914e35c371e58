"""What the archive knows of itself: that something which readers can see has changed."""

from datetime import datetime
from typing import NamedTuple

from django.contrib.postgres.aggregates import BitXor
from django.db import models
from django.db.models import Max


class State(NamedTuple):
    """Which of all changes a reader of this database sees."""

    mark: int
    """Another one for every other set of changes; 0 for none."""
    changed_at: datetime | None
    """When the last of them was about to be committed."""


class ChangeQuerySet(models.QuerySet):
    def state(self) -> State:
        return State(**self.aggregate(mark=BitXor("mark", default=0), changed_at=Max("changed_at")))


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
