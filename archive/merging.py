"""Two records of one thing made into one: what is the same whichever thing it is."""

from collections.abc import Iterator

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _
from psycopg.errors import UniqueViolation

from archive.models import FormerAddress

LONGEST_REASON = 100
"""That a line of history has room for, in characters."""


class CannotMergeError(Exception):
    """Why the two cannot be one, in words for staff."""


def hand_over_all(double: models.Model, kept: models.Model, reason: str) -> None:
    """Let every row that names ``double`` name ``kept``; where ``kept`` has the same already, that stands.

    History keeps naming whom it named. The addresses of ``double`` lead to ``kept``.
    """
    if double == kept:
        raise CannotMergeError(_("%s cannot be merged into itself.") % kept)
    for model, field in references(type(kept)):
        for row in model._default_manager.filter(**{field: double}):
            hand_over(row, field, kept, reason)
    FormerAddress.objects.lead_to(kept, double)


def references(named: type[models.Model]) -> Iterator[tuple[type[models.Model], str]]:
    """Each model and field that names one of these, whichever app they are of."""
    for relation in named._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel) and relation.on_delete is not models.DO_NOTHING:
            yield relation.related_model, relation.field.name  # type: ignore[misc]


def hand_over(row: models.Model, field: str, kept: models.Model, reason: str) -> None:
    setattr(row, field, kept)
    row._change_reason = reason  # type: ignore[attr-defined]
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        if not isinstance(error.__cause__, UniqueViolation):
            told = {"row": row, "kept": kept}
            raise CannotMergeError(_("“%(row)s” contradicts what %(kept)s has already.") % told) from error
        row.delete()


def dissolve(double: models.Model, kept: models.Model, reason: str) -> None:
    """Delete the double, from which everything has been handed over; its history says where it went."""
    double._change_reason = (_("Merged into %s") % kept)[:LONGEST_REASON]  # type: ignore[attr-defined]
    double.delete()
    keep_key(double, kept, reason)


def keep_key(double: models.Model, kept: models.Model, reason: str) -> None:
    """Let the files that named the double find the one that is kept, unless it has a key of its own."""
    if double.key and not kept.key:  # type: ignore[attr-defined]
        kept.key = double.key  # type: ignore[attr-defined]
        kept._change_reason = reason  # type: ignore[attr-defined]
        kept.save()
