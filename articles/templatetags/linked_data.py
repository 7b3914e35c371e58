"""The data for machines in the head of a page of one story, quotation, person, event, outlet or party."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from archive.linked_data import script
from articles import linked_data

register = template.Library()
register.simple_tag(linked_data.catalogue_page)


def tag(describe: Any) -> None:
    def print_data(*of: Any) -> SafeString:
        return script(describe(*of))

    register.simple_tag(print_data, name=f"{describe.__name__}_data")


for describe in (
    *(linked_data.story, linked_data.quotation, linked_data.person_in_full),
    *(linked_data.event, linked_data.outlet, linked_data.party),
):
    tag(describe)
