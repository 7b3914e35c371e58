"""How the archive searches words: folded, stemmed, and with no word too small to count."""

from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db.models import Func
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

CONFIGURATION = "archive"
"""The text search configuration that the first migration of this app makes."""

# Private-use characters: no report prints them, and they survive escaping.
MATCH_STARTS, MATCH_ENDS = "\ue000", "\ue001"


class ToTsVector(Func):
    """The words of a text, in a form that a generated column may hold."""

    function = "to_tsvector"
    template = f"%(function)s('{CONFIGURATION}'::regconfig, %(expressions)s)"
    output_field = SearchVectorField()


class Words(SearchQuery):
    """What a reader typed: words, ``"phrases"``, ``OR`` and ``-``. Never fails on odd input."""

    def __init__(self, typed: str) -> None:
        super().__init__(typed, config=CONFIGURATION, search_type="websearch")


def marked(text: str) -> SafeString:
    """``text`` escaped, its sentinels turned into ``<mark>``."""
    return mark_safe(  # noqa: S308 (escaped first)
        escape(text).replace(MATCH_STARTS, "<mark>").replace(MATCH_ENDS, "</mark>")
    )
