"""Questions about many people, parties and offices."""

from datetime import date
from typing import Any, Self

from django.db import connections
from django.db.models import Count, Exists, Max, Prefetch, Q, QuerySet
from django.db.models.functions import Left

from archive.prepared import prepared
from people.names import LookedUp, letters_of, within

LETTERS_OF_EVERYBODY = letters_of("people_person", "sort_name")


def covering(day: date, of: str = "") -> Q:
    """That a span covers ``day``; ``of`` is the way to it, such as ``memberships__``."""
    return (Q(**{f"{of}starts": None}) | Q(**{f"{of}starts__lte": day})) & (
        Q(**{f"{of}ends": None}) | Q(**{f"{of}ends__gt": day})
    )


class SpanQuerySet(QuerySet):
    """Rows with a span ``[starts, ends)``; an empty end is open."""

    def on(self, day: date) -> Self:
        return self.filter(covering(day))

    def last_day(self, today: date) -> date:
        """Today where any of these covers it or none is over, and else the last day that any did."""
        from people.days import ONE_DAY, shift

        found = self.aggregate(
            ended=Max("ends", filter=Q(ends__lte=today)), going_on=Count("pk", filter=covering(today))
        )
        return today if found["going_on"] or not found["ended"] else shift(found["ended"], -ONE_DAY)


class TenureQuerySet(SpanQuerySet):
    def of_office(self, words: str) -> Self:
        """In any office or seat with these words in its name; case and accents folded."""
        return self.filter(
            Q(office__name__unaccent__icontains=words) | Q(office__area__name__unaccent__icontains=words)
        )

    def with_office(self) -> Self:
        """Everything that naming an office needs, and the party it is held for."""
        return self.select_related("office__area", "office__party", "office__organization", "on_behalf_of")


def offices_and_parties() -> list[Any]:
    """What :meth:`Person.on` reads, for people who are at hand already."""
    from people.models import PartyMembership, Tenure

    return [
        Prefetch("tenures", Tenure.objects.with_office()),
        Prefetch("party_memberships", PartyMembership.objects.select_related("party")),
    ]


class PersonQuerySet(QuerySet):
    def with_offices(self) -> Self:
        """What :meth:`Person.on` reads, for every person, in two more queries."""
        return self.prefetch_related(*offices_and_parties())

    def in_directory_order(self) -> Self:
        """As a reader looks a ``directory_name`` up: Ā beside A, de Joux beside Dean."""
        return self.annotate(directory_name=LookedUp("sort_name")).order_by("directory_name", "pk")

    def under(self, letter: str) -> Self:
        # What has no accents to lose may not have been made small either.
        either = {letter.lower()} if letter.isascii() else {letter.lower(), letter.upper()}
        of_letter = Q()
        for start, end in map(within, either):
            of_letter |= Q(directory_name__gte=start, directory_name__lt=end)
        return self.alias(directory_name=LookedUp("sort_name")).filter(of_letter)

    def initials(self) -> list[str]:
        """The letters that a directory of these people has."""
        if self.query.where:
            found = list(self.order_by().values_list(Left(LookedUp("sort_name"), 1), flat=True).distinct())
        else:
            with prepared(connections[self.db]) as cursor:
                cursor.execute(LETTERS_OF_EVERYBODY)
                found = [letter for (letter,) in cursor.fetchall()]
        return sorted({letter.upper() for letter in found if letter})

    def named(self, typed: str) -> Self:
        """Who is called this: by address or whole name, or else by every word of it; case, accents folded."""
        from people.models import PersonName

        everybody = self.model._default_manager.order_by()
        people, others = everybody.values("pk"), PersonName.objects.order_by().values("person")
        # A name and other names each have an index; of the one or the other, row by row, neither is read.
        called = people.filter(Q(slug=typed) | Q(name__folded=typed)).union(others.filter(name__folded=typed))
        meant = everybody if typed.split() else everybody.none()
        for word in typed.split():
            named = people.filter(name__folded__contains=word)
            meant = meant.filter(pk__in=named.union(others.filter(name__folded__contains=word)))
        return self.filter(
            Q(pk__in=called) | Q(~Exists(everybody.filter(pk__in=called)), pk__in=meant.values("pk")),
        )
