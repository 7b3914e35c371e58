"""What pages tell machines of stories, quotations, people and events, in the words of schema.org.

Only what is shown to readers as fact is told: a speaker whom nobody confirmed yet is left out.
"""

from collections.abc import Iterable, Sequence
from urllib.parse import quote

from archive.linked_data import Described, known, whole
from archive.partial import stamp
from articles.models import Article, ArticleVersion, Event, Outlet, Participation, Quotation
from articles.versions import title_of
from people.models import Organization, Party, Person

MOST_QUOTED = 100
"""Quotations of a story that are told; its page has them all."""
ADDRESSES = {"wikidata": "https://www.wikidata.org/wiki/{}"}
"""Where catalogues that name people have their pages of them."""


def catalogue_page(scheme: str, identifier: str) -> str:
    """The page that another catalogue has of somebody; empty where it is not known to have pages."""
    return ADDRESSES.get(scheme, "").format(quote(identifier))


def outlet(of: Outlet) -> Described:
    return known(
        type="NewsMediaOrganization",
        id=whole(of.get_absolute_url()),
        name=of.name,
        url=whole(of.get_absolute_url()),
        sameAs=of.website,
    )


def party(of: Party) -> Described:
    return known(
        type="PoliticalParty",
        id=whole(of.get_absolute_url()),
        name=of.name,
        alternateName=of.short_name if of.short_name != of.name else "",
        url=whole(of.get_absolute_url()),
    )


def speaker(of: Person | Outlet | Organization) -> Described:
    if isinstance(of, Person):
        return person(of)
    return outlet(of) if isinstance(of, Outlet) else known(type="Organization", name=of.name)


def person(of: Person) -> Described:
    address = whole(of.get_absolute_url())
    return known(type="Person", id=address, name=of.name, url=address)


def person_in_full(
    of: Person, also_known: Iterable[str], identified_as: Iterable[Sequence[str]]
) -> Described:
    """``identified_as`` has the scheme and the identifier of each other catalogue."""
    return person(of) | known(
        honorificPrefix=of.honorific_prefix,
        honorificSuffix=of.honorific_suffix,
        alternateName=[name for name in also_known if name != of.name],
        birthDate=of.born_on and stamp(of.born_on, of.born_precision),
        deathDate=of.died_on and stamp(of.died_on, of.died_precision),
        image=of.portrait_url,
        sameAs=[*filter(None, (catalogue_page(*pair) for pair in identified_as))],
    )


def story(version: ArticleVersion, bylines: Iterable[str], quotations: Sequence[Quotation] = ()) -> Described:
    """A report as one version of it has it, with what is quoted in it."""
    article = version.article
    address = whole(article.get_absolute_url())
    when = article.published_at.isoformat() if article.published_at else ""
    return known(
        type="NewsArticle",
        id=address,
        headline=title_of(version),
        datePublished=when or stamp(article.published_on, article.published_precision),
        inLanguage=article.language,
        articleSection=article.section,
        author=[known(type="Person", name=name) for name in bylines],
        publisher=outlet(article.outlet),
        url=address,
        isBasedOn=article.url,
        hasPart=[said(quotation) for quotation in quotations[:MOST_QUOTED]],
    )


def said(of: Quotation) -> Described:
    """The words, and who said them where that is shown as fact."""
    address = whole(of.get_absolute_url())
    return known(
        type="Quotation",
        id=address,
        text=of.text,
        creator=speaker(of.said_by) if of.shown_as_fact and of.said_by else None,
        dateCreated=of.said_on and stamp(of.said_on),
        url=address,
    )


def quotation(of: Quotation, bylines: Iterable[str]) -> Described:
    """The same with the report that has it."""
    return said(of) | known(inLanguage=of.version.article.language, isPartOf=story(of.version, bylines))


def event(of: Event, parts: Iterable[Participation], told: Iterable[Article]) -> Described:
    """What happened, who was in it, and the reports of it."""
    address = whole(of.get_absolute_url())
    return known(
        type="Event",
        id=address,
        name=of.name,
        description=of.summary,
        startDate=stamp(of.starts_on, of.precision),
        endDate=of.ends_on and stamp(of.ends_on, of.precision),
        location=known(type="Place", name=of.place, address=of.place) if of.place else None,
        attendee=[person(part.person) for part in parts],
        subjectOf=[
            known(type="NewsArticle", headline=article.headline, url=whole(article.get_absolute_url()))
            for article in told
        ],
        url=address,
    )
