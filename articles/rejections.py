"""When staff rejected what readers could see, and why: what its history tells of that."""

from datetime import date
from itertools import takewhile
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from archive.base import Proposal
from articles.models import Event, Quotation


class Rejection(NamedTuple):
    on: date
    reason: str
    """Empty unless a person wrote one."""


def rejection_of(row: Event | Quotation) -> Rejection | None:
    """When it was rejected last, after it stood; ``None`` where its history does not tell."""
    changes = row.history.values_list(
        "status", "history_date", "history_user", "history_change_reason", named=True
    )
    rejected = [*takewhile(lambda change: change.status == Proposal.Status.REJECTED, changes)]
    if not rejected:
        return None
    decided = rejected[-1]
    reason = decided.history_change_reason or ""
    is_written = decided.history_user and reason != from_the_list(Proposal.Status.REJECTED)
    return Rejection(timezone.localdate(decided.history_date), reason if is_written else "")


def from_the_list(status: Proposal.Status) -> str:
    """What stands for a reason in the history of what staff decided with others, in a list."""
    return _("Now %(status)s, from the list") % {"status": status.label}
