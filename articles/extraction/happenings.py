"""What several reports tell of and the archive has no record of, proposed as an event from their words."""

from collections import Counter, defaultdict, deque
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations, groupby

from articles.extraction.events import EventRecord
from articles.extraction.tellings import KINDS, TABLES, WINDOW, Story
from articles.extraction.wording import plain_words

_ENOUGH = 8
"""What two reports share where they tell of one event: people count twice, words and sayings once."""
_ENOUGH_WORDS = 6
"""Of that the words and sayings that a report needs which has no word for the kind of the event."""
_EVERYDAY_SHARE = 0.02
_EVERYDAY_LEAST = 8
"""Words and people of more reports than this, and than that share of them, prove nothing."""
_ONE_DAY = timedelta(days=1)
_RANKS = {kind: rank for rank, kind in enumerate(KINDS)}


@dataclass(frozen=True, slots=True)
class Happening:
    """A proposed event. Its name has the stories' own words, or those for its kind."""

    kind: str
    day: date
    place: str
    """Empty where no two reports name one."""
    stories: tuple[Story, ...]
    people: Mapping[str, int]
    """Who is named in more than half of the reports that copy no other, two at least, and in how many."""
    words: tuple[str, ...]
    """Rare words that two of them share."""

    @property
    def dated(self) -> bool:
        return any(story.tellings[self.kind].dated for story in self.stories if self.kind in story.tellings)

    @property
    def name(self) -> str:
        place = f", {self.place}" if self.place else ""
        return f"{self.kind.capitalize()}{place}, {self.day.day} {self.day:%B %Y}"

    @property
    def confidence(self) -> float:
        """More with every report that copies no other and with everybody they share; never certain."""
        attested = 0.4 + 0.1 * len(_originals(self.stories)) + 0.05 * len(self.people)
        return round(min(attested, 0.95), 2)

    def as_record(self) -> EventRecord:
        return EventRecord(self.name, self.name, self.kind, self.day, participants=tuple(self.people))


def propose(
    stories: Iterable[Story],
    known: Iterable[EventRecord] = (),
    told: Mapping[Hashable, set[str]] | None = None,
) -> Iterator[Happening]:
    """What two reports or more tell of that no known event is.

    ``stories`` come in the order of their days; ``told`` has the known events that each covers.
    Holds no more of them than were published within some weeks.
    """
    archive = _Known(known, told or {})
    days: dict[date, list[Story]] = defaultdict(list)
    background = _Background()
    for published, printed in groupby(stories, key=lambda story: story.published):
        for day in sorted(day for day in days if published - day > WINDOW):
            yield from _happenings(day, days.pop(day), background, archive)
        background.forget(published)
        for story in printed:
            background.add(story)
            for day in story.days:
                days[day].append(story)
    for day in sorted(days):
        yield from _happenings(day, days[day], background, archive)


class _Known:
    """The events of the archive, to tell whether one of them is what reports tell of."""

    def __init__(self, events: Iterable[EventRecord], told: Mapping[Hashable, set[str]]) -> None:
        self.told = told
        self.events = {event.id: event for event in events if event.day}
        self.by_kind: dict[str, list[EventRecord]] = defaultdict(list)
        for event in self.events.values():
            self.add(event)

    def add(self, event: EventRecord) -> None:
        self.by_kind[event.kind].append(event)

    def tells(self, story: Story, kind: str, day: date) -> bool:
        """Whether a known event that the story covers may be the one it tells of here."""
        covered = (self.events[event] for event in self.told.get(story.id, ()) if event in self.events)
        return any(
            _lasts(event, day) or (event.kind == kind and _lasts(event, day, _ONE_DAY)) for event in covered
        )

    def has(self, happening: Happening) -> bool:
        """Whether it is known; where no report gives it a day, it may be one of the weeks before."""
        before = timedelta() if happening.dated else WINDOW
        return any(
            _lasts(event, happening.day, before)
            and not happening.people.keys().isdisjoint(event.participants)
            for event in self.by_kind[happening.kind]
        )


def _lasts(event: EventRecord, day: date, margin: timedelta = timedelta()) -> bool:
    """Whether the day is one of the event's, or so near."""
    # Differences of days never leave the calendar, as sums with them may.
    return event.day is not None and event.day - day <= margin and day - (event.until or event.day) <= margin


