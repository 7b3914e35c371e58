"""The page that joins a party to what the press reported of its members."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from archive.addresses import page_of
from archive.paging import Cursor
from archive.written import Written
from articles.models import Quotation
from articles.results.kept import counts_of_term
from articles.results.matches import Matches, fetch
from articles.results.rows import quotation_rows
from people.filters import DayForm
from people.models import Party, PartyMembership
from people.names import LOOKED_UP, initials
from people.then import what_they_were

parties_at = Written(lambda slug: Party.objects.filter(slug=slug), str)


@require_safe
def party_detail(request: HttpRequest, slug: str) -> HttpResponse:
    cursor = Cursor.read(request)
    party = next(iter(parties_at(slug)), None)
    if party is None:
        raise Http404
    form = DayForm(request.GET)
    day = form.day or PartyMembership.objects.filter(party=party).last_day(timezone.localdate())
    matches = Matches(Quotation.objects.published().filter(speaker_party=party))
    counts = counts_of_term("party", party.pk, matches)
    page = matches.page(cursor, at_most=counts.total)
    context = {
        "party": party,
        "form": form,
        "day": day,
        "members": members_on(party, day),
        "counts": counts,
        "page": page,
        "rows": quotation_rows(page.rows),
        "is_first": cursor.is_first,
    }
    return render(request, "articles/party_detail.html", context, status=200 if form.is_valid() else 400)


# A name is looked up as the directory of people has it.
MEMBERS = f"""
SELECT id, name, slug FROM people_person
WHERE id IN (
    SELECT person_id FROM people_partymembership
    WHERE party_id = %(party)s AND (starts IS NULL OR starts <= %(day)s) AND (ends IS NULL OR ends > %(day)s)
)
ORDER BY {LOOKED_UP.format("sort_name")}, id
"""  # noqa: S608 (all of our own words)


def members_on(party: Party, day: date) -> list[tuple[str, str, str, str]]:
    """Name, initials, address, and offices or else the seat of each, as a directory has them."""
    found = fetch(MEMBERS, {"party": party.pk, "day": day}, often=True)
    held = what_they_were([(person, day) for person, _name, _slug in found])
    return [
        (name, initials(name), page_of("person", slug), ", ".join(then.offices) or then.seat)
        for (_person, name, slug), then in zip(found, held, strict=True)
    ]
