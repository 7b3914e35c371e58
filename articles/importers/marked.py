"""What a person marked in a file, put into the archive as confirmed."""

from articles.extraction.knowledge import Knowledge
from articles.extraction.store import (
    Wanted,
    attribute_to_body,
    coverage,
    mark_read,
    mentions,
    put_coverage,
    put_mentions,
    put_quotations,
    quotation_at,
    quotations,
    reading_of,
)
from articles.importers.records import Annotation, ArticleRecord
from articles.importers.refusals import Refused
from articles.models import ArticleVersion, Coverage, Mention, Outlet, Quotation
from articles.outlets import speaking_outlets


def check_known(record: ArticleRecord, knowledge: Knowledge) -> None:
    """``Refused`` where a file names people or events by identifiers that the archive has not got."""
    said = {*record.people}.union(*((each.speaker, *each.candidates) for each in record.annotations))
    if strangers := sorted(said - {""} - (knowledge.people.keys() if said else set())):
        raise Refused(f"no person {strangers[0]!r} is in the archive: import the people first")
    told = {*record.events, *(each.event for each in record.annotations)} - {""}
    if unheard := sorted(told - (knowledge.event_numbers.keys() if told else set())):
        raise Refused(f"no event {unheard[0]!r} is in the archive: import the events first")


def read_marked(version: ArticleVersion, record: ArticleRecord, knowledge: Knowledge) -> bool:
    """Store the marks of a file, or what the machine reads for want of them; whether a quotation changed."""
    reading = reading_of(version, knowledge)
    wanted = _quotations(version, record, knowledge) or quotations(version, reading, knowledge)
    changed = bool(put_quotations(version, wanted))
    put_mentions(version, _mentions(mentions(version, reading, knowledge), record, knowledge))
    put_coverage(
        version.article, _coverage(version, record, knowledge) or coverage(version, reading, knowledge)
    )
    mark_read(version)
    return changed


def _quotations(version: ArticleVersion, record: ArticleRecord, knowledge: Knowledge) -> list[Wanted]:
    outlets = speaking_outlets(each.label for each in record.annotations if each.attribution == "unlisted")
    return [_wanted(version, each, outlets, knowledge) for each in record.annotations]


def _wanted(
    version: ArticleVersion, marked: Annotation, outlets: dict[str, Outlet], knowledge: Knowledge
) -> Wanted:
    quotation = quotation_at(version, marked.spans)
    quotation.status = Quotation.Status.CONFIRMED
    quotation.kind = marked.kind
    quotation.attribution = marked.attribution
    quotation.speaker_id = knowledge.people[marked.speaker] if marked.speaker else None
    quotation.speaker_label = marked.label[:300]
    quotation.cue = marked.cue[:200]
    quotation.said_on = marked.said_on
    quotation.occasion = marked.occasion[:300]
    quotation.event_id = knowledge.event_numbers[marked.event] if marked.event else None
    if marked.attribution == "unlisted":
        attribute_to_body(quotation, outlets, knowledge)
    return Wanted(quotation, tuple(knowledge.people[person] for person in marked.candidates))


def _mentions(found: list[Mention], record: ArticleRecord, knowledge: Knowledge) -> list[Mention]:
    """Of the mentions that the machine found those that the file confirms; all where it names nobody."""
    if not record.people:
        return found
    confirmed = {knowledge.people[person] for person in record.people}
    kept = [mention for mention in found if mention.person_id in confirmed]
    for mention in kept:
        mention.status = Mention.Status.CONFIRMED
    return kept


def _coverage(version: ArticleVersion, record: ArticleRecord, knowledge: Knowledge) -> list[Coverage]:
    status = Coverage.Status.CONFIRMED
    numbers = [knowledge.event_numbers[event] for event in record.events]
    return [Coverage(article=version.article, event_id=number, status=status) for number in numbers]
