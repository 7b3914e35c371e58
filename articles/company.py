"""Who is quoted beside a person: in the same stories, of the newest that quote them."""

import math
from dataclasses import dataclass
from itertools import combinations

from archive.addresses import page_of
from articles.results.matches import fetch
from people.charts import per_cent
from people.models import Person
from people.names import initials

STORIES = 100
"""How many stories are looked at."""
QUOTATIONS = 5 * STORIES
"""How many of the newest quotations these stories are gathered from."""
PEOPLE = 9
LEAST_TOGETHER = 2
"""Stories that two people share before a line is drawn between them."""
MOST_CHORDS = 12
"""Lines between two others that are drawn: more would hide each other."""
WIDEST = 8
"""Of a line, in pixels: that of the two who share the most stories."""

BESIDE = """
WITH newest AS MATERIALIZED (
    SELECT article_id, listed_on, id FROM articles_quotation
    WHERE speaker_id = %(person)s AND public ORDER BY listed_on DESC, id DESC LIMIT %(quotations)s
), own AS MATERIALIZED (
    SELECT article_id FROM newest
    GROUP BY article_id ORDER BY max(listed_on) DESC, max(id) DESC LIMIT %(stories)s
), beside AS MATERIALIZED (
    SELECT speaker_id, article_id, max(speaker_party_id) AS party_id
    FROM articles_quotation
    WHERE article_id IN (SELECT article_id FROM own) AND public AND speaker_id <> %(person)s
    GROUP BY speaker_id, article_id
)
SELECT person.name, person.slug, coalesce((SELECT slug FROM people_party WHERE id = party_id), 'none'),
    stories, (SELECT count(*) FROM own), (SELECT count(*) FROM newest)
FROM (
    SELECT speaker_id, array_agg(article_id) AS stories,
        (array_agg(party_id ORDER BY article_id DESC))[1] AS party_id
    FROM beside GROUP BY speaker_id ORDER BY count(*) DESC, speaker_id LIMIT %(people)s
) AS most
JOIN people_person person ON person.id = most.speaker_id
ORDER BY cardinality(stories) DESC, person.sort_name
"""


@dataclass(frozen=True, slots=True)
class Companion:
    """Somebody quoted beside the person, and where the drawing has them."""

    name: str
    initials: str
    address: str
    both: str
    """The address of the stories that quote both."""
    party_class: str
    stories: frozenset[int]
    bar: str
    x: str
    y: str

    @property
    def count(self) -> int:
        return len(self.stories)


@dataclass(frozen=True, slots=True)
class Line:
    """How often two are quoted in one story."""

    x: tuple[str, str]
    y: tuple[str, str]
    width: str


@dataclass(frozen=True, slots=True)
class Pair(Line):
    """The same of two others, with their names."""

    names: tuple[str, str]
    count: int
    """Stories that quote both, and the person."""


@dataclass(frozen=True, slots=True)
class Company:
    stories: int
    """How many were looked at."""
    is_all: bool
    """These are all stories that quote the person."""
    companions: list[Companion]
    spokes: list[Line]
    """From the person, in the middle."""
    chords: list[Pair]
    """Between two others, the widest last."""


def company_of(person: Person) -> Company | None:
    """Nothing where nobody else is quoted in these stories."""
    found = fetch(
        BESIDE,
        {"person": person.pk, "quotations": QUOTATIONS, "stories": STORIES, "people": PEOPLE},
        often=True,
    )
    if not found:
        return None
    most, (looked_at, read) = len(found[0][3]), found[0][4:]
    places = dict(zip(by_party(found), ring(len(found)), strict=True))
    own = page_of("person_stories", person.slug)
    companions = [
        Companion(
            name=name,
            initials=initials(name),
            address=page_of("person", slug),
            both=f"{own}?with={slug}",
            party_class=f"party-{party}",
            stories=frozenset(stories),
            bar=per_cent(100 * len(stories) / most),
            x=per_cent(places[slug][0]),
            y=per_cent(places[slug][1]),
        )
        for name, slug, party, stories, *_looked_at in found
    ]
    pairs = [(one, other, len(one.stories & other.stories)) for one, other in combinations(companions, 2)]
    strongest = sorted(pairs, key=lambda pair: pair[2])[-MOST_CHORDS:]
    return Company(
        stories=looked_at,
        is_all=looked_at < STORIES and read < QUOTATIONS,
        companions=companions,
        spokes=[Line(("50%", at.x), ("50%", at.y), width(at.count, most)) for at in companions],
        chords=[
            Pair((one.x, other.x), (one.y, other.y), width(count, most), (one.name, other.name), count)
            for one, other, count in strongest
            if count >= LEAST_TOGETHER
        ],
    )


def by_party(found: list) -> list[str]:
    """Slugs in the order that they stand round the middle: those of one party beside each other."""
    seen = list(dict.fromkeys(party for _name, _slug, party, *_rest in found))
    return [row[1] for row in sorted(found, key=lambda row: seen.index(row[2]))]


def ring(number: int) -> list[tuple[float, float]]:
    """Places round the middle of a hundred by a hundred, from the top on and as the clock goes."""
    angles = [2 * math.pi * place / number for place in range(number)]
    return [(50 + 40 * math.sin(angle), 50 - 40 * math.cos(angle)) for angle in angles]


def width(count: int, most: int) -> str:
    return f"{max(WIDEST * count / most, 1):.2g}"
