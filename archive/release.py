"""Which release of the archive this is, by what it is made of."""

import hashlib
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

FOLDERS = ("archive", "people", "articles", "templates", "static")
SHOWN = ("SITE_URL", "LANGUAGE_CODE", "TIME_ZONE", "ATTRIBUTION_SHOWN_AS_FACT")
"""Settings that pages depend on."""


class Release(NamedTuple):
    digest: str
    """The same on every machine that has the same files and settings."""
    made_at: datetime


@cache
def release() -> Release:
    base = Path(settings.BASE_DIR)
    files = [path for name in FOLDERS for path in (base / name).rglob("*") if path.is_file()]
    files = [path for path in files if path.suffix != ".pyc"]
    files.append(base / "requirements.txt")
    made_of = hashlib.blake2b(digest_size=16)
    for path in sorted(files):
        made_of.update(f"{path.relative_to(base)}\0".encode() + path.read_bytes())
    made_of.update(repr([getattr(settings, name) for name in SHOWN]).encode())
    newest = max(path.stat().st_mtime for path in files)
    return Release(made_of.hexdigest(), datetime.fromtimestamp(newest, UTC))
