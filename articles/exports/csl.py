"""CSL-JSON, which citeproc, Zotero and pandoc read: data, without a style."""

import json
from typing import Any

from articles.exports.works import ARCHIVE, Work, parts_of_day

_encode = json.JSONEncoder(ensure_ascii=False).encode


def item(work: Work) -> dict[str, Any]:
    """One item. A report without a byline has no author: every style has a rule of its own for that."""
    told: dict[str, Any] = {
        "id": work.key,
        "type": "webpage" if work.is_event else "article-newspaper",
        "title": work.title,
        "author": [
            {"family": author.family, "given": author.given} if author.given else {"literal": author.family}
            for author in work.authors
        ],
        "container-title": work.outlet or ARCHIVE,
        "issued": dated(work.day_parts),
        "section": work.section,
        "version": str(work.version or ""),
        "language": work.language,
        "URL": work.address,
        "accessed": dated(parts_of_day(work.seen_on, "day") if work.seen_on else []),
        "archive": "" if work.is_event else ARCHIVE,
        "note": " ".join(filter(None, [work.saying, work.provenance and f"[{work.provenance}]"])),
    }
    if work.is_event:
        told["author"] = [{"literal": ARCHIVE}]
        days = [[int(part) for part in day.split("-")] for day in work.happened.split("/") if day]
        told |= {"event-date": {"date-parts": days} if days else None, "event-place": work.place}
    return {field: value for field, value in told.items() if value}


def dated(parts: list[int]) -> dict[str, list[list[int]]] | None:
    return {"date-parts": [parts]} if parts else None


def entry(work: Work) -> str:
    return _encode(item(work))
