"""Stories, quotations and events as staff see them."""

from articles.admin.events import CauseAdmin, EventAdmin
from articles.admin.mistakes import MistakeAdmin
from articles.admin.proposals import CoverageAdmin, MentionAdmin
from articles.admin.quotations import QuotationAdmin
from articles.admin.runs import RunAdmin
from articles.admin.stories import ArticleAdmin, ArticleVersionAdmin, OutletAdmin
from articles.admin.utterances import CopyAdmin, UtteranceAdmin

__all__ = [
    "ArticleAdmin",
    "ArticleVersionAdmin",
    "CauseAdmin",
    "CopyAdmin",
    "CoverageAdmin",
    "EventAdmin",
    "MentionAdmin",
    "MistakeAdmin",
    "OutletAdmin",
    "QuotationAdmin",
    "RunAdmin",
    "UtteranceAdmin",
]
