"""How to cite what the archive keeps: in plain words, as the handbooks print it, and in files."""

from collections.abc import Iterable
from typing import NamedTuple

from django.conf import settings
from django.template.defaultfilters import truncatewords
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.exports import embedded, rows
from articles.exports.styles import Citation, citations
from articles.exports.works import Work
from articles.models import ArticleVersion, Event, Quotation
from articles.versions import title_of
from people.days import written


class Cited(NamedTuple):
    """What the page of a work says of citing it."""

    plain: str
    """The archive's own way, in one line."""
    styles: list[Citation]
    tags: list[tuple[str, str]]
    """For reference managers, in ``<meta>``."""
    page: str
    """The path under which files to cite lie, such as ``/quotations/12/``."""


def cited(plain: str, work: Work) -> Cited:
    page = work.address.removeprefix(settings.SITE_URL)
    return Cited(plain, citations(work), embedded.tags(work), page)


def citing_version(version: ArticleVersion, bylines: Iterable[str]) -> Cited:
    return cited(cite_version(version), rows.story_of(version, bylines).work())


def citing_quotation(quotation: Quotation, bylines: Iterable[str]) -> Cited:
    return cited(cite_quotation(quotation), rows.said_of(quotation, bylines).work())


def citing_event(event: Event) -> Cited:
    work = rows.event_work(event, timezone.localdate())
    day = written(event.starts_on, event.precision)
    plain = _("“%(event)s,” %(day)s. Press Gallery, %(address)s") % {
        "event": event,
        "day": day,
        "address": work.address,
    }
    return cited(plain, work)


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
