"""The archive's own server, as it runs for readers, in a process of its own."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory

from django.conf import settings
from django.core.management import CommandError
from django.db import connection


@contextmanager
def public_site() -> Iterator[str]:
    """The whole address of the archive in use as the public has it, its files collected and compressed."""
    with TemporaryDirectory() as static:
        collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity=0"]
        environment = {**os.environ, "STATIC_ROOT": static}
        subprocess.run(collect, check=True, cwd=settings.BASE_DIR, env=environment)  # noqa: S603 (our own)
        with server(2, STATIC_ROOT=static) as port:
            yield f"http://localhost:{port}"


@contextmanager
def server(workers: int, **wanted: str) -> Iterator[int]:
    """The production server on the database in use, with settings as ``wanted``; the port it answers at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **os.environ,
        "SITE_URL": f"http://localhost:{port}",  # without redirects to https
        "DATABASE_REPLICA_URLS": "",  # which would have another archive
        "BENCHMARK_DATABASE": connection.settings_dict["NAME"],
        **wanted,
    }
    bind = ["--bind", f"127.0.0.1:{port}", "--chdir", str(settings.BASE_DIR), "--no-control-socket"]
    workers_and_threads = ["--workers", str(workers), "--threads", "4"]
    process = subprocess.Popen(  # noqa: S603 (our own interpreter)
        [sys.executable, "-m", "gunicorn", "articles.benchmarks._wsgi", *workers_and_threads, *bind],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(process, port)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=30)


def wait_for(process: "subprocess.Popen[bytes]", port: int, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until and process.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise CommandError("The server did not start.")
