"""The archive's own PostgreSQL, killed in the middle of an import of 200 stories."""

import json
import os
import random
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
    """Stories of other words each: alike, they would be taken for copies."""
    path = tmp_path / "stories.jsonl"
    chance = random.Random(51)
    words = ["".join(chance.choices("aeioklmnprstw", k=6)) for _ in range(4000)]

    def row(number):
        sentences = [" ".join(chance.choices(words, k=12)).capitalize() + "." for _ in range(60)]
        text = f"{' '.join(sentences)} “We will {' '.join(chance.choices(words, k=9))},” said Ana Tane."
        return {"outlet": "The Post", "published": "2015-11-12", "id": f"s{number}", "text": text}

    path.write_text("\n".join(json.dumps(row(number)) for number in range(STORIES)), encoding="utf-8")
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