class _Background:
    """The words and people of the reports of some weeks, to tell which are in everything."""

    def __init__(self) -> None:
        self.stories: deque[Story] = deque()
        self.counts: Counter[str] = Counter()

    def add(self, story: Story) -> None:
        self.stories.append(story)
        self.counts.update(story.words)
        self.counts.update(story.people)

    def forget(self, published: date) -> None:
        """Those too old to tell what is in everything on that day."""
        while self.stories and published - self.stories[0].published > 2 * WINDOW:
            story = self.stories.popleft()
            self.counts.subtract(story.words)
            self.counts.subtract(story.people)

    def telling(self, names: Iterable[str]) -> set[str]:
        most = max(_EVERYDAY_LEAST, _EVERYDAY_SHARE * len(self.stories))
        return {name for name in names if self.counts[name] <= most}

    def in_common(self, one: Story, other: Story) -> int:
        """How much two reports share; 0 where no person is named in both."""
        people = self.telling(one.people & other.people)
        words = self.telling(one.words & other.words)
        return 2 * len(people) + len(words) + len(one.sayings & other.sayings) if people else 0


def _happenings(
    day: date, stories: Sequence[Story], background: _Background, archive: _Known
) -> Iterator[Happening]:
    """What these reports tell of one day; of kinds that the same reports tell of, the best attested one."""
    groups = [
        (kind, group)
        for kind in KINDS
        for group in _groups(kind, [s for s in stories if _may_tell(s, kind, day, archive)], background)
    ]
    taken: set[Hashable] = set()
    for kind, group in sorted(groups, key=lambda found: (-len(_originals(found[1])), _RANKS[found[0]])):
        free = [story for story in group if story.id not in taken]
        happening = _happening(kind, day, free, background)
        if happening and not archive.has(happening):
            others = [story for story in stories if story.id not in taken]
            joined = [story for story in others if _joins(story, happening, archive)]
            happening = replace(happening, stories=(*happening.stories, *joined))
            taken.update(story.id for story in happening.stories)
            archive.add(happening.as_record())
            yield happening


def _may_tell(story: Story, kind: str, day: date, archive: _Known) -> bool:
    telling = story.tellings.get(kind)
    return telling is not None and day in telling.days and not archive.tells(story, kind, day)


def _joins(story: Story, happening: Happening, archive: _Known) -> bool:
    """Whether a report that has none of the words for its kind tells of it all the same."""
    if story in happening.stories or archive.tells(story, happening.kind, happening.day):
        return False
    people = story.people & happening.people.keys()
    sayings = {saying for told in happening.stories for saying in told.sayings & story.sayings}
    words = len(story.words.intersection(happening.words)) + len(sayings)
    return bool(people) and words >= _ENOUGH_WORDS and 2 * len(people) + words >= _ENOUGH


def _groups(kind: str, stories: Sequence[Story], background: _Background) -> list[list[Story]]:
    """Reports that have enough in common, each with at least half of the others of its group."""
    enough = _ENOUGH if kind in TABLES["telling"] else 2 * _ENOUGH
    alike = {
        frozenset((one.id, other.id))
        for one, other in combinations(stories, 2)
        if background.in_common(one, other) >= enough
    }
    groups: list[list[Story]] = []
    for story in stories:
        for group in groups:
            if 2 * sum(frozenset((story.id, other.id)) in alike for other in group) >= len(group):
                group.append(story)
                break
        else:
            groups.append([story])
    return [group for group in groups if len(group) > 1]


def _happening(kind: str, day: date, group: Sequence[Story], background: _Background) -> Happening | None:
    """The event of a group; nothing where fewer than two of its reports were written by themselves."""
    originals = _originals(group)
    people = Counter(person for story in originals for person in story.people)
    shared = {person: count for person, count in _ranked(people) if 2 * count > len(originals)}
    if len(originals) < 2 or not shared:
        return None
    words = Counter(word for story in originals for word in background.telling(story.words))
    places = Counter(place for story in originals for place in story.tellings[kind].places)
    return Happening(
        kind=kind,
        day=day,
        place=next((place for place, _ in _ranked(places)), ""),
        stories=tuple(group),
        people=shared,
        words=tuple(word for word, _ in _ranked(words)),
    )


def _ranked(counts: Counter[str]) -> list[tuple[str, int]]:
    """What two or more have, what most have first."""
    return sorted(((name, count) for name, count in counts.items() if count > 1), key=lambda n: (-n[1], n[0]))


def _originals(stories: Iterable[Story]) -> list[Story]:
    """One of each text: copies, and reprints of one outlet under the same headline, count once."""
    texts = {story.original: story for story in reversed(list(stories))}
    printed = {(s.outlet, plain_words(s.headline)): s for s in texts.values()}
    return list(reversed(printed.values()))
