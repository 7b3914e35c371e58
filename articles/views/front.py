"""Where a reader arrives, and how the archive explains itself."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    return render(request, "articles/front.html")


@require_safe
def about_reading(request: HttpRequest) -> HttpResponse:
    return render(request, "articles/about_reading.html")
