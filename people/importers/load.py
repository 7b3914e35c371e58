"""What a file says about people, put into the archive."""

from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction

from people.importers.bodies import put_bodies
from people.importers.persons import put_people
from people.importers.records import Refusal, Roll
from people.importers.shelves import Shelf, Shelves
from people.importers.tenures import Tally, put_tenures

LONGEST_REASON = 100  # of simple-history's column


@dataclass(slots=True)
class Counts:
    """What became of the rows of one file."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: list[Refusal] = field(default_factory=list)


def load(roll: Roll, source: str) -> Counts:
    """Put a file into the archive in one transaction, all but its refused rows.

    Rows are known by the source's identifiers, tenures by person, office and dates. What the file says
    wins; what it does not say stays, and so does what other files and staff added: a second time changes
    nothing. ``source`` is the name of the file in the history of each row.
    """
    with transaction.atomic():
        _wait_for_other_imports()
        shelves = Shelves(f"import of {source}"[:LONGEST_REASON], list(roll.refused))
        put_bodies(roll, shelves)
        put_people(roll.people, shelves)
        tallies: list[Shelf[Any] | Tally] = [*shelves.all, put_tenures(roll.memberships, shelves)]
    return Counts(
        added=sum(len(tally.added) for tally in tallies),
        changed=sum(len(tally.changed) for tally in tallies),
        unchanged=sum(len(tally.unchanged) for tally in tallies),
        refused=shelves.refused,
    )


def _wait_for_other_imports() -> None:
    """Of two imports at once the second must see what the first added, or both would add it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('people.importers.load'))")
