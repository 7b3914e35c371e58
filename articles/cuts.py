"""What each report kept of one utterance."""

from dataclasses import dataclass, field
from itertools import accumulate, groupby

from django.db.models import F

from articles.extraction.wording import Difference, differences, plain_words
from articles.models import Article, Quotation, Utterance
from people.charts import per_cent


@dataclass(slots=True)
class ReportedCut:
    """The pieces of an utterance in one report, in reading order, against the fullest cut of it."""

    article: Article
    pieces: list[Quotation]
    is_fullest: bool
    is_earliest: bool
    differences: list[Difference] = field(default_factory=list)
    """From the fullest."""

    @property
    def text(self) -> str:
        return " ".join(piece.text for piece in self.pieces)

    @property
    def kept(self) -> int:
        """How many words of the fullest cut."""
        return sum(len(plain_words(each.full)) for each in self.differences if each.change == "kept")

    @property
    def bars(self) -> list[tuple[str, str]]:
        """Where the kept words stand in the fullest cut, as beginnings and widths in per cent of it."""
        lengths = [len(plain_words(each.full)) for each in self.differences]
        starts = accumulate(lengths, initial=0)
        return [
            (per_cent(100 * start / sum(lengths)), per_cent(100 * length / sum(lengths)))
            for each, start, length in zip(self.differences, starts, lengths, strict=False)
            if each.change == "kept"
        ]


def cuts_of(quotation: Quotation) -> list[ReportedCut]:
    """The fullest cut, then those of the other reports, oldest first; none where one report has them all."""
    utterance = quotation.utterance
    if utterance is None:
        return []
    cuts = [
        ReportedCut(
            pieces[0].version.article,
            pieces,
            any(piece.pk == utterance.fullest_id for piece in pieces),
            any(piece.pk == utterance.earliest_id for piece in pieces),
        )
        for pieces in _by_report(utterance)
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
