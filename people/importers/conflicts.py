"""Which stretches of time cannot both be true: two Speakers at once, one person in two parties."""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from people.spans import Days, overlap

Rule = Literal["office", "holder", "party"]

REASONS: dict[Rule, str] = {
    "office": "the same person would be in the same office twice",
    "holder": "two people would be in an office that one holds alone",
    "party": "the person would be in two parties at once",
}


@dataclass(frozen=True, slots=True)
class Claim:
    """That something is so from ``starts`` to ``ends``, and nothing else under the same rule and key."""

    rule: Rule
    key: Hashable
    starts: date | None
    ends: date | None
    says: str
    """The claim in words, with where it stands."""
    shared_by: int | None = None
    """Claims that share this do not exclude each other: a person may be in one party for two reasons."""

    def excludes(self, other: "Claim") -> bool:
        if self.shared_by is not None and self.shared_by == other.shared_by:
            return False
        return overlap((self.starts, self.ends), (other.starts, other.ends))


@dataclass(slots=True)
class Register:
    """The claims that have been accepted so far."""

    accepted: dict[tuple[Rule, Hashable], list[Claim]] = field(default_factory=lambda: defaultdict(list))

    def accept(self, claims: Iterable[Claim]) -> None:
        for claim in claims:
            self.accepted[claim.rule, claim.key].append(claim)

    def reason_against(self, claims: Iterable[Claim]) -> str:
        """Return why the claims cannot stand beside those accepted; empty where they can."""
        for claim in claims:
            for other in self.accepted[claim.rule, claim.key]:
                if claim.excludes(other):
                    return f"{REASONS[claim.rule]}: {other.says}"
        return ""


def common_days(one: Days, other: Days) -> Days:
    """Return the days in both spans; the first span where there are none."""
    if not overlap(one, other):
        return one
    starts = max(filter(None, (one[0], other[0])), default=None)
    return starts, min(filter(None, (one[1], other[1])), default=None)


def span_in_words(starts: date | None, ends: date | None) -> str:
    if not starts and not ends:
        return "at all times"
    return " ".join([f"from {starts}"] * bool(starts) + [f"until {ends}"] * bool(ends))
