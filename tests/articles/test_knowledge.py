from datetime import date
from pathlib import Path

import pytest

from articles.extraction.knowledge import Knowledge
from articles.extraction.roster import Roster
from articles.outlets import named_in, publishing_outlet, speaking_outlets
from people.importers import popolo
from people.importers.load import load
from tests.factories import make_event, make_outlet, make_person, take_part

pytestmark = pytest.mark.django_db

ISLAND = Path(__file__).parents[1] / "samples" / "people" / "island.json"


def known_to(roster):
    """People with their offices in no order: a file mixes offices and parties as it likes."""
    return {
        key: (person.name, person.gender, person.names, person.titled, {*person.tenures})
        for key, person in roster.people.items()
    }


def test_the_reader_knows_the_people_of_the_archive_as_it_knows_those_of_a_file():
    roll = popolo.read(ISLAND.read_bytes(), "island.json")
    load(roll, "island.json")
    of_file, of_archive = Roster.from_roll(roll), Knowledge().roster
    assert known_to(of_file)
    assert known_to(of_archive) == known_to(of_file)
    assert (of_archive.parties, of_archive.areas) == (of_file.parties, of_file.areas)


def test_events_are_known_with_who_took_part_and_what_led_to_them():
    ana = make_person("Ana Pere", key="ana")
    ruling = make_event("Ruling", key="ruling", starts_on=date(2015, 6, 18))
    walkout = make_event("Walk-out", key="walk-out", starts_on=date(2015, 6, 1), precision="month")
    walkout.in_response_to = ruling
    walkout.save()
    take_part(walkout, ana)
    first, second = Knowledge().events
    assert (first.id, first.day, first.participants) == ("ruling", date(2015, 6, 18), ())
    assert (second.day, second.participants, second.in_response_to) == (None, ("ana",), "ruling")


def test_a_name_speaks_and_a_common_noun_does_not():
    names = ["The  Guardian", "the Press", "the press", "She", "", "the"]
    assert [named_in(label) for label in names] == ["guardian", "press", "", "she", "", ""]


def test_an_outlet_is_found_by_its_name_in_any_case_and_added_once():
    gannet = make_outlet("The Gannet")
    assert publishing_outlet("the gannet") == gannet
    assert publishing_outlet("The Heron") == publishing_outlet("The Heron")
    found = speaking_outlets(["Gannet", "NBC", "the Ministry"])
    assert {name: str(outlet) for name, outlet in found.items()} == {"gannet": "The Gannet", "nbc": "NBC"}
    assert speaking_outlets(["NBC"]) == {"nbc": found["nbc"]}
