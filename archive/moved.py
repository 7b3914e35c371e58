"""Where a page is now that was elsewhere before."""

import re

from django.apps import apps
from django.db.models import Model
from django.db.models.functions import Length

from archive.models import FormerAddress

MOST_PARTS = 10
"""No page of the archive lies deeper."""
DAY = re.compile(r"/0*(\d{1,4})/(\d\d?)/(\d\d?)/", re.ASCII)
"""In an address, as it may be typed."""


def moved_to(path: str) -> str | None:
    """The address of what once stood at ``path``, or at a page above it; ``None`` where nothing did.

    What lies below a page, such as its citation in a file, moves with it. The address is that of today,
    however often the page has moved: nobody is sent on twice.
    """
    path = DAY.sub(lambda day: f"/{day[1]}/{day[2]:0>2}/{day[3]:0>2}/", path, count=1)
    parts = path.strip("/").split("/")[:MOST_PARTS]
    above = [f"/{'/'.join(parts[: count + 1])}/" for count in range(len(parts))]
    former = FormerAddress.objects.filter(path__in=above).order_by(Length("path").desc()).first()
    row = former and row_of(former)
    if not (former and row):
        return None
    return row.get_absolute_url() + path[len(former.path) :]  # type: ignore[attr-defined]


def row_of(former: FormerAddress) -> Model | None:
    """What readers may see of it: a model says in ``has_page`` which rows have none."""
    row = apps.get_model(former.kind)._default_manager.filter(pk=former.key).first()
    return row if row and getattr(row, "has_page", True) else None
