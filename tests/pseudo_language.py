"""A language whose letters are foreign wherever they came through gettext, and whose texts are longer."""

import gettext
import re

from django.utils.translation import trans_real
from django.utils.translation.trans_real import CONTEXT_SEPARATOR

CODE = "xa"
LETTERS = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "áƀçđéƒğĥíĵķłɱñóþʠřšťúṽŵẋýžÁƁÇĐÉƑĞĤÍĴĶŁⱮÑÓÞɊŘŠŤÚṼŴẊÝŽ",
)
KEPT = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{[^}]*\}|<[^>]+>|&\w+;")
"""What a translator keeps: places for values, and marks."""
MORE = 0.4


def foreign(text: str) -> str:
    """The text as this language has it; its own words repeated make it longer."""
    pieces = re.split(f"({KEPT.pattern})", text)
    told = "".join(piece if KEPT.fullmatch(piece) else piece.translate(LETTERS) for piece in pieces)
    words = KEPT.sub(" ", text).split()
    length, more = round(len(text) * MORE), ""
    while words and len(more) < length:
        more += " " + words[len(more) % len(words)].translate(LETTERS)
    return told + more[: length + 1].rstrip() if text.strip() else text


class PseudoLanguage(gettext.NullTranslations):
    """Every message is known; two plurals, as in English."""

    def gettext(self, message):
        # Django puts what a message is about before it.
        about, _separator, text = message.rpartition(CONTEXT_SEPARATOR)
        return text if about == "form of a date" else foreign(text)

    def ngettext(self, one, many, number):
        return self.gettext(one if number == 1 else many)

    def to_language(self):
        return CODE

    def language(self):
        return CODE

    def info(self):
        return {"plural-forms": "nplurals=2; plural=(n != 1);"}


def speak(monkeypatch, settings):
    """Let the whole site speak it until the test is over."""
    settings.LANGUAGE_CODE = CODE
    monkeypatch.setitem(trans_real._translations, CODE, PseudoLanguage())
    monkeypatch.setattr(trans_real, "_default", None)
