"""Questions about many reports, quotations and events."""

from collections.abc import Iterable
from typing import Self

from django.db.models import Count, Exists, Func, IntegerField, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest, Substr

from articles.context import AROUND
from articles.search import Words
from people.models import Person, Tenure


def how_many(rows: QuerySet, of: str) -> Coalesce:
    """How many of ``rows`` belong to the outer row that ``of`` names; counted for one page only."""
    counted = rows.order_by().values(of).annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted), 0)


class FirstPosition(Func):
    """Where the first of a quotation's spans begins."""

    template = "(%(expressions)s)[1][1]"
    output_field = IntegerField()


class LastPosition(Func):
    """Where the last of a quotation's spans ends."""

    template = "(%(expressions)s)[array_upper(%(expressions)s, 1)][2]"
    output_field = IntegerField()


class ProposalQuerySet(QuerySet):
    def standing(self) -> Self:
        """Proposed or confirmed; what staff rejected is kept, and shown to nobody else."""
        return self.exclude(status="rejected")


class ArticleQuerySet(QuerySet):
    def published(self) -> Self:
        return self.filter(status="published")

    def for_listing(self) -> Self:
        """What one row of a listing shows: headline, outlet, bylines, how many quotations; never the body."""
        from articles.models import Quotation

        standing = Quotation.objects.standing().filter(version__article=OuterRef("pk"))
        return (
            self.select_related("outlet")
            .prefetch_related("bylines")
            .annotate(quotation_count=how_many(standing, "version__article"))
        )

    def mentioning(self, people: Iterable[Person]) -> Self:
        """Reports that name or quote any of these people."""
        from articles.models import Mention, Quotation

        named = Mention.objects.standing().filter(person__in=people, version__article=OuterRef("pk"))
        return self.filter(Exists(named)) | self.quoting(Quotation.objects.filter(speaker__in=people))

    def quoting(self, quotations: "QuotationQuerySet") -> Self:
        """Reports that hold any of these quotations, if it stands."""
        return self.filter(Exists(quotations.standing().filter(version__article=OuterRef("pk"))))

    def covering(self, events: "EventQuerySet") -> Self:
        from articles.models import Coverage

        covered = Coverage.objects.standing().filter(event__in=events, article=OuterRef("pk"))
        return self.filter(Exists(covered))

    def search(self, typed: str) -> Self:
        """Reports whose current version holds the words typed."""
        return self.filter(current__search_vector=Words(typed))


class QuotationQuerySet(ProposalQuerySet):
    def published(self) -> Self:
        """What readers may see: standing, in a published report."""
        return self.standing().filter(version__article__status="published")

    def by(self, person: Person) -> Self:
        return self.filter(speaker=person)

    def search(self, typed: str) -> Self:
        return self.filter(search_vector=Words(typed))

    def for_listing(self) -> Self:
        """What one row shows: the words, their sentence, who said them, their office, where printed."""
        start, end = FirstPosition("spans"), LastPosition("spans")
        return (
            self.select_related(
                "version__article__outlet",
                "speaker",
                "speaker_outlet",
                "speaker_organization",
                "speaker_party",
                "event",
            )
            .prefetch_related(Prefetch("speaker__tenures", Tenure.objects.with_office()), "candidates")
            .annotate(
                around=Substr(
                    "version__body",
                    Greatest(start - AROUND, 0) + 1,
                    end - Greatest(start - AROUND, 0) + AROUND,
                )
            )
            .defer("search_vector", "version__body", "version__original", "version__search_vector")
        )


class EventQuerySet(QuerySet):
    def for_listing(self) -> Self:
        """What one row shows: what led to it, who took part, and how many reports tell of it."""
        from articles.models import Coverage

        told = Coverage.objects.standing().filter(event=OuterRef("pk"), article__status="published")
        people = Prefetch("people", Person.objects.order_by("participations__position"))
        return (
            self.select_related("in_response_to")
            .prefetch_related(people)
            .annotate(story_count=how_many(told, "event"))
        )
