"""What search engines are told to visit."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import F, QuerySet
from django.utils import timezone

from articles.models import Article, Event, Outlet
from people.models import Office, Party, Person

SITE = urlsplit(settings.SITE_URL)
AT_A_TIME = 1_000
NEWS = timedelta(days=2)
"""How long a story is news to search engines, by their own rules."""


class Pages(Sitemap):
    limit = AT_A_TIME
    protocol = SITE.scheme

    def get_domain(self, site: Any = None) -> str:
        return SITE.netloc


class Stories(Pages):
    def items(self) -> QuerySet[Article]:
        stories = Article.objects.published().annotate(retrieved_at=F("current__retrieved_at"))
        return stories.only("published_on", "slug").order_by("pk")

    def lastmod(self, story: Any) -> datetime | None:
        return story.retrieved_at

    def get_latest_lastmod(self) -> None:
        """Each page of it says so; to look through all stories for the index takes too long."""


class News(Pages):
    """Stories of these days, as news: see ``templates/news_sitemap.xml``."""

    limit = 1_000

    def items(self) -> QuerySet[Article]:
        today = timezone.localdate()
        new = Article.objects.published().filter(published_on__range=(today - NEWS, today), headline__gt="")
        return new.select_related("outlet").order_by("-published_on", "-pk")


class Rows(Pages):
    """Pages of rows that do not say when they changed."""

    def __init__(self, rows: QuerySet) -> None:
        self.rows = rows

    def items(self) -> QuerySet:
        return self.rows.order_by("pk")


SITEMAPS: dict[str, Sitemap] = {
    "stories": Stories(),
    "people": Rows(Person.objects.only("slug")),
    "events": Rows(Event.objects.accepted().only("slug")),
    "outlets": Rows(Outlet.objects.only("slug")),
    "offices": Rows(Office.objects.only("slug")),
    "parties": Rows(Party.objects.only("slug")),
}
