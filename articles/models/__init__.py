from articles.models.articles import Article, ArticleVersion, Byline, Mention, Outlet
from articles.models.events import Coverage, Event, Participation
from articles.models.quotations import Quotation
from articles.models.utterances import Copy, Utterance

__all__ = [
    "Article",
    "ArticleVersion",
    "Byline",
    "Copy",
    "Coverage",
    "Event",
    "Mention",
    "Outlet",
    "Participation",
    "Quotation",
    "Utterance",
]
