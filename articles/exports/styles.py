"""Works as the handbooks print them: APA (7th edition), Chicago (17th, bibliography and note) and MLA (9th).

Their months and small words are English whatever language the archive speaks: they are part of the style.
A report without a byline begins with its title in APA and MLA, and with its outlet in Chicago. An event is
a page of the archive's own that may change, so that the day a reader saw it belongs to the citation.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles.exports.works import ARCHIVE, Name, Work, one_line, parts_of_day

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
MLA_MONTHS = ("Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.")
MOST_APA_AUTHORS = 20


class Run(NamedTuple):
    """Words of one kind of type. What the archive did not write stands apart, whatever way it runs."""

    text: str
    italic: bool = False
    foreign: bool = False


class Printed:
    """A citation in runs of type: ``str()`` for plain text, :attr:`html` for a page."""

    def __init__(self, *parts: "Run | str | Printed") -> None:
        self.runs: list[Run] = []
        for part in parts:
            self.runs += (
                part.runs if isinstance(part, Printed) else [Run(part) if isinstance(part, str) else part]
            )

    def __str__(self) -> str:
        return "".join(run.text for run in self.runs)

    @property
    def html(self) -> SafeString:
        return format_html_join("", "{}", ((printed(run),) for run in self.runs))


def printed(run: Run) -> SafeString:
    text = format_html("<bdi>{}</bdi>" if run.foreign else "{}", run.text)
    return format_html("<i>{}</i>", text) if run.italic else text


class Citation(NamedTuple):
    style: str
    listed: Printed
    """As it stands in the list of works."""
    beside: Printed | None
    """As it stands in the text, or in a note, where words of a report are quoted."""


def citations(work: Work) -> list[Citation]:
    return [apa(work), chicago(work), mla(work)]


def apa(work: Work) -> Citation:
    style = "APA"
    title = Printed(Run(work.title, foreign=True))
    if work.is_event:
        page = Printed(Run(named_with_day(work), italic=True, foreign=True))
        seen = f"Retrieved {american(seen_parts(work))}, from " if work.seen_on else ""
        return Citation(style, Printed(f"{ARCHIVE}. (n.d.). ", page, f". {seen}{work.address}"), None)
    if work.version:
        title = Printed(title, f" (Version {work.version})")
    dated = f"({year_first(work.day_parts)})"
    if work.authors:
        opening = Printed(stopped(apa_authors(work.authors)), f" {dated}. ", closed(title), " ")
    else:
        opening = Printed(closed(title), f" {dated}. ")
    listed = Printed(opening, Run(work.outlet, italic=True, foreign=True), f". {ARCHIVE}. {work.address}")
    year = str(work.day_parts[0])
    source: Printed = (
        Printed(short_authors(work.authors, "&", 2), f", {year}")
        if work.authors
        else Printed(in_marks(work, stop=","), f" {year}")
    )
    return Citation(style, listed, beside(work, "as cited in ", source))


def chicago(work: Work) -> Citation:
    style = "Chicago"
    if work.is_event:
        seen = f" Accessed {american(seen_parts(work))}." if work.seen_on else ""
        title = Printed("“", Run(inner_marks(named_with_day(work)), foreign=True), ".”")
        return Citation(style, Printed(f"{ARCHIVE}. ", title, f"{seen} {work.address}."), None)
    dated = american(work.day_parts)
    outlet = Run(work.outlet, italic=True, foreign=True)
    kept = f"{ARCHIVE}, version {work.version}" if work.version else ARCHIVE
    if work.authors:
        listed = Printed(
            stopped(
                joined([work.authors[0].turned, *(author.straight for author in work.authors[1:])], 10, 7)
            ),
            *(" ", in_marks(work, stop="."), " ", outlet, f", {dated}. {kept}. {work.address}."),
        )
    else:
        listed = Printed(outlet, ". ", in_marks(work, stop="."), f" {dated}. {kept}. {work.address}.")
    note = None
    if work.quoted:
        speaker = work.quoted.speaker
        signed = joined([author.straight for author in work.authors], 3, 1)
        named = Printed(Run(speaker.straight, foreign=True), unsure(work), ", ") if speaker else ""
        note = Printed(
            named,
            "quoted in " if named else "Quoted in ",
            f"{signed}, " if signed else "",
            in_marks(work, stop=","),
            *(" ", outlet, f", {dated}, {ARCHIVE}, {work.address}."),
        )
    return Citation(style, listed, note)


def mla(work: Work) -> Citation:
    style = "MLA"
    archive = Run(ARCHIVE, italic=True)
    if work.is_event:
        seen = f" Accessed {british(seen_parts(work))}." if work.seen_on else ""
        title = Printed("“", Run(inner_marks(named_with_day(work)), foreign=True), ".” ")
        return Citation(style, Printed(title, archive, f", {work.address}.{seen}"), None)
    names = first_turned(work.authors)
    signed = f"{names[0]}, et al." if len(names) > 2 else joined(names, 2, 1)
    version = f", version {work.version}" if work.version else ""
    listed = Printed(
        *([stopped(signed), " "] if signed else []),
        *(in_marks(work, stop="."), " ", Run(work.outlet, italic=True, foreign=True)),
        *(f", {british(work.day_parts)}. ", archive, f"{version}, {work.address}."),
    )
    source = (
        Printed(short_authors(work.authors, "and", 2)) if work.authors else Printed(in_marks(work, stop=""))
    )
    return Citation(style, listed, beside(work, "qtd. in ", source))


def beside(work: Work, through: str, source: Printed) -> Printed | None:
    """``(Key, as cited in Smith, 2015)``; nothing where no words are quoted."""
    if not work.quoted:
        return None
    speaker = work.quoted.speaker
    said = Printed(Run(speaker.family, foreign=True), unsure(work), ", ") if speaker else ""
    return Printed("(", said, through, source, ")")


def unsure(work: Work) -> str:
    return "" if work.quoted is None or work.quoted.sure else " [attribution not confirmed]"


def in_marks(work: Work, stop: str) -> Printed:
    """``“Headline.”``; a title that the archive supplies in its brackets, without marks."""
    if work.title_is_supplied:
        return Printed(Run(work.title, foreign=True), stop)
    inside = inner_marks(work.title)
    if ends(inside):
        stop = ""
    if stop and inside.endswith("’") and "‘" in inside:
        inside, stop = f"{inside[:-1]}{stop}’", ""
    return Printed("“", Run(inside, foreign=True), stop, "”")


def inner_marks(title: str) -> str:
    """Double marks inside the double marks of a title are single ones."""
    turned = re.sub(r'"([^"]*)"', r"‘\1’", title)
    return turned.replace("“", "‘").replace("”", "’")


def ends(text: str) -> bool:
    return text.rstrip("’”'\"")[-1:] in ("?", "!", "…", ".")


def closed(title: Printed) -> Printed:
    return title if ends(str(title)) else Printed(title, ".")


def stopped(names: str) -> str:
    return names if names.endswith(".") else f"{names}."


def apa_authors(authors: Iterable[Name]) -> str:
    names = [
        f"{author.family}, {initials(author.given)}" if author.given else author.family for author in authors
    ]
    if len(names) > MOST_APA_AUTHORS:
        return f"{', '.join(names[: MOST_APA_AUTHORS - 1])}, . . . {names[-1]}"
    return ", & ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def initials(given: str) -> str:
    """``J.-P. R.`` of ``Jean-Paul Robert``."""
    return " ".join(
        "-".join(f"{half[0].upper()}." for half in word.split("-") if half)
        for word in re.sub(r"\.(?=\S)", ". ", given).split()
    )


def short_authors(authors: tuple[Name, ...], last: str, most: int) -> str:
    """Family names as they stand in a text: ``Smith``, ``Smith & Doe``, ``Smith et al.``"""
    names = [author.family for author in authors]
    return f"{names[0]} et al." if len(names) > most else f" {last} ".join(names)


def first_turned(authors: tuple[Name, ...]) -> list[str]:
    """``Smith, Jane`` and ``John Doe``: a list of works turns the name it is ordered by alone."""
    return [author.turned for author in authors[:1]] + [author.straight for author in authors[1:]]


def joined(names: list[str], most: int, shown: int) -> str:
    """``A``, ``A, and B``, ``A, B, and C``; of more than ``most`` the first ``shown`` and ``et al.``"""
    if len(names) > most:
        return f"{', '.join(names[:shown])}, et al."
    if len(names) < 2:
        return "".join(names)
    # A name that is turned about has a comma of its own.
    comma = "," if len(names) > 2 or "," in names[0] else ""
    return f"{', '.join(names[:-1])}{comma} and {names[-1]}"


def named_with_day(work: Work) -> str:
    """``Walk-out, 10 November 2015``: the day tells an event from another of its name."""
    days = [british(iso_parts(day), MONTHS) for day in work.happened.split("/") if day]
    return ", ".join(filter(None, [one_line(work.title), "–".join(days)]))


def iso_parts(day: str) -> list[int]:
    return [int(part) for part in day.split("-")]


def seen_parts(work: Work) -> list[int]:
    return parts_of_day(work.seen_on, "day") if work.seen_on else []


def year_first(parts: list[int]) -> str:
    """``2015, November 12``, ``2015, November`` or ``2015``."""
    month = f", {MONTHS[parts[1] - 1]}" if len(parts) > 1 else ""
    return f"{parts[0]}{month}{f' {parts[2]}' if len(parts) > 2 else ''}"


def american(parts: list[int]) -> str:
    """``November 12, 2015``, ``November 2015`` or ``2015``."""
    month = f"{MONTHS[parts[1] - 1]} " if len(parts) > 1 else ""
    return f"{month}{f'{parts[2]}, ' if len(parts) > 2 else ''}{parts[0]}"


def british(parts: list[int], months: tuple[str, ...] = MLA_MONTHS) -> str:
    """``12 Nov. 2015``, ``Nov. 2015`` or ``2015``."""
    month = f"{months[parts[1] - 1]} " if len(parts) > 1 else ""
    return f"{f'{parts[2]} ' if len(parts) > 2 else ''}{month}{parts[0]}"
