"""Whom an outlet quotes, by party and by gender: shares of what was said, once however often it was printed.

Where a report's speaker is not known, or the archive has no party or gender of a speaker, that is a row too.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from math import sqrt
from typing import Any, NamedTuple

from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.results.counts import MOST
from articles.results.matches import SAID, fetch
from people.charts import per_cent

DEVIATIONS = 1.96
"""Of the normal distribution, on either side: within them lie 95 of a hundred."""

NARROW = 0.03
"""Shares with a narrower interval than this are told to the tenth of a per cent."""

OF_EVERYTHING = "said:"
"""The term under which the shares of the whole archive are kept; those of outlet 12 are under ``said:12``."""

# Each thing said counts once for each ``scope``, as its confirmed and then as its newest quotation has it.
# What begins with a dash is no value but the want of one.
GROUPED = f"""
SELECT scope, facet, key, value, count(*) AS said, count(*) FILTER (WHERE proposed) AS proposed
FROM (
    SELECT DISTINCT ON (scope, said) scope, speaker_party_id, proposed, person.gender,
        CASE WHEN speaker_id IS NOT NULL THEN '-none'
            WHEN speaker_outlet_id IS NOT NULL OR speaker_organization_id IS NOT NULL THEN '-body'
            ELSE '-unknown' END AS lacking
    FROM (
        SELECT {{scope}} AS scope, quotation.*, quotation.status = 'proposed' AS proposed,
            {SAID} AS said
        FROM ({{source}}) AS quotation
        LEFT JOIN articles_utterance utterance ON utterance.id = quotation.utterance_id
    ) AS every
    LEFT JOIN people_person person ON person.id = speaker_id
    ORDER BY scope, said, proposed, listed_on DESC, every.id DESC
) AS once
CROSS JOIN LATERAL (VALUES
    ('party', speaker_party_id, CASE WHEN speaker_party_id IS NULL THEN lacking ELSE '' END),
    ('gender', NULL, coalesce(nullif(gender, ''), lacking))
) AS facets (facet, key, value)
GROUP BY scope, facet, key, value
"""  # noqa: S608 (of our own words)
COLUMNS = """id, status, listed_on, utterance_id, speaker_id, speaker_outlet_id, speaker_organization_id,
    speaker_party_id, outlet_id"""

KEEP = """
INSERT INTO articles_keptcount (term, facet, key, value, count, counted_at)
SELECT '{term}' || scope, counted.facet, grouped.key, value, counted.count, now()
FROM ({grouped}) AS grouped
CROSS JOIN LATERAL (VALUES (grouped.facet, said), ('?' || grouped.facet, proposed)) AS counted (facet, count)
"""
LARGE = """
    SELECT * FROM articles_quotation WHERE public AND outlet_id IN (
        SELECT outlet_id FROM articles_quotation WHERE public GROUP BY outlet_id HAVING count(*) > %(most)s
    )
"""
EVERY = """
    SELECT * FROM articles_quotation
    WHERE public AND (SELECT count(*) FROM articles_quotation WHERE public) > %(most)s
"""

READ = """
SELECT term, replace(facet, '?', ''), counted.key, value, party.name, party.slug,
    sum(count) FILTER (WHERE facet NOT LIKE '?%%')::bigint,
    sum(count) FILTER (WHERE facet LIKE '?%%')::bigint,
    min(counted_at)
FROM articles_keptcount counted LEFT JOIN people_party party ON party.id = counted.key
WHERE term = ANY(%s::text[])
GROUP BY term, replace(facet, '?', ''), counted.key, value, party.name, party.slug
"""
COUNT = """
SELECT counted.scope, facet, counted.key, value, party.name, party.slug, said, proposed, NULL
FROM ({grouped}) AS counted LEFT JOIN people_party party ON party.id = counted.key
WHERE (SELECT count(*) FROM few) <= %s
"""

TITLES = {"party": gettext_lazy("By party that day"), "gender": gettext_lazy("By gender")}
GENDERS = {"female": gettext_lazy("Women"), "male": gettext_lazy("Men")}
LACKING = {
    "party": {
        "-none": gettext_lazy("No party on record that day"),
        "-body": gettext_lazy("An outlet or a body, no person"),
        "-unknown": gettext_lazy("Speaker not known"),
    },
    "gender": {
        "-none": gettext_lazy("Not known of the speaker"),
        "-body": gettext_lazy("An outlet or a body, no person"),
        "-unknown": gettext_lazy("Speaker not known"),
    },
}


class Group(NamedTuple):
    """A row of :data:`READ` or :data:`COUNT`."""

    term: str
    facet: str
    key: int | None
    value: str
    party: str | None
    slug: str | None
    said: int
    proposed: int
    counted_at: datetime | None

    @property
    def name(self) -> str:
        if self.value in LACKING[self.facet]:
            return str(LACKING[self.facet][self.value])
        return self.party or str(GENDERS.get(self.value, capfirst(self.value)))


@dataclass(frozen=True, slots=True)
class Share:
    """How much of all that an outlet printed is of one party or gender; shares are from 0 to 1."""

    name: str
    party_class: str
    said: int
    proposed: int
    """How many of those nobody has confirmed yet."""
    share: float
    low: float
    high: float
    """Between these two it would mostly be, had chance chosen other reports of the outlet."""
    archive: float | None
    """The same of the whole archive; ``None`` where that is not known, or is no more than the outlet."""
    most: float
    """What is as long as the whole plot."""

    @property
    def in_per_cent(self) -> str:
        return f"{self._hundredths(self.share)} %"

    @property
    def interval(self) -> str:
        """``28 to 34 %``."""
        low, high = self._hundredths(self.low), self._hundredths(self.high)
        return _("%(low)s to %(high)s %%") % {"low": low, "high": high}

    @property
    def archive_in_per_cent(self) -> str:
        return f"{self._hundredths(self.archive or 0)} %"

    def _hundredths(self, share: float) -> str:
        """``31``; ``3.4`` where whole numbers would hide what the interval tells, or that there is any."""
        places = 1 if self.high - self.low < NARROW or 0.0005 <= share < 0.01 else 0
        return str(number_format(round(100 * share, places), places))

    @property
    def against_archive(self) -> str:
        """How the outlet differs from the archive, where chance alone would seldom make such a difference."""
        if self.archive is None:
            return ""
        if self.archive < self.low:
            return _("more than the archive")
        return _("less than the archive") if self.archive > self.high else _("no clear difference")

    # Lengths in the drawing.

    @property
    def width(self) -> str:
        return self._at(self.share)

    @property
    def begins(self) -> str:
        return self._at(self.low)

    @property
    def ends(self) -> str:
        return self._at(self.high)

    @property
    def mark(self) -> str:
        return self._at(self.archive or 0)

    def _at(self, share: float) -> str:
        return per_cent(100 * share / self.most)


@dataclass(frozen=True, slots=True)
class Sort:
    """The shares of one sort, such as parties; those that say what is not known come last."""

    field: str
    title: str
    shares: list[Share]


@dataclass(frozen=True, slots=True)
class Shares:
    said: int
    proposed: int
    archive: int
    """How much the whole archive has; 0 where it has no more than the outlet, or was not counted."""
    counted_at: datetime | None
    sorts: list[Sort]


def interval(part: int, whole: int) -> tuple[float, float]:
    """Wilson's, of 95 %: between which shares of a whole the one lies that ``part`` of it is a sample of."""
    if not whole:
        return 0.0, 1.0
    share, square = part / whole, DEVIATIONS**2
    middle = share + square / (2 * whole)
    spread = DEVIATIONS * sqrt(share * (1 - share) / whole + square / (4 * whole**2))
    scale = 1 + square / whole
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)


