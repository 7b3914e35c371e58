"""Reports as a list prints them, every word at hand: a page of them is one loop."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext

from archive.addresses import page_of
from archive.partial import stamp
from articles.models import Article
from articles.results.rows import dated, day_in_words, headed
from articles.search import marked


@dataclass(frozen=True, slots=True)
class ListedStory:
    """What a query of its own has of a report to be listed, in this order."""

    pk: int
    published_on: date
    precision: str
    slug: str
    headline: str
    supplied: str
    language: str
    outlet: str

    @property
    def title(self) -> SafeString:
        return headed(self.headline, self.supplied)

    @property
    def address(self) -> str:
        return page_of("article", self.published_on.strftime("%Y/%m/%d"), self.slug)

    @property
    def day(self) -> tuple[str, str]:
        """When it was published, for machines and for readers."""
        return dated(self.published_on, self.precision)


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
