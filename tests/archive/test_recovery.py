"""The archive's own PostgreSQL, killed in the middle of an import of 1,000 stories."""

import os
import signal
import time

import pytest

from tests.processes import finish, run, write_stories

STORIES = 1000


def count(folder, model):
    code, out, problems = finish(
        folder,
        "shell",
        "--verbosity=0",
        "-c",
        f"from articles.models import *; print({model}.objects.count())",
    )
    assert code == 0, problems
    return int(out)


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
    while importing.poll() is None and count(folder, "Article") < STORIES // 20:
        time.sleep(0.05)
    os.kill(int((folder / "postgres/data/postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    _, problems = importing.communicate(timeout=120)

    kept = count(folder, "Article")
    assert 0 < kept <= STORIES
    assert "Traceback" not in problems, problems
    code, out, problems = finish(folder, "import_articles", str(stories))
    assert code == 0, problems
    assert f"{STORIES - kept} added, 0 changed, {kept} unchanged, 0 refused" in out
    assert (
        count(folder, "Article") == count(folder, "ArticleVersion") == count(folder, "Quotation") == STORIES
    )
