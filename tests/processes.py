"""Commands run as processes of their own, on an archive of their own."""

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import psycopg

from archive.postgres import Server

ROOT = Path(__file__).resolve().parents[1]


def run(folder, *arguments, **settings):
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return subprocess.Popen(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment | {"VAR": str(folder), "DATABASE_NAME": "press_gallery"} | settings,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(folder, *arguments, **settings):
    process = run(folder, *arguments, **settings)
    out, problems = process.communicate(timeout=120)
    return process.returncode, out, problems


def connect(folder, database="press_gallery"):
    """A session with the archive's own server, which must be running."""
    params = Server(folder).connection(database)
    params = {name.lower(): value for name, value in params.items()}
    return psycopg.connect(dbname=params.pop("name"), **params, autocommit=True)


def write_stories(path, number):
    """Stories of other words each: alike, they would be taken for copies."""
    chance = random.Random(51)
    words = ["".join(chance.choices("aeioklmnprstw", k=6)) for _ in range(4000)]

    def row(number):
        sentences = [" ".join(chance.choices(words, k=12)).capitalize() + "." for _ in range(60)]
        text = f"{' '.join(sentences)} “We will {' '.join(chance.choices(words, k=9))},” said Ana Tane."
        return {"outlet": "The Post", "published": "2015-11-12", "id": f"s{number}", "text": text}

    path.write_text("\n".join(json.dumps(row(each)) for each in range(number)), encoding="utf-8")
    return path
