"""What changed from one version of a report to the next."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from articles.models import ArticleVersion


@dataclass(frozen=True, slots=True)
class Kept:
    """A version, and how many paragraphs it added to and took from the one before it."""

    version: ArticleVersion
    is_first: bool
    added: int
    removed: int


def history(versions: Sequence[ArticleVersion]) -> list[Kept]:
    """``versions``, the newest first, each against the next. Paragraphs that only moved are not counted."""
    counted = [Counter(version.body.split("\n\n")) for version in versions] + [Counter()]
    return [
        Kept(version, version is versions[-1], (now - before).total(), (before - now).total())
        for version, now, before in zip(versions, counted, counted[1:], strict=False)
    ]


def title_of(version: ArticleVersion) -> str:
    """The headline of that version; of the current one as staff have it."""
    article = version.article
    if version.pk != article.current_id and version.headline:
        return version.headline
    return article.title
