"""Reports as a list prints them, every word at hand: a page of them is one loop."""

from collections.abc import Iterable
from typing import NamedTuple

from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext

from archive.partial import stamp
from articles.models import Article
from articles.results.rows import day_in_words
from articles.search import marked


class StoryLine(NamedTuple):
    """What ``quick/stories.html`` prints of one report; an empty string where there is nothing to say."""

    address: str
    language: str
    title: SafeString
    outlet: str
    stamp: str
    day: str
    bylines: str
    quotations: str


def story_lines(articles: Iterable[Article], dated: bool = True) -> list[StoryLine]:
    """Of ``Article.objects.for_listing()``; not ``dated`` where the day stands over them."""
    language = get_language() or ""
    return [line_of(article, language, dated) for article in articles]


def line_of(article: Article, language: str, dated: bool) -> StoryLine:
    day, precision = article.published_on, article.published_precision
    quoted = getattr(article, "quotation_count", 0)
    return StoryLine(
        address=article.get_absolute_url(),
        language=article.language,
        title=marked(article.title),
        outlet=article.outlet.name,
        stamp=stamp(day, precision) if dated else "",
        day=day_in_words(day, precision, language) if dated else "",
        bylines=", ".join(article.bylined),  # type: ignore[attr-defined]
        quotations=ngettext("%d quotation", "%d quotations", quoted) % quoted if quoted else "",
    )
