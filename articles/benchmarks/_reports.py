"""A fictional archive to import: people, parties and stories of any number, the same for the same seed.

Six stories tell of one happening. Its speeches are quoted by several of them, each cut its own way, and
some stories are an agency's text in another outlet. A few words are everybody's, and most are rare.
"""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cached_property
from itertools import accumulate
from random import Random
from typing import Any

from articles.extraction.wording import COMMON
from people.importers import popolo
from people.importers.records import Roll

FIRST_DAY = date(2001, 1, 1)
DAYS = 20 * 365
OUTLETS = 60
PEOPLE = 240
TERM = timedelta(days=3 * 365)

_OF_A_HAPPENING = 6
_VOCABULARY = 20_000
_PARTIES = ["Labour Party", "Country Party", "Green Alliance", "Reform Party", "Coast Party", "United Marama"]
_MASTHEADS = [
    "Post",
    "Herald",
    "Gazette",
    "Courier",
    "Chronicle",
    "Gannet",
    "Sentinel",
    "Leader",
    "Journal",
    "Wire",
]
_GIVEN = [
    *("Aroha", "Edwin", "Hannah", "Imogen", "Mereana", "Rupert", "Sefo", "Siobhán", "Tama", "Ursula"),
    *("Alec", "Beatrix", "Cormac", "Delia", "Ewan", "Florence", "Gareth", "Hemi", "Isla", "Joseph"),
]
_STARTS = ["Ash", "Bram", "Cold", "Dun", "Elder", "Farn", "Glen", "Hart", "Kings", "Lang", "Marsh", "Nor"]
_ENDS = ["bridge", "combe", "dale", "field", "ford", "holt", "land", "more", "stead", "ton", "well", "wick"]
_TOLD = [
    ("“{said},” {name} said.", "“{more}.”"),
    ("“{said},” said {name}. “{more}.”",),
    ("“{said},” {surname} told the House on {day}. “{more}.”",),
    ("{name} said {place} was “{partial}”.",),
    ("“{said}. {more},” {surname} told reporters in {place}.",),
    ("{name} said that {reported}.",),
]
_SMALL_WORDS = [
    "the",
    "of",
    "to",
    "a",
    "in",
    "and",
    "that",
    "for",
    "is",
    "on",
    "with",
    "as",
    "it",
    "was",
    "at",
    "by",
    "be",
    "not",
    "are",
    "this",
    "from",
    "have",
    "we",
    "will",
]
_WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]


