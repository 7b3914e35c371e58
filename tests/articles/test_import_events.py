import json

import pytest
from django.core.management import CommandError, call_command

from articles.models import Event
from tests.factories import make_person

pytestmark = pytest.mark.django_db

REMARK = {"id": "remark", "name": "A remark", "kind": "statement", "date": "2015-11-10"}
WALKOUT = {
    "id": "walkout",
    "name": "A walk-out",
    "kind": "walk-out",
    "date": "2015-11-11",
    "participants": [{"person": "ana-tane", "role": "led it"}],
    "in_response_to": "remark",
}


def import_rows(tmp_path, rows):
    path = tmp_path / "events.json"
    path.write_text(rows if isinstance(rows, str) else json.dumps(rows))
    call_command("import_events", path)


def test_events_arrive_with_people_and_what_led_to_them(tmp_path):
    make_person("Ana Tane", key="ana-tane")
    import_rows(tmp_path, [WALKOUT, REMARK])
    walkout = Event.objects.get(key="walkout")
    assert walkout.in_response_to.name == "A remark"
    assert [str(part) for part in walkout.participations.all()] == ["Ana Tane: led it"]


def test_importing_again_changes_nothing(tmp_path, capsys):
    make_person("Ana Tane", key="ana-tane")
    import_rows(tmp_path, [WALKOUT, REMARK])
    import_rows(tmp_path, [WALKOUT, REMARK | {"place": "The House"}])
    assert "0 added, 1 changed, 1 unchanged, 0 refused" in capsys.readouterr().out
    assert Event.objects.get(key="walkout").history.count() == 2  # made, then tied to the remark


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("", "the file is empty"),
        ("{", "Expecting property name"),
        ("{}", "a list of events was expected"),
        ([REMARK | {"date": "1066-10-14"}], "date: 1066-10-14 is too far"),
        ([REMARK | {"date": ""}], "date is missing"),
        ([REMARK | {"name": "Nul\x00"}], "name has U+0000 in it"),
        ([REMARK | {"until": "2015-11-01"}], "until 2015-11-01 is before"),
        ([WALKOUT | {"in_response_to": ""}], "it names ana-tane, which nothing here"),
        ([REMARK | {"in_response_to": "remark"}], "it names remark, which"),
        (["event"], "id is missing"),
    ],
)
def test_what_cannot_be_used_is_named(tmp_path, capsys, rows, said):
    with pytest.raises(CommandError):
        import_rows(tmp_path, rows)
    assert said in capsys.readouterr().err
    assert not Event.objects.exists()


def test_a_refused_event_leaves_the_rest(tmp_path):
    with pytest.raises(CommandError):
        import_rows(tmp_path, [WALKOUT, REMARK])
    assert Event.objects.get().key == "remark"


def test_each_event_has_an_address_of_its_own_whatever_its_identifier(tmp_path, client):
    alike = ["walk-out", "Walk out", "walk  out", "抗議"]
    import_rows(tmp_path, [REMARK | {"id": key, "name": "A walk-out"} for key in alike])
    addresses = {event.get_absolute_url() for event in Event.objects.all()}
    assert len(addresses) == 4
    assert {client.get(address).status_code for address in addresses} == {200}


@pytest.mark.parametrize("rows", ["[" * 100_000, f"[{'9' * 5000}]"], ids=["depth", "digits"])
def test_json_of_no_sensible_depth_is_refused(tmp_path, capsys, rows):
    with pytest.raises(CommandError):
        import_rows(tmp_path, rows)
    assert "events.json: not JSON of a size or depth" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"id": "l" * 300}, "key: Ensure this value has at most 200"),
        ({"name": "L" * 400}, "name: Ensure this value has at most 250"),
        ({"kind": "k" * 100}, "kind: Ensure this value has at most 60"),
        ({"place": "p" * 300}, "place: Ensure this value has at most 200"),
        (
            {"participants": [{"person": "ana-tane", "role": "r" * 300}]},
            "part: Ensure this value has at most",
        ),
        ({"participants": [{"person": "ana-tane"}] * 2}, "participants names somebody twice"),
    ],
)
def test_what_has_no_room_in_the_archive_is_refused_and_leaves_the_rest(tmp_path, capsys, row, said):
    make_person("Ana Tane", key="ana-tane")
    with pytest.raises(CommandError):
        import_rows(tmp_path, [{"id": "odd", "name": "Odd", "date": "2015-11-10"} | row, REMARK])
    assert said in capsys.readouterr().err
    assert Event.objects.get().key == "remark"


def test_an_identifier_given_twice_is_refused_the_second_time(tmp_path, capsys):
    with pytest.raises(CommandError):
        import_rows(tmp_path, [REMARK, REMARK | {"name": "Another"}])
    assert "[1]: id 'remark' is already that of [0]" in capsys.readouterr().err
    assert Event.objects.get().name == "A remark"


def test_events_that_led_to_each_other_in_a_circle_are_refused(tmp_path, capsys):
    import_rows(tmp_path, [REMARK, WALKOUT | {"participants": []}])
    with pytest.raises(CommandError):
        import_rows(tmp_path, [REMARK | {"in_response_to": "walkout"}])
    assert "in_response_to goes in a circle: remark, walkout" in capsys.readouterr().err
    assert Event.objects.get(key="remark").in_response_to is None


def test_an_event_whose_cause_is_refused_is_refused_with_it(tmp_path, capsys):
    with pytest.raises(CommandError):
        import_rows(tmp_path, [WALKOUT | {"participants": []}, REMARK | {"in_response_to": "nowhere"}])
    said = capsys.readouterr().err
    assert "remark: it names nowhere" in said
    assert "walkout: it names remark" in said
    assert not Event.objects.exists()


def test_what_staff_added_to_an_event_stays_when_its_file_comes_again(tmp_path, capsys):
    make_person("Ana Tane", key="ana-tane")
    import_rows(tmp_path, [WALKOUT, REMARK])
    walkout = Event.objects.get(key="walkout")
    Event.objects.filter(pk=walkout.pk).update(place="The House", summary="They left.")
    walkout.participations.create(person=make_person("Bo Rua"), part="followed")
    import_rows(tmp_path, [WALKOUT, REMARK])
    walkout.refresh_from_db()
    assert (walkout.place, walkout.summary) == ("The House", "They left.")
    assert [str(part) for part in walkout.participations.order_by("pk")] == [
        "Ana Tane: led it",
        "Bo Rua: followed",
    ]
    assert "0 added, 0 changed, 2 unchanged, 0 refused" in capsys.readouterr().out


def test_an_event_that_moves_past_its_end_loses_the_end(tmp_path):
    import_rows(tmp_path, [REMARK | {"until": "2015-11-12"}])
    import_rows(tmp_path, [REMARK | {"date": "2015-12-01"}])
    assert Event.objects.get().ends_on is None


def test_an_end_known_only_by_its_year_is_no_earlier_than_the_start(tmp_path):
    import_rows(tmp_path, [REMARK | {"date": "2015-06", "until": "2016"}])
    with pytest.raises(CommandError):
        import_rows(tmp_path, [REMARK | {"date": "2015-06", "until": "2015"}])
