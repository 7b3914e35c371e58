"""BibTeX, read by BibTeX, biblatex and reference managers; UTF-8."""

import re
from functools import lru_cache

from articles.exports.works import ARCHIVE, Name, Work, one_line, parts_of_day

_MEANT = {
    "\\": r"{\textbackslash}",
    # BibTeX counts braces even behind a backslash, so one alone must go by its name.
    "{": r"{\textbraceleft}",
    "}": r"{\textbraceright}",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
    **{mark: f"\\{mark}" for mark in "%$&#_"},
}
_MEANING = re.compile("[" + re.escape("".join(_MEANT)) + "]")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def escape(text: str) -> str:
    """``text`` in one line, with nothing in it that TeX would act on. Letters stay as they are."""
    return _MEANING.sub(lambda found: _MEANT[found[0]], one_line(text))


known = lru_cache(maxsize=1000)(escape)
"""The same of what many works share, such as the name of an outlet."""


def address(url: str) -> str:
    """An address as TeX's ``url`` takes it: verbatim, but for what would end the field."""
    for mark, code in (("\\", "%5C"), ("{", "%7B"), ("}", "%7D"), (" ", "%20")):
        url = one_line(url).replace(mark, code)
    return url


@lru_cache(maxsize=1000)
def name(author: Name) -> str:
    # In braces a name is one word: no comma or "and" in it parts it.
    if author.given:
        return f"{guarded(author.family)}, {guarded(author.given)}"
    return f"{{{escape(author.family)}}}"


def guarded(half: str) -> str:
    """Half a name; in braces where BibTeX would see two in it."""
    return f"{{{escape(half)}}}" if re.search(r"\band\b|,", half, re.IGNORECASE) else escape(half)


def entry(work: Work) -> str:
    """One entry, ending in a line break."""
    # Doubled braces keep every letter's case as the outlet printed it.
    fields = [("title", f"{{{known(work.title)}}}")]
    if work.authors:
        fields.append(("author", " and ".join(map(name, work.authors))))
    if work.is_event:
        fields.append(("organization", f"{{{ARCHIVE}}}"))
        note = ", ".join(filter(None, [work.happened, work.place]))
        fields.append(("note", escape(note)))
    else:
        fields += [("journal", f"{{{known(work.outlet)}}}"), ("entrysubtype", "newspaper")]
    dated = work.day_parts
    if dated:
        fields.append(("date", "-".join(f"{part:02}" for part in dated)))
        fields.append(("year", str(dated[0])))
    if work.section:
        fields.append(("titleaddon", known(work.section)))
    if work.version:
        fields.append(("version", str(work.version)))
    fields.append(("url", address(work.address)))
    if work.seen_on:
        fields.append(("urldate", "-".join(f"{part:02}" for part in parts_of_day(work.seen_on, "day"))))
    if work.language:
        fields.append(("language", known(work.language)))
    if not work.is_event:
        fields.append(("library", ARCHIVE))
    # Reference managers keep an annotation beside the entry, where a note would be printed with it.
    annotation = " ".join(filter(None, [work.saying, work.provenance and f"[{work.provenance}]"]))
    if annotation:
        fields.append(("annote", escape(annotation)))
    lines = [f"  {field} = {{{value}}},\n" for field, value in fields]
    if len(dated) > 1:
        lines.append(f"  month = {_MONTHS[dated[1] - 1]},\n")
    return f"@{'misc' if work.is_event else 'article'}{{{work.key},\n{''.join(lines)}}}\n"
