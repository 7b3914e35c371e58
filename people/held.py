"""What one person held and belonged to, read for their own page.

To have Django write these two queries takes longer than to answer them, so they are in words of our own;
the rows are the same, and so is what :meth:`Person.on` reads of them.
"""

from typing import Any

from django.db import connections, models, router

from archive.prepared import prepared
from people.models import Area, Office, Party, PartyMembership, Person, Tenure


def columns(model: type[models.Model], alias: str) -> str:
    return ", ".join(f"{alias}.{field.column}" for field in model._meta.concrete_fields)


TENURES = f"""
SELECT {columns(Tenure, "tenure")}, {columns(Office, "office")}, {columns(Area, "area")},
    {columns(Party, "party")}, {columns(Party, "behalf")}
FROM people_tenure tenure
JOIN people_office office ON office.id = tenure.office_id
LEFT JOIN people_area area ON area.id = office.area_id
LEFT JOIN people_party party ON party.id = office.party_id
LEFT JOIN people_party behalf ON behalf.id = tenure.on_behalf_of_id
WHERE tenure.person_id = %s ORDER BY tenure.starts DESC, tenure.id
"""  # noqa: S608 (of our own words)
PARTIES = f"""
SELECT {columns(PartyMembership, "membership")}, {columns(Party, "party")}
FROM people_partymembership membership JOIN people_party party ON party.id = membership.party_id
WHERE membership.person_id = %s ORDER BY membership.starts DESC, membership.id
"""  # noqa: S608 (of our own words)


def read_held(person: Person) -> None:
    """What ``with_offices`` fetches of many people, of one who is at hand."""
    tenures, memberships = [], []
    for tenure, office, area, party, behalf in joined(TENURES, person, Tenure, Office, Area, Party, Party):
        office._state.fields_cache |= {"area": area, "party": party}
        tenure._state.fields_cache |= {"office": office, "on_behalf_of": behalf, "person": person}
        tenures.append(tenure)
    for membership, party in joined(PARTIES, person, PartyMembership, Party):
        membership._state.fields_cache |= {"party": party, "person": person}
        memberships.append(membership)
    cache = {"tenures": tenures, "party_memberships": memberships}
    person._prefetched_objects_cache = cache  # type: ignore[attr-defined]  # where Django has them too


def joined(sql: str, person: Person, *of: type[models.Model]) -> list[list[Any]]:
    """A row of each model, or ``None`` where there is none, for each row of the query."""
    alias = router.db_for_read(Person)
    names = [[field.attname for field in model._meta.concrete_fields] for model in of]
    with prepared(connections[alias]) as cursor:
        cursor.execute(sql, [person.pk])
        found = cursor.fetchall()
    made = []
    for row in found:
        values = iter(row)
        parts = [[next(values) for _name in own] for own in names]
        made.append(
            [
                model.from_db(alias, own, part) if part[0] is not None else None
                for model, own, part in zip(of, names, parts, strict=True)
            ]
        )
    return made
