"""What the private server is told, written anew at each start."""

import os
from contextlib import suppress
from pathlib import Path

MB = 1024 * 1024

# Where Linux says how much memory a container may use, in its second and its first way of limiting.
CONTAINER = (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"))

# One role, which may make databases and nothing more, with a password, by the socket only.
ACCESS = "local all {role} scram-sha-256\n"


def configuration(title: str, socket: Path, log: Path) -> str:
    settings = {
        "cluster_name": title,
        # Reached by the socket alone: no TCP port, and no other user of the machine.
        "listen_addresses": "",
        "unix_socket_directories": '"{}"'.format(str(socket).replace('"', '""')),
        "unix_socket_permissions": "0700",
        "max_connections": "100",
        **_for(memory()),
        # In the data folder: a container's /dev/shm is small, and a logout may empty that of its user.
        "dynamic_shared_memory_type": "mmap",
        "jit": "off",
        # Most pages lie in memory, where finding one is hardly dearer than looking at what it holds, and
        # gathering all matches of a common word from an index is far from free.
        "seq_page_cost": "0.2",
        "random_page_cost": "0.2",
        "cpu_index_tuple_cost": "0.02",
        # An import of years writes little twice. Recovery from a crash takes at most as long as reading this.
        "max_wal_size": "2GB",
        "checkpoint_timeout": "15min",
        # What is new is counted from indexes alone once it was vacuumed: after 2 % of a table, not 20.
        "autovacuum_vacuum_insert_scale_factor": "0.02",
        "autovacuum_analyze_scale_factor": "0.02",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "default_text_search_config": "pg_catalog.english",
        # A file for each day of the week, overwritten a week later.
        "logging_collector": "on",
        "log_directory": str(log),
        "log_filename": "postgres-%a.log",
        "log_rotation_age": "1d",
        "log_rotation_size": "0",
        "log_truncate_on_rotation": "on",
        "log_min_error_statement": "panic",
    }
    return "".join(f"{name} = {_quoted(value)}\n" for name, value in settings.items())


def _quoted(value: str) -> str:
    return "'{}'".format(value.replace("\\", "\\\\").replace("'", "''"))


def _for(memory: int) -> dict[str, str]:
    """What the server may use of so many bytes, which it shares with the archive and whatever else runs."""
    return {
        # PostgreSQL's own cache. The system caches the same files, so more of it gains little.
        "shared_buffers": _size(memory // 8, 32 * MB, 1024 * MB),
        # Takes nothing: how much of the data the planner may expect to find in either cache.
        "effective_cache_size": _size(memory // 2, 64 * MB),
        # For each sort and each set of matching pages: with too little, common words are read twice.
        "work_mem": _size(memory // 256, 4 * MB, 32 * MB),
        # To build an index, such as that of all words, one at a time.
        "maintenance_work_mem": _size(memory // 64, 32 * MB, 256 * MB),
    }


def _size(wanted: int, least: int, most: int | None = None) -> str:
    return f"{max(least, min(wanted, most or wanted)) // MB}MB"


def memory() -> int:
    """That of the machine, or of the container, in bytes."""
    limits = [os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")]
    for path in CONTAINER:
        with suppress(OSError, ValueError):  # no container, or one without a limit, which is "max"
            limits.append(int(path.read_text()))
    return min(limits)
