"""The door to all commands."""

import os
import signal
import subprocess
import sys

import pytest
from django.conf import settings


def test_a_command_that_is_stopped_says_so_in_a_word(tmp_path):
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    os.mkfifo(source)
    command = subprocess.Popen(
        [sys.executable, "manage.py", "read_quotations", str(source), str(target)],
        cwd=settings.BASE_DIR,
        stderr=subprocess.PIPE,
        text=True,
        # A test run in the background has it ignored, and its children too.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    with source.open("w"):  # open once the command reads
        command.send_signal(signal.SIGINT)
        _, said = command.communicate(timeout=60)
    assert (command.returncode, said.strip()) == (1, "Stopped.")
    assert not target.exists()


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("postgres://nobody@127.0.0.1:1/nothing", "The database cannot be used: connection failed"),
        ("postgres://", "The settings cannot be used: settings.DATABASES is improperly configured"),
        ("mysql://x/y", "The settings cannot be used: DATABASE_URL is no postgres://user:password@host/name"),
        ("nonsense", "The settings cannot be used: DATABASE_URL is no postgres://user:password@host/name"),
    ],
)
def test_a_database_that_cannot_be_used_is_one_line(address, said):
    command = subprocess.run(
        [sys.executable, "manage.py", "export_people"],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": address},
        capture_output=True,
        text=True,
    )
    assert command.returncode == 1
    assert command.stderr.startswith(said)
    assert "Traceback" not in command.stderr
