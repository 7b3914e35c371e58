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
