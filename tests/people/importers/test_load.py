"""What an import leaves in the archive, and what it leaves alone."""

import json
from datetime import date
from pathlib import Path

import pytest

from people.importers import popolo
from people.importers.export import popolo_document
from people.importers.load import Counts, load
from people.importers.records import Refusal
from people.models import Area, LegislativePeriod, Office, Organization, Party, Person, Tenure
from tests.factories import hold, make_office, make_person

pytestmark = pytest.mark.django_db

SAMPLES = Path(__file__).parents[2] / "samples" / "people"
SHARED = Path(__file__).parents[4] / "shared"


def island():
    return json.loads((SAMPLES / "island.json").read_bytes())


def load_document(document, name="island.json"):
    return load(popolo.read(json.dumps(document).encode(), name), name)


def said(counts):
    return counts.added, counts.changed, counts.unchanged, [refusal.reason for refusal in counts.refused]


def person(key):
    return Person.objects.with_offices().get(key=key)


def in_any_order(value):
    """The same value for documents that differ only in the order of their lists."""
    if isinstance(value, dict):
        return {key: in_any_order(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return sorted(map(in_any_order, value), key=lambda inner: json.dumps(inner, sort_keys=True))
    return value


def test_people_are_what_the_file_says_on_each_day():
    assert load_document(island()) == Counts(added=29)
    assert person("ana").on(date(2012, 1, 1)).line == "Prime Minister; Tides, North Shore"
    assert person("ana").on(date(2014, 8, 14)).line == "Prime Minister"
    assert person("ana").on(date(2016, 12, 5)).line == "Tides, North Shore"
    assert person("ben").on(date(2015, 8, 16)).line == "Tides Fisheries spokesperson; Tides, list"
    assert person("ben").on(date(2015, 8, 17)).line == "Tides Fisheries spokesperson; Rock, list"
    assert person("cleo").on(date(2015, 1, 5)).line == "Acting Prime Minister, Rock Co-leader; Rock, list"
    assert person("eve").on(date(2012, 6, 1)).line == "Chair; Rock"
    assert person("eve").on(date(2015, 5, 2)).line == "Rock, South Shore"


def test_a_person_keeps_names_dates_and_identifiers_as_written():
    load_document(island())
    ana = person("ana")
    assert (ana.sort_name, ana.slug, ana.portrait_url) == (
        "Te Rangi, Ana",
        "ana-te-rangi",
        "https://island.example/ana.jpg",
    )
    assert (ana.born_on, ana.born_precision) == (date(1961, 4, 1), "month")
    maiden_name = ana.names.get()
    assert (maiden_name.name, maiden_name.note) == ("Ana Whitlock", "before marriage")
    assert (maiden_name.ends, maiden_name.ends_precision) == (date(1990, 1, 1), "year")
    assert str(ana.identifiers.get()) == "wikidata: Q910001"
    assert person("ben").sort_name == "Moss the younger, Ben"


def test_a_seat_without_dates_has_those_of_its_legislative_period():
    load_document(island())
    seat = Tenure.objects.get(person__key="ana", period__key="term/1")
    assert (seat.starts, seat.starts_precision) == (date(2011, 10, 15), "period")
    assert (seat.ends, seat.ends_precision) == (date(2014, 8, 14), "period")
    assert seat.party_membership.party.key == "tide"


def test_offices_that_one_person_holds_alone_are_known_as_such():
    load_document(island())
    alone = Office.objects.filter(single_holder=True).values_list("slug", flat=True)
    assert set(alone) == {"member-for-north-shore", "member-for-south-shore", "prime-minister"}
    assert set(Office.objects.filter(single_holder=False).values_list("slug", "kind")) == {
        ("list-member", "seat"),
        ("rock-co-leader", "party"),
        ("tides-fisheries-spokesperson", "party"),
        ("chair", "other"),
    }


def test_an_export_is_the_document_that_was_imported():
    load_document(island())
    assert in_any_order(popolo_document()) == in_any_order(island())


@pytest.mark.parametrize("name", ["people/nz-51.popolo.json", "quotes/marama/people.popolo.json"])
def test_an_export_is_the_parliament_that_was_imported(name):
    path = SHARED / name
    if not path.exists():
        pytest.skip("the shared folder is not beside this checkout")
    document = json.loads(path.read_bytes())
    first = load_document(document)
    assert first.refused == []
    exported = popolo_document()
    assert in_any_order(exported) == in_any_order(document)
    assert load_document(exported) == Counts(unchanged=first.added)


def test_a_second_import_changes_nothing():
    load_document(island())
    assert load_document(island()) == Counts(unchanged=29)
    assert Tenure.history.count() == Tenure.objects.count()


def test_an_export_changes_nothing_even_where_staff_made_people():
    load_document(island())
    hold(make_person("Ira Cove"), make_office("Harbour master"))
    counts = load_document(popolo_document())
    assert (counts.added, counts.changed, counts.refused) == (0, 0, [])


def test_a_changed_file_changes_its_rows_and_says_so_in_their_history():
    document = island()
    load_document(document)
    document["persons"][2] |= {"name": "Cleo Driftwood", "other_names": [{"name": "Cleo Drift"}]}
    document["organizations"][3]["other_names"].append({"name": "the Tides"})
    document["persons"][4]["identifiers"] = [{"scheme": "wikidata", "identifier": "Q910002"}]
    assert said(load_document(document, "later.json")) == (0, 3, 26, [])
    cleo = person("cleo")
    assert (cleo.name, cleo.sort_name, cleo.slug) == ("Cleo Driftwood", "Driftwood, Cleo", "cleo-drift")
    assert cleo.names.get().name == "Cleo Drift"
    assert [entry.history_change_reason for entry in cleo.history.all()] == [
        "import of later.json",
        "import of island.json",
    ]
    assert Party.objects.get(key="tide").also_called == ["Tides", "the Tides"]


def test_an_office_may_change_hands_on_another_day_than_was_thought():
    document = island()
    load_document(document)
    tenures = set(Tenure.objects.values_list("pk", flat=True))
    document["memberships"][7]["end_date"] = "2016-12-12"
    document["memberships"][8]["start_date"] = "2016-12-12"
    assert said(load_document(document)) == (0, 2, 27, [])
    assert person("ana").on(date(2016, 12, 11)).office_line == "Prime Minister"
    assert person("eve").on(date(2016, 12, 11)).office_line == ""
    assert set(Tenure.objects.values_list("pk", flat=True)) == tenures


def test_a_period_that_ends_ends_its_seats():
    document = island()
    load_document(document)
    document["events"][1]["end_date"] = "2017-08-10"
    assert said(load_document(document)) == (0, 5, 24, [])
    assert person("ana").on(date(2017, 8, 10)).line == ""
    assert in_any_order(popolo_document()) == in_any_order(document)


def test_what_staff_added_stays():
    load_document(island())
    ben = person("ben")
    ben.portrait_url, ben.portrait_credit = "https://island.example/ben.jpg", "M. Lens"
    ben.save()
    ben.names.create(name="Benny Moss")
    spokesperson = Tenure.objects.get(office__name="Fisheries spokesperson")
    spokesperson.starts = date(2014, 10, 1)
    spokesperson.save()
    hold(ben, make_office("Choir master"))
    assert load_document(island()) == Counts(unchanged=29)
    ben = person("ben")
    assert (ben.portrait_credit, ben.names.get().name) == ("M. Lens", "Benny Moss")
    assert ben.on(date(2014, 9, 20)).office_line == "Choir master"


def test_a_seat_that_turns_out_to_be_held_for_another_party_moves_its_membership():
    document = island()
    load_document(document)
    document["memberships"][4]["on_behalf_of_id"] = "tide"
    assert said(load_document(document)) == (0, 1, 28, [])
    assert person("cleo").on(date(2016, 1, 1)).party_line == "Tides, list"


def test_two_holders_at_once_are_refused_with_both_rows_and_the_rest_is_kept():
    document = island()
    document["memberships"][8]["start_date"] = "2016-12-04"
    counts = load_document(document)
    assert counts == Counts(
        added=28,
        refused=[
            Refusal(
                "line 1, memberships[8]",
                "two people would be in an office that one holds alone: "
                "Ana Te Rangi is Prime Minister from 2011-11-07 until 2016-12-05 (line 1, memberships[7])",
            )
        ],
    )
    assert person("eve").on(date(2017, 1, 1)).line == "Rock, South Shore"


def test_two_parties_at_once_are_refused():
    document = island()
    document["memberships"][3]["start_date"] = "2015-08-16"
    assert [refusal.reason for refusal in load_document(document).refused] == [
        "the same person would be in the same office twice: "
        "Ben Moss is List member from 2014-09-13 until 2015-08-17 (line 1, memberships[2])"
    ]
    document["memberships"][3] |= {"organization_id": "rock", "role": ""}
    assert [refusal.reason for refusal in load_document(document).refused] == [
        "the person would be in two parties at once: "
        "Ben Moss is in Tide Party from 2014-09-13 until 2015-08-17 (line 1, memberships[2])"
    ]


def test_a_row_given_twice_is_refused_once():
    document = island()
    document["memberships"].append(document["memberships"][10])
    reason = (
        "the same person would be in the same office twice: "
        "Cleo Drift is Rock Co-leader from 2012-01-01 (line 1, memberships[10])"
    )
    assert said(load_document(document)) == (29, 0, 0, [reason])
    assert said(load_document(document)) == (0, 0, 29, [reason])


def test_a_row_that_cannot_stand_beside_the_archive_is_refused():
    load_document(island())
    other = {
        "persons": [{"id": "finn", "name": "Finn Moss"}],
        "organizations": [island()["organizations"][1]],
        "memberships": [
            {
                "person_id": "finn",
                "organization_id": "government",
                "role": "Prime Minister",
                "start_date": "2020",
            }
        ],
    }
    assert said(load_document(other)) == (
        1,
        0,
        1,
        [
            "two people would be in an office that one holds alone: "
            "Eve Reef is Prime Minister from 2016-12-05 (in the archive)"
        ],
    )


def test_a_refused_change_leaves_its_row_and_rules_out_what_relied_on_it():
    document = island()
    load_document(document)
    memberships = document["memberships"]
    # Eve is to come earlier than Ana left until now; but Ana's leaving earlier is refused, as a stretch
    # before it in the file has days of the same.
    memberships[7]["end_date"] = memberships[8]["start_date"] = "2015-01-01"
    memberships.insert(7, {**memberships[7], "start_date": "2013-01-01", "end_date": "2014-01-01"})
    assert [refusal.place for refusal in load_document(document).refused] == [
        "line 1, memberships[8]",
        "line 1, memberships[7]",
        "line 1, memberships[9]",
    ]
    assert person("ana").on(date(2016, 12, 4)).office_line == "Prime Minister"
    assert person("eve").on(date(2016, 12, 5)).office_line == "Prime Minister"


def test_where_areas_elect_several_members_their_seats_are_shared():
    document = island()
    for member, area in [("ben", "north"), ("cleo", "south"), ("dov", "north"), ("ana", "south")]:
        document["memberships"] += [
            {
                "person_id": member,
                "organization_id": "council",
                "role": "member",
                "area_id": area,
                "start_date": "2014",
            }
        ]
    document["organizations"].append({"id": "council", "name": "Council", "classification": "legislature"})
    assert load_document(document).refused == []
    shared = Office.objects.filter(organization__key="council")
    assert [office.single_holder for office in shared] == [False, False]
    assert Office.objects.get(slug="member-for-north-shore").single_holder


def test_a_value_too_long_is_refused_and_the_row_kept_without_it():
    document = island()
    document["persons"][0]["honorific_prefix"] = "R" * 61
    document["persons"][1]["image"] = "javascript:alert(1)"
    counts = load_document(document)
    assert counts.added == 29
    assert counts.refused == [
        Refusal(
            "line 1, persons[0]",
            "honorific prefix: Ensure this value has at most 60 characters (it has 61).",
        ),
        Refusal("line 1, persons[1]", "portrait url: Enter a valid URL."),
    ]
    assert (person("ana").honorific_prefix, person("ben").portrait_url) == ("", "")


def test_what_refers_to_a_refused_row_is_refused_as_well():
    document = island()
    document["persons"][3]["name"] = "D" * 201
    document["organizations"][2]["name"] = "H" * 201
    document["events"][0]["organization_id"] = "tide"
    document["memberships"][10]["role"] = "C" * 201
    document["memberships"][4] |= {"start_date": "2014-01-01", "legislative_period_id": "term/1"}
    document["memberships"][2]["on_behalf_of_id"] = "harbour"
    reasons = {refusal.place: refusal.reason for refusal in load_document(document).refused}
    assert reasons == {
        "line 1, events[0]": "its organization is missing or was refused",
        "line 1, organizations[2]": "name: Ensure this value has at most 200 characters (it has 201).",
        "line 1, persons[3]": "name: Ensure this value has at most 200 characters (it has 201).",
        "line 1, memberships[0]": "its legislative period 'term/1' was refused, or is none",
        "line 1, memberships[2]": "its party 'harbour' was refused, or is none",
        "line 1, memberships[4]": "its legislative period 'term/1' was refused, or is none",
        "line 1, memberships[5]": "its person 'dov' was refused, or is none",
        "line 1, memberships[10]": "role is 201 characters long, more than 200",
        "line 1, memberships[11]": "its person 'dov' was refused, or is none",
        "line 1, memberships[14]": "its organization 'harbour' was refused",
    }


def test_a_death_before_the_birth_in_the_archive_is_refused():
    load_document(island())
    later = {"persons": [{"id": "ana", "name": "Ana Te Rangi", "death_date": "1950"}]}
    assert said(load_document(later)) == (0, 0, 0, ["a death before the birth that the archive has"])


def test_a_name_may_turn_out_to_have_been_used_at_another_time():
    document = island()
    load_document(document)
    document["persons"][0]["other_names"][0] |= {"start_date": "1995", "end_date": "1999"}
    assert said(load_document(document)) == (0, 1, 28, [])
    assert in_any_order(popolo_document()) == in_any_order(document)


def test_a_seat_that_would_end_before_it_starts_is_refused():
    document = island()
    document["memberships"][0]["start_date"] = "2014-08-14"
    assert [refusal.reason for refusal in load_document(document).refused] == [
        "it would end on 2014-08-14, not after it starts on 2014-08-14"
    ]


def test_a_period_of_no_house_is_of_the_only_one():
    document = island()
    del document["events"][0]["organization_id"]
    load_document(document)
    assert LegislativePeriod.objects.get(key="term/1").organization == Organization.objects.get(key="house")


def test_an_identifier_belongs_to_one_person():
    document = island()
    document["persons"][1]["identifiers"] = document["persons"][0]["identifiers"]
    assert [refusal.reason for refusal in load_document(document).refused] == [
        "wikidata Q910001 is already that of Ana Te Rangi"
    ]


def test_people_of_one_name_have_addresses_of_their_own():
    document = island()
    document["persons"][4]["name"] = "Dov Reef"
    document["persons"] += [{"id": "李", "name": "李"}]
    load_document(document)
    assert set(Person.objects.values_list("key", "slug")) >= {
        ("dov", "dov-reef"),
        ("eve", "dov-reef-2"),
        ("李", "unnamed"),
    }


def test_cost_does_not_grow_with_people(django_assert_num_queries):
    document = island()
    load_document(document)
    for number in range(50):
        document["persons"] += [{"id": f"p{number}", "name": f"Person {number}"}]
        document["memberships"] += [
            {
                "person_id": f"p{number}",
                "organization_id": "rock",
                "role": f"Whip {number}",
                "start_date": "2014",
            }
        ]
    with django_assert_num_queries(22):
        load_document(document)
    with django_assert_num_queries(9):
        popolo_document()


def test_a_failure_leaves_nothing_behind(monkeypatch):
    def fail(records, shelves):
        raise RuntimeError

    monkeypatch.setattr("people.importers.load.put_tenures", fail)
    with pytest.raises(RuntimeError):
        load_document(island())
    assert not Person.objects.exists()
    assert not Area.objects.exists()


def test_a_party_stays_a_party():
    load_document(island())
    document = {
        "persons": [],
        "organizations": [
            {"id": "tide", "name": "Tide Party"},
            {"id": "rock", "name": "Rock", "classification": "agency"},
            {"id": "harbour", "name": "Harbour Board", "classification": "party"},
        ],
    }
    reasons = ["'rock' is a party in the archive", "'harbour' is no party in the archive"]
    assert said(load_document(document)) == (0, 0, 1, reasons)


def test_a_row_that_says_nothing_of_when_leaves_the_days_as_they_were():
    document = island()
    load_document(document)
    for membership in document["memberships"][1:2] + document["memberships"][5:9]:
        for key in ("legislative_period_id", "start_date", "end_date", "on_behalf_of_id"):
            membership.pop(key, None)
    assert said(load_document(document)) == (0, 0, 29, [])
