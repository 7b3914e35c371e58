"""Two records of one human made into one."""

from django.db import transaction
from django.utils.translation import gettext as _

from archive.merging import dissolve, hand_over_all
from people.models import Person, PersonName


@transaction.atomic
def merge(double: Person, kept: Person) -> None:
    """Give all that hangs on ``double`` to ``kept``, with its name, then delete it; all of it or nothing.

    ``CannotMergeError`` where the two contradict each other.
    """
    reason = _("Merged two records of one person")
    hand_over_all(double, kept, reason)
    written = {kept.name, *kept.names.values_list("name", flat=True)}
    if double.name not in written:
        PersonName.objects.create(person=kept, name=double.name)
    dissolve(double, kept, reason)
