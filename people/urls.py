from django.urls import path

from people import views

urlpatterns = [
    path("people/", views.person_list, name="person_list"),
    path("parties/", views.party_list, name="party_list"),
    path("offices/", views.office_list, name="office_list"),
    path("offices/<slug:slug>/", views.office_detail, name="office"),
]
