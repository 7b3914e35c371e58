from django.contrib.sitemaps import views as sitemaps
from django.urls import path
from django.views.decorators.http import require_safe

from articles import converters
from articles.sitemaps import SITEMAPS, News
from articles.views import (
    articles,
    compare,
    coverage,
    days,
    events,
    front,
    letters,
    listings,
    mistakes,
    outlets,
    people,
    quotations,
    search,
    takeaway,
)

converters.register()

urlpatterns = [
    path("", front.front, name="front"),
    path("stories/", listings.article_list, name="article_list"),
    path("calendar/", days.year_list, name="year_list"),
    path("stories/<int:year>/", days.year_detail, name="year"),
    path("stories/<int:year>/<int:month>/", days.month_detail, name="month"),
    path("stories/<int:year>/<int:month>/<int:day>/", days.day_detail, name="day"),
    path("stories/<int:year>/<int:month>/<int:day>/<slug:slug>/", articles.article_detail, name="article"),
    path(
        "stories/<int:year>/<int:month>/<int:day>/<slug:slug>/v<int:number>/",
        articles.article_version,
        name="article_version",
    ),
    path(
        "stories/<int:year>/<int:month>/<int:day>/<slug:slug>/v<int:before>/v<int:number>/",
        articles.article_changes,
        name="article_changes",
    ),
    path(
        "stories/<int:year>/<int:month>/<int:day>/<slug:slug>/mistake/",
        mistakes.report_in_story,
        name="report_in_story",
    ),
    path("quotations/<int:pk>/mistake/", mistakes.report_in_quotation, name="report_in_quotation"),
    path("mistakes/thanks/", mistakes.thanks, name="mistake_thanks"),
    path("quotations/", listings.quotation_list, name="quotation_list"),
    path("quotations/random/", quotations.random_quotation, name="random_quotation"),
    path("quotations/<int:pk>/", quotations.quotation_detail, name="quotation"),
    path("quotations/<int:pk>/card.png", quotations.quotation_card, name="quotation_card"),
    path("quotations.<file:ending>", takeaway.quotation_file, name="quotation_file"),
    path("quotations.<feed:ending>", takeaway.quotation_feed, name="quotation_feed"),
    path("quotations/<int:pk>/cite.<citation:ending>", takeaway.cite_quotation, name="cite_quotation"),
    path("stories.<file:ending>", takeaway.story_file, name="article_file"),
    path("stories.<feed:ending>", takeaway.story_feed, name="article_feed"),
    path(
        "stories/<int:year>/<int:month>/<int:day>/<slug:slug>/cite.<citation:ending>",
        takeaway.cite_story,
        name="cite_article",
    ),
    path(
        "stories/<int:year>/<int:month>/<int:day>/<slug:slug>/v<int:number>/cite.<citation:ending>",
        takeaway.cite_story,
        name="cite_version",
    ),
    path("events/<slug:slug>/cite.<citation:ending>", takeaway.cite_event, name="cite_event"),
    path("events.<file:ending>", takeaway.event_file, name="event_file"),
    path("events.<feed:ending>", takeaway.event_feed, name="event_feed"),
    path("unapi/", takeaway.unapi, name="unapi"),
    path("opensearch.xml", takeaway.opensearch, name="opensearch"),
    # With a search, in place of the directory that the people themselves have.
    path("people/", listings.person_search, name="person_list"),
    path("people/<slug:slug>/", people.person_detail, name="person"),
    path("people/<slug:slug>/quotations/", people.person_quotations, name="person_quotations"),
    path("people/<slug:slug>/stories/", people.person_stories, name="person_stories"),
    path("people/<slug:slug>/events/", people.person_events, name="person_events"),
    path("parties/<slug:slug>/", coverage.party_detail, name="party"),
    path("events/", listings.event_list, name="event_list"),
    path("events/<slug:slug>/card.png", events.event_card, name="event_card"),
    path("events/<slug:slug>/", events.event_detail, name="event"),
    path("outlets/", outlets.outlet_list, name="outlet_list"),
    path("outlets/<slug:slug>/", outlets.outlet_detail, name="outlet"),
    path("compare/", compare.compare, name="compare"),
    path("a-z/", letters.letter_list, name="letter_list"),
    path("a-z/<str:letter>/", letters.letter_detail, name="letter"),
    path("search/suggest/", search.suggest, name="search_suggest"),
    path("search/help/", search.search_help, name="search_help"),
    path("sitemap.xml", require_safe(sitemaps.index), {"sitemaps": SITEMAPS}, name="sitemap_index"),
    path(
        "sitemap-news.xml",
        require_safe(sitemaps.sitemap),
        {"sitemaps": {"news": News()}, "template_name": "news_sitemap.xml"},
        name="news_sitemap",
    ),
    path(
        "sitemap-<section>.xml",
        require_safe(sitemaps.sitemap),
        {"sitemaps": SITEMAPS},
        name="django.contrib.sitemaps.views.sitemap",
    ),
    path("about/", front.about, name="about"),
    path("about/access/", front.about_access, name="about_access"),
    path("about/reading/", front.about_reading, name="about_reading"),
]
