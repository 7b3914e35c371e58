"""What the private server is told, written anew at each start."""

import os
from pathlib import Path

MB = 1024 * 1024

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
        "shared_buffers": f"{_shared_buffers() // MB}MB",
        # In the data folder: a container's /dev/shm is small, and a logout may empty that of its user.
        "dynamic_shared_memory_type": "mmap",
        "jit": "off",
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


def _shared_buffers() -> int:
    """A sixteenth of the memory, in bytes, within reason: a container may have less than the machine."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return min(max(memory // 16, 32 * MB), 256 * MB)
