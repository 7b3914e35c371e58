"""The page that joins a party to what the press reported of its members."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from archive.paging import Cursor
from archive.written import Written
from articles.models import Quotation
from articles.results.kept import counts_of_term
from articles.results.matches import Matches
from articles.results.rows import quotation_rows
from people.filters import DayForm
from people.members import members_on
from people.models import Party, PartyMembership

parties_at = Written(lambda slug: Party.objects.filter(slug=slug), str)


@require_safe
def party_detail(request: HttpRequest, slug: str) -> HttpResponse:
    cursor = Cursor.read(request)
    party = parties_at.first(slug)
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
