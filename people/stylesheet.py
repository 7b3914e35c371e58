"""The colours of the parties, as a stylesheet of their own."""

import re

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from people.models import Party

COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
SLUG = re.compile(r"[-\w]+", re.ASCII)


def stylesheet() -> str:
    """A class a party, with a colour for each scheme; grey where a file has brought what is no colour."""
    light: list[str] = []
    dark: list[str] = []
    for slug, colour, colour_dark in Party.objects.values_list("slug", "colour", "colour_dark"):
        if SLUG.fullmatch(slug):
            for rules, value in ((light, colour), (dark, colour_dark)):
                shown = value if COLOUR.fullmatch(value) else "var(--grey)"
                rules.append(f".party-{slug} {{ --party: {shown} }}")
    lines = [*light, "@media screen and (prefers-color-scheme: dark) {", *dark, "}"]
    return "\n".join(lines) + "\n"


@require_safe
@cache_control(public=True, max_age=300)
@conditional_page
def party_stylesheet(request: HttpRequest) -> HttpResponse:
    return HttpResponse(stylesheet(), content_type="text/css")
