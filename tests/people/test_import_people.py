"""``manage.py import_people`` and ``export_people``, as the keeper of an archive sees them."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError

from people.importers import files
from people.models import Person

pytestmark = pytest.mark.django_db

SAMPLES = Path(__file__).parents[1] / "samples" / "people"
ISLAND = str(SAMPLES / "island.json")


def run(command, *arguments):
    """Return what the command wrote, and its complaints: the last is why it failed, if it did."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command(command, *arguments, stdout=out, stderr=err)
    except CommandError as problem:
        err.write(f"{problem}\n")
    return out.getvalue(), err.getvalue().splitlines()


def written(path, content):
    path.write_bytes(content)
    return str(path)


def test_an_import_reports_what_it_added_and_then_that_nothing_changed():
    assert run("import_people", ISLAND) == (f"{ISLAND}: 29 added, 0 changed, 0 unchanged, 0 refused\n", [])
    assert run("import_people", ISLAND) == (f"{ISLAND}: 0 added, 0 changed, 29 unchanged, 0 refused\n", [])


def test_a_table_is_imported_like_a_document():
    table = str(SAMPLES / "island.csv")
    assert run("import_people", table) == (f"{table}: 13 added, 0 changed, 0 unchanged, 0 refused\n", [])
    assert run("import_people", table)[0] == f"{table}: 0 added, 0 changed, 13 unchanged, 0 refused\n"


@pytest.mark.parametrize("name", ["island.json", "island.csv"])
def test_standard_input_is_read_in_either_form(name, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO((SAMPLES / name).read_bytes())))
    out, err = run("import_people", "-")
    assert out.startswith("standard input: ")
    assert err == []
    assert Person.objects.filter(key="ana").exists()


def test_refused_rows_are_named_by_file_and_line_and_the_rest_is_kept():
    path = str(SAMPLES / "refused.csv")
    out, err = run("import_people", path)
    assert out == f"{path}: 7 added, 0 changed, 0 unchanged, 11 refused\n"
    assert err[0] == f"{path}, line 3: name is 'Ana Fields', but 'Ana Field' on line 2"
    assert err[-1] == "Not everything could be imported; the reasons are above, and the rest is kept."
    assert Person.objects.count() == 2


def test_a_membership_of_nobody_is_refused_and_the_rest_is_kept(tmp_path):
    document = json.loads(Path(ISLAND).read_text())
    document["memberships"][0]["person_id"] = "ghost"
    path = written(tmp_path / "ghost.json", json.dumps(document, indent=1).encode())
    out, err = run("import_people", path)
    assert out == f"{path}: 28 added, 0 changed, 0 unchanged, 1 refused\n"
    assert err[0] == f"{path}, line 113, memberships[0]: 'ghost' is not among the persons of the file"


def test_an_unreadable_file_changes_nothing_and_the_next_is_imported(tmp_path):
    broken = written(tmp_path / "broken.json", b'{"persons": [')
    out, err = run("import_people", broken, ISLAND)
    assert out == f"{ISLAND}: 29 added, 0 changed, 0 unchanged, 0 refused\n"
    assert err == [
        f"{broken}, line 1, column 14: not JSON: Expecting value",
        "Not everything could be imported; the reasons are above, and the rest is kept.",
    ]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty.json", b"", ": the file is empty"),
        ("latin.csv", b"id,name\n1,K\xe4retu\n", ", line 2, column 4: byte 0xe4 is not UTF-8"),
        ("nul.txt", b"\x00\x00", ", line 1, column 1: unknown column '\\x00\\x00'"),
        ("stories.json", b'{"stories": []}', ": not Popolo"),
        ("prose.txt", b"Once upon a time", ", line 1, column 1: unknown column 'once_upon_a_time'"),
        ("image.json", b"\x89PNG\r\n", ", line 1, column 1: byte 0x89 is not UTF-8"),
    ],
)
def test_a_file_of_something_else_is_named_with_its_reason(tmp_path, name, content, reason):
    path = written(tmp_path / name, content)
    out, err = run("import_people", path)
    assert out == ""
    assert err[0].startswith(f"{path}{reason}")
    assert not Person.objects.exists()


def test_a_file_that_is_not_there_or_is_a_folder_is_named(tmp_path):
    _, err = run("import_people", str(tmp_path), str(tmp_path / "gone.json"))
    assert err[:2] == [f"{tmp_path}: is a directory", f"{tmp_path}/gone.json: no such file or directory"]


def test_a_file_too_large_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "LARGEST", 1024 * 1024)
    path = written(tmp_path / "large.json", b" " * (1024 * 1024 + 1))
    assert run("import_people", path)[1][0] == f"{path}: the file is larger than 1 MB"


def test_rows_that_somebody_edits_at_the_same_time_stay_as_they_are(monkeypatch):
    def collide(roll, source):
        raise IntegrityError("office_has_one_holder_at_a_time\nDETAIL: and so on")

    monkeypatch.setattr("people.management.commands.import_people.load", collide)
    _, err = run("import_people", ISLAND)
    assert err[0] == f"{ISLAND}: nothing imported, try again: office_has_one_holder_at_a_time"


def test_an_export_is_written_to_a_file_or_to_standard_output(tmp_path):
    run("import_people", ISLAND)
    path = tmp_path / "export.json"
    assert run("export_people", "--output", str(path)) == (
        f"{path}: 5 persons, 5 organizations, 15 memberships, 2 areas, 2 events\n",
        [],
    )
    assert json.loads(run("export_people")[0]) == json.loads(path.read_text())
    assert "Reef" in path.read_text()


def test_an_export_that_cannot_be_written_says_why(tmp_path):
    assert run("export_people", "--output", str(tmp_path))[1] == [f"{tmp_path}: is a directory"]
