"""Readings of many articles, from JSON Lines to JSON Lines, one article in memory at a time."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

from archive.files import written_whole
from articles.extraction.events import EventRecord
from articles.extraction.reader import NOBODY, read_story
from articles.extraction.records import Reading
from articles.extraction.roster import Roster
from people.importers import popolo
from people.importers.records import UnreadableFile

# Half of a character outside the first plane; no file in UTF-8 can hold one.
_HALF_A_PAIR = re.compile("[\ud800-\udfff]")


class UnusableError(ValueError):
    """A file or a line that cannot be read, and why, in one sentence."""


@dataclass(frozen=True, slots=True)
class Article:
    id: Any
    text: str
    published: date | None


@dataclass(slots=True)
class Count:
    articles: int = 0
    quotations: int = 0
    refused: int = 0


def load_roster(path: Path, warn: Callable[[str], Any]) -> Roster:
    """The people of a Popolo file. ``warn`` gets each bad row; no such file is an ``UnusableError``."""
    try:
        roll = popolo.read(path.read_bytes(), path.name)
    except (OSError, UnreadableFile) as problem:
        raise UnusableError(f"{path}: {problem}") from problem
    for refusal in roll.refused:
        warn(f"{path}, {refusal.place}: {refusal.reason}")
    return Roster.from_roll(roll)


def load_events(path: Path) -> list[EventRecord]:
    """The events of a JSON file, a list of objects with ``id`` and ``name``."""
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        return [EventRecord.from_json(row) for row in rows]
    except RecursionError:
        raise UnusableError(f"{path}: its lists and objects are nested too deeply") from None
    except (OSError, ValueError) as problem:
        raise UnusableError(f"{path}: {problem}") from problem
    except (KeyError, TypeError, AttributeError) as problem:
        raise UnusableError(f"{path}: not a list of events with id and name ({problem})") from problem


def article_from(line: str) -> Article:
    """One article of ``{"id", "text", "published"}``; ``UnusableError`` says what is wrong with the line."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as problem:
        raise UnusableError(f"not JSON ({problem})") from problem
    if not isinstance(row, dict):
        raise UnusableError("not a JSON object")
    if not isinstance(row.get("id"), str | int) or isinstance(row["id"], bool):
        raise UnusableError("id is missing or is neither text nor a number")
    if not isinstance(row.get("text"), str):
        raise UnusableError("text is missing or is not text")
    for name in ("id", "text"):
        if half := _HALF_A_PAIR.search(str(row[name])):
            raise UnusableError(f"{name}: the character U+{ord(half[0]):04X} is no text")
    return Article(row["id"], row["text"], _day(row.get("published") or row.get("date")))


def _day(written: object) -> date | None:
    if not written:
        return None
    try:
        return datetime.fromisoformat(str(written)).date()
    except ValueError:
        raise UnusableError(f"published {written!r} is not a date like 2015-11-12") from None


def as_json(article: Article, reading: Reading) -> dict[str, Any]:
    """What ``read_quotations`` writes: a row per span, and the keys of people and events."""
    text = article.text
    return {
        "id": article.id,
        "quotes": [
            {
                "start": start,
                "end": end,
                "text": text[start:end],
                "kind": quotation.kind,
                "speaker": quotation.speaker_label,
                "person": quotation.person,
                "confidence": quotation.confidence,
            }
            for quotation in reading.quotations
            for start, end in quotation.spans
        ],
        "mentions": list(dict.fromkeys(mention.person for mention in reading.mentions)),
        "events": [link.event for link in reading.events],
    }


def numbered_articles(lines: IO[bytes]) -> Iterator[tuple[int, Article | UnusableError]]:
    """The number of each line that holds anything, and its article or what is wrong with it."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield number, article_from(line.decode("utf-8-sig" if number == 1 else "utf-8"))
        except UnicodeDecodeError as problem:
            yield number, UnusableError(f"not UTF-8 ({problem.reason} at byte {problem.start})")
        except UnusableError as problem:
            yield number, problem


def read_lines(
    source: Path, target: Path, warn: Any, roster: Roster = NOBODY, events: Sequence[EventRecord] = ()
) -> Count:
    """Read every article of ``source`` into ``target``. ``warn`` gets each bad line's place and reason."""
    if target.exists() and target.samefile(source):
        raise UnusableError(f"{target}: it is the file to be read, so it cannot be written")
    count = Count()
    with source.open("rb") as lines, written_whole(target) as out:
        for number, article in numbered_articles(lines):
            if isinstance(article, UnusableError):
                warn(f"{source}:{number}: {article}")
                count.refused += 1
                continue
            reading = read_story(article.text, article.published, roster, events)
            out.write(json.dumps(as_json(article, reading), ensure_ascii=False) + "\n")
            count.articles += 1
            count.quotations += len(reading.quotations)
    return count
