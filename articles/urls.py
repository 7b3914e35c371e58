from django.urls import path

from articles.views import articles, coverage, events, front, listings, outlets, quotations

urlpatterns = [
    path("", front.front, name="front"),
    path("stories/", listings.article_list, name="article_list"),
    path("stories/<int:year>/<int:month>/<int:day>/<slug:slug>/", articles.article_detail, name="article"),
    path(
        "stories/<int:year>/<int:month>/<int:day>/<slug:slug>/v<int:number>/",
        articles.article_version,
        name="article_version",
    ),
    path("quotations/", listings.quotation_list, name="quotation_list"),
    path("quotations/<int:pk>/", quotations.quotation_detail, name="quotation"),
    # With a search, in place of the directory that the people themselves have.
    path("people/", listings.person_search, name="person_list"),
    path("people/<slug:slug>/", coverage.person_detail, name="person"),
    path("parties/<slug:slug>/", coverage.party_detail, name="party"),
    path("events/", listings.event_list, name="event_list"),
    path("events/<slug:slug>/", events.event_detail, name="event"),
    path("outlets/", outlets.outlet_list, name="outlet_list"),
    path("outlets/<slug:slug>/", outlets.outlet_detail, name="outlet"),
    path("about/reading/", front.about_reading, name="about_reading"),
]
