"""What each report kept of an utterance."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import accumulate, groupby
from typing import NamedTuple

from django.db.models import F
from django.utils.safestring import SafeString

from archive.addresses import page_of
from articles.extraction.wording import Difference, differences, plain_words
from articles.headlines import Publication, is_first_known, publication
from articles.models import Article, Quotation, Utterance
from articles.results.counts import Value
from articles.results.matches import fetch
from articles.results.rows import dated, in_marks
from people.charts import per_cent

MOST_CUTS = 6
"""Of one utterance, where several stand on a page."""

PRINTED = """
SELECT said.utterance_id, said.article_id, said.id, said.speaker_id, said.text, outlet.name,
    article.published_on, article.published_at, article.published_precision,
    utterance.fullest_id = said.id, utterance.earliest_id = said.id, utterance.status = 'proposed'
FROM articles_quotation said
JOIN articles_utterance utterance ON utterance.id = said.utterance_id AND utterance.status <> 'rejected'
JOIN articles_article article ON article.id = said.article_id
JOIN articles_outlet outlet ON outlet.id = said.outlet_id
WHERE said.utterance_id = ANY(%s::bigint[]) AND said.public AND said.kind <> 'reported'
ORDER BY said.utterance_id, article.published_on, article.published_at NULLS LAST, article.id,
    said.version_id, said.spans
