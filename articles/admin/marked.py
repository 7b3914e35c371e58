"""The paragraphs in which something stands, with its words marked."""

from collections.abc import Iterable, Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles.models import ArticleVersion

Spans = Sequence[Sequence[int]]


def marked_paragraphs(version: ArticleVersion, spans: Spans) -> SafeString:
    """The paragraphs of ``spans`` and one at either end, escaped, the words in ``<mark>``."""
    paragraphs = version.paragraphs
    holding = [n for n, (start, text) in enumerate(paragraphs) if touches(spans, start, start + len(text))]
    if not holding:
        return SafeString()
    shown = paragraphs[max(holding[0] - 1, 0) : holding[-1] + 2]
    return format_html_join("", "<p>{}</p>", ((marked(start, text, spans),) for start, text in shown))


def touches(spans: Spans, start: int, end: int) -> bool:
    return any(first < end and start < last for first, last in spans)


def marked(offset: int, text: str, spans: Spans) -> SafeString:
    return format_html_join("", "{}{}", pieces(offset, text, spans))


def pieces(offset: int, text: str, spans: Spans) -> Iterable[tuple[str, str]]:
    """Each stretch of plain text with the marked one that follows it."""
    since = 0
    for span in spans:
        start, end = (min(max(position - offset, since), len(text)) for position in span)
        if start < end:
            yield text[since:start], format_html("<mark>{}</mark>", text[start:end])
            since = end
    yield text[since:], ""
