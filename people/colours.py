"""Party colours that stay readable on the paper of both colour schemes."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

PAPER_LIGHT = "#f8f6f1"
PAPER_DARK = "#171513"
LEAST_CONTRAST = 4.5  # WCAG 2.2 AA, text of ordinary size


def luminance(colour: str) -> float:
    """Relative luminance of ``#rrggbb``, from 0 (black) to 1 (white), as WCAG 2.2 defines it."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, from 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def readable_on(paper: str, colour: str) -> None:
    """Raise ``ValidationError`` unless ``colour`` is ``#rrggbb`` and readable on ``paper``."""
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        raise ValidationError(_("Write the colour as # and six hexadecimal digits, such as #1c5a98."))
    found = contrast(colour, paper)
    if found < LEAST_CONTRAST:
        raise ValidationError(
            _("%(colour)s on %(paper)s has a contrast of %(found).1f; text needs %(least).1f."),
            params={"colour": colour, "paper": paper, "found": found, "least": LEAST_CONTRAST},
        )


def readable_on_light(colour: str) -> None:
    readable_on(PAPER_LIGHT, colour)


def readable_on_dark(colour: str) -> None:
    readable_on(PAPER_DARK, colour)
