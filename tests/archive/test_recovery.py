"""The archive's own PostgreSQL, killed in the middle of an import of 200 stories."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STORIES = 200


def run(folder, *arguments):
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return subprocess.Popen(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment | {"VAR": str(folder), "DATABASE_NAME": "press_gallery"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(folder, *arguments):
    process = run(folder, *arguments)
    out, problems = process.communicate(timeout=120)
    return process.returncode, out, problems


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
    path = tmp_path / "stories.jsonl"
    body = "Rain fell on the port. " * 400 + "“We will mend the wharf,” said Ana Tane."
    rows = (
        {"outlet": "The Post", "published": "2015-11-12", "id": f"s{n}", "text": f"{n}. {body}"}
        for n in range(STORIES)
    )
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return path


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
