"""Questions about many people, parties and offices."""

from datetime import date
from typing import Self

from django.db.models import Prefetch, Q, QuerySet


class SpanQuerySet(QuerySet):
    """Rows with a span ``[starts, ends)``; an empty end is open."""

    def on(self, day: date) -> Self:
        return self.filter(Q(starts=None) | Q(starts__lte=day), Q(ends=None) | Q(ends__gt=day))


class TenureQuerySet(SpanQuerySet):
    def with_office(self) -> Self:
        """Everything that naming an office needs."""
        return self.select_related("office__area", "office__party", "office__organization")


class PersonQuerySet(QuerySet):
    def with_offices(self) -> Self:
        """What :meth:`Person.on` reads, for every person, in two more queries."""
        from people.models import PartyMembership, Tenure

        return self.prefetch_related(
            Prefetch("tenures", Tenure.objects.with_office()),
            Prefetch("party_memberships", PartyMembership.objects.select_related("party")),
        )

    def named(self, typed: str) -> Self:
        """Who is called this: by address or whole name, or else by every word of it; case, accents folded."""
        whole = Q(slug=typed) | Q(name__unaccent__iexact=typed) | Q(names__name__unaccent__iexact=typed)
        called = self.filter(pk__in=self.filter(whole).order_by().values("pk"))
        if called:
            return called
        every = Q()
        for word in typed.split():
            every &= Q(name__unaccent__icontains=word) | Q(names__name__unaccent__icontains=word)
        return self.filter(pk__in=self.filter(every).order_by().values("pk")) if every else self.none()
