"""What tables of people say, and what is said about the rows of them that cannot be used."""

from datetime import date
from pathlib import Path

import pytest

from archive.partial import PartialDate
from people.importers import csv_rows
from people.importers.records import (
    AreaRecord,
    MembershipRecord,
    NameRecord,
    OrganizationRecord,
    PersonRecord,
    Refusal,
    Roll,
    UnreadableFile,
)

SAMPLES = Path(__file__).parents[2] / "samples" / "people"


def read_sample(name: str) -> Roll:
    return csv_rows.read((SAMPLES / name).read_bytes(), name)


def test_a_row_is_a_seat_an_office_a_party_or_only_a_person():
    ana = PersonRecord(
        key="ana",
        name="Ana Te Rangi",
        honorific_prefix="Rt Hon",
        gender="female",
        born=PartialDate(date(1961, 4, 1), "month"),
        image="https://island.example/ana.jpg",
        names=(NameRecord("Ana Whitlock"), NameRecord("Annie Te Rangi")),
        identifiers=(("wikidata", "Q910001"),),
    )
    cleo = PersonRecord(
        key="cleo",
        name="Cléo Drift",
        gender="female",
        born=PartialDate(date(1970, 1, 1), "year"),
        died=PartialDate(date(2015, 3, 2), "day"),
    )
    assert read_sample("island.csv") == Roll(
        people=[
            ana,
            PersonRecord("ben", 'Ben "Benny" Moss', sort_name="Moss, Ben"),
            cleo,
            PersonRecord("dov", "Dov Reef"),
        ],
        organizations=[
            OrganizationRecord("house-of-the-island", "House of the Island", "legislature"),
            OrganizationRecord("tide-party", "Tide Party", "party"),
            OrganizationRecord("government-of-the-island", "Government of the Island", "executive"),
            OrganizationRecord("rock-party", "Rock Party", "party"),
        ],
        areas=[AreaRecord("north-shore", "North Shore")],
        memberships=[
            MembershipRecord(
                person="ana",
                organization="house-of-the-island",
                role="member",
                party="tide-party",
                area="north-shore",
                starts=PartialDate(date(2014, 9, 13)),
            ),
            MembershipRecord(
                person="ana",
                organization="government-of-the-island",
                role="Prime Minister",
                party="tide-party",
                starts=PartialDate(date(2011, 11, 7)),
                ends=PartialDate(date(2016, 12, 5)),
            ),
            MembershipRecord(
                person="ben",
                organization="tide-party",
                role="Fisheries spokesperson",
                starts=PartialDate(date(2014, 10, 1), "month"),
            ),
            MembershipRecord(
                person="cleo", organization="rock-party", starts=PartialDate(date(2012, 1, 1), "year")
            ),
        ],
    )


def test_rows_that_cannot_be_used_are_named_and_the_rest_go_on():
    roll = read_sample("refused.csv")
    assert [person.name for person in roll.people] == ["Ana Field", "Ed Hook"]
    assert [(membership.person, membership.role) for membership in roll.memberships] == [
        ("ana", "member"),
        ("ed", "Speaker"),
    ]
    assert [area.name for area in roll.areas] == ["North"]
    assert roll.refused == [
        Refusal("line 3", "name is 'Ana Fields', but 'Ana Field' on line 2"),
        Refusal("line 4", "gender is 'male', but 'female' on line 2"),
        Refusal("line 5", "starts: '2015-02-30' is not a day of the calendar"),
        Refusal("line 6", "ends 2015 is not after starts 2016"),
        Refusal("line 7", "organization is missing, and so is party"),
        Refusal("line 8", "organization is missing beside organization_id"),
        Refusal("line 9", "name is missing"),
        Refusal("line 10", "id is missing"),
        Refusal("line 11", "'house' is 'HOUSE', but 'House' on line 2"),
        Refusal("line 12", "name has U+000A in it, which no name has"),
        Refusal("line 14", "there are more cells than columns in the header"),
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_cells_are_parted_by_commas_semicolons_or_tabs(delimiter):
    table = "ID,Name,Sort name\r\na,Ana Hill,Hill Ana\r\n".replace(",", delimiter)
    assert csv_rows.read(table.encode(), "a.csv") == Roll(
        people=[PersonRecord("a", "Ana Hill", sort_name="Hill Ana")]
    )


def test_identifiers_may_be_those_of_another_file():
    table = b"id,name,role,organization,organization_id\na,Ana,Speaker,New Zealand Parliament,house\n"
    assert csv_rows.read(table, "a.csv").organizations == [
        OrganizationRecord("house", "New Zealand Parliament")
    ]


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (b"", "a.csv: the file is empty"),
        (
            b"id,name\n1,K\xe4retu\n",
            "a.csv, line 2, column 4: byte 0xe4 is not UTF-8; save the file as UTF-8",
        ),
        (b"id,nom\n", "a.csv, line 1, column 1: unknown column 'nom'; the columns are id, name, sort_name"),
        (b"id,gender\n", "a.csv, line 1, column 1: there is no column 'name'"),
        (b"id,name,Name\n", "a.csv, line 1, column 1: two columns have the same name"),
        (b'id,name\n1,"Ana\n2,Bo\n', "a.csv, line 3, column 1: not CSV: unexpected end of data"),
        (
            b"id,name\n1," + b"a" * 140_000,
            "a.csv, line 2, column 1: not CSV: field larger than field limit (131072)",
        ),
    ],
)
def test_a_table_that_cannot_be_read_is_named_with_its_reason(table, message):
    with pytest.raises(UnreadableFile) as refusal:
        csv_rows.read(table, "a.csv")
    assert str(refusal.value).startswith(message)
