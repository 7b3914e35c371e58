"""Questions about many reports, quotations and events."""

from typing import Self

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from articles.search import Words
from people.models import Person


class ProposalQuerySet(QuerySet):
    def standing(self) -> Self:
        """Proposed or confirmed; what staff rejected is kept, and shown to nobody else."""
        return self.exclude(status="rejected")


class ArticleQuerySet(QuerySet):
    def published(self) -> Self:
        return self.filter(status="published")

    def for_listing(self) -> Self:
        """What one row of a listing shows: headline, outlet, bylines, how many quotations; never the body."""
        quotations = Count("versions__quotations", filter=~Q(versions__quotations__status="rejected"))
        return self.select_related("outlet").prefetch_related("bylines").annotate(quotation_count=quotations)

    def mentioning(self, person: Person) -> Self:
        from articles.models import Mention, Quotation

        named = Mention.objects.standing().filter(person=person, version__article=OuterRef("pk"))
        quoted = Quotation.objects.standing().filter(speaker=person, version__article=OuterRef("pk"))
        return self.filter(Exists(named) | Exists(quoted))

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
        """What one row shows: the words, who said them and what they were that day, and where it was printed."""
        return (
            self.select_related(
                "version__article__outlet", "speaker", "speaker_outlet", "speaker_organization", "event"
            )
            .prefetch_related(*Person.objects.offices_of("speaker"), "candidates")
            .defer(
                "search_vector",
                "version__body",
                "version__original",
                "version__search_vector",
            )
        )


class EventQuerySet(QuerySet):
    def for_listing(self) -> Self:
        """What one row shows: what led to it, who took part, and how many reports tell of it."""
        covered = Count(
            "coverage", filter=Q(coverage__article__status="published") & ~Q(coverage__status="rejected")
        )
        people = Prefetch("people", Person.objects.order_by("participations__position"))
        return self.select_related("in_response_to").prefetch_related(people).annotate(story_count=covered)
