"""Stories, quotations and events as staff see them."""

from articles.admin.events import EventAdmin
from articles.admin.proposals import CoverageAdmin, MentionAdmin
from articles.admin.quotations import QuotationAdmin
from articles.admin.stories import ArticleAdmin, ArticleVersionAdmin, OutletAdmin
from articles.admin.utterances import CopyAdmin, UtteranceAdmin

__all__ = [
    "ArticleAdmin",
    "ArticleVersionAdmin",
    "CopyAdmin",
    "CoverageAdmin",
    "EventAdmin",
    "MentionAdmin",
    "OutletAdmin",
    "QuotationAdmin",
    "UtteranceAdmin",
]
