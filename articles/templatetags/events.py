"""How events are listed."""

from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString

from archive.templatetags.frame import quickly
from articles.models import Event
from articles.results.events import event_lines

register = template.Library()


@register.simple_tag
def list_events(events: Iterable[Event]) -> SafeString:
    """A list of ``Event.objects.for_listing()``, each with the ``part`` of somebody where they have one."""
    return quickly("events.html", events=event_lines(events))
