from django.contrib import admin
from django.urls import include, path

from archive.views import manifest, robots
from people.stylesheet import party_stylesheet

urlpatterns = [
    path("", include("articles.urls")),
    path("", include("articles.api.urls")),
    path("", include("people.urls")),
    path("parties.css", party_stylesheet, name="party_stylesheet"),
    path("robots.txt", robots, name="robots"),
    path("site.webmanifest", manifest, name="manifest"),
    path("admin/", admin.site.urls),
]

handler404 = "articles.views.missing.not_found"
