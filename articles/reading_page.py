"""A report as it is read: paragraphs, with what was said marked in them and people linked."""

from articles.models import Quotation


def edge_of(quotation: Quotation) -> str:
    """The classes that draw a quotation's edge: the speaker's party that day, reported speech, unsettled."""
    then = quotation.speaker_then
    classes = [then.party_class if then else "party-none"]
    if quotation.kind == Quotation.Kind.REPORTED:
        classes.append("reported")
    if quotation.is_proposed or not quotation.said_by:
        classes.append("proposed")
    return " ".join(classes)
