"""Events and causes that the reports of the archive tell of, proposed beside what staff have decided.

What was proposed once is not proposed again, whether staff accepted, changed, rejected or merged it;
while they have not decided, further reports that tell of it are added.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import chain, count

from django.db import transaction
from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.utils.text import slugify

from archive.base import DatePrecision
from archive.models import FormerAddress
from articles.extraction.causes import Cause as Found
from articles.extraction.causes import causes
from articles.extraction.events import EventRecord
from articles.extraction.happenings import Happening, propose
from articles.extraction.tellings import Story
from articles.models import (
    Article,
    ArticleVersion,
    Cause,
    Copy,
    Coverage,
    Event,
    Mention,
    Participation,
    Quotation,
)
from people.days import shift
from people.importers.shelves import change
from people.models import Person

BATCH = 500
LOOKING_BACK = timedelta(days=30)
"""How long before a report an event may be that it names as a cause and does not cover."""

_REASON = "proposed from several stories"
_WORDS_SHOWN = 8


@dataclass(slots=True)
class Proposed:
    """What one run put into the archive."""

    events: list[Event] = field(default_factory=list)
    extended: list[Event] = field(default_factory=list)
    """Proposed before, and told of by stories that are new."""
    causes: list[Cause] = field(default_factory=list)


@transaction.atomic
def propose_events(since: date | None = None) -> Proposed:
    """Propose what stories published from ``since`` on tell of, and what led to what."""
    proposed = Proposed()
    known = _records(Event.objects.accepted())
    told = _told(Event.objects.accepted())
    stories = map(_story, _versions(since).iterator(chunk_size=BATCH))
    for happening in propose(stories, known, told):
        event = _proposed_before(happening)
        if event is None:
            proposed.events.append(_add(happening))
        elif event.is_proposed and _extend(event, happening):
            proposed.extended.append(event)
    proposed.causes = list(_propose_causes(since))
    return proposed


def _versions(since: date | None) -> QuerySet[ArticleVersion]:
    """Current versions of published reports whose day is known, in the order of their days."""
    in_marks = Quotation.objects.standing().exclude(kind=Quotation.Kind.REPORTED).only("version", "spans")
    versions = ArticleVersion.objects.filter(
        pk=F("article__current"),
        article__status=Article.Status.PUBLISHED,
        article__published_precision__in=[Article.Precision.INSTANT, Article.Precision.DAY],
        article__published_on__gte=since or date.min,
    )
    return (
        versions.select_related("article__outlet")
        .defer("original", "search_vector")
        .prefetch_related(
            Prefetch("mentions", Mention.objects.standing(), to_attr="named"),
            Prefetch("quotations", in_marks, to_attr="marked"),
            Prefetch("article__copied_from", Copy.objects.standing(), to_attr="is_copied"),
        )
        .order_by("article__published_on", "article")
    )


def _story(version: ArticleVersion) -> Story:
    article = version.article
    return Story.read(
        article.pk,
        article.outlet.name,
        article.title,
        version.body,
        article.published_on,
        original=next((copy.original_id for copy in article.is_copied), None),  # type: ignore[attr-defined]
        named={(named.start, named.end): _person(named.person_id) for named in version.named},  # type: ignore[attr-defined]
        quoted=_quoted(version),
    )


def _quoted(version: ArticleVersion) -> list[tuple[int, int]]:
    return [(start, end) for quotation in version.marked for start, end in quotation.spans]  # type: ignore[attr-defined]


def _person(number: int) -> str:
    """The key of a person, which is no word that a report could print."""
    return f"person/{number}"


def _person_number(key: str) -> int:
    return int(key.removeprefix("person/"))


def _records(events: QuerySet[Event]) -> list[EventRecord]:
    """Events whose day is known, by the text of their primary keys."""
    known = events.filter(precision=DatePrecision.DAY).prefetch_related("participations")
    return [
        EventRecord(
            id=str(event.pk),
            name=event.name,
            kind=event.kind,
            day=event.starts_on,
            until=event.ends_on,
            participants=tuple(_person(part.person_id) for part in event.participations.all()),
        )
        for event in known.order_by("starts_on", "pk")
    ]


def _told(events: QuerySet[Event]) -> dict[Hashable, set[str]]:
    """The events that each report covers."""
    told: dict[Hashable, set[str]] = defaultdict(set)
    coverage = Coverage.objects.standing().filter(event__in=events)
    for article, event in coverage.values_list("article", "event"):
        told[article].add(str(event))
    return told


def _proposed_before(happening: Happening) -> Event | None:
    """What became of an earlier proposal from any of these stories: of that day, when it was made."""
    stood = Event.history.filter(starts_on=happening.day)
    former = FormerAddress.objects.of(Event).filter(slug__in=stood.values("slug"))
    return (
        Event.objects.filter(Q(pk__in=stood.values("id")) | Q(pk__in=former.values("key")))
        .filter(coverage__article__in=_numbers(happening))
        .annotate(stories_shared=Count("coverage", distinct=True))
        .order_by("-stories_shared", "pk")
        .first()
    )


def _numbers(happening: Happening) -> list[int]:
    return [story.id for story in happening.stories]  # type: ignore[misc]


def _add(happening: Happening) -> Event:
    event = Event(
        name=happening.name,
        slug=_free_slug(happening.name),
        kind=happening.kind,
        starts_on=happening.day,
        place=happening.place[:200],
        **_grounds(happening),
    )
    event._change_reason = _REASON  # type: ignore[attr-defined]
    event.save()
    Participation.objects.bulk_create(
        Participation(event=event, person_id=_person_number(person), position=position)
        for position, person in enumerate(happening.people)
    )
    _cover(event, happening, happening.stories)
    return event


def _extend(event: Event, happening: Happening) -> bool:
    """Add what stories tell of it that are new; whether any are."""
    known = set(event.coverage.values_list("article", flat=True))
    fresh = [story for story in happening.stories if story.id not in known]
    if fresh and change(event, _grounds(happening)):
        event._change_reason = _REASON  # type: ignore[attr-defined]
        event.save()
    _cover(event, happening, fresh)
    return bool(fresh)


def _grounds(happening: Happening) -> dict[str, str | float]:
    """Why it is proposed, and how likely it is."""
    people = Person.objects.in_bulk([_person_number(person) for person in happening.people])
    named = [f"{people[_person_number(person)]} in {told}" for person, told in happening.people.items()]
    outlets = {story.outlet for story in happening.stories}
    evidence = (
        f"{len(happening.stories)} stories of {len(outlets)} outlets tell of it. "
        f"People named in most: {', '.join(named)}. "
        f"Words in several: {', '.join(happening.words[:_WORDS_SHOWN])}."
    )
    return {"status": Event.Status.PROPOSED, "confidence": happening.confidence, "evidence": evidence}


def _cover(event: Event, happening: Happening, stories: Iterable[Story]) -> None:
    Coverage.objects.bulk_create(
        Coverage(
            event=event,
            article_id=story.id,  # type: ignore[misc]
            confidence=happening.confidence,
            evidence=_why_told(happening, story),
        )
        for story in stories
    )


def _why_told(happening: Happening, story: Story) -> str:
    words = [word for word in happening.words if word in story.words]
    people = story.people & happening.people.keys()
    kind = "" if happening.kind in story.tellings else f"has no word for a {happening.kind}; "
    return f"{kind}names {len(people)} of its people; shares the words {', '.join(words[:_WORDS_SHOWN])}"


def _free_slug(name: str) -> str:
    slug = slugify(name)[:150]
    alike = {"slug__startswith": slug}
    taken = {
        *Event.objects.filter(**alike).values_list("slug", flat=True),
        *FormerAddress.objects.of(Event).filter(**alike).values_list("slug", flat=True),
    }
    numbered = chain([slug], (f"{slug}-{number}" for number in count(2)))
    return next(free for free in numbered if free not in taken)


def _propose_causes(since: date | None) -> Iterator[Cause]:
    """What one sentence says led to what, of events that staff have not rejected.

    Where an effect has its cause nothing is proposed, nor what was proposed before.
    """
    told = _told(Event.objects.standing())
    in_order = _records(Event.objects.standing())
    events = {record.id: record for record in in_order}
    settled = set(Event.objects.exclude(in_response_to=None).values_list("pk", flat=True))
    met = {frozenset(pair) for pair in Cause.objects.values_list("effect", "cause")}
    covering = Coverage.objects.standing().values("article")
    for version in _versions(since).filter(article__in=covering).iterator(chunk_size=BATCH):
        covered = [events[event] for event in sorted(told[version.article_id]) if event in events]
        before = _looked_back_to(version, in_order)
        text = f"{version.body}\n\n{version.article.headline}"
        for found in causes(text, _quoted(version), covered, before):
            pair = frozenset((int(found.effect), int(found.cause)))
            if pair not in met and int(found.effect) not in settled:
                met.add(pair)
                yield _add_cause(found, version.article)


def _looked_back_to(version: ArticleVersion, events: list[EventRecord]) -> list[EventRecord]:
    """Events of the weeks before a report with people it names; ``events`` by their days."""
    published = version.article.published_on
    first = bisect_left(events, shift(published, -LOOKING_BACK), key=_day)
    last = bisect_right(events, published, key=_day)
    named = {_person(mention.person_id) for mention in version.named}  # type: ignore[attr-defined]
    return [event for event in events[first:last] if not named.isdisjoint(event.participants)]


def _day(event: EventRecord) -> date:
    return event.day or date.min


def _add_cause(found: Found, article: Article) -> Cause:
    return Cause.objects.create(
        effect_id=int(found.effect),
        cause_id=int(found.cause),
        confidence=found.confidence,
        evidence=f"{article.outlet}, {article.published_on}: {found.sentence}",
    )
