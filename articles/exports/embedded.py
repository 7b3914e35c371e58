"""What a page tells reference managers of the work on it, in the names that Zotero reads from ``<meta>``.

Zotero takes a page with ``citation_journal_title`` for a journal's, whatever else it says; so the outlet
goes by the name that PRISM gives it, and the kind of work by Zotero's own.
"""

from articles.exports import ris
from articles.exports.works import ARCHIVE, Name, Work


def tags(work: Work) -> list[tuple[str, str]]:
    """Names and contents, in order; none is empty."""
    told = [
        ("z:itemType", "webpage" if work.is_event else "newspaperArticle"),
        ("DC.title", work.title),
        ("citation_title", work.title),
        *(("citation_author", author_tag(author)) for author in work.authors),
        ("prism.publicationName", work.outlet or ARCHIVE),
        ("DC.date", "-".join(f"{part:02}" for part in work.day_parts)),
        ("citation_publication_date", "/".join(f"{part:02}" for part in work.day_parts)),
        ("article:section", work.section),
        ("DC.language", work.language),
        ("citation_language", work.language),
        ("citation_public_url", work.address),
        ("DC.description", work.saying),
    ]
    return [(name, content) for name, content in told if content]


def author_tag(author: Name) -> str:
    # Zotero turns a name at its comma; behind a name kept whole it leaves nothing to turn.
    return author.turned if author.given else f"{ris.name(author)},"
