"""How to cite what the archive keeps, in plain text."""

from django.conf import settings
from django.template.defaultfilters import truncatewords
from django.utils.translation import gettext as _

from articles.models import ArticleVersion, Quotation
from articles.versions import title_of
from people.days import written


def cite_version(version: ArticleVersion) -> str:
    """``“Headline.” Outlet, day, version 2. Press Gallery, address``; a title in brackets has no marks."""
    return _("%(report)s, version %(number)d. Press Gallery, %(address)s") % {
        "report": report(version),
        "number": version.number,
        "address": f"{settings.SITE_URL}{version.get_absolute_url()}",
    }


def cite_quotation(quotation: Quotation) -> str:
    """``Speaker, “words”, in “Headline.” Outlet, day. Press Gallery, address``."""
    words = truncatewords(quotation.text, 30).rstrip(",;:")
    return _("%(speaker)s, %(words)s, in %(report)s. Press Gallery, %(address)s") % {
        "speaker": quotation.said_by or quotation.speaker_label or _("Nobody named"),
        "words": words if quotation.kind == Quotation.Kind.REPORTED else f"“{words}”",
        "report": report(quotation.version),
        "address": f"{settings.SITE_URL}{quotation.get_absolute_url()}",
    }


def report(version: ArticleVersion) -> str:
    article = version.article
    day = written(article.published_on, article.published_precision)
    title = title_of(version)
    # A cataloguer's title stands in its brackets.
    quoted = title if title.startswith("[") else f"“{title}.”"
    return f"{quoted} {article.outlet}, {day}"
