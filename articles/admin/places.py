"""Where the words of a quotation stand in its story, as staff read and write it: ``120–145, 160–171``."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

Spans = list[list[int]]

_PLACE = re.compile(r"\s*(\d{1,9})\s*[-–]\s*(\d{1,9})\s*", re.ASCII)


def written(spans: Spans) -> str:
    return ", ".join(f"{start}–{end}" for start, end in spans)


class PlacesField(forms.CharField):
    """Pairs of positions, as text; an empty field is an empty list."""

    def prepare_value(self, value: Any) -> Any:
        return written(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        if isinstance(value, list):
            return value
        found = [_PLACE.fullmatch(place) for place in (value or "").split(",") if place.strip()]
        if not all(found):
            raise ValidationError(
                _("Write a place as two positions, such as 120–145, and part several by commas.")
            )
        return [[int(match[1]), int(match[2])] for match in found if match]

    def run_validators(self, value: Spans) -> None:
        """What positions may be depends on the story: see :func:`standing_at`."""


class PrintedTextField(forms.CharField):
    """Text to the letter: nothing stripped, and line breaks as the archive keeps them."""

    widget = forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strip=False, **kwargs)

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n")


def standing_at(body: str, spans: Spans) -> str:
    """What stands at ``spans``; a ``ValidationError`` where they do not run forward within ``body``."""
    since = 0
    for start, end in spans:
        if not since <= start < end <= len(body):
            told = {"length": len(body)}
            raise ValidationError(
                _("Places run forward, do not overlap, and lie between 0 and %(length)d.") % told
            )
        since = end
    return " ".join(body[start:end] for start, end in spans)


def places_of(body: str, text: str) -> Spans:
    """Every place at which ``text`` stands in ``body``."""
    starts = (match.start() for match in re.finditer(f"(?={re.escape(text)})", body))
    return [[start, start + len(text)] for start in starts]
