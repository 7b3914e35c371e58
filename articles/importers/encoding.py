"""From bytes to text: which encoding, and what is no text at all."""

import codecs
import re

from articles.importers.refusals import Refused

_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_NOT_TEXT = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a ZIP archive or an office document",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"\x1f\x8b": "a gzip archive",
    b"\xd0\xcf\x11\xe0": "an old office document",
    b"{\\rtf": "a rich-text document",
}
# Pages that declare these print curly marks, which only Windows-1252 has.
_AS_BROWSERS_DO = dict.fromkeys(["iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii"], "windows-1252")
_UTF8_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


def decode(data: bytes, declared: str = "") -> tuple[str, str]:
    """Return the text of ``data`` and its encoding: by its mark, else UTF-8, the declared one, Windows-1252.

    ``Refused`` names the first byte that cannot be text.
    """
    for start, kind in _NOT_TEXT.items():
        if data.startswith(start):
            raise Refused(f"it is {kind}, not text")
    text, encoding = _decoded(data, declared)
    if not text.strip():
        raise Refused("it is empty")
    if (nul := text.find("\0")) >= 0:
        line = text.count("\n", 0, nul) + 1
        raise Refused(f"line {line}: a NUL byte, so it is not text")
    return text, encoding


def _decoded(data: bytes, declared: str) -> tuple[str, str]:
    marked = next((name for mark, name in _MARKS.items() if data.startswith(mark)), "utf-8")
    try:
        return data.decode(marked), marked.removesuffix("-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        refusal = Refused(f"line {line}: byte {data[error.start]:#04x} is no {marked} text")
    if marked != "utf-8" or _is_damaged_utf8(data):
        raise refusal
    for encoding in (_AS_BROWSERS_DO.get(declared.lower(), declared), "windows-1252"):
        try:
            return data.decode(encoding), encoding.lower()
        except (UnicodeError, LookupError):
            continue
    raise refusal


def _is_damaged_utf8(data: bytes) -> bool:
    """Whether most of it is UTF-8: as Windows-1252, every macron in it would become two wrong letters."""
    whole = len(_UTF8_SEQUENCE.findall(data))
    stray = sum(byte >= 0x80 for byte in _UTF8_SEQUENCE.sub(b"", data))
    return whole > stray
