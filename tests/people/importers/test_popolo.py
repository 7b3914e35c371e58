"""What Popolo files say, and what is said about the rows of them that cannot be used."""

from datetime import date
from pathlib import Path

import pytest

from archive.partial import PartialDate
from people.importers import popolo
from people.importers.records import (
    AreaRecord,
    MembershipRecord,
    NameRecord,
    OrganizationRecord,
    PeriodRecord,
    PersonRecord,
    Refusal,
    Roll,
    UnreadableFile,
)

SAMPLES = Path(__file__).parents[2] / "samples" / "people"


def read_sample(name: str) -> Roll:
    return popolo.read((SAMPLES / name).read_bytes(), name)


def test_everypolitician_flavour_is_read_whole():
    islet_party = OrganizationRecord(
        key="party/skarv",
        name="Skärvpartiet",
        classification="party",
        names=(NameRecord("Islet Party", note="multilingual", language="en"),),
        identifiers=(("wikidata", "Q900002"),),
    )
    ebba = PersonRecord(
        key="7f3c2a",
        name="Sjöholm Ebba",
        sort_name="Sjöholm, Ebba",
        honorific_suffix="MP",
        gender="female",
        born=PartialDate(date(1966, 2, 1), "month"),
        died=PartialDate(date(2019, 1, 1), "year"),
        image="https://lagret.example/ebba.jpg",
        names=(
            NameRecord("Ebba Sjoholm", note="multilingual", language="en"),
            NameRecord(
                "Ebba Lind",
                starts=PartialDate(date(1984, 1, 1), "year"),
                ends=PartialDate(date(1991, 6, 15), "day"),
            ),
        ),
        identifiers=(("wikidata", "Q900001"),),
    )
    tane = PersonRecord(
        key="91e573",
        name="Tane Marsh",
        sort_name="Marsh, Tane",
        honorific_prefix="Hon",
        image="https://lagret.example/tane.jpg",
    )
    seat = MembershipRecord(
        person="7f3c2a",
        organization="lagret",
        role="member",
        party="party/skarv",
        area="area/norr",
        period="term/2011",
        ends=PartialDate(date(2014, 5, 30), "day"),
    )
    ferries = MembershipRecord(
        person="91e573",
        organization="cabinet",
        role="Minister of Ferries",
        starts=PartialDate(date(2012, 3, 1), "day"),
        key="m-1",
    )
    assert read_sample("everypolitician.json") == Roll(
        people=[ebba, tane],
        organizations=[
            OrganizationRecord("lagret", "Lagret", "legislature"),
            OrganizationRecord("cabinet", "Cabinet", "executive"),
            islet_party,
        ],
        areas=[AreaRecord("area/norr", "Norra skären")],
        periods=[
            PeriodRecord(
                key="term/2011",
                name="2011–2015",
                organization="lagret",
                starts=PartialDate(date(2011, 1, 1), "year"),
                ends=PartialDate(date(2015, 1, 1), "year"),
            )
        ],
        memberships=[seat, ferries],
    )


def test_records_know_where_they_stand():
    roll = read_sample("everypolitician.json")
    assert [record.place for record in (*roll.people, *roll.memberships)] == [
        "line 3, persons[0]",
        "line 14, persons[1]",
        "line 40, memberships[0]",
        "line 14, persons[1].memberships[0]",
    ]


def test_rows_that_cannot_be_used_are_named_and_the_rest_go_on():
    roll = read_sample("refused.json")
    assert [person.name for person in roll.people] == ["Ana Field", "Bo Hill"]
    assert [membership.place for membership in roll.memberships] == ["line 19, memberships[0]"]
    assert roll.refused == [
        Refusal("line 3, persons[0].other_names[0]", "start_date: '2015-02-30' is not a day of the calendar"),
        Refusal("line 3, persons[0].other_names[1]", "name is missing"),
        Refusal("line 5, persons[1]", "id 'ana' is already that of line 3, persons[0]"),
        Refusal("line 6, persons[2]", "id is missing"),
        Refusal("line 7, persons[3]", "name is missing"),
        Refusal("line 8, persons[4]", "name has U+0000 in it, which no name has"),
        Refusal("line 9, persons[5]", "name has U+D83D in it, which no name has"),
        Refusal("line 10, persons[6]", "birth_date: 1066 is too far from today to be meant"),
        Refusal("line 11, persons[7]", "birth_date: 2066-01-01 is too far from today to be meant"),
        Refusal("line 12, persons[8]", "name is not a text"),
        Refusal("line 13, persons[9]", "memberships is not a list"),
        Refusal("line 14, persons[10]", "id is missing"),
        Refusal("line 20, memberships[1]", "'ghost' is not among the persons of the file"),
        Refusal("line 21, memberships[2]", "person_id is missing"),
        Refusal("line 22, memberships[3]", "'nowhere' is not among the areas of the file"),
        Refusal("line 23, memberships[4]", "end_date 2015-06-02 is not after start_date 2015-06-03"),
        Refusal("line 24, memberships[5]", "end_date 2015-06-03 is not after start_date 2015-06-03"),
        Refusal("line 25, memberships[6]", "end_date 2015 is not after start_date 2015-06-03"),
        Refusal("line 15, persons[11].memberships[0]", "'senate' is not among the organizations of the file"),
    ]


def test_a_name_longer_than_any_name_is_refused():
    document = b'{"persons": [{"id": "long", "name": "%s"}]}' % (b"a" * 501)
    roll = popolo.read(document, "long.json")
    assert roll == Roll(refused=[Refusal("line 1, persons[0]", "name is 501 characters long, more than 500")])


@pytest.mark.parametrize(
    ("document", "message"),
    [
        (b"", "roll.json: the file is empty"),
        (b"\xef\xbb\xbf \n", "roll.json: the file is empty"),
        (
            '{"persons": [\n{"name": "Kāretu"}]}'.encode("iso-8859-13"),
            "roll.json, line 2, column 12: byte 0xe2 is not UTF-8; save the file as UTF-8",
        ),
        (b'{"persons": [\n{"id": }]}', "roll.json, line 2, column 8: not JSON: Expecting value"),
        (b"id,name\n1,Ana\n", "roll.json, line 1, column 1: not JSON: Expecting value"),
        (b"[" * 100_000, "roll.json: not JSON of a size or depth that can be read"),
        (
            b'{"persons": [{"id": %s}]}' % (b"9" * 5000),
            "roll.json: not JSON of a size or depth that can be read",
        ),
        (b"[]", "roll.json: not Popolo: a JSON object with a list of persons is expected"),
        (b'{"stories": []}', "roll.json: not Popolo: a JSON object with a list of persons is expected"),
        (b'{"persons": [], "areas": {"a": 1}}', "roll.json: not Popolo: areas is not a list"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_its_reason(document, message):
    with pytest.raises(UnreadableFile) as refusal:
        popolo.read(document, "roll.json")
    assert str(refusal.value) == message


def test_a_byte_order_mark_is_no_part_of_the_file():
    assert popolo.read(b'\xef\xbb\xbf{"persons": [{"id": "a", "name": "Ana"}]}', "bom.json").people == [
        PersonRecord("a", "Ana")
    ]
