"""The command that reads JSON Lines without a database."""

import json

import pytest
from django.core.management import CommandError, call_command

from tests.articles.extraction.test_samples import SAMPLES

PEOPLE = str(SAMPLES / "people.popolo.json")
STORY = {"id": "a", "text": 'Ngaio Reid sat down.\n\n"It is late," she said.', "published": "2015-05-06"}


@pytest.fixture
def read(tmp_path):
    def run(*lines: str, options: tuple[str, ...] = ()):
        source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
        source.write_bytes("".join(line + "\n" for line in lines).encode())
        call_command("read_quotations", str(source), str(target), *options)
        return [json.loads(line) for line in target.read_text().splitlines()]

    return run


def test_each_span_has_its_place_speaker_and_person(read):
    [row] = read(json.dumps(STORY), options=("--people", PEOPLE))
    [quote] = row["quotes"]
    assert row["id"] == "a"
    assert STORY["text"][quote["start"] : quote["end"]] == quote["text"] == "It is late,"
    assert (quote["kind"], quote["speaker"], quote["person"]) == ("direct", "she", "ngaio-reid")
    assert 0 < quote["confidence"] <= 1
    assert row["mentions"] == ["ngaio-reid"]
    assert row["events"] == []


def test_no_people_file_names_nobody(read):
    [row] = read(json.dumps(STORY))
    assert [quote["person"] for quote in row["quotes"]] == [None]


def test_bad_line_is_named_and_the_rest_is_read(read, capsys):
    bad = [
        "{",
        "[]",
        '{"id": "b"}',
        '{"id": null, "text": ""}',
        '{"id": 1, "text": "x", "published": "soon"}',
    ]
    with pytest.raises(CommandError, match="5 lines"):
        read(*bad, json.dumps(STORY))
    complaints = capsys.readouterr().err.splitlines()
    assert [f"in.jsonl:{number}: " in complaint for number, complaint in enumerate(complaints, 1)] == [
        True
    ] * 5


@pytest.mark.parametrize("written", ["", "[]", "{}", '{"persons": 1}'])
def test_people_file_of_another_shape_is_refused(read, tmp_path, written):
    people = tmp_path / "people.json"
    people.write_text(written)
    with pytest.raises(CommandError, match=r"people\.json"):
        read(json.dumps(STORY), options=("--people", str(people)))


@pytest.mark.parametrize(
    "written", ['{"persons": []}', '{"persons": [{"id": "x"}]}', '{"persons": [{"id": "x", "name": ""}]}']
)
def test_people_file_of_nobody_names_nobody(read, tmp_path, written):
    people = tmp_path / "people.json"
    people.write_text(written)
    [row] = read(json.dumps(STORY), options=("--people", str(people)))
    assert row["mentions"] == []


def test_a_bad_row_of_the_people_file_is_named(read, tmp_path, capsys):
    people = tmp_path / "people.json"
    people.write_text('{"persons": [{"id": "x"}]}')
    read(json.dumps(STORY), options=("--people", str(people)))
    assert "people.json, line 1, persons[0]: name is missing" in capsys.readouterr().err


def test_events_file_of_another_shape_is_refused(read, tmp_path):
    events = tmp_path / "events.json"
    events.write_text('[{"name": "no id"}]')
    with pytest.raises(CommandError, match=r"events\.json"):
        read(json.dumps(STORY), options=("--events", str(events)))


def test_missing_file_is_one_line(tmp_path):
    with pytest.raises(CommandError, match="absent"):
        call_command("read_quotations", str(tmp_path / "absent.jsonl"), str(tmp_path / "out.jsonl"))


def test_the_file_that_is_read_is_never_written_over(tmp_path):
    source = tmp_path / "in.jsonl"
    source.write_text(json.dumps(STORY))
    with pytest.raises(CommandError, match="it is the file to be read"):
        call_command("read_quotations", str(source), str(source))
    assert json.loads(source.read_text()) == STORY


def test_half_a_character_is_refused_with_its_line(read, capsys):
    with pytest.raises(CommandError, match="2 lines"):
        read(
            json.dumps({"id": "\ud800", "text": ""}),
            json.dumps({"id": 1, "text": "\udfff"}),
            json.dumps(STORY),
        )
    said = capsys.readouterr().err
    assert "in.jsonl:1: id: the character U+D800 is no text" in said
    assert "in.jsonl:2: text: the character U+DFFF is no text" in said


def test_an_events_file_nested_without_end_is_refused(read, tmp_path):
    events = tmp_path / "events.json"
    events.write_text("[" * 100_000)
    with pytest.raises(CommandError, match="nested too deeply"):
        read(json.dumps(STORY), options=("--events", str(events)))


def test_a_reading_that_is_cut_off_leaves_the_last_one_as_it_was(read, tmp_path, monkeypatch):
    read(json.dumps(STORY))
    before = (tmp_path / "out.jsonl").read_text()

    def cut_off(*arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr("articles.extraction.jsonlines.read_story", cut_off)
    with pytest.raises(KeyboardInterrupt):
        read(json.dumps(STORY | {"id": "b"}))
    assert (tmp_path / "out.jsonl").read_text() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.jsonl", "out.jsonl"]
