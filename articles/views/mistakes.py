"""Readers tell staff what is wrong: the one thing that the public may write."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from rest_framework.throttling import AnonRateThrottle

from articles.models import Article, Mistake, Quotation
from articles.views.articles import day_at
from articles.views.withdrawn import withdrawn

LONGEST = 2000


class Lines(forms.CharField):
    """Text of several lines, each end of one counted as browsers count it: once."""

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n")


class MistakeForm(forms.Form):
    words = Lines(
        label=_("What is wrong?"),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 8}),
        error_messages={"required": _("Say what is wrong, if only in a few words.")},
    )
    email = forms.EmailField(
        label=_("Your e-mail address, if you would like an answer"),
        max_length=254,
        required=False,
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={"invalid": _("This is no e-mail address. It may also be left out.")},
    )
    # People do not see it; programs that fill in whatever they find do not see that.
    website = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput({"tabindex": "-1", "autocomplete": "off"}),
    )


class Throttle(AnonRateThrottle):
    """Counted in each process of the server: a guard against the careless, not a quota."""

    scope = "mistakes"
    cache = caches["throttles"]

    def get_rate(self) -> str | None:
        return settings.MISTAKES_RATE or None


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def report_in_story(request: HttpRequest, year: int, month: int, day: int, slug: str) -> HttpResponse:
    article = get_object_or_404(told_of(), published_on=day_at(year, month, day), slug=slug)
    return report(request, article, None)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def report_in_quotation(request: HttpRequest, pk: int) -> HttpResponse:
    quotation = get_object_or_404(Quotation.objects.defer("search_vector"), pk=pk)
    return report(request, get_object_or_404(told_of(), pk=quotation.article_id), quotation)


def told_of() -> Any:
    return Article.objects.exclude(status=Article.Status.DRAFT).select_related("outlet")


def report(request: HttpRequest, article: Article, quotation: Quotation | None) -> HttpResponse:
    if gone := withdrawn(request, article, quotation):
        return gone
    form, status = MistakeForm(request.POST if request.method == "POST" else None), 200
    if form.is_valid():
        if form.cleaned_data.pop("website"):
            return redirect("mistake_thanks")
        if Throttle().allow_request(request, None):  # type: ignore[arg-type]
            told = {"article": article, "quotation": quotation, **form.cleaned_data}
            # Sent twice it is one mistake.
            if not Mistake.objects.filter(**told, state=Mistake.State.OPEN).exists():
                Mistake.objects.create(**told)
            return redirect("mistake_thanks")
        form.add_error(None, _("Too much came from your address. Try again later."))
        status = 429
    elif form.is_bound:
        status = 400
    context = {"article": article, "quotation": quotation, "form": form, "longest": LONGEST}
    return render(request, "articles/mistake_form.html", context, status=status)


@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    return render(request, "articles/mistake_thanks.html")
