"""Web pages: the report by trafilatura, the rest from what the page says of itself."""

import logging
import re
from collections.abc import Iterator

import trafilatura
from lxml.html import HtmlElement
from trafilatura.settings import Document

from articles.importers.encoding import decode
from articles.importers.page import Page
from articles.importers.paragraphs import tidied
from articles.importers.records import ArticleRecord, Found, Hints, Source, complete
from articles.importers.refusals import Refused

# What it cannot read is refused here by name, so its own warnings only disturb.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

_DECLARED = re.compile(rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?([\w.:-]+)", re.I)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_SENTENCE = re.compile(r""".{40,}[.!?…]["'”’»)]*""", re.DOTALL)
_ENDED = re.compile(r"""[.!?…:]["'”’»)]*$""")
# Elements of trafilatura's own document and of HTML that stand on lines of their own.
_BLOCKS = {
    *("body", "div", "p", "head", "list", "item", "quote", "table", "row", "code", "ab"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "tr", "blockquote", "pre"),
    *("section", "article", "header", "footer", "aside", "figure", "figcaption", "hr"),
}
_EDGE = "\0"  # no parsed page holds one
_BREAKS = {"br": "\n", "lb": "\n", "td": " ", "th": " ", "cell": " "}
_SILENT = {"script", "style"}


def read_html(data: bytes, place: str, hints: Hints) -> ArticleRecord:
    declared = _DECLARED.search(data[:4096])
    text, encoding = decode(data, declared[1].decode("ascii", "replace") if declared else "")
    tree = trafilatura.load_html(text)
    if tree is None:
        raise Refused("it is no HTML page")
    page = Page(tree)
    found = Found(
        outlet=page.outlet,
        headline=page.headline,
        bylines=page.bylines,
        url=page.url,
        section=page.section,
        language=page.language,
        published=page.published,
        paragraphs=_paragraphs(tree, page.headline),
    )
    return complete(found, hints, Source(place, data, f"text/html; charset={encoding}"))


def paragraphs_of_html(markup: str) -> tuple[str, ...]:
    """The paragraphs of a fragment that is all report, as agencies send it."""
    tree = trafilatura.load_html(f"<html><body>{markup}</body></html>")
    return () if tree is None else tidied(_blocks(tree.find("body")))


def _paragraphs(tree: HtmlElement, headline: str) -> tuple[str, ...]:
    document = trafilatura.bare_extraction(tree, include_comments=False)
    paragraphs = tidied(_blocks(document.body)) if isinstance(document, Document) else ()
    if not any(map(_SENTENCE.fullmatch, paragraphs)):
        raise Refused("no article can be found in the page")
    return paragraphs[1:] if paragraphs[0] == headline else paragraphs


def _blocks(root: HtmlElement) -> Iterator[str]:
    """The paragraphs in reading order. A line break ends one, but inside a sentence it is a space."""
    for block in "".join(_pieces(root)).split(_EDGE):
        unfinished = ""
        for line in block.split("\n"):
            if unfinished and not (line.strip() and not _ENDED.search(unfinished)):
                yield unfinished
                unfinished = ""
            unfinished = f"{unfinished} {line}".strip()
        yield unfinished


def _pieces(element: HtmlElement) -> Iterator[str]:
    """Text as HTML means it, white space folded; ``_EDGE`` between blocks, line ends where it breaks."""
    if not isinstance(element.tag, str) or element.tag in _SILENT:
        return
    edge = _EDGE if element.tag in _BLOCKS else ""
    yield edge or _BREAKS.get(element.tag, "")
    yield _SPACE.sub(" ", element.text or "")
    for child in element:
        yield from _pieces(child)
        yield _SPACE.sub(" ", child.tail or "")
    yield edge
