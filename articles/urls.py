from django.urls import path

from articles.views import front, listings

urlpatterns = [
    path("", front.front, name="front"),
    path("stories/", listings.article_list, name="article_list"),
    path("quotations/", listings.quotation_list, name="quotation_list"),
    path("about/reading/", front.about_reading, name="about_reading"),
]
