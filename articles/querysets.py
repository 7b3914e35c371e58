"""Questions about many reports, quotations and events."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    CharField,
    Count,
    Exists,
    Func,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    prefetch_related_objects,
)
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast, Coalesce, Concat, Greatest, Substr

from articles.context import AROUND
from articles.themes import words_of_any
from people.models import Person, Tenure

if TYPE_CHECKING:
    from articles.models import Quotation, Utterance

CHAIN = """
WITH RECURSIVE chain (id, cause_id) AS (
    SELECT id, in_response_to_id FROM articles_event WHERE id = %s
    UNION
    SELECT event.id, event.in_response_to_id
    FROM articles_event event JOIN chain ON event.id = chain.cause_id OR event.in_response_to_id = chain.id
    WHERE event.status = 'confirmed'
)
SELECT id FROM chain LIMIT %s
"""


def how_many(rows: QuerySet, of: str, different: str = "") -> Coalesce:
    """How many of ``rows``, or how many ``different`` things, belong to the outer row that ``of`` names.

    Counted for one page only.
    """
    counting = Count(different, distinct=True) if different else Count("pk")
    counted = rows.order_by().values(of).annotate(count=counting).values("count")
    return Coalesce(Subquery(counted), 0)


def bylines_of(article: str) -> ArraySubquery:
    """The names printed over the report whose key the outer row has as ``article``, in order."""
    from articles.models import Byline

    return ArraySubquery(Byline.objects.filter(article=OuterRef(article)).values("name"))


def read_candidates(quotations: "Iterable[Quotation]") -> None:
    """Who may have said those of them that a report leaves open, in one query if there are any."""
    prefetch_related_objects([each for each in quotations if each.attribution == "ambiguous"], "candidates")


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

    def confirm_proposed(self) -> int:
        return self.filter(status="proposed").update(status="confirmed")


class ArticleQuerySet(QuerySet):
    def published(self) -> Self:
        return self.filter(status="published")

    def for_listing(self) -> Self:
        """What one row of a listing shows: outlet, ``bylined``, how many quotations; never the body."""
        return self.select_related("outlet").annotate(bylined=bylines_of("pk")).with_quotation_counts()

    def with_quotation_counts(self) -> Self:
        from articles.models import Quotation

        standing = Quotation.objects.standing().filter(article=OuterRef("pk"))
        return self.annotate(quotation_count=how_many(standing, "article"))

    def may_need_note(self) -> Self:
        """With words of some theme, until staff put a note before them or say that none is needed."""
        return self.filter(content_themes=[], needs_no_note=False, current__search_vector=words_of_any())


class OutletQuerySet(QuerySet):
    def with_stories(self) -> Self:
        """``first_on``, ``last_on``, ``story_count`` of those published: of many as they were counted."""
        from articles.models import Article, KeptCount

        term = Concat(Value("outlet:"), Cast(OuterRef("pk"), CharField()))
        kept = KeptCount.objects.filter(term=term, facet="stories").values("count")
        published = Article.objects.published().filter(outlet=OuterRef("pk"))
        days = published.values("published_on")
        return self.annotate(
            story_count=Coalesce(Subquery(kept[:1]), how_many(published, "outlet")),
            first_on=Subquery(days.order_by("published_on", "pk")[:1]),
            last_on=Subquery(days.order_by("-published_on", "-pk")[:1]),
        )


class QuotationQuerySet(ProposalQuerySet):
    def published(self) -> Self:
        """What readers may see: standing, in a published report."""
        return self.filter(public=True)

    def by(self, person: Person) -> Self:
        return self.filter(speaker=person)

    def joined(self) -> Self:
        """Who said them, and at which event."""
        speakers = ("speaker", "speaker_outlet", "speaker_organization", "speaker_party")
        return self.select_related(*speakers, "event")

    def with_speakers(self) -> Self:
        """Who said them, or may have, what they were that day, and the event."""
        return self.joined().prefetch_related(
            Prefetch("speaker__tenures", Tenure.objects.with_office()), "candidates"
        )

    def of_one_utterance(self, utterance: "Utterance | OuterRef") -> Self:
        """Those that readers may see as one thing said."""
        return self.published().filter(utterance=utterance).exclude(utterance__status="rejected")

    def for_listing(self) -> Self:
        """What one row shows: the words, their sentence, who said them and what they were, where printed."""
        from articles.models import Quotation

        same = Quotation.objects.of_one_utterance(OuterRef("utterance"))
        start, end = FirstPosition("spans"), LastPosition("spans")
        return (
            self.with_speakers()
            .select_related("version__article__outlet")
            .annotate(
                story_count=how_many(same, "utterance", "article"),
                around=Substr(
                    "version__body",
                    Greatest(start - AROUND, 0) + 1,
                    end - Greatest(start - AROUND, 0) + AROUND,
                ),
            )
            .defer("search_vector", "version__body", "version__original", "version__search_vector")
        )


class EventQuerySet(ProposalQuerySet):
    def accepted(self) -> Self:
        """What readers may see: recorded by staff or from a file, or proposed and accepted since."""
        return self.filter(status="confirmed")

    def for_listing(self) -> Self:
        """What one row shows: what led to it, its ``effects``, the ``parts`` people had, how many tell it."""
        from articles.models import Event, Participation

        return (
            self.select_related("in_response_to")
            .prefetch_related(
                # As lists: a queryset of its own for every row would take a third of the page's time.
                Prefetch("led_to", Event.objects.accepted().order_by("starts_on", "pk"), to_attr="effects"),
                Prefetch("participations", Participation.objects.select_related("person"), to_attr="parts"),
            )
            .with_story_counts()
        )

    def with_story_counts(self) -> Self:
        return self.annotate(story_count=how_many(self.reports(), "event"))

    def with_people_names(self) -> Self:
        """``people_names``: who took part, in order, for pages that link them elsewhere."""
        from articles.models import Participation

        people = Participation.objects.filter(event=OuterRef("pk")).values("person__name")
        return self.annotate(people_names=ArraySubquery(people))

    def with_themes(self) -> Self:
        """``themes``: what hurts to read in the reports of it that readers may see."""
        theme = Func("article__content_themes", function="unnest")
        return self.annotate(
            themes=ArraySubquery(self.reports().values(theme=theme).distinct().order_by("theme"))
        )

    def covered(self) -> Self:
        """That a published report tells of."""
        return self.filter(Exists(self.reports()))

    def linked(self) -> Self:
        """Those that led to another or came of one."""
        from articles.models import Event

        effects = Event.objects.accepted().filter(in_response_to=OuterRef("pk"))
        return self.filter(Q(Exists(effects)) | Q(in_response_to__status="confirmed"))

    @staticmethod
    def reports() -> "ProposalQuerySet":
        """What readers may see of the coverage of the outer event."""
        from articles.models import Coverage

        return Coverage.objects.standing().filter(event=OuterRef("pk"), article__status="published")

    def chained_to(self, event: int, most: int) -> Self:
        """The event, all that led to it and all it led to, oldest first; of a longer chain the nearest."""
        chain = self.filter(pk__in=RawSQL(CHAIN, [event, most]))  # noqa: S611  # of our own words alone
        return chain.select_related("in_response_to").order_by("starts_on", "pk")

    def told_by(self, article: int) -> Self:
        from articles.models import Coverage

        return self.filter(pk__in=Coverage.objects.standing().filter(article=article).values("event"))

    def around(self, article: int) -> Self:
        """What a report tells of (``told`` has whether staff confirmed that), its causes and its effects."""
        from articles.models import Coverage, Event

        told = Event.objects.accepted().told_by(article).order_by().values("pk")
        causes, effects = told.values("in_response_to"), Event.objects.filter(in_response_to__in=told)
        near = told.union(causes, effects.order_by().values("pk"))
        coverage = Coverage.objects.standing().filter(article=article, event=OuterRef("pk"))
        return self.accepted().filter(pk__in=near).annotate(told=Subquery(coverage.values("status")[:1]))
