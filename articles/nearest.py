"""What is nearest to an address where there is nothing: pages called like it, or the section meant."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from difflib import get_close_matches
from itertools import combinations, takewhile
from typing import NamedTuple

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import QuerySet, Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from archive.addresses import page_at, page_of
from articles import calendar
from articles.models import Event, Outlet
from articles.results.matches import fetch, sql_of
from articles.results.rows import dated, headed
from articles.results.tabs import BY_WORDS
from articles.search.expressions import word_query
from articles.search.grammar import Node, Word, either, every
from articles.search.names import LIKE_ENOUGH, likeness
from people.models import Office, Party, Person
from people.names import Fold

MOST = 5
LOOKED_AT = 20
"""Of what the database finds most alike, how many are compared letter by letter."""
LONGEST = 160
"""Of one part of an address, in characters: no page has a longer one."""

SECTIONS = {
    "person_list": _("People"),
    "party_list": _("Parties"),
    "office_list": _("Offices"),
    "outlet_list": _("Outlets"),
    "event_list": _("Events"),
    "article_list": _("Stories"),
    "quotation_list": _("Quotations"),
    "year_list": _("Calendar"),
    "letter_list": _("A to Z"),
    "compare": _("Compare"),
    "about": _("About the archive"),
}
NAMED: dict[str, Callable[[], QuerySet]] = {
    "person_list": Person.objects.all,
    "party_list": Party.objects.all,
    "office_list": lambda: Office.objects.select_related("area", "party"),
    "outlet_list": Outlet.objects.all,
    "event_list": Event.objects.accepted,
}
"""What readers may see in those sections of which all names can be read for one page: some thousands."""

MOST_WORDS = 6
MOST_STORIES = 500
"""Of the day in an address, and with its words, so many are put in order."""
# There are too many stories to compare each: only those are that an index finds.
STORIES = f"""
WITH told AS MATERIALIZED (
    SELECT article_id FROM articles_articleversion WHERE search_vector @@ {{asked}} LIMIT {MOST_STORIES}
), of_the_day AS MATERIALIZED (
    SELECT id FROM articles_article WHERE published_on = %s LIMIT {MOST_STORIES}
)
SELECT published_on, published_precision, article.slug, language, headline, supplied_title, outlet.name
FROM articles_article article JOIN articles_outlet outlet ON outlet.id = article.outlet_id
WHERE status = 'published' AND article.id IN (SELECT article_id FROM told UNION SELECT id FROM of_the_day)
ORDER BY similarity(article.slug, %s) DESC, abs(published_on - %s::date), article.id DESC
LIMIT {LOOKED_AT}
"""  # noqa: S608


class Near(NamedTuple):
    """A page by its name; of a story also its language, its outlet, and its day for machines and readers."""

    name: str
    address: str
    language: str = ""
    outlet: str = ""
    stamp: str = ""
    day: str = ""


def nearest_to(path: str) -> list[Near]:
    """The best first. One query, or two below no day of the calendar; none where no section is meant."""
    first, *below = (part[:LONGEST] for part in path.strip("/").split("/"))
    section = section_like(first.lower())
    near: list[Near] = []
    if section in NAMED and below:
        near = pages_like(below[0], NAMED[section]())
    elif section == "article_list":
        near = stories_below(below)
    if section and page_at(section) != f"/{first}/":
        near.append(Near(str(SECTIONS[section]), page_at(section)))
    return near


def section_like(typed: str) -> str:
    """That with the address most like this, or a page of which is called so: ``person``, ``article``."""
    known = {name.removesuffix("_list"): name for name in SECTIONS}
    known |= {page_at(name).strip("/"): name for name in SECTIONS}
    return next((known[word] for word in get_close_matches(typed, known, 1)), "")


def pages_like(slug: str, rows: QuerySet) -> list[Near]:
    """Those whose slugs or names are most like this one."""
    typed = in_words(slug)
    similar = Greatest(
        TrigramSimilarity("slug", slug),
        TrigramSimilarity(Fold("name"), Fold(Value(typed))),  # type: ignore[arg-type]
    )
    scored = [
        (max(likeness(typed, in_words(row.slug)), likeness(typed, str(row))), row)
        for row in rows.order_by(similar.desc(), "pk")[:LOOKED_AT]
    ]
    scored.sort(key=lambda found: -found[0])
    return [Near(str(row), row.get_absolute_url()) for score, row in scored[:MOST] if score >= LIKE_ENOUGH]


def stories_below(parts: Sequence[str]) -> list[Near]:
    """What is like the slug after a day or a part of one; below no day, without any, the year."""
    numbers = list(takewhile(str.isdecimal, parts[:3]))
    day = day_of(*numbers)
    near = [near for slug in parts[len(numbers) :][:1] for near in stories_like(slug, day)]
    return near if near or day else years_like(*numbers[:1])


def stories_like(slug: str, day: date | None) -> list[Near]:
    """Those with a slug like this, those of the day first; where none has, whatever that day has."""
    typed = in_words(slug)
    words = re.findall(r"\w{4,}", typed) or re.findall(r"\w+", typed)
    if not words:
        return []
    asked, params = sql_of(word_query(most_of(words)))
    found = fetch(STORIES.format(asked=asked), [*params, day, slug, day], first=BY_WORDS)
    scored = [(likeness(typed, in_words(row[2])), row) for row in found]
    near = [(score, row) for score, row in scored if score >= LIKE_ENOUGH] or [
        (score, row) for score, row in scored if row[0] == day
    ]
    near.sort(key=lambda story: (story[1][0] != day, -story[0]))
    return [story_of(*row) for _score, row in near[:MOST]]


def most_of(words: Sequence[str]) -> Node:
    """That a text has two in three of them: those that are mistyped stand in none."""
    telling = sorted(dict.fromkeys(words), key=len, reverse=True)[:MOST_WORDS]
    right = len(telling) - round(len(telling) / 3)
    return either(every(map(Word, some)) for some in combinations(telling, right))


def story_of(
    day: date, precision: str, slug: str, language: str, headline: str, supplied: str, outlet: str
) -> Near:
    address = page_of("article", day.strftime("%Y/%m/%d"), slug)
    return Near(headed(headline, supplied), address, language, outlet, *dated(day, precision))


def years_like(year: str = "") -> list[Near]:
    """The year of an address, if it has a story."""
    first = day_of(year, "1", "1")
    span = first and calendar.year_of(first)
    return [Near(str(span.first.year), span.address)] if span and calendar.within(span).exists() else []


def day_of(year: str = "", month: str = "", day: str = "") -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except (ValueError, OverflowError):
        return None


def in_words(slug: str) -> str:
    return slug.replace("-", " ")
