from django.urls import path

from articles.api import schema
from articles.api.events import Events
from articles.api.outlets import Outlets
from articles.api.people import People
from articles.api.quotations import Quotations
from articles.api.stories import Stories
from people.api import Parties

LIST, ONE = {"get": "list"}, {"get": "retrieve"}

# Keys are taken as they come: what no record can have is answered in JSON too.
records = [
    path("api/quotations/", Quotations.as_view(LIST), name="api_quotation_list"),
    path("api/quotations/<str:key>/", Quotations.as_view(ONE), name="api_quotation"),
    path("api/stories/", Stories.as_view(LIST), name="api_story_list"),
    path("api/stories/<str:key>/", Stories.as_view(ONE), name="api_story"),
    path("api/people/", People.as_view(LIST), name="api_person_list"),
    path("api/people/<str:key>/", People.as_view(ONE), name="api_person"),
    path("api/events/", Events.as_view(LIST), name="api_event_list"),
    path("api/events/<str:key>/", Events.as_view(ONE), name="api_event"),
    path("api/outlets/", Outlets.as_view(LIST), name="api_outlet_list"),
    path("api/outlets/<str:key>/", Outlets.as_view(ONE), name="api_outlet"),
    path("api/parties/", Parties.as_view(LIST), name="api_party_list"),
    path("api/parties/<str:key>/", Parties.as_view(ONE), name="api_party"),
]

urlpatterns = [
    *records,
    path("api/", schema.root, name="api_root"),
    path("api/schema/", schema.schema, name="api_schema"),
    path("api/help/", schema.help_page, name="api_help"),
    path("api/<path:rest>", schema.nothing),
]
