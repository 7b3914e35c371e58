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

    def in_office(self, office_name: str, day: date) -> Self:
        """Who held any office of this name on that day."""
        from people.models import Tenure

        held = Tenure.objects.on(day).filter(office__name__iexact=office_name)
        return self.filter(pk__in=held.values("person"))
