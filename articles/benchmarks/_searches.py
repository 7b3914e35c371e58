"""The kinds of search that are measured, and requests of each drawn from a fictional archive."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from random import Random
from typing import Any

from django.db import connection
from django.urls import reverse

from articles.benchmarks._bare import LIKE, PAGE, Part, Wanted
from articles.benchmarks._fiction import FIRST_DAY, PARTIES, Archive, Person

COMMON, MID = (0.05, 0.52), (0.0015, 0.0235)
"""The shares of all quotations that such a word stands in: of two million 100,000 up, and 3,000 to 47,000."""
FAR = 400
"""The page that is asked for far down a list."""


@dataclass(frozen=True, slots=True)
class Request:
    """A page as a reader asks for it, and the bare queries that it is measured against."""

    asked: dict[str, str]
    bare: list[Part]
    tab: str = "quotation_list"
    status: int = 200

    @property
    def path(self) -> str:
        return reverse(self.tab)


Draw = Callable[[], Request]


@dataclass
class Searches:
    """Draws requests; the same seed draws the same ones from the same archive."""

    archive: Archive
    seed: int
    random: Random = field(init=False)

    def __post_init__(self) -> None:
        self.random = self.archive.random(f"searches {self.seed}")
        self.ranks = {word: rank for rank, word in enumerate(self.archive.words)}

    def kinds(self) -> dict[str, Draw]:
        """By the names they are printed with, in that order."""
        return {
            "one speaker, newest": self.speaker,
            "rare speaker": self.rare_speaker,
            "phrase + speaker": self.phrase_and_speaker,
            "common word + speaker": lambda: self.word_and_speaker(COMMON),
            "common word, newest": lambda: self.word(COMMON),
            "mid word, newest": lambda: self.word(MID),
            "rare word": self.rare_word,
            "common word, ranked": lambda: self.word(COMMON, ranked=True),
            "mid word, ranked": lambda: self.word(MID, ranked=True),
            "phrase of two of the commonest": self.common_phrase,
            "no search: all, newest": lambda: self.request(""),
            "speaker misspelt": self.misspelt,
            "office: who held it": self.office,
            "party": self.party,
            "party + word": self.party_and_word,
            "two words": self.two_words,
            "word OR word": self.either,
            "word -word": self.but_not,
            "word within a year": self.word_in_a_year,
            "page 1 of a frequent speaker": lambda: self.frequent(1),
            f"page {FAR} of a frequent speaker": lambda: self.frequent(FAR),
            "common word, counted exactly": lambda: self.word(COMMON, exactly=True),
            "stories with a common word": lambda: self.stories(COMMON),
            "stories with a mid word": lambda: self.stories(MID),
        }

    def request(self, query: str, wanted: Wanted | None = None, **asked: str) -> Request:
        wanted = wanted or Wanted(kept=kept(""))
        return Request({**({"q": query} if query else {}), **asked}, wanted.parts())

    # What requests are made of.

    def words_between(self, shares: tuple[float, float]) -> range:
        """Ranks of the words that stand in such a share of all quotations."""
        least, most = shares
        first = next(rank for rank in count() if self.archive.share(rank) <= most)
        return range(first, next(rank for rank in count(first) if self.archive.share(rank) < least))

    def one_of(self, shares: tuple[float, float]) -> str:
        return self.archive.words[self.random.choice(self.words_between(shares))]

    def quotation(self) -> tuple[str, Person]:
        """The words of any that has a speaker and is public, and who that is: most often one much quoted."""
        while True:
            key = self.random.randint(1, self.archive.quotations)
            found = fetch(
                "SELECT text, speaker_id FROM articles_quotation WHERE id = %s AND public AND speaker_id > 0",
                [key],
            )
            if found:
                text, speaker = found[0]
                return text.strip(".,").lower(), self.archive.people[speaker - 1]

    def all_by(self, person: Person, after: tuple[date, int] | None = None) -> Wanted:
        return Wanted([self.by(person)], named=person.name, kept=kept(f"speaker:{person.key}"), after=after)

    @staticmethod
    def by(person: Person) -> tuple[str, list[Any]]:
        return "speaker_id = %s", [person.key]

    # The kinds.

    def speaker(self) -> Request:
        return self.said_by(self.quotation()[1])

    def rare_speaker(self) -> Request:
        people = self.archive.people
        return self.said_by(self.random.choice(people[len(people) // 2 :]))

    def said_by(self, person: Person) -> Request:
        return self.request(f'speaker:"{person.name}"', self.all_by(person))

    def phrase_and_speaker(self) -> Request:
        text, person = self.quotation()
        words, length = text.split(), self.random.choice((2, 3))
        start = self.random.randrange(len(words) - length)
        phrase = f'"{" ".join(words[start : start + length])}"'
        wanted = Wanted([self.by(person)], words=phrase, named=person.name)
        return self.request(f'{phrase} speaker:"{person.name}"', wanted)

    def word_and_speaker(self, shares: tuple[float, float]) -> Request:
        word, person = self.one_of(shares), self.quotation()[1]
        wanted = Wanted([self.by(person)], words=word, named=person.name)
        return self.request(f'{word} speaker:"{person.name}"', wanted)

    def word(self, shares: tuple[float, float], ranked: bool = False, exactly: bool = False) -> Request:
        word = self.one_of(shares)
        asked = ({"order": "relevance"} if ranked else {}) | ({"count": "all"} if exactly else {})
        ((lexeme,),) = fetch("SELECT to_tsquery('archive', %s)::text", [word])
        term = None if exactly else kept(f"word:{lexeme}")
        return self.request(word, Wanted(words=word, kept=term, ranked=ranked, exactly=exactly), **asked)

    def rare_word(self) -> Request:
        rare = [word for word in self.quotation()[0].split() if self.is_rare(word)]
        return self.request(rare[0], Wanted(words=rare[0])) if rare else self.rare_word()

    def is_rare(self, word: str) -> bool:
        return self.archive.share(self.ranks[word]) < 0.0001

    def common_phrase(self) -> Request:
        phrase = f'"{" ".join(self.random.sample(self.archive.words[:20], 2))}"'
        return self.request(phrase, Wanted(words=phrase))

    def misspelt(self) -> Request:
        person = self.quotation()[1]
        at = self.random.randrange(1, len(person.surname) - 1)
        surname = person.surname[:at] + person.surname[at + 1 :]
        name = f"{person.name.removesuffix(person.surname)}{surname}"
        # The page finds nothing, says so, and offers who is meant.
        return Request({"q": f'speaker:"{name}"'}, [Part("name", LIKE, [name])], status=400)

    def office(self) -> Request:
        title = self.random.choice(
            sorted({title for title, *_ in self.archive.tenures() if "seat" not in title})
        )
        held = [
            ("speaker_id = %s AND listed_on >= %s AND listed_on < %s", [person.key, starts, ends or date.max])
            for name, person, starts, ends in self.archive.tenures()
            if name == title
        ]
        return self.request(f'speaker:"{title}"', Wanted(held))

    def any_party(self) -> tuple[str, tuple[str, list[Any]]]:
        key = self.random.randint(1, len(PARTIES))
        return f"party:{list(PARTIES)[key - 1].lower()}", ("speaker_party_id = %s", [key])

    def party(self) -> Request:
        query, branch = self.any_party()
        return self.request(query, Wanted([branch], kept=kept(f"party:{branch[1][0]}")))

    def party_and_word(self) -> Request:
        word = self.one_of(self.random.choice((COMMON, MID)))
        query, branch = self.any_party()
        return self.request(f"{word} {query}", Wanted([branch], words=word))

    def two_words(self) -> Request:
        words = f"{self.one_of(COMMON)} {self.one_of(MID)}"
        return self.request(words, Wanted(words=words))

    def either(self) -> Request:
        words = f"{self.one_of(MID)} OR {self.one_of(MID)}"
        return self.request(words, Wanted(words=words))

    def but_not(self) -> Request:
        words = f"{self.one_of(MID)} -{self.one_of(COMMON)}"
        return self.request(words, Wanted(words=words))

    def word_in_a_year(self) -> Request:
        word = self.one_of(self.random.choice((COMMON, MID)))
        year = FIRST_DAY.year + self.random.randrange(20)
        first, last = date(year, 1, 1), date(year, 12, 31)
        within = ("listed_on BETWEEN %s AND %s", [first, last])
        return self.request(f"{word} after:{first} before:{last}", Wanted([within], words=word))

    def frequent(self, page: int) -> Request:
        """A page of somebody with so many; in a small archive as far down as there are pages."""
        person = self.random.choice(self.archive.people[:12])
        name = f'speaker:"{person.name}"'
        (said,) = fetch(
            "SELECT count(*) FROM articles_quotation WHERE public AND speaker_id = %s", [person.key]
        )
        before = (min(page, max(1, said[0] // PAGE)) - 1) * PAGE
        if page > 1:
            before += self.random.randrange(min(PAGE, before + 1))
        if not before:
            return self.request(name, self.all_by(person))
        ((day, key),) = fetch(
            "SELECT listed_on, id FROM articles_quotation WHERE public AND speaker_id = %s"
            " ORDER BY listed_on DESC, id DESC OFFSET %s LIMIT 1",
            [person.key, before - 1],
        )
        return self.request(name, self.all_by(person, after=(day, key)), cursor=f"{day}.{key}")

    def stories(self, shares: tuple[float, float]) -> Request:
        word = self.one_of(shares)
        return Request({"q": word}, Wanted(words=word).parts_of_stories(), "article_list")


def draw(of: Draw, most: int) -> Iterator[Request]:
    """Up to ``most`` that differ, or as many where there are fewer that do: then some again."""
    seen: set[str] = set()
    for _ in range(most):
        for _ in range(20):
            request = of()
            if str(request.asked) not in seen:
                break
        seen.add(str(request.asked))
        yield request


def kept(term: str) -> str | None:
    """The term, where its counts are kept."""
    return term if fetch("SELECT FROM articles_keptcount WHERE term = %s LIMIT 1", [term]) else None


def fetch(sql: str, params: list[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()
