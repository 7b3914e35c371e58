"""Two records of one human made into one."""

from collections.abc import Iterator

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _
from psycopg.errors import UniqueViolation

from people.models import Person, PersonName


class CannotMergeError(Exception):
    """Why the two cannot be one, in words for staff."""


def merge(double: Person, kept: Person) -> None:
    """Give all that hangs on ``double`` to ``kept``, with its name, then delete it; all of it or nothing.

    Where ``kept`` has the same already (a part in the same event), that one stands.
    History keeps naming whom it named.
    """
    if double == kept:
        raise CannotMergeError(_("%s cannot be merged into itself.") % kept)
    with transaction.atomic():
        for model, field in references():
            for row in model._default_manager.filter(**{field: double}):
                hand_over(row, field, kept)
        written = {kept.name, *kept.names.values_list("name", flat=True)}
        if double.name not in written:
            PersonName.objects.create(person=kept, name=double.name)
        double._change_reason = _("Merged into %s") % kept  # type: ignore[attr-defined]
        double.delete()
        keep_key(double, kept)


def references() -> Iterator[tuple[type[models.Model], str]]:
    """Each model and field that names a person, whichever app they are of."""
    for relation in Person._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel) and relation.on_delete is not models.DO_NOTHING:
            yield relation.related_model, relation.field.name  # type: ignore[misc]


def hand_over(row: models.Model, field: str, kept: Person) -> None:
    setattr(row, field, kept)
    row._change_reason = _("Merged two records of one person")  # type: ignore[attr-defined]
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        if not isinstance(error.__cause__, UniqueViolation):
            told = {"row": row, "kept": kept}
            raise CannotMergeError(_("“%(row)s” contradicts what %(kept)s has already.") % told) from error
        row.delete()


def keep_key(double: Person, kept: Person) -> None:
    """Let the files that named the double find the one that is kept, unless it has a key of its own."""
    if double.key and not kept.key:
        kept.key = double.key
        kept._change_reason = _("Merged two records of one person")  # type: ignore[attr-defined]
        kept.save()
