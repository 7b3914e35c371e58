"""Pictures of text, set in type by Typst. What they say is handed over beside the program, never in it."""

from functools import cache
from pathlib import Path
from threading import Lock
from typing import cast

import typst
from django.conf import settings

LETTERS = b"""
#set text(font: "Libertinus Serif")
#sys.inputs.text
"""

_one_at_a_time = Lock()


@cache
def _compiler() -> typst.Compiler:
    """With its own serif and, for letters that this has not, the fonts of the machine."""
    return typst.Compiler(font_paths=typst.Fonts())


@cache
def _program(name: str) -> bytes:
    return (Path(settings.BASE_DIR) / "templates" / name).read_bytes()


def picture(template: str, told: dict[str, str]) -> bytes:
    """The PNG that a program of ``templates/`` draws of one page; it finds ``told`` in ``sys.inputs``."""
    with _one_at_a_time:
        drawn = _compiler().compile(_program(template), format="png", ppi=72, sys_inputs=told)
    return cast(bytes, drawn)


def has_letters_for(text: str) -> bool:
    """Whether no box would stand for a letter: a document for archives refuses any, and says so."""
    try:
        with _one_at_a_time:
            _compiler().compile(LETTERS, format="pdf", pdf_standards="a-2u", sys_inputs={"text": text})
    except typst.TypstError:
        return False
    return True
