import io
import os
import sys
from pathlib import Path

import pytest

from articles.importers.files import find_files, read_file, read_stream
from articles.importers.records import Hints
from people.importers.records import Refusal

SAMPLES = Path(__file__).parents[2] / "samples" / "articles"
HINTS = Hints(outlet="The Post", published="2015-06-18")
LIMIT = 2000


def told(results):
    """Places of the reports that can be used, places and reasons of those that cannot."""
    return [(r.place, r.reason) if isinstance(r, Refusal) else r.place for r in results]


def test_a_folder_gives_its_files_of_known_forms_in_order(tmp_path):
    for name in ("b/2.txt", "b/1.HTML", "a.jsonl", "b/notes.md", ".hidden/3.txt", ".4.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    found = [path.relative_to(tmp_path).as_posix() for path in find_files([tmp_path])]
    assert found == ["a.jsonl", "b/1.HTML", "b/2.txt"]


def test_a_bad_item_of_a_list_leaves_the_others():
    path = SAMPLES / "list.json"
    assert told(read_file(path, HINTS, LIMIT)) == [
        f"{path}, line 2, item 1",
        (f"{path}, line 3, item 2", "paragraphs: 'It poured.' is not of type 'array'"),
        f"{path}, line 4, item 3",
    ]


def test_a_bad_line_leaves_the_others():
    path = SAMPLES / "lines.jsonl"
    assert told(read_file(path, HINTS, LIMIT)) == [
        f"{path}, line 1",
        (f"{path}, line 3", "column 17: no JSON: Expecting value"),
        (f"{path}, line 4", "published '1066': no report is from 1066"),
        f"{path}, line 5",
    ]


def test_an_address_from_the_hints_is_not_given_to_many():
    hints = Hints(url="https://post.example/1")
    assert {
        record.url
        for record in read_file(SAMPLES / "list.json", hints, LIMIT)
        if not isinstance(record, Refusal)
    } == {""}


def test_a_file_that_is_too_large_is_refused_before_it_is_read(tmp_path, monkeypatch):
    large = tmp_path / "large.txt"
    with large.open("wb") as stream:
        stream.truncate(50 * 1024 * 1024)
    monkeypatch.setattr(Path, "open", None)
    assert told(read_file(large, HINTS, 20 * 1024 * 1024)) == [(str(large), "it is larger than 20 MB")]


def test_a_stream_is_read_no_further_than_the_limit():
    megabyte = 1024 * 1024
    stream = io.BytesIO(b"a" * 2 * megabyte)
    assert told(read_stream(stream, "-", "text", HINTS, megabyte)) == [("-", "it is larger than 1 MB")]
    assert stream.tell() == megabyte + 1


def test_a_line_that_is_too_long_leaves_the_others():
    short = b'{"text": "It rained."}\n'
    stream = io.BytesIO(short + b'{"text": "' + b"a" * 5000 + b'"}\n' + short)
    results = told(read_stream(stream, "-", "jsonl", HINTS, LIMIT))
    assert [place if isinstance(place, str) else place[0] for place in results] == [
        *("-, line 1", "-, line 2", "-, line 3"),
    ]
    assert "larger than" in results[1][1]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("missing.txt", "No such file or directory"),
        ("folder.txt", "it is no file"),
        ("notes.md", "its name ends in none of .txt .text .html .htm .xhtml .json .jsonl .ndjson"),
        ("blank.jsonl", "it is empty"),
        ("empty.txt", "it is empty"),
        ("n" * 300 + ".txt", "File name too long"),
    ],
    ids=["missing", "folder", "suffix", "blank", "empty", "long"],
)
def test_a_path_that_cannot_be_read_is_refused(tmp_path, name, reason):
    (tmp_path / "folder.txt").mkdir()
    for file in ("notes.md", "empty.txt"):
        (tmp_path / file).touch()
    (tmp_path / "blank.jsonl").write_text("\n\n")
    [refusal] = read_file(tmp_path / name, HINTS, LIMIT)
    assert refusal.place == str(tmp_path / name)
    assert refusal.reason.startswith(reason)


def test_the_form_may_be_given():
    assert told(read_file(SAMPLES / "wrapped.txt", HINTS, LIMIT, "jsonl"))[0][1].startswith(
        "column 1: no JSON"
    )


def test_links_in_a_circle_and_files_that_are_none_are_named_and_the_rest_is_read(tmp_path):
    (tmp_path / "again").symlink_to(tmp_path)
    (tmp_path / "a.txt").symlink_to("b.txt")
    (tmp_path / "b.txt").symlink_to("a.txt")
    (tmp_path / "gone.txt").symlink_to("nowhere")
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "real.txt").write_text("It rained on the harbour.")
    found = [result for path in find_files([tmp_path]) for result in read_file(path, HINTS, LIMIT)]
    assert told(found) == [
        (f"{tmp_path / 'a.txt'}", "Too many levels of symbolic links"),
        (f"{tmp_path / 'b.txt'}", "Too many levels of symbolic links"),
        (f"{tmp_path / 'gone.txt'}", "No such file or directory"),
        (f"{tmp_path / 'pipe.txt'}", "it is no file"),
        f"{tmp_path / 'real.txt'}",
    ]


@pytest.mark.skipif(sys.platform == "darwin", reason="its file system has names in UTF-8 only")
def test_a_name_that_is_no_text_is_printed_in_escapes(tmp_path):
    folder = os.fsencode(tmp_path)
    for name in (b"\xff.txt", b"\x1b[31m\n.txt"):
        with open(os.path.join(folder, name), "w") as file:
            file.write("It rained on the harbour.")
    found = [result for path in find_files([tmp_path]) for result in read_file(path, HINTS, LIMIT)]
    assert sorted(told(found)) == [rf"{tmp_path}/\udcff.txt", rf"{tmp_path}/\x1b[31m\n.txt"]


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ("Standfirst: " + "s " * 5000, "standfirst: 9999 characters, where 5000 are the most"),
        ("Byline: " + " and ".join(f"N{n}" for n in range(60)), "byline: 60 names, where 50 are the most"),
    ],
    ids=["standfirst", "byline"],
)
def test_a_header_as_long_as_a_book_is_refused(header, reason):
    stream = io.BytesIO(f"{header}\n\nIt rained.".encode())
    assert told(read_stream(stream, "long.txt", "text", HINTS, 1_000_000)) == [("long.txt", reason)]
