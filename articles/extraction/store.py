"""What was read out of a report, put into the archive beside what staff have decided.

What staff confirmed, rejected or edited is never touched, and nothing is proposed again in its place.
"""

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass, field
from operator import attrgetter

from django.db.models import Exists, OuterRef
from django.utils import timezone

from archive.copying import unstored
from articles.extraction import records
from articles.extraction.knowledge import Knowledge
from articles.extraction.reader import VERSION, read_story
from articles.models import Article, ArticleVersion, Coverage, Mention, Outlet, Quotation
from articles.outlets import named_in, speaking_outlets
from people.importers.shelves import change, store

READ_BY = "read by "
"""How the reasons begin that the reader leaves in the history."""
_REASON = READ_BY + VERSION

Place = tuple[tuple[int, int], ...]

_ATTRIBUTIONS = {
    "resolved": Quotation.Attribution.RESOLVED,
    "ambiguous": Quotation.Attribution.AMBIGUOUS,
    "unlisted": Quotation.Attribution.UNLISTED,
    "organisation": Quotation.Attribution.UNLISTED,
    "unattributed": Quotation.Attribution.UNKNOWN,
}
_FACTS = [
    *("kind", "attribution", "speaker_id", "speaker_outlet_id", "speaker_organization_id"),
    *("speaker_label", "cue", "occasion", "said_on", "event_id"),
    *("status", "rule", "way", "confidence", "evidence"),
]
_SPEAKER = {"attribution", "speaker_id", "speaker_outlet_id", "speaker_organization_id"}
_MENTIONED = attrgetter("start", "end", "person_id", "status", "confidence", "evidence")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A quotation as it should stand, and who may have said it where that is not clear."""

    quotation: Quotation
    candidates: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """A proposal as it was and, not yet stored, as it should stand; ``fields`` are those that differ."""

    before: Quotation
    row: Quotation
    wanted: Wanted
    fields: set[str]

    @property
    def is_of_speaker(self) -> bool:
        return not self.fields.isdisjoint(_SPEAKER)


@dataclass(frozen=True, slots=True)
class Differences:
    """What a new reading of a version would change among its quotations."""

    added: list[Wanted] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    gone: list[Quotation] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.gone)


def read_version(version: ArticleVersion, knowledge: Knowledge) -> None:
    """Read a version and propose what it says, in place of what an earlier reading proposed."""
    put_reading(version, reading_of(version, knowledge), knowledge)


def put_reading(version: ArticleVersion, reading: records.Reading, knowledge: Knowledge) -> Differences:
    """Propose what a reading says, in place of what an earlier one proposed; what that changed."""
    # Coverage first: quotations repeat it as they are stored.
    put_coverage(version.article, coverage(version, reading, knowledge))
    changes = put_quotations(version, quotations(version, reading, knowledge))
    put_mentions(version, mentions(version, reading, knowledge))
    mark_read(version)
    return changes


def reading_of(version: ArticleVersion, knowledge: Knowledge) -> records.Reading:
    """The reading of a body. Where the day of the report is not known, no day in it is."""
    article = version.article
    day = article.published_on if article.published_precision in ("instant", "day") else None
    return read_story(version.body, day, knowledge.roster, knowledge.events)


def quotations(
    version: ArticleVersion,
    reading: records.Reading,
    knowledge: Knowledge,
    outlets: dict[str, Outlet] | None = None,
) -> list[Wanted]:
    """The quotations of a reading; ``outlets`` are those that speak in it, where they are known."""
    if outlets is None:
        outlets = outlets_of([reading])
    return [_wanted(version, found, outlets, knowledge) for found in reading.quotations]


def outlets_of(readings: Iterable[records.Reading]) -> dict[str, Outlet]:
    """The outlets that speak in any of these readings, by bare name."""
    said = (found for reading in readings for found in reading.quotations)
    return speaking_outlets(found.speaker_label or "" for found in said if not found.person)


def one_to_a_place(wanted: Iterable[Wanted]) -> list[Wanted]:
    return list({_place(each.quotation): each for each in wanted}.values())


def mentions(version: ArticleVersion, reading: records.Reading, knowledge: Knowledge) -> list[Mention]:
    return [
        unstored(
            Mention,
            version_id=version.pk,
            person_id=knowledge.people[found.person],
            start=found.start,
            end=found.end,
            confidence=found.confidence,
            evidence=found.evidence,
        )
        for found in reading.mentions
    ]


def coverage(version: ArticleVersion, reading: records.Reading, knowledge: Knowledge) -> list[Coverage]:
    return [
        Coverage(
            article=version.article,
            event_id=knowledge.event_numbers[link.event],
            confidence=link.confidence,
            evidence=link.evidence,
        )
        for link in reading.events
    ]


def mark_read(version: ArticleVersion) -> None:
    version.reader, version.read_at = VERSION, timezone.now()
    version.save(update_fields=["reader", "read_at"])


def attribute_to_body(quotation: Quotation, outlets: dict[str, Outlet], knowledge: Knowledge) -> None:
    """Give a quotation to the outlet or organization that its label names, if the archive has that."""
    name = named_in(quotation.speaker_label)
    quotation.speaker_outlet = outlets.get(name)
    if not quotation.speaker_outlet:
        quotation.speaker_organization_id = knowledge.organizations.get(name)
    if quotation.speaker_outlet_id or quotation.speaker_organization_id:
        quotation.attribution = Quotation.Attribution.RESOLVED


def quotation_at(version: ArticleVersion, spans: Iterable[records.Span]) -> Quotation:
    """An unsaved quotation of what stands at these spans."""
    places = [[start, end] for start, end in spans]
    text = " ".join(version.body[start:end] for start, end in places)
    return unstored(Quotation, version_id=version.pk, spans=places, text=text)


def put_quotations(version: ArticleVersion, wanted: Sequence[Wanted]) -> Differences:
    """Make the quotations of a version the wanted ones, but for what staff decided; what that changed."""
    changes = compare_quotations(version, wanted)
    for row in changes.gone:
        row.delete()
    added = [each.quotation for each in changes.added]
    changed = [each.row for each in changes.changed]
    fields = {name for each in changes.changed for name in each.fields}
    store(Quotation, added, changed, fields, _REASON)
    _put_candidates(changes)
    return changes


def compare_quotations(version: ArticleVersion, wanted: Sequence[Wanted]) -> Differences:
    """What would make the quotations of a version the wanted ones, but for what staff decided."""
    decided, proposed = _standing(version)
    changes = Differences()
    for each in one_to_a_place(wanted):
        place = _place(each.quotation)
        if any(row.is_in_place_of(each.quotation) for row in decided):
            continue
        row = proposed.pop(place, None)
        if row is None:
            changes.added.append(each)
            continue
        before = copy(row)
        if fields := change(row, {name: getattr(each.quotation, name) for name in _FACTS}):
            changes.changed.append(Change(before, row, each, fields))
    changes.gone.extend(proposed.values())
    return changes


def put_mentions(version: ArticleVersion, wanted: Iterable[Mention]) -> None:
    rows = list(version.mentions.select_for_update())
    decided = {row.start for row in rows if not row.is_proposed}
    fresh = [mention for mention in wanted if mention.start not in decided]
    proposed = {_MENTIONED(row): row.pk for row in rows if row.is_proposed}
    if proposed.keys() != {*map(_MENTIONED, fresh)}:
        Mention.objects.filter(pk__in=proposed.values()).delete()
        Mention.objects.bulk_create(fresh)


def put_coverage(article: Article, wanted: Iterable[Coverage]) -> None:
    """Coverage of events that staff have not accepted stays: it is what they will judge those by."""
    rows = list(article.coverage.select_related("event"))
    replaced = {row.pk for row in rows if row.is_proposed and row.event.is_accepted}
    Coverage.objects.filter(pk__in=replaced).delete()
    kept = {row.event_id for row in rows if row.pk not in replaced}
    Coverage.objects.bulk_create(coverage for coverage in wanted if coverage.event_id not in kept)


def _standing(version: ArticleVersion) -> tuple[list[Quotation], dict[Place, Quotation]]:
    """What staff confirmed, rejected or edited, and by their places what only a machine proposed."""
    by_staff = Quotation.history.filter(id=OuterRef("pk"), history_user__isnull=False)
    decided: list[Quotation] = []
    proposed: dict[Place, Quotation] = {}
    for row in version.quotations.annotate(edited=Exists(by_staff)):
        if row.edited or not row.is_proposed:
            decided.append(row)
        else:
            proposed[_place(row)] = row
    return decided, proposed


def _place(quotation: Quotation) -> Place:
    return tuple((start, end) for start, end in quotation.spans)


def _put_candidates(changes: Differences) -> None:
    link = Quotation.candidates.through
    if changes.changed:
        link.objects.filter(quotation__in=[each.row for each in changes.changed]).delete()
    possible = [(each.quotation, each.candidates) for each in changes.added]
    possible += [(each.row, each.wanted.candidates) for each in changes.changed]
    link.objects.bulk_create(
        link(quotation=quotation, person_id=person) for quotation, people in possible for person in people
    )


def _wanted(
    version: ArticleVersion, found: records.Quotation, outlets: dict[str, Outlet], knowledge: Knowledge
) -> Wanted:
    quotation = quotation_at(version, found.spans)
    quotation.kind = found.kind
    quotation.attribution = _ATTRIBUTIONS[found.status]
    quotation.speaker_id = knowledge.people[found.person] if found.person else None
    quotation.speaker_label = (found.speaker_label or "")[:300]
    quotation.cue = (found.cue or "")[:200]
    quotation.occasion = found.occasion[:300]
    quotation.said_on = found.said_on
    quotation.event_id = knowledge.event_numbers[found.event] if found.event else None
    quotation.rule, quotation.way = found.rule, found.way
    quotation.confidence = found.confidence
    quotation.evidence = found.evidence
    if quotation.attribution == Quotation.Attribution.UNLISTED:
        attribute_to_body(quotation, outlets, knowledge)
    ambiguous = found.candidates if found.status == "ambiguous" else ()
    return Wanted(quotation, tuple(knowledge.people[candidate.person] for candidate in ambiguous))
