"""One person with what they held and belonged to, read for their own page."""

from archive.written import Written
from people.models import PartyMembership, Person, Tenure

# In words of our own, as to have Django write them takes longer than to read them.
PERSON = """
SELECT person.*,
    ARRAY(SELECT name FROM people_personname WHERE person_id = person.id ORDER BY id) AS also_known,
    ARRAY(
        SELECT ARRAY[scheme, identifier] FROM people_personidentifier
        WHERE person_id = person.id ORDER BY scheme, id
    ) AS identified_as
FROM people_person person WHERE slug = %s
"""

tenures_of = Written(lambda person: Tenure.objects.with_office().filter(person=person), int)
memberships_of = Written(
    lambda person: PartyMembership.objects.select_related("party").filter(person=person), int
)


def read_held(person: Person) -> None:
    """What ``with_offices`` fetches of many people, of one who is at hand."""
    cache = {"tenures": tenures_of(person.pk), "party_memberships": memberships_of(person.pk)}
    person._prefetched_objects_cache = cache  # type: ignore[attr-defined]  # where Django has them too


def known_at(slug: str) -> Person | None:
    """With ``also_known``, ``identified_as`` and what :meth:`Person.on` reads; ``None`` for nobody."""
    person = next(iter(Person.objects.raw(PERSON, [slug])), None)
    if person:
        read_held(person)
    return person
