from articles.models.articles import Article, ArticleVersion, Byline, Mention, Outlet
from articles.models.counts import KeptCount
from articles.models.events import Cause, Coverage, Event, Participation
from articles.models.mistakes import Mistake
from articles.models.quotations import Quotation
from articles.models.runs import Batch, Run
from articles.models.utterances import Copy, Utterance

__all__ = [
    "Article",
    "ArticleVersion",
    "Batch",
    "Byline",
    "Cause",
    "Copy",
    "Coverage",
    "Event",
    "KeptCount",
    "Mention",
    "Mistake",
    "Outlet",
    "Participation",
    "Quotation",
    "Run",
    "Utterance",
]
