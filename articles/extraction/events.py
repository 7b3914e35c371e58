"""Known events, and which of them a story covers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from articles.extraction.records import DateMention, EventLink, Mention
from articles.extraction.tokens import Tokens


@dataclass(frozen=True, slots=True)
class EventRecord:
    """Something that happened, as far as it helps to recognise it."""

    id: str
    name: str
    kind: str = ""
    day: date | None = None
    place: str = ""
    participants: tuple[str, ...] = ()
    """The keys of the people who took part."""
    in_response_to: str | None = None

    @classmethod
    def from_json(cls, row: dict) -> "EventRecord":
        """An entry of an events file; its participants are objects with a ``person``."""
        return cls(
            id=row["id"],
            name=row.get("name", ""),
            kind=row.get("kind") or "",
            day=date.fromisoformat(row["date"]) if row.get("date") else None,
            place=row.get("place") or "",
            participants=tuple(part["person"] for part in row.get("participants", ())),
            in_response_to=row.get("in_response_to"),
        )


def links(
    tokens: Tokens,
    published: date | None,
    dates: list[DateMention],
    mentions: list[Mention],
    events: Sequence[EventRecord],
) -> list[EventLink]:
    """The events a report covers, likeliest first."""
    return []
