"""What the frame of every page prints."""

from datetime import date, datetime
from typing import Any

from django import template
from django.conf import settings
from django.template import Context, engines
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from archive.addresses import page_at
from archive.partial import stamp

register = template.Library()

LESS = {"year": "Y", "month": "YEAR_MONTH_FORMAT"}
"""How a day is written of which less is known."""
SECTIONS = [
    ("front", _("Today")),
    ("article_list", _("Stories")),
    ("quotation_list", _("Quotations")),
    ("person_list", _("People")),
    ("event_list", _("Events")),
]


@register.inclusion_tag("_sections.html", takes_context=True)
def sections(context: Context) -> dict[str, object]:
    """Links to the sections, each with what ``aria-current`` says of it on this page."""
    request = context.get("request")
    path = request.path if request else ""
    links = []
    for name, label in SECTIONS:
        address = page_at(name)
        inside = address != "/" and path.startswith(address)
        links.append((address, label, "page" if path == address else "true" if inside else ""))
    return {"links": links}


@register.simple_tag
def quickly(name: str, **values: Any) -> SafeString:
    """A template of ``templates/quick/``, which knows these values and nothing else of the page."""
    return mark_safe(engines["quick"].get_template(name).render(values))  # noqa: S308 (it escapes by itself)


@register.simple_tag(takes_context=True)
def full_address(context: Context) -> str:
    """Where this page is found, for those who hold it on paper."""
    request = context.get("request")
    return settings.SITE_URL + (request.get_full_path() if request else "")


@register.simple_tag
def day(first: date, precision: str = "day", form: str = "DATE_FORMAT") -> SafeString:
    """A ``<time>`` with as much of the day as is known."""
    told = written(first, precision, form)
    return format_html('<time datetime="{}">{}</time>', stamp(first, precision), told)


@register.simple_tag
def instant(moment: datetime) -> SafeString:
    """A ``<time>`` to the second, as the archive's own clock has it."""
    here = timezone.localtime(moment)
    second = here.isoformat(timespec="seconds")
    return format_html('<time datetime="{}">{}</time>', second, date_format(here, "DATETIME_FORMAT"))


@register.filter
def written(day: date, precision: str = "day", form: str = "DATE_FORMAT") -> str:
    """As much of a day as is known, for readers: ``12 June 2018``, ``June 2018`` or ``2018``."""
    return date_format(day, LESS.get(precision, form))


@register.simple_tag
def tally_bar(count: int, most: int) -> SafeString:
    """The bar under a line of a tally: as much of the line as ``count`` is of ``most``."""
    length = f"{100 * count / most:.4g}%" if most else "0"
    return format_html(
        '<svg class="tally-bar" aria-hidden="true"><rect width="{}" height="100%" /></svg>', length
    )


@register.filter
def in_words(number: int) -> str:
    """Small numbers as running text writes them; others in figures."""
    words = [_("two"), _("three"), _("four"), _("five"), _("six"), _("seven"), _("eight"), _("nine")]
    return str(words[number - 2]) if 2 <= number <= 9 else str(number)
