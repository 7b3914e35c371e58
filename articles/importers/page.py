"""What a web page says of itself: its meta elements, its JSON-LD, its own marked-up times and names."""

import json
import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from articles.importers.dates import read_published
from articles.importers.records import byline_names
from articles.importers.refusals import Refused

_OUTLET = ["og:site_name", "application-name", "dc.publisher"]
_HEADLINE = ["og:title", "twitter:title", "dc.title"]
_SECTION = ["article:section", "og:article:section", "parsely-section"]
_PUBLISHED = [
    *("article:published_time", "og:article:published_time", "datepublished", "parsely-pub-date"),
    *("sailthru.date", "dc.date.issued", "dcterms.created", "dc.date", "pubdate", "date"),
]
_BYLINE = ["author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "byl"]

_TIMES = ["//time[@itemprop='datePublished' or @pubdate]", "//article//time", "//main//time", "//time"]
_LANGUAGE = re.compile(r"[a-z]{2,3}([-_][a-z0-9]{2,8})*", re.IGNORECASE)


class Page:
    """One parsed page. Every property is empty where the page does not say."""

    def __init__(self, tree: HtmlElement) -> None:
        self.tree = tree

    @property
    def outlet(self) -> str:
        return self._meta(_OUTLET) or _name(self._linked_data.get("publisher"))

    @property
    def headline(self) -> str:
        """Without the outlet's name, which many pages add to their title."""
        said = self._linked_data.get("headline") or self._meta(_HEADLINE)
        headline = said or self._text("//h1") or self._text("//title")
        return (
            re.sub(rf"\s+[|–—-]\s+{re.escape(self.outlet)}$", "", str(headline)) if self.outlet else headline
        )

    @property
    def bylines(self) -> tuple[str, ...]:
        authors = _listed(self._linked_data.get("author"))
        named = [_name(author) for author in authors] or [self._meta(_BYLINE)]
        named = [name for name in named if name and not name.startswith("http")]
        marked = named or [self._text("//*[@rel='author' or @itemprop='author']")]
        return tuple(dict.fromkeys(name for printed in marked for name in byline_names(printed)))

    @property
    def published(self) -> str:
        """The first of the page's dates that can be read, else the first, for the refusal to name."""
        written = [self._metas[name] for name in _PUBLISHED if name in self._metas]
        written += [str(day) for day in _listed(self._linked_data.get("datePublished"))]
        for path in _TIMES:
            written += self.tree.xpath(f"{path}/@datetime")
        return next(filter(_is_date, written), next(iter(written), ""))

    @property
    def section(self) -> str:
        said = _listed(self._linked_data.get("articleSection"))
        return self._meta(_SECTION) or (str(said[0]) if said else "")

    @property
    def language(self) -> str:
        said = self.tree.get("lang") or self._meta(["og:locale", "dc.language"])
        return said.replace("_", "-") if _LANGUAGE.fullmatch(said) else ""

    @property
    def url(self) -> str:
        """The page's own address. A front page's is none: careless sites give it on every page."""
        said = [*self.tree.xpath("//link[@rel='canonical']/@href"), self._meta(["og:url"])]
        try:
            url = urljoin(self._meta(["og:url"]), next(filter(None, said), ""))
            return url if urlsplit(url).path.strip("/") or urlsplit(url).query else ""
        except ValueError:  # brackets where a host should be
            return ""

    def _meta(self, names: list[str]) -> str:
        return next((self._metas[name] for name in names if name in self._metas), "")

    def _text(self, path: str) -> str:
        found = self.tree.xpath(path)
        return " ".join(found[0].text_content().split()) if found else ""

    @cached_property
    def _metas(self) -> dict[str, str]:
        """Contents by name, the first of each."""
        metas: dict[str, str] = {}
        for meta in self.tree.iter("meta"):
            name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
            if content := (meta.get("content") or "").strip():
                metas.setdefault(name.lower(), content)
        return metas

    @cached_property
    def _linked_data(self) -> dict[str, Any]:
        """The JSON-LD of the article, or nothing."""
        for script in self.tree.iter("script"):
            if "ld+json" in (script.get("type") or ""):
                for thing in _things(_loaded(script.text or "")):
                    if _is_article(thing):
                        return thing
        return {}


def _loaded(text: str) -> Any:
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _things(data: Any) -> Iterator[dict[str, Any]]:
    """Every object of a JSON-LD document that may be the article: listed, or in a graph."""
    for item in _listed(data):
        if isinstance(item, dict):
            yield item
            yield from _things(item.get("@graph"))


def _is_article(thing: dict[str, Any]) -> bool:
    return any(str(kind).endswith(("Article", "Posting")) for kind in _listed(thing.get("@type")))


def _listed(value: Any) -> list[Any]:
    if value in (None, ""):
        return []
    return value if isinstance(value, list) else [value]


def _name(thing: Any) -> str:
    """The name of a person or body, which JSON-LD writes as text, as an object, or as a list of either."""
    thing = next(iter(_listed(thing)), "")
    return str(thing.get("name") or "") if isinstance(thing, dict) else str(thing)


def _is_date(written: str) -> bool:
    try:
        read_published(written)
    except Refused:
        return False
    return True
