"""The archive's own PostgreSQL, killed in the middle of an import of 500 stories."""

import os
import signal
import time

import pytest

from tests.processes import connect, finish, run, write_stories

STORIES = 500


def count(folder, table):
    with connect(folder) as connection:
        return connection.execute(f"SELECT count(*) FROM articles_{table}").fetchone()[0]


@pytest.fixture
def folder(tmp_path):
    assert finish(tmp_path / "var", "migrate", "--verbosity=0")[0] == 0
    yield tmp_path / "var"
    finish(tmp_path / "var", "database", "stop")


@pytest.fixture
def stories(tmp_path):
    return write_stories(tmp_path / "stories.jsonl", STORIES)


def test_a_killed_server_loses_no_story_and_doubles_none(folder, stories):
    importing = run(folder, "import_articles", str(stories))
    while importing.poll() is None and count(folder, "article") < STORIES // 20:
        time.sleep(0.05)
    os.kill(int((folder / "postgres/data/postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    _, problems = importing.communicate(timeout=120)

    assert finish(folder, "database", "start")[0] == 0
    kept = count(folder, "article")
    assert 0 < kept <= STORIES
    assert "Traceback" not in problems, problems
    code, out, problems = finish(folder, "import_articles", str(stories))
    assert code == 0, problems
    assert f"{STORIES - kept} added, 0 changed, {kept} unchanged, 0 refused" in out
    tables = ("article", "articleversion", "quotation")
    assert [count(folder, table) for table in tables] == [STORIES] * 3