class Fiction:
    """The people of one parliament, and the stories of sixty outlets over twenty years."""

    def __init__(self, seed: int = 51, stories: int = 20_000) -> None:
        self.seed = seed
        self.count = stories
        chance = Random(seed)  # noqa: S311
        self.surnames = [start + end for start in _STARTS for end in _ENDS]
        chance.shuffle(self.surnames)
        self.people = [
            f"{chance.choice(_GIVEN)} {self.surnames[number % len(self.surnames)]}"
            for number in range(PEOPLE)
        ]
        towns = [end.capitalize() + start.lower() for start in _STARTS for end in _ENDS]
        self.outlets = [f"The {towns[n]} {_MASTHEADS[n % len(_MASTHEADS)]}" for n in range(OUTLETS)]
        self.places = towns[OUTLETS : OUTLETS + 40]

    def roll(self) -> Roll:
        """The people with their parties and terms, as a file of them would be read."""
        chance = Random(self.seed)  # noqa: S311
        memberships: list[dict[str, Any]] = []
        for number in range(PEOPLE):
            first = FIRST_DAY + TERM * chance.randrange(5)
            party = _PARTIES[min(chance.randrange(8), len(_PARTIES) - 1)]
            member = {"person_id": f"person-{number}", "organization_id": "house", "role": "member"}
            dates = {"start_date": str(first), "end_date": str(first + TERM * chance.randint(1, 4))}
            memberships.append(member | dates | {"on_behalf_of_id": party.lower().replace(" ", "-")})
        parties = [
            {"id": p.lower().replace(" ", "-"), "name": p, "classification": "party"} for p in _PARTIES
        ]
        house = {"id": "house", "name": "Parliament of Marama", "classification": "legislature"}
        persons = [
            {"id": f"person-{n}", "name": name, "gender": "female" if n % 2 else "male"}
            for n, name in enumerate(self.people)
        ]
        document = {"persons": persons, "organizations": [house, *parties], "memberships": memberships}
        return popolo.read(json.dumps(document).encode(), "fiction")

    def stories(self) -> Iterator[dict[str, str]]:
        """Every story as a line of JSON has it, by day; each is made when it is asked for."""
        return map(self.story, range(self.count))

    def story(self, number: int) -> dict[str, str]:
        happening, place_in_it = divmod(number, _OF_A_HAPPENING)
        shared = Random(f"{self.seed}/{happening}")  # noqa: S311
        speeches = [(shared.randrange(PEOPLE), self._words(shared, 26)) for _ in range(_OF_A_HAPPENING)]
        day = FIRST_DAY + timedelta(days=happening * _OF_A_HAPPENING * DAYS // self.count)
        is_copy = place_in_it == _OF_A_HAPPENING - 1 and shared.random() < 0.5
        chance = Random(f"{self.seed}/{happening}/{0 if is_copy else place_in_it}")  # noqa: S311
        headline = self._sentence(chance, 7)
        paragraphs = self._paragraphs(chance, speeches)
        return {
            "id": f"story-{number}",
            "outlet": self.outlets[(number * 7 + happening) % OUTLETS],
            "headline": headline,
            "byline": self.people[number % 17],
            "published": str(day + timedelta(days=place_in_it // 4)),
            "section": "Politics",
            "language": "en",
            "text": "\n\n".join(paragraphs[:-2] if is_copy else paragraphs),
        }

    def _paragraphs(self, chance: Random, speeches: list[tuple[int, list[str]]]) -> list[str]:
        told = [*chance.sample(speeches, 3)]
        told += [(chance.randrange(PEOPLE), self._words(chance, 26)) for _ in range(2)]
        chance.shuffle(told)
        paragraphs = [self._told_plainly(chance)]
        for speaker, words in told:
            paragraphs += [self._told_plainly(chance)] * (chance.random() < 0.7)
            cut = chance.randrange(4)
            name = self.people[speaker]
            facts = {
                "said": " ".join(words[cut:13]).capitalize(),
                "more": " ".join(words[13 : 26 - cut]).capitalize(),
                "partial": " ".join(words[3:9]),
                "reported": " ".join(words[2:14]),
                "name": name,
                "surname": ("Mr " if speaker % 2 == 0 else "Ms ") + name.split()[-1],
                "day": chance.choice(_WEEKDAYS),
                "place": chance.choice(self.places),
            }
            paragraphs += [form.format(**facts) for form in chance.choice(_TOLD)]
            if chance.random() < 0.2:
                pronoun = "he" if speaker % 2 == 0 else "she"
                paragraphs.append(f"“{self._sentence(chance, 14)},” {pronoun} said.")
        return [*paragraphs, self._told_plainly(chance)]

    def _told_plainly(self, chance: Random) -> str:
        sentences = [self._sentence(chance, chance.randint(10, 18)) for _ in range(3)]
        sentences.append(
            f"{self._sentence(chance, 6)} {chance.choice(self.people)} in {chance.choice(self.places)}"
        )
        return " ".join(f"{sentence}." for sentence in sentences)

    def _sentence(self, chance: Random, words: int) -> str:
        return " ".join(self._words(chance, words)).capitalize()

    def _words(self, chance: Random, count: int) -> list[str]:
        words, weights = self._vocabulary
        return chance.choices(words, cum_weights=weights, k=count)

    @cached_property
    def _vocabulary(self) -> tuple[list[str], list[float]]:
        """Words, the most frequent first, and how often they come, summed up."""
        chance = Random(self.seed)  # noqa: S311
        syllables = [a + b for a in "bcdfghklmnprstvw" for b in "aeiou"]
        words = sorted(COMMON.difference(_SMALL_WORDS))
        chance.shuffle(words)
        words = _SMALL_WORDS + words
        made = {"".join(chance.choices(syllables, k=chance.randint(2, 4))) for _ in range(_VOCABULARY)}
        rare = sorted(made.difference(words))
        chance.shuffle(rare)
        words += rare
        return words, list(accumulate(1 / (rank + 3) for rank in range(len(words))))
