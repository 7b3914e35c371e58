"""What a role in an organization amounts to: which kind of office, and whether one person holds it alone."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

Kind = Literal["seat", "government", "house", "party", "other"]

HOUSES = frozenset({"legislature", "chamber", "lower house", "parliament", "upper house"})
GOVERNMENTS = frozenset({"cabinet", "executive", "government"})

# What a source calls somebody who simply sits in its house.
SEAT_ROLES = frozenset({"", "member", "mp", "representative", "senator"})

PARTY = "party"
ACTING = "Acting "

# Offices that custom or law gives to one person at a time. Co-leaders, whips,
# deputies, spokespeople and associate ministers may be several, so they are not here.
HELD_ALONE = frozenset(
    {
        "attorney-general",
        "auditor-general",
        "chancellor of the exchequer",
        "chief justice",
        "first minister",
        "governor-general",
        "leader",
        "leader of the house",
        "leader of the opposition",
        "party leader",
        "premier",
        "prime minister",
        "speaker",
        "taoiseach",
        "tánaiste",
    }
)
HELD_ALONE_BEGINNINGS = ("mayor of ", "minister for ", "minister of ", "secretary of state for ")


@dataclass(frozen=True, slots=True)
class Seat:
    """A stretch of somebody in the seat of an area; no start is the beginning of time, no end its end."""

    house: int
    area: int
    starts: date | None
    ends: date | None


def kind_of(role: str, classification: str) -> Kind:
    """Return the kind of an office from its role and what its organization is classified as."""
    if classification in HOUSES:
        return "seat" if role.lower() in SEAT_ROLES else "house"
    if classification in GOVERNMENTS:
        return "government"
    return "party" if classification == PARTY else "other"


def is_held_alone(role: str) -> bool:
    """Whether two people in this office at once must be a slip in the source."""
    role = role.lower()
    return role in HELD_ALONE or role.startswith(HELD_ALONE_BEGINNINGS)


def houses_of_shared_areas(seats: Iterable[Seat]) -> set[int]:
    """Return the houses in which an area elects several members.

    Where that is the custom most areas show it; in a single area it is a slip.
    """
    spans: dict[int, dict[int, list[tuple[date, date]]]] = defaultdict(lambda: defaultdict(list))
    for seat in seats:
        spans[seat.house][seat.area].append((seat.starts or date.min, seat.ends or date.max))
    return {
        house
        for house, areas in spans.items()
        if 2 * sum(_has_overlap(held) for held in areas.values()) > len(areas)
    }


def _has_overlap(spans: list[tuple[date, date]]) -> bool:
    ordered = sorted(spans)
    return any(later[0] < earlier[1] for earlier, later in pairwise(ordered))
