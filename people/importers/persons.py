"""The people of a file, their other names and identifiers, put into the archive."""

from collections import defaultdict

from people.importers.names import sort_name
from people.importers.pairs import pair
from people.importers.records import PersonRecord, Refusal
from people.importers.shelves import Facts, Shelves, Slugs, change, day_facts, span_facts, store
from people.models import Person, PersonIdentifier, PersonName


def put_people(records: list[PersonRecord], shelves: Shelves) -> None:
    slugs = Slugs(Person)
    for record in records:
        _put_person(record, shelves, slugs)
    shelves.people.store(shelves.reason)
    kept = [record for record in records if record.key in shelves.people.rows]
    _put_names(kept, shelves)
    _put_identifiers(kept, shelves)


def _put_person(record: PersonRecord, shelves: Shelves, slugs: Slugs) -> None:
    person = shelves.people.rows.get(record.key)
    facts = {
        "name": record.name,
        "sort_name": record.sort_name or _sort_name(record, person),
        "honorific_prefix": record.honorific_prefix,
        "honorific_suffix": record.honorific_suffix,
        "gender": record.gender,
        "portrait_url": record.image,
        **day_facts("born_on", "born_precision", record.born),
        **day_facts("died_on", "died_precision", record.died),
    }
    if person and _dies_unborn(facts, person):
        shelves.refused.append(Refusal(record.place, "a death before the birth that the archive has"))
        return
    shelves.put(shelves.people, record, facts, lambda: {"slug": slugs.take(record.name, record.key)})


def _dies_unborn(facts: Facts, person: Person) -> bool:
    born, died = facts.get("born_on", person.born_on), facts.get("died_on", person.died_on)
    return bool(born and died and died < born)


def _sort_name(record: PersonRecord, person: Person | None) -> str:
    """One that follows from the name follows the new name; one that somebody gave stays."""
    given = person and person.sort_name != sort_name(person.name)
    return person.sort_name if person and given else sort_name(record.name)


def _put_names(records: list[PersonRecord], shelves: Shelves) -> None:
    names_of: dict[int, list[PersonName]] = defaultdict(list)
    for name in PersonName.objects.all():
        names_of[name.person_id].append(name)
    added: list[PersonName] = []
    changed: dict[PersonName, set[str]] = {}
    for record in records:
        person = shelves.people.rows[record.key]
        wanted = _names_said(record, shelves)
        paired = pair(wanted, names_of[person.pk], _says_all, _has_name)
        for facts, found in zip(wanted, paired, strict=True):
            if found is None:
                added.append(PersonName(person=person, **facts))
                shelves.people.note_change(record.key)
            elif differing := change(found, facts):
                changed[found] = differing
                shelves.people.note_change(record.key)
    fields = {field for differing in changed.values() for field in differing}
    store(PersonName, added, list(changed), fields, shelves.reason)


def _names_said(record: PersonRecord, shelves: Shelves) -> list[Facts]:
    """What there is to say about each other name, once."""
    said: list[Facts] = []
    for name in record.names:
        facts = {
            "name": name.name,
            "note": name.note,
            **span_facts(name.starts, name.ends),
        }
        kept = shelves.keepable(PersonName, facts, record.place)
        if kept is not None and kept not in said:
            said.append(kept)
    return said


def _says_all(facts: Facts, name: PersonName) -> bool:
    return all(getattr(name, field) == value for field, value in facts.items())


def _has_name(facts: Facts, name: PersonName) -> bool:
    return facts["name"] == name.name


def _put_identifiers(records: list[PersonRecord], shelves: Shelves) -> None:
    owners = {(row.scheme, row.identifier): row.person_id for row in PersonIdentifier.objects.all()}
    names = {person.pk: person.name for person in shelves.people.rows.values()}
    added: list[PersonIdentifier] = []
    for record in records:
        person = shelves.people.rows[record.key]
        for scheme, identifier in record.identifiers:
            owner = owners.get((scheme, identifier))
            if owner is not None and owner != person.pk:
                reason = f"{scheme} {identifier} is already that of {names[owner]}"
                shelves.refused.append(Refusal(record.place, reason))
            elif owner is None and _fits(scheme, identifier, record, shelves):
                owners[scheme, identifier] = person.pk
                added.append(PersonIdentifier(person=person, scheme=scheme, identifier=identifier))
                shelves.people.note_change(record.key)
    store(PersonIdentifier, added, [], (), shelves.reason)


def _fits(scheme: str, identifier: str, record: PersonRecord, shelves: Shelves) -> bool:
    facts = {"scheme": scheme, "identifier": identifier}
    return shelves.keepable(PersonIdentifier, facts, record.place) is not None