def shares_of(outlet: int) -> Shares | None:
    """As kept, of the outlet and the archive, where each has many quotations, and else counted now.

    ``None`` where the outlet has none, or more than are counted while a reader waits and none kept.
    """
    term = f"{OF_EVERYTHING}{outlet}"
    groups: dict[str, list[Group]] = {term: [], OF_EVERYTHING: []}
    for row in fetch(READ, [list(groups)], often=True):
        groups[row[0]].append(Group._make(row))
    own = groups[term] or counted_now("outlet_id = %s", [outlet])
    if not own:
        return None
    everything = groups[OF_EVERYTHING] or counted_now("TRUE", [])
    archive = total(everything)
    if archive <= total(own):
        everything, archive = [], 0
    return Shares(
        said=total(own),
        proposed=sum(group.proposed for group in own if group.facet == "party"),
        archive=archive,
        counted_at=min((group.counted_at for group in own + everything if group.counted_at), default=None),
        sorts=on_one_scale([sort_of(field, own, everything) for field in TITLES]),
    )


def keep(cursor: Any, most: int) -> None:
    """Count the shares of every outlet, and of the archive, that has more quotations than ``most``."""
    by_outlet = GROUPED.format(scope="outlet_id::text", source=LARGE)
    of_everything = GROUPED.format(scope="''", source=EVERY)
    for grouped in (by_outlet, of_everything):
        cursor.execute(KEEP.format(term=OF_EVERYTHING, grouped=grouped), {"most": most})


def counted_now(condition: str, params: Sequence[int]) -> list[Group]:
    """Of quotations that are few; of more nothing."""
    few = f"SELECT {COLUMNS} FROM articles_quotation WHERE public AND {condition} LIMIT {MOST + 1}"  # noqa: S608 (of our own words)
    grouped = GROUPED.format(scope="''", source="SELECT * FROM few")
    found = fetch(f"WITH few AS MATERIALIZED ({few}) {COUNT.format(grouped=grouped)}", [*params, MOST])
    return [Group._make(row) for row in found]


def total(groups: Iterable[Group]) -> int:
    """Things said; all sorts have the same."""
    return sum(group.said for group in groups if group.facet == "party")


def sort_of(field: str, own: list[Group], everything: list[Group]) -> Sort:
    said, archive = total(own), total(everything)
    theirs = {(group.key, group.value): group for group in everything if group.facet == field}
    groups = {(group.key, group.value): group for group in own if group.facet == field}
    # What the archive has and the outlet has not is worth a row.
    for kind, group in theirs.items():
        groups.setdefault(kind, group._replace(said=0, proposed=0))
    found = []
    for kind, group in groups.items():
        low, high = interval(group.said, said)
        of_archive = theirs[kind].said / archive if kind in theirs else 0.0 if archive else None
        found.append((group, low, high, of_archive))
    found.sort(key=lambda each: (each[0].value.startswith("-"), -each[0].said, each[0].name))
    return Sort(
        field,
        str(TITLES[field]),
        [
            Share(
                name=group.name,
                party_class=f"party-{group.slug}" if group.slug else "",
                said=group.said,
                proposed=group.proposed,
                share=group.said / said,
                low=low,
                high=high,
                archive=of_archive,
                most=max(high, of_archive or 0),
            )
            for group, low, high, of_archive in found
        ],
    )


def on_one_scale(sorts: list[Sort]) -> list[Sort]:
    """So that what is as long in one of them is as much as in the other."""
    most = max(share.most for sort in sorts for share in sort.shares)
    return [replace(sort, shares=[replace(share, most=most) for share in sort.shares]) for sort in sorts]
