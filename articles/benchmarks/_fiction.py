"""A fictional archive of any size; the same seed gives the same people, days and words.

Nothing here meets a database: :func:`write` gives rows of text as ``COPY`` takes them. Words are drawn by
Zipf's law, so that the commonest stands in half of all quotations and most in very few; so are speakers.
"""

import hashlib
import string
from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property, lru_cache
from itertools import accumulate, product
from random import Random

FIRST_DAY, DAYS = date(2006, 1, 1), 7305
QUOTATIONS_OF_A_STORY = (7, 13, 10, 9, 11, 8, 12, 10, 6, 14)
STORIES_OF_A_PART = 1000

VOCABULARY = 200_000
FLATNESS = 2.8
"""Of the law 1 / (rank + flatness): with it the commonest word is one in 41, so in half of all quotations."""


def _listed(words: str) -> list[str]:
    return words.split()


# The commonest words, in the order of their rank; never those that a search takes for operators.
COMMONEST = _listed(
    """
    the of to a in that is it for we on this was be as with are have they will at our by from
    but has an been would there people more about their who when up one what so if can no which all do out
    time work new house minister government
    """
)

FIRST_NAMES = _listed(
    """
    Ada Alan Amelia Anahera Arthur Beatrix Bram Callum Cecily Dara Edith Elias Esme Fergus Fleur
    Gideon Greta Hana Harriet Hemi Ida Imogen Ioane Jasper Jonas Kiri Lavinia Leon Lupe Maeve Mereana Moana
    Nadia Nikau Olive Oscar Petra Quentin Rāwiri Rosa Rupert Sefo Silas Siobhán Tama Tobias Una Vera
    Wiremu Ysolde
    """
)
PARTIES = {
    "Labour": "#b3261e",
    "National": "#1b4f8f",
    "Green": "#2f6b2f",
    "Progress": "#7a4b00",
    "Alliance": "#6b2d73",
    "Country": "#4a5a12",
    "Reform": "#00606b",
    "Harbour": "#5d574f",
}
POSTS = _listed(
    """
    Finance Health Education Justice Housing Transport Corrections Police Defence Fisheries Conservation
    Immigration Revenue Energy Tourism Statistics
    """
)
EVENT_KINDS = ("statement", "vote", "ruling", "walk-out", "confrontation", "hearing")
NOTHING = "\\N"

COLUMNS = {
    "Article": "id outlet_id source_key headline slug published_on status withdrawn_reason current_id"
    " created_at",
    "ArticleVersion": "id article_id number headline body checksum retrieved_at place importer original"
    " original_sha256 media_type reader read_at sketch",
    "Byline": "id article_id position name",
    "Mention": "id version_id person_id start end status confidence",
    "Coverage": "id event_id article_id status confidence",
    "Utterance": "id speaker_id said_on fullest_id earliest_id status confidence",
    "Quotation": "id version_id article_id spans text kind attribution speaker_id speaker_label cue event_id"
    " utterance_id outlet_id listed_on speaker_party_id about public status confidence",
}
"""The models that are many, and what :func:`write` says of each, by attribute."""

