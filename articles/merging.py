"""Two records of one event made into one."""

from django.db import transaction
from django.utils.translation import gettext as _

from archive.merging import CannotMergeError, dissolve, hand_over_all
from articles.causes import origins, stored_causes
from articles.models import Cause, Event


@transaction.atomic
def merge(double: Event, kept: Event) -> None:
    """Give what hangs on ``double`` to ``kept``, then delete it; its addresses lead to ``kept`` from then on.

    Stories, quotations, people, causes and effects: all of it, or ``CannotMergeError`` and nothing.
    """
    if double.is_accepted and not kept.is_accepted:
        raise CannotMergeError(_("readers know it, and not yet %s: accept that first.") % kept)
    reason = _("Merged two records of one event")
    if kept.is_accepted and not double.is_accepted:
        double.coverage.confirm_proposed()
    part(double, kept, reason)
    hand_over_all(double, kept, reason)
    dissolve(double, kept, reason)


def part(double: Event, kept: Event, reason: str) -> None:
    """Let neither be a cause of the other, not through others either.

    ``kept`` has the cause of ``double`` where it has none.
    """
    both = {double.pk, kept.pk}
    Cause.objects.filter(effect__in=both, cause__in=both).delete()
    causes, led = stored_causes(), [event.in_response_to for event in (kept, double)]
    cause = next((cause for cause in led if cause and both.isdisjoint(origins(cause.pk, causes))), None)
    if cause != kept.in_response_to:
        kept.in_response_to = cause
        kept._change_reason = reason  # type: ignore[attr-defined]
        kept.save()
