"""Any search as a feed: Atom (RFC 4287, paged as RFC 5005 has it) and JSON Feed 1.1."""

import json
import re
from datetime import UTC, datetime, time
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import F, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from archive.paging import Cursor, beyond, cut, place
from articles.exports.files import Noun
from articles.exports.records import Happened, Record, Said, Story
from articles.exports.works import ARCHIVE, partial
from articles.models import Article, Event, Quotation
from articles.search import Search
from articles.themes import note_on

ENTRIES = 50
# An archive that is empty has never changed.
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
# XML has no way to write these, not even escaped.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class Entry(NamedTuple):
    title: str
    address: str
    """Where the archive keeps it for good, and so its id."""
    content: SafeString
    author: str
    tags: list[str]
    language: str
    published: datetime | None
    """``None`` where not even the day is known."""
    updated: datetime
    source: str


class Page(NamedTuple):
    title: str
    home: str
    """The page of the same search."""
    address: str
    following: str
    """The address of the entries after these, or empty."""
    entries: list[Entry]

    @property
    def updated(self) -> datetime:
        return max((entry.updated for entry in self.entries), default=NEVER)


def entries_of(noun: Noun, search: Search, cursor: Cursor) -> tuple[list[Entry], str]:
    """The newest entries after ``cursor``, and the cursor of those after them, or empty."""
    found = beyond(cursor, noun.found(search), f"-{noun.day}")
    records = list(noun.read(found[: ENTRIES + 1]))
    page = cut(records, cursor, lambda record: place(getattr(record, noun.day), record.pk), size=ENTRIES)
    changes = changed(found.model, [record.pk for record in page.rows])
    return [entry_of(record, changes[record.pk]) for record in page.rows], page.next or ""


def changed(model: type, keys: list[int]) -> dict[int, datetime]:
    """When each was taken, read, or last put right by staff, whichever was last, if that is known."""
    if model is Event:
        kept = Event.objects.filter(pk__in=keys).values_list("pk", edits(Event, "pk"))
        return {key: last or NEVER for key, last in kept}
    if model is Quotation:
        rows: QuerySet = Quotation.objects.filter(pk__in=keys)
        version, article = "version", "article"
    else:
        rows = Article.objects.filter(pk__in=keys)
        version, article = "current", "pk"
    edited = [edits(Article, article)] + ([edits(Quotation, "pk")] if model is Quotation else [])
    taken = F(f"{version}__retrieved_at")
    last = Greatest(taken, Coalesce(f"{version}__read_at", taken), *edited)
    return dict(rows.values_list("pk", last))


def edits(model: Any, of: str) -> Subquery:
    """When staff last changed the row that ``of`` names; unknown where they never did."""
    kept = model.history.filter(id=OuterRef(of)).order_by().values("id")
    return Subquery(kept.annotate(last=Max("history_date")).values("last"))


def entry_of(record: Record, updated: datetime) -> Entry:
    if isinstance(record, Happened):
        return entry_of_event(record, updated)
    story = record.story if isinstance(record, Said) else record
    report = format_html(
        '<a href="{}">{}</a>, <cite>{}</cite>, {}',
        *(story.address, story.headline, story.outlet, partial(story.published_on, story.precision)),
    )
    published = story.published_at
    if published is None and story.precision == "day":
        published = timezone.make_aware(datetime.combine(story.published_on, time()))
    note = note_on(story.themes)
    before = format_html("<p>{}</p>", note) if note else ""
    if isinstance(record, Story):
        standfirst = format_html("<p>{}</p>", record.standfirst) if record.standfirst else ""
        return Entry(
            story.headline,
            story.address,
            format_html("{}{}<p>{}</p>", before, standfirst, report),
            ", ".join(story.bylines) or story.outlet,
            [story.outlet],
            story.language,
            published,
            updated,
            story.source,
        )
    words = record.words if record.kind == "reported" else f"“{record.words}”"
    speaker = record.speaker or record.speaker_label or _("Nobody named")
    standing = "; ".join(filter(None, [record.office, record.party]))
    about = f" ({standing})" if standing else ""
    unsure = "" if record.sure else " " + _("Proposed, not yet confirmed") + "."
    content = format_html(
        '{}<blockquote cite="{}"><p>{}</p></blockquote><p>{}{}.{} {}</p>',
        *(before, record.address, words, speaker, about, unsure, report),
    )
    title = f"{speaker}: {Truncator(words).words(20)}"
    return Entry(
        f"[{note}] {title}" if note else title,
        record.address,
        content,
        speaker,
        list(filter(None, [record.speaker, record.party, story.outlet, record.event])),
        story.language,
        published,
        updated,
        story.source,
    )


def entry_of_event(event: Happened, updated: datetime) -> Entry:
    day = "/".join(dict.fromkeys(event.days))
    about = ". ".join(filter(None, [day, event.place, ", ".join(event.people)]))
    summary = format_html("<p>{}</p>", event.summary) if event.summary else ""
    begun = timezone.make_aware(datetime.combine(event.starts_on, time()))
    return Entry(
        event.name,
        event.address,
        format_html("{}<p>{}</p>", summary, about),
        ARCHIVE,
        [event.kind, *event.people],
        "",
        begun if event.precision == "day" else None,
        updated,
        "",
    )


class Atom(Atom1Feed):
    """Django's Atom, with where to go on and where each entry comes from."""

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        handler.addQuickElement("generator", ARCHIVE, {"uri": settings.SITE_URL})
        if self.feed["following"]:
            handler.addQuickElement("link", "", {"rel": "next", "href": self.feed["following"]})

    def add_item_elements(self, handler: Any, item: Any) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["content"], {"type": "html"})
        if item["source"]:
            handler.addQuickElement("link", "", {"rel": "via", "href": item["source"]})


def atom(page: Page) -> bytes:
    feed = Atom(
        clean(page.title),
        page.home,
        None,
        feed_url=page.address,
        author_name=ARCHIVE,
        author_link=settings.SITE_URL,
        language=get_language(),
        following=page.following,
    )
    for entry in page.entries:
        feed.add_item(
            clean(entry.title),
            entry.address,
            None,  # type: ignore[arg-type]  # the content stands for it
            unique_id=entry.address,
            author_name=clean(entry.author),
            pubdate=entry.published,
            updateddate=entry.updated,
            categories=[clean(tag) for tag in entry.tags],
            content=clean(entry.content),
            source=entry.source,
        )
    if not page.entries:
        feed.latest_post_date = lambda: NEVER  # type: ignore[method-assign]
    return feed.writeString("utf-8").encode()


def clean(text: str) -> str:
    return _NOT_IN_XML.sub("", text)


def json_feed(page: Page) -> bytes:
    told = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": page.title,
        "home_page_url": page.home,
        "feed_url": page.address,
        **({"next_url": page.following} if page.following else {}),
        "language": get_language(),
        "authors": [{"name": ARCHIVE, "url": settings.SITE_URL}],
        "items": list(map(item, page.entries)),
    }
    return json.dumps(told, ensure_ascii=False).encode()


def item(entry: Entry) -> dict[str, Any]:
    told = {
        "id": entry.address,
        "url": entry.address,
        "external_url": entry.source,
        "title": entry.title,
        "content_html": entry.content,
        "date_published": entry.published and entry.published.isoformat(),
        "date_modified": entry.updated.isoformat(),
        "authors": [{"name": entry.author}],
        "tags": entry.tags,
        "language": entry.language,
    }
    return {field: value for field, value in told.items() if value}


WRITERS = {
    "atom": ("application/atom+xml", atom),
    "json": ("application/feed+json", json_feed),
}