"""


@dataclass(slots=True)
class ReportedCut:
    """The pieces of an utterance in one report, in reading order, against the fullest cut of it."""

    article: Article
    pieces: list[Quotation]
    is_fullest: bool
    is_earliest: bool
    """It is known to be in the first report."""
    differences: list[Difference] = field(default_factory=list)
    """From the fullest."""

    @property
    def text(self) -> str:
        return " ".join(piece.text for piece in self.pieces)

    @property
    def kept(self) -> int:
        return words_kept(self.differences)

    @property
    def bars(self) -> list[tuple[str, str]]:
        return bars_of(self.differences)


def words_kept(differences: Sequence[Difference]) -> int:
    """How many words of the fullest cut."""
    return sum(len(plain_words(each.full)) for each in differences if each.change == "kept")


def bars_of(differences: Sequence[Difference]) -> list[tuple[str, str]]:
    """Where the kept words stand in the fullest cut, as beginnings and widths in per cent of it."""
    lengths = [len(plain_words(each.full)) for each in differences]
    starts = accumulate(lengths, initial=0)
    return [
        (per_cent(100 * start / sum(lengths)), per_cent(100 * length / sum(lengths)))
        for each, start, length in zip(differences, starts, lengths, strict=False)
        if each.change == "kept"
    ]


def cuts_of(quotation: Quotation) -> list[ReportedCut]:
    """The fullest cut, then those of the other reports, oldest first; none where one report has them all."""
    utterance = quotation.utterance
    if utterance is None:
        return []
    reports = _by_report(utterance)
    is_known = is_first_known([publication(pieces[0].version.article) for pieces in reports])
    cuts = [
        ReportedCut(
            pieces[0].version.article,
            pieces,
            any(piece.pk == utterance.fullest_id for piece in pieces),
            is_known and pieces is reports[0] and any(piece.pk == utterance.earliest_id for piece in pieces),
        )
        for pieces in reports
    ]
    cuts.sort(key=lambda cut: not cut.is_fullest)
    for cut in cuts:
        cut.differences = differences(cuts[0].text, cut.text)
    return cuts if len(cuts) > 1 else []


def _by_report(utterance: Utterance) -> list[list[Quotation]]:
    rows = (
        Quotation.objects.of_one_utterance(utterance)
        .exclude(kind=Quotation.Kind.REPORTED)
        .select_related("version__article__outlet")
        .defer("search_vector", "version__body", "version__original", "version__search_vector")
        .order_by(
            "version__article__published_on",
            F("version__article__published_at").asc(nulls_last=True),
            "version__article_id",
            "version_id",
            "spans",
        )
    )
    return [list(pieces) for _, pieces in groupby(rows, key=lambda row: row.version.article_id)]


class Printed(NamedTuple):
    """A row of :data:`PRINTED`: a piece of an utterance in one report."""

    utterance: int
    article: int
    pk: int
    speaker: int | None
    text: str
    outlet: str
    published_on: date
    published_at: datetime | None
    precision: str
    is_fullest: bool | None
    is_earliest: bool | None
    is_proposed: bool

    @property
    def publication(self) -> Publication:
        hour = self.published_at
        return Publication(self.published_on, hour is None, hour, self.article, self.precision)


@dataclass(slots=True)
class CutInBrief:
    """The pieces of an utterance in one report, where many utterances stand on a page."""

    pieces: list[Printed]
    is_earliest: bool
    """It is known to be in the first report."""
    kept: int = 0
    bars: list[tuple[str, str]] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join(piece.text for piece in self.pieces)

    def measure(self, fullest: str) -> None:
        """What it kept of the fullest cut; most have all of it, word by word."""
        text = self.text
        changes = differences(fullest, text) if text != fullest else [Difference("kept", text, text)]
        self.kept, self.bars = words_kept(changes), bars_of(changes)

    @property
    def outlet(self) -> str:
        return self.pieces[0].outlet

    @property
    def address(self) -> str:
        return page_of("quotation", self.pieces[0].pk)

    @property
    def day(self) -> tuple[str, str]:
        """When it was published, for machines and for readers."""
        first = self.pieces[0]
        return dated(first.published_on, first.precision)

    @property
    def is_fullest(self) -> bool:
        return any(piece.is_fullest for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class ReportedOften:
    """Something said that many outlets printed."""

    outlets: int
    is_proposed: bool
    """The machine brought the quotations together, and nobody confirmed that."""
    cuts: list[CutInBrief]
    """The fullest, then those of other outlets and those of the same again, oldest first."""
    more: int
    """Reports of it that are not among them."""

    @property
    def fullest(self) -> Printed:
        return self.cuts[0].pieces[0]

    @property
    def words(self) -> SafeString:
        """All pieces of the fullest, in marks."""
        return in_marks(" … ".join(piece.text for piece in self.cuts[0].pieces), reported=False)


def reported_often(utterances: Sequence[Value], speaker: int) -> list[ReportedOften]:
    """The cuts of each utterance that are the speaker's.

    The values have the key of the utterance and how many outlets printed it.
    """
    if not utterances:
        return []
    rows = map(Printed._make, fetch(PRINTED, [[value.key for value in utterances]], often=True))
    found = {key: cuts_by(speaker, printed) for key, printed in groupby(rows, lambda row: row.utterance)}
    return [
        ReportedOften(
            outlets=value.count,
            is_proposed=found[value.key][0].pieces[0].is_proposed,
            cuts=in_brief(found[value.key]),
            more=max(len(found[value.key]) - MOST_CUTS, 0),
        )
        for value in utterances
        if len(found.get(value.key, [])) > 1
    ]


def cuts_by(speaker: int, printed: Iterable[Printed]) -> list[CutInBrief]:
    """The speaker's, of all that reports have of one utterance, in their order."""
    reports = [list(pieces) for _article, pieces in groupby(printed, key=lambda row: row.article)]
    is_known = is_first_known([pieces[0].publication for pieces in reports])
    own = [
        CutInBrief(
            [piece for piece in pieces if piece.speaker == speaker],
            is_known and pieces is reports[0] and any(piece.is_earliest for piece in pieces),
        )
        for pieces in reports
    ]
    return [cut for cut in own if cut.pieces]


def in_brief(cuts: list[CutInBrief]) -> list[CutInBrief]:
    """The fullest and as many others as have room, with what they kept of it."""
    fullest = next((cut for cut in cuts if cut.is_fullest), max(cuts, key=lambda cut: len(cut.text)))
    seen = {fullest.outlet}
    others: list[CutInBrief] = []
    again: list[CutInBrief] = []
    for cut in cuts:
        if cut is not fullest:
            (again if cut.outlet in seen else others).append(cut)
            seen.add(cut.outlet)
    shown = [fullest, *others, *again][:MOST_CUTS]
    for cut in shown:
        cut.measure(fullest.text)
    return shown
