"""The addresses of the archive, and that of the plainest page which could be its list of quotations."""

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from articles.models import Quotation

PLAIN = engines["django"].from_string(
    """<!doctype html>
<html lang="en"><head><title>Quotations</title></head><body><ol>
{% for quotation in quotations %}
<li><blockquote>{{ quotation.text }}</blockquote>
<p>{{ quotation.speaker.name|default:quotation.speaker_label }}, {{ quotation.outlet.name }},
{{ quotation.listed_on|date:"j F Y" }},
<a href="/quotations/{{ quotation.pk }}/">{{ quotation.article.headline }}</a></p></li>
{% endfor %}
</ol></body></html>
"""
)


def bare_list(request: HttpRequest) -> HttpResponse:
    """The newest 25, with nothing to search, count, narrow or page."""
    newest = Quotation.objects.filter(public=True).select_related("speaker", "outlet", "article")
    rows = newest.defer("search_vector").order_by("-listed_on", "-pk")[:25]
    # Made for each who asks.
    return HttpResponse(PLAIN.render({"quotations": rows}, request), headers={"Cache-Control": "no-store"})


urlpatterns = [
    path("benchmark/bare/", bare_list),
    path("", include("archive.urls")),
]
