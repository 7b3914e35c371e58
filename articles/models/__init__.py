from articles.models.articles import Article, ArticleVersion, Byline, Mention, Outlet
from articles.models.events import Coverage, Event, Participation
from articles.models.quotations import Quotation

__all__ = [
    "Article",
    "ArticleVersion",
    "Byline",
    "Coverage",
    "Event",
    "Mention",
    "Outlet",
    "Participation",
    "Quotation",
]