Rows = dict[str, list[tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Person:
    key: int
    name: str
    parties: tuple[tuple[int, date, date | None], ...]
    """Party, first day, the day after the last."""

    @property
    def surname(self) -> str:
        return self.name.rpartition(" ")[2]

    def party_on(self, day: date) -> int | None:
        return next(
            (key for key, starts, ends in self.parties if starts <= day and (not ends or day < ends)), None
        )


@dataclass(frozen=True, slots=True)
class Event:
    key: int
    day: date
    kind: str
    name: str
    people: tuple[int, ...]
    cause: int | None


@dataclass(frozen=True, slots=True)
class Told:
    """Words that the next stories will tell again."""

    text: str
    cut: int
    speaker: Person
    utterance: int


@dataclass(frozen=True)
class Archive:
    """All that follows from a size and a seed."""

    quotations: int
    seed: int = 1

    def random(self, of: str) -> Random:
        return Random(f"{self.seed} {of}")  # noqa: S311 (drawn again by whoever has the seed)

    @cached_property
    def counts(self) -> list[int]:
        """How many quotations each story has; together ``quotations``, ten to a story."""
        pattern = len(QUOTATIONS_OF_A_STORY)
        stories = max(1, round(self.quotations / 10))
        counts = [QUOTATIONS_OF_A_STORY[number % pattern] for number in range(stories)]
        spare, number = self.quotations - sum(counts), 0
        while spare:
            step = 1 if spare > 0 else -1 if counts[number] > 1 else 0
            counts[number] += step
            spare -= step
            number = (number + 1) % stories
        return counts

    @property
    def stories(self) -> int:
        return len(self.counts)

    @cached_property
    def before(self) -> list[int]:
        """How many quotations the stories before each have."""
        return [0, *accumulate(self.counts)]

    @property
    def parts(self) -> int:
        """Into how many parts the work falls, each of some days that follow each other."""
        return max(2, self.stories // STORIES_OF_A_PART)

    @cached_property
    def words(self) -> list[str]:
        """The vocabulary, the commonest first; no two have the same stem."""
        syllables = ["".join(pair) for pair in product("bdfgklmnprstvz", "aou")]
        made = ["".join(three) for three in product(syllables, repeat=3)]
        self.random("words").shuffle(made)
        made = made[: 60_000 - len(COMMONEST)]
        longer = self.random("longer words").sample(range(len(syllables) ** 4), VOCABULARY - 60_000)
        return [*COMMONEST, *made, *(_spelt(number, syllables) for number in longer)]

    @cached_property
    def weights(self) -> list[float]:
        return list(accumulate(1 / (rank + FLATNESS) for rank in range(1, VOCABULARY + 1)))

    def share(self, rank: int) -> float:
        """The share, 0 to 1, of quotations of thirty words that hold the word of this rank (0: the first)."""
        return 1 - (1 - 1 / (rank + 1 + FLATNESS) / self.weights[-1]) ** 30

    @cached_property
    def people(self) -> list[Person]:
        """The most quoted first."""
        draw = self.random("people")
        surnames = ["".join(parts) for parts in product(_HEADS, _MIDDLES, _TAILS)]
        draw.shuffle(surnames)
        every = [f"{first} {last}" for first in FIRST_NAMES for last in surnames[:2400]]
        names = draw.sample(every, min(3000, max(30, self.quotations // 10)))
        return [Person(key, name, _parties(draw)) for key, name in enumerate(names, 1)]

    @cached_property
    def speaker_weights(self) -> list[float]:
        return list(accumulate(1 / rank for rank in range(1, len(self.people) + 1)))

    @cached_property
    def outlets(self) -> list[str]:
        draw = self.random("outlets")
        places = ["".join(parts).capitalize() for parts in product(_HEADS, _TAILS)]
        kinds = ("Herald", "Press", "Post", "Radio", "Times", "Star")
        return [f"{place} {kinds[n % 6]}" for n, place in enumerate(draw.sample(places, 60))]

    @cached_property
    def events(self) -> list[Event]:
        """By day."""
        draw = self.random("events")
        days = sorted(draw.randrange(DAYS) for _ in range(max(6, self.quotations // 1000)))
        people = range(1, len(self.people) + 1)
        found: list[Event] = []
        for key, day in enumerate(days, 1):
            kind = draw.choice(EVENT_KINDS)
            name = f"{kind} on {' '.join(draw.sample(self.words[100:5000], 3))}".capitalize()
            who = tuple(dict.fromkeys(draw.choices(people, cum_weights=self.speaker_weights, k=3)))
            cause = found[-1].key if found and draw.random() < 0.3 else None
            found.append(Event(key, FIRST_DAY + timedelta(day), kind, name, who, cause))
        return found

    def tenures(self) -> Iterator[tuple[str, Person, date, date | None]]:
        """Offices of government one after the other, and then seats; each with one holder at a time."""
        draw = self.random("tenures")
        titles = ["Prime Minister", "Leader of the Opposition", *(f"Minister of {post}" for post in POSTS)]
        seats = [f"{''.join(parts).capitalize()} seat" for parts in product(_HEADS, _TAILS[:6])]
        seats = seats[: min(120, self.stories)]
        for title in [*titles, *seats]:
            is_seat = title.endswith(" seat")
            able = self.people[:600] if is_seat else self.people[:40]
            day, last = date(2004, 1, 1), None
            while day < FIRST_DAY + timedelta(DAYS):
                holder = draw.choice([person for person in able if person is not last])
                ends = day + timedelta(draw.randrange(1800, 4500) if is_seat else draw.randrange(700, 1900))
                yield title, holder, day, ends if ends < FIRST_DAY + timedelta(DAYS) else None
                day, last = ends, holder

    def write(self, part: int) -> Rows:
        """The rows of one part by model, as :data:`COLUMNS` has them, escaped for ``COPY``."""
        return _Writer(self, part).write()


_HEADS = _listed("Ka Be Mo Ta Ru Wi Ha Fe Lo Sa Du Pe Ni Go Va Hol Mar Bren Tor Wes Kel Ash Ran Quin")
_MIDDLES = _listed("ra ve li no ma de shi ko an er")
_TAILS = _listed("ren vick ston lund mar dale more well ford by ton ley wick ham worth gate")


@lru_cache(maxsize=2)
def archive(quotations: int, seed: int) -> Archive:
    """The same for every part that one process writes."""
    return Archive(quotations, seed)


def _spelt(number: int, syllables: list[str]) -> str:
    parts = []
    for _ in range(4):
        number, syllable = divmod(number, len(syllables))
        parts.append(syllables[syllable])
    return "".join(parts)


def _parties(draw: Random) -> tuple[tuple[int, date, date | None], ...]:
    luck = draw.random()
    if luck > 0.7:
        return ()
    one, other = draw.choices(range(1, len(PARTIES) + 1), weights=[34, 30, 10, 8, 6, 5, 4, 3], k=2)
    if luck > 0.12 or one == other:
        return ((one, date(2000, 1, 1), None),)
    change = FIRST_DAY + timedelta(draw.randrange(DAYS))
    return ((one, date(2000, 1, 1), change), (other, change, None))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\n", "\\n")


def _array(values: Iterable[object]) -> str:
    return f"{{{','.join(map(str, values))}}}"


def _or_nothing(value: object) -> str:
    return NOTHING if value is None else str(value)


@dataclass
class _Writer:
    archive: Archive
    part: int
    rows: Rows = field(default_factory=lambda: {model: [] for model in COLUMNS})
    retold: deque[Told] = field(default_factory=deque)

    def __post_init__(self) -> None:
        self.draw = self.archive.random(f"part {self.part}")
        words, weights = self.archive.words, self.archive.weights
        self.sentences = [
            " ".join(self.draw.choices(words, cum_weights=weights, k=self.draw.randrange(9, 26))).capitalize()
            + "."
            for _ in range(600)
        ]

    def write(self) -> Rows:
        whole = self.archive
        stories = [whole.stories * edge // whole.parts for edge in (self.part, self.part + 1)]
        # An archive is not imported in the order of its days: its parts are shuffled.
        order = list(range(whole.parts))
        whole.random("order").shuffle(order)
        when = order[self.part]
        first, last = (DAYS * edge // whole.parts for edge in (when, when + 1))
        days = sorted(self.draw.choices(range(first, last), k=stories[1] - stories[0]))
        for number, day in zip(range(*stories), days, strict=True):
            self.story(number, FIRST_DAY + timedelta(day), stories[1] - number)
        return self.rows

    def story(self, number: int, day: date, still: int) -> None:
        """``still``: how many stories this part has yet, this one among them."""
        whole, draw, key = self.archive, self.draw, number + 1
        outlet = min(int(draw.expovariate(1 / 14)), 59) + 1
        luck = draw.random()
        status = "draft" if luck < 0.003 else "withdrawn" if luck < 0.01 else "published"
        about = self.coverage(key, day)
        speakers = draw.choices(whole.people, cum_weights=whole.speaker_weights, k=draw.randrange(1, 6))
        body, place = [], 0
        introduced: set[int] = set()

        def print_(text: str) -> int:
            nonlocal place
            body.append(text)
            place += len(text)
            return place - len(text)

        for turn in range(whole.counts[number]):
            if turn % 2 == 0:
                print_(" ".join(draw.choices(self.sentences, k=2)) + "\n\n")
            quotation = whole.before[number] + turn + 1
            told = self.retold.popleft() if self.retold and turn < 3 else None
            if told:
                text, cut, speaker, utterance = told.text, told.cut, told.speaker, told.utterance
            else:
                text, cut = self.words()
                speaker, utterance = draw.choice(speakers), None
                if still > 6 and len(self.retold) < 3 and draw.random() < 0.04:
                    utterance = quotation
                    self.retold += [Told(text, cut, speaker, utterance)] * draw.randrange(1, 4)
                    self.rows["Utterance"].append(
                        (
                            *(str(utterance), str(speaker.key), day.isoformat()),
                            *(str(quotation), str(quotation), "proposed", "0.9"),
                        )
                    )
            unnamed = not told and utterance is None and draw.random() < 0.15
            name = speaker.surname if speaker.key in introduced else speaker.name
            label = "an official" if unnamed else name
            print_("“")
            begin = print_(text[:cut])
            spans = [(begin, place)]
            at = print_(f"” {label} said. “" if cut < len(text) else f"” {label} said.\n\n") + 2
            if cut < len(text):
                # The two parts are one text, parted by the space that stands at the cut.
                begin = print_(text[cut + 1 :])
                spans.append((begin, place))
                print_("”\n\n")
            if not unnamed and speaker.key not in introduced:
                introduced.add(speaker.key)
                self.rows["Mention"].append(
                    (
                        str(quotation),
                        str(key),
                        str(speaker.key),
                        str(at),
                        str(at + len(name)),
                        "proposed",
                        "0.8",
                    )
                )
            own = draw.choice(about) if about and draw.random() < 0.3 else None
            luck = draw.random()
            standing = "rejected" if luck < 0.04 else "confirmed" if luck < 0.3 else "proposed"
            luck = draw.random()
            self.rows["Quotation"].append(
                (
                    *(str(quotation), str(key), str(key)),
                    _array(f"{{{start},{end}}}" for start, end in spans),
                    text,
                    "direct" if luck < 0.7 else "reported" if luck < 0.87 else "partial",
                    "unlisted" if unnamed else "resolved",
                    NOTHING if unnamed else str(speaker.key),
                    *(label, "said", _or_nothing(own), _or_nothing(utterance)),
                    *(str(outlet), day.isoformat()),
                    NOTHING if unnamed else _or_nothing(speaker.party_on(day)),
                    _array([own] if own else about),
                    "t" if standing != "rejected" and status == "published" else "f",
                    *(standing, f"{draw.random():.2f}"),
                )
            )
        self.print_story(key, outlet, day, status, "".join(body).rstrip())

    def words(self) -> tuple[str, int]:
        """What somebody says, and where the report interrupts it: at its end where it does not."""
        whole, draw = self.archive, self.draw
        said = draw.choices(whole.words, cum_weights=whole.weights, k=draw.randrange(12, 49))
        text = " ".join(said).capitalize() + draw.choice(",.")
        return text, text.index(" ", len(text) // 2) if draw.random() < 0.1 else len(text)

    def coverage(self, story: int, day: date) -> list[int]:
        """Events of the last days that the story tells of, by key."""
        whole, draw = self.archive, self.draw
        if draw.random() > 0.25:
            return []
        days = whole.events
        since = bisect_left(days, day - timedelta(5), key=lambda event: event.day)
        until = bisect_right(days, day, key=lambda event: event.day)
        near = days[since:until][-2:] if draw.random() < 0.1 else days[max(since, until - 3) : until][:1]
        standing = []
        for number, event in enumerate(near):
            luck = draw.random()
            status = "rejected" if luck < 0.05 else "confirmed" if luck < 0.4 else "proposed"
            self.rows["Coverage"].append((str(story * 2 + number), str(event.key), str(story), status, "0.7"))
            if status != "rejected":
                standing.append(event.key)
        return standing

    def print_story(self, key: int, outlet: int, day: date, status: str, body: str) -> None:
        draw, original = self.draw, body.encode()
        headline = draw.choice(self.sentences)[:90].rpartition(" ")[0]
        slug = f"{'-'.join(headline.lower().split()[:5])}-{key}"
        instant = f"{day.isoformat()} 06:00:00+00"
        place = f"story-{key}.txt"
        self.rows["Article"].append(
            (
                *(str(key), str(outlet), place, headline, slug, day.isoformat(), status),
                *("Taken back." if status == "withdrawn" else "", str(key), instant),
            )
        )
        checksum = hashlib.sha256(original).hexdigest()
        sketch = [draw.randrange(2**25) - 2**31 for _ in range(32)]
        self.rows["ArticleVersion"].append(
            (
                *(str(key), str(key), "1", headline, _escaped(body), checksum, instant, place, "benchmark"),
                *(f"\\\\x{original.hex()}", checksum, "text/plain", "benchmark", instant, _array(sketch)),
            )
        )
        byline = f"{draw.choice(FIRST_NAMES)} {draw.choice(string.ascii_uppercase)}. Reporter"
        self.rows["Byline"].append((str(key), str(key), "0", byline))
