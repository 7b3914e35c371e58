"""How shares are printed."""

from django import template
from django.utils.formats import number_format

register = template.Library()


@register.filter
def per_cent(share: float) -> str:
    """``31 %``, and ``0.4 %`` where a whole number would hide what there is."""
    return f"{hundredths(share)} %"


@register.filter
def hundredths(share: float) -> str:
    """The same without the sign."""
    places = 1 if 0.0005 <= share < 0.01 else 0
    return str(number_format(round(100 * share, places), places))
