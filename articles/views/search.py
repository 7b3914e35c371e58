"""What helps a reader to search: names as one types, and the language on one page."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.search.examples import CHAPTERS
from articles.search.suggestions import suggestions

TABS = ("quotation_list", "article_list", "person_list", "event_list")


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Links to put under the box that is being typed in, in the tab that it stands in; often none.

    With ``format=json`` the same as browsers ask for it, by the OpenSearch description.
    """
    address = tab_of(request)
    found = [
        (suggestion, f"{address}?{urlencode({'q': suggestion.text})}")
        for suggestion in suggestions(request.GET.get("q", ""))
    ]
    if request.GET.get("format") == "json":
        told = [
            request.GET.get("q", ""),
            [suggestion.text for suggestion, _address in found],
            [f"{suggestion.label}: {suggestion.name}" for suggestion, _address in found],
            [f"{settings.SITE_URL}{address}" for _suggestion, address in found],
        ]
        return JsonResponse(told, safe=False, content_type="application/x-suggestions+json")
    return render(request, "articles/_suggestions.html", {"suggestions": found})


def tab_of(request: HttpRequest) -> str:
    """The address of the tab that asks, or of the quotations from any other page."""
    here = request.GET.get("here", "")
    addresses = [reverse(tab) for tab in TABS]
    return here if here in addresses else addresses[0]


@require_safe
def search_help(request: HttpRequest) -> HttpResponse:
    return render(request, "articles/search_help.html", {"chapters": CHAPTERS})
