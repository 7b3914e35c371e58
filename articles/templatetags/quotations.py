"""How a quotation is printed, wherever it stands."""

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.models import Quotation
from articles.reading_page import edge_of, reason
from articles.search import marked

register = template.Library()
register.filter("edge", edge_of)
register.filter("reason", reason)


@register.simple_tag
def sure_enough() -> int | None:
    """From how many per cent on what nobody confirmed is shown as fact; ``None`` where nothing is."""
    least = settings.ATTRIBUTION_SHOWN_AS_FACT
    return round(least * 100) if least <= 1 else None


@register.filter
def words(quotation: Quotation) -> SafeString:
    """The words, in marks where they are the speaker's own."""
    printed = marked(quotation.text)
    return printed if quotation.kind == Quotation.Kind.REPORTED else format_html("“{}”", printed)


@register.filter
def place(quotation: Quotation) -> str:
    """The address of the words in their report, in the version that they were read from."""
    version = quotation.version
    page = version.article if version.pk == version.article.current_id else version
    return f"{page.get_absolute_url()}#q{quotation.pk}"
