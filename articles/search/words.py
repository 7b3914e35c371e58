"""How the archive searches words: folded, stemmed, and with no word too small to count."""

from html import escape

from django.contrib.postgres.search import SearchVectorField
from django.db.models import Func
from django.utils.safestring import SafeString

from articles.extraction.te_reo import passages

CONFIGURATION = "archive"
"""The text search configuration that the first migration of this app makes."""

# Private-use characters: no report prints them, and they survive escaping.
MATCH_STARTS, MATCH_ENDS = "\ue000", "\ue001"
_TE_REO_STARTS, _TE_REO_ENDS = "\ue002", "\ue003"
_PRINTED = {
    MATCH_STARTS: "<mark>",
    MATCH_ENDS: "</mark>",
    _TE_REO_STARTS: '<span lang="mi">',
    _TE_REO_ENDS: "</span>",
}


class ToTsVector(Func):
    """The words of a text, in a form that a generated column may hold."""

    function = "to_tsvector"
    template = f"%(function)s('{CONFIGURATION}'::regconfig, %(expressions)s)"
    output_field = SearchVectorField()


def marked(text: str) -> SafeString:
    """``text`` escaped, its sentinels turned into ``<mark>``, and passages in te reo said to be that."""
    for start, end in reversed(passages(text)):
        # A mark round the first or the last word lies inside the passage.
        start -= text[start - 1 : start] == MATCH_STARTS
        end += text[end : end + 1] == MATCH_ENDS
        text = f"{text[:start]}{_TE_REO_STARTS}{text[start:end]}{_TE_REO_ENDS}{text[end:]}"
    printed = escape(text)
    for sign, tag in _PRINTED.items():
        printed = printed.replace(sign, tag)
    # Escaped above; and without the wrappers that lazy strings need, as lists call it for every row.
    return SafeString(printed)
