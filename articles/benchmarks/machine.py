"""The machine and the database that figures are taken on: a figure without them says little."""

import os
import platform
from argparse import ArgumentParser
from contextlib import suppress
from pathlib import Path
from typing import Any, TextIO

import django
from django.db import connection
from django.template.defaultfilters import filesizeformat

SETTINGS = (
    "shared_buffers",
    "effective_cache_size",
    "work_mem",
    "maintenance_work_mem",
    "seq_page_cost",
    "random_page_cost",
    "cpu_index_tuple_cost",
    "effective_io_concurrency",
    "max_parallel_workers_per_gather",
    "jit",
    "fsync",
    "synchronous_commit",
    "max_wal_size",
)


def add_arguments(parser: ArgumentParser) -> None:
    pass


def run(options: dict[str, Any], stdout: TextIO) -> None:
    for name, value in describe().items():
        stdout.write(f"{name:34} {value}\n")


def describe() -> dict[str, str]:
    """Processor, memory, versions and what the server is told, by name, all in words."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database(), current_setting('server_version')")
        database, version = cursor.fetchone()
        cursor.execute(
            "SELECT name, current_setting(name) FROM pg_settings WHERE name = ANY(%s)", [[*SETTINGS]]
        )
        told = dict(cursor.fetchall())
    return {
        "processor": processor(),
        "cores": str(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()),
        "memory": filesizeformat(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")),
        "python": f"{platform.python_version()}, Django {django.get_version()}",
        "postgresql": version,
        "database": database,
        **{name: told[name] for name in SETTINGS},
    }


def processor() -> str:
    with suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
