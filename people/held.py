"""What one person held and belonged to, read for their own page."""

from archive.written import Written
from people.models import PartyMembership, Person, Tenure

tenures_of = Written(lambda person: Tenure.objects.with_office().filter(person=person), int)
memberships_of = Written(
    lambda person: PartyMembership.objects.select_related("party").filter(person=person), int
)


def read_held(person: Person) -> None:
    """What ``with_offices`` fetches of many people, of one who is at hand."""
    cache = {"tenures": tenures_of(person.pk), "party_memberships": memberships_of(person.pk)}
    person._prefetched_objects_cache = cache  # type: ignore[attr-defined]  # where Django has them too
