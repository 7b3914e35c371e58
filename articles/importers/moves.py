"""Quotations and mentions that follow their words into a new version of a report."""

from simple_history.utils import bulk_update_with_history

from articles.importers.places import Span, follow
from articles.models import ArticleVersion, Mention, Quotation


def move_to(after: ArticleVersion, before: ArticleVersion) -> None:
    """Move what still stands. What does not is kept where it was printed, with what staff decided."""
    _move_quotations(before, after)
    _move_decided_mentions(before, after)


def _move_quotations(before: ArticleVersion, after: ArticleVersion) -> None:
    moved: dict[tuple[Span, ...], Quotation] = {}
    # Of two that come to stand at one place, the one that staff decided goes first.
    for quotation in sorted(before.quotations.order_by("pk"), key=lambda each: each.is_proposed):
        spans = _followed(quotation, before.body, after.body)
        if spans and spans not in moved:
            quotation.version, quotation.spans = after, [list(span) for span in spans]
            moved[spans] = quotation
    if moved:
        rows, reason = [*moved.values()], f"moved to version {after.number}"
        bulk_update_with_history(rows, Quotation, ["version", "spans"], default_change_reason=reason)


def _followed(quotation: Quotation, before: str, after: str) -> tuple[Span, ...]:
    """The places of a quotation's pieces in ``after``; none unless all stand there in their order."""
    spans: list[Span] = []
    for start, end in quotation.spans:
        span = follow(before, after, (start, end))
        if span is None or (spans and span[0] < spans[-1][1]):
            return ()
        spans.append(span)
    return tuple(spans)


def _move_decided_mentions(before: ArticleVersion, after: ArticleVersion) -> None:
    moved: dict[int, Mention] = {}
    for mention in before.mentions.exclude(status=Mention.Status.PROPOSED).order_by("start"):
        span = follow(before.body, after.body, (mention.start, mention.end))
        if span and span[0] not in moved:
            mention.version, (mention.start, mention.end) = after, span
            moved[span[0]] = mention
    Mention.objects.bulk_update(moved.values(), ["version", "start", "end"])
