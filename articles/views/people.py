"""A person's pages: an overview with a little of everything, and a page for all of each."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from archive.addresses import page_at, page_of
from archive.missing import Missing
from archive.models import FormerAddress
from archive.paging import ROWS, Cursor, keyed_page
from articles.company import company_of
from articles.coverage import newest_parts, newest_stories, page_of_stories, page_of_stories_of_both
from articles.cuts import reported_often
from articles.models import Event, Quotation
from articles.models.counts import OFTEN_QUOTED
from articles.results.counts import Counts
from articles.results.facets import Choice
from articles.results.kept import counts_of_term
from articles.results.matches import Matches
from articles.results.over_time import OverTime, only_period, over_time
from articles.results.rows import quotation_rows
from people.careers import career, last_known
from people.charts import draw_career, per_cent
from people.held import known_at
from people.models import Person

QUOTATIONS, STORIES, EVENTS, OUTLETS = 3, 6, 5, 10
"""How many of each stand on the overview."""
OFTEN_BESIDE = 20_000
"""What :data:`OFTEN_QUOTED` is of two people who both said more."""

TABS = {
    "person": gettext_lazy("Overview"),
    "person_quotations": gettext_lazy("Quotations"),
    "person_stories": gettext_lazy("Stories"),
    "person_events": gettext_lazy("Events"),
}


@require_safe
def person_detail(request: HttpRequest, slug: str) -> HttpResponse:
    person, today = person_at(slug), timezone.localdate()
    if request.GET.keys() & {"cursor", "page"}:  # once the quotations were paged here
        return redirect(f"{page_of('person_quotations', slug)}?{request.GET.urlencode()}", permanent=True)
    said, counts = said_by(person)
    lines = career(person)
    stories = newest_stories(person, is_often_in_the_news(counts), STORIES)
    parts = newest_parts(person, EVENTS)
    reported = reported_often(counts.facets.get("utterance", []), person.pk)
    newest = said.page(Cursor(), at_most=counts.total).rows[:QUOTATIONS]
    rows = {
        row.address: row
        for row in quotation_rows([*newest, *(each.fullest.pk for each in reported)], speaker=person)
    }
    context = framed(person, "person") | {
        "counts": counts,
        "lines": lines,
        "chart": draw_career(lines, today),
        "over_time": said_over_time(person, counts),
        "only_period": only_period(counts),
        "rows": [rows[address] for key in newest if (address := page_of("quotation", key)) in rows],
        "reported": [
            (rows[address], each)
            for each in reported
            if (address := page_of("quotation", each.fullest.pk)) in rows
        ],
        "company": company_of(person) if counts.total else None,
        "outlets": quoted_by(person, counts),
        "stories": stories,
        "story_count": counts.told.get("named") or (stories[0].of_all if stories else 0),
        "parts": parts,
        "event_count": parts[0].of_all if parts else 0,
    }
    return render(request, "articles/person_detail.html", context)


@require_safe
def person_quotations(request: HttpRequest, slug: str) -> HttpResponse:
    cursor, person = Cursor.read(request), person_at(slug)
    said, counts = said_by(person)
    page = said.page(cursor, at_most=counts.total)
    context = framed(person, "person_quotations") | {
        "counts": counts,
        "page": page,
        "rows": quotation_rows(page.rows, speaker=person),
        "over_time": said_over_time(person, counts) if cursor.is_first else None,
        "is_first": cursor.is_first,
        "heading": (_("%s: quotations") if cursor.is_first else _("%s: more quotations")) % person,
    }
    return render(request, "articles/person_quotations.html", context)


@require_safe
def person_stories(request: HttpRequest, slug: str) -> HttpResponse:
    """With ``?with=`` and the slug of another person those that quote both."""
    cursor, person = Cursor.read(request), person_at(slug)
    _said, counts = said_by(person)
    beside = None
    asked = request.GET.get("with")
    if asked and asked != slug:
        beside = somebody(asked)
        _said, theirs = said_by(beside)
        less, total = (person, counts.total) if counts.total < theirs.total else (beside, theirs.total)
        gathered = less if total <= OFTEN_BESIDE else None
        page = page_of_stories_of_both(person, beside, gathered, cursor, ROWS)
    else:
        page = page_of_stories(person, is_often_in_the_news(counts), cursor, ROWS)
    context = framed(person, "person_stories") | {
        "beside": beside,
        "page": page,
        "story_count": counts.told.get("named") or (page.rows[0].of_all if page.rows else 0),
        "is_first": cursor.is_first,
        "heading": (_("%s: stories") if cursor.is_first else _("%s: more stories"))
        % (f"{person}, {beside}" if beside else person),
    }
    return render(request, "articles/person_stories.html", context)


@require_safe
def person_events(request: HttpRequest, slug: str) -> HttpResponse:
    cursor, person = Cursor.read(request), person_at(slug)
    events = Event.objects.accepted().filter(participations__person=person).for_listing()
    page = keyed_page(cursor, events.annotate(part=F("participations__part")), "-starts_on")
    context = framed(person, "person_events") | {
        "page": page,
        "is_first": cursor.is_first,
        "heading": (_("%s: events") if cursor.is_first else _("%s: more events")) % person,
    }
    return render(request, "articles/person_events.html", context)


def person_at(slug: str) -> Person:
    """As :func:`people.held.known_at` has them; ``Missing`` for nobody."""
    person = known_at(slug)
    if person is None:
        raise Missing(_("There is nobody “%s” in the archive.") % slug[:40])
    return person


def somebody(asked: str) -> Person:
    """Who has this slug, or had it; ``Missing`` where nobody has."""
    known = asked if asked.isprintable() else ""
    found = FormerAddress.objects.called(Person.objects.all(), known)
    if found is None:
        raise Missing(_("There is nobody “%s” in the archive.") % asked[:40])
    return found


def framed(person: Person, here: str) -> dict[str, Any]:
    """What stands on each of the pages: who it is, and the way to the others."""
    return {
        "person": person,
        "known": last_known(person, timezone.localdate()),
        "tabs": [(page_of(name, person.slug), label, name == here) for name, label in TABS.items()],
    }


def said_by(person: Person) -> tuple[Matches, Counts]:
    said = Matches(Quotation.objects.published().by(person))
    return said, counts_of_term("speaker", person.pk, said, shown=OUTLETS)


def is_often_in_the_news(counts: Counts) -> bool:
    """Without a kept count of their stories these have to be counted anyway."""
    return counts.total > OFTEN_QUOTED and "named" in counts.told


def search_for(person: Person, **narrowed: str) -> str:
    """The address of a search for what the person said."""
    text = " ".join(f"{field}:{value}" for field, value in {"speaker": person.slug, **narrowed}.items())
    return f"{page_at('quotation_list')}?{urlencode({'q': text})}"


def said_over_time(person: Person, counts: Counts) -> OverTime | None:
    """In the colours of the party of each year or month; each bar leads to a search."""

    memberships = list(person.party_memberships.all())

    def address(key: str) -> str:
        return search_for(person, **{"on" if "-" in key else "year": key})

    def party_class(key: str) -> str:
        year, month = (int(part) for part in f"{key}-07".split("-")[:2])
        spans = (span for span in memberships if span.covers(date(year, month, 1)))
        return next((f"party-{span.party.slug}" for span in spans), "party-none")

    return over_time(counts, address, party_class)


def quoted_by(person: Person, counts: Counts) -> list[Choice]:
    """The outlets that quote the person most, each a search for what it printed."""
    outlets = counts.facets.get("outlet", [])
    return [
        Choice(
            name=outlet.name,
            address=search_for(person, outlet=outlet.slug),
            count=outlet.count,
            in_force=False,
            party_class="",
            bar=per_cent(100 * outlet.count / outlets[0].count),
        )
        for outlet in outlets
    ]
