"""Every kind of page by the rules of HTML: what a strict parser reads without a complaint, and more."""

from collections import Counter
from urllib.parse import urlsplit

import feedparser
import html5lib
import pytest
from django.contrib.auth import get_user_model
from lxml import etree

from articles import samples
from articles.models import Quotation
from people.models import Person
from tests.factories import make_article, make_quotation
from tests.pages import PAGES, STAFF, addresses

pytestmark = pytest.mark.django_db

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
POINTERS = ("for", "list", "headers", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns")
NEVER_INSIDE = {
    "a": "a button input select textarea label details",
    "button": "a button input select textarea label details",
    "label": "label",
    "form": "form",
    "main": "main",
    "h1": "h1 h2 h3 h4 p div",
    "p": "p div ul ol dl table section header form figure",
    "dt": "h1 h2 h3 h4 section header footer",
    "header": "header footer main",
}
ONLY_INSIDE = {"li": {"ul", "ol", "menu"}, "dt": {"dl", "div"}, "dd": {"dl", "div"}, "figcaption": {"figure"}}
ONLY_CHILDREN = {
    "ul": {"li", "script", "template"},
    "ol": {"li", "script", "template"},
    "dl": {"dt", "dd", "div", "script", "template"},
}


@pytest.fixture
def pages(settings, client):
    """The source of every kind of page, of the sample with every state that a page may have."""
    settings.ROOT_URLCONF = "tests.archive.broken"
    client.raise_request_exception = False
    samples.load("november_2015")
    Quotation.objects.filter(text="gutless").update(status="proposed")
    for person in Person.objects.filter(slug__in=("john-key", "metiria-turei")):
        for outlet in ("The Digest", "The Post"):
            make_quotation(make_article(f"{person} to {outlet}", "“It rains.”", outlet), "It rains.", person)
    kinds = addresses() | {"two outlets": "/compare/?outlets=the-digest,the-post"}
    read = {kind: client.get(address) for kind, address in kinds.items()}
    client.force_login(get_user_model().objects.create_superuser("staff"))
    read |= {f"staff, {kind}": client.get(address) for kind, address in STAFF.items()}
    return {kind: answer.content.decode() for kind, answer in read.items()}


def faults(source):
    """What is wrong with a page, each in a line."""
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("lxml"), namespaceHTMLElements=False)
    tree = parser.parse(source).getroot()
    for (line, _column), code, told in parser.errors:
        yield f"{html5lib.constants.E[code] % told} {source.splitlines()[line - 1].strip()[:90]}"
    elements = [each for each in tree.iter() if isinstance(each.tag, str)]
    ids = Counter(each.get("id") for each in elements if each.get("id") is not None)
    for name, count in ids.items():
        if count > 1 or not name or " " in name:
            yield f"id {name!r} {count} times"
    for each in elements:
        for pointer in POINTERS:
            for name in (each.get(pointer) or "").split():
                if name not in ids:
                    yield f"{pointer}={name} points to nothing"
        if (address := each.get("href", "")).startswith("#") and address[1:] not in ids:
            yield f"a link to {address} leads to nothing"
        parents = {parent.tag for parent in each.iterancestors()}
        for parent, never in NEVER_INSIDE.items():
            if parent in parents and each.tag in never.split():
                yield f"<{each.tag}> in <{parent}>: {' '.join(each.itertext())[:60]}"
        parent = each.getparent()
        if each.tag in ONLY_INSIDE and parent.tag not in ONLY_INSIDE[each.tag]:
            yield f"<{each.tag}> in <{parent.tag}>"
        if parent is not None and parent.tag in ONLY_CHILDREN and each.tag not in ONLY_CHILDREN[parent.tag]:
            yield f"<{each.tag}> in <{parent.tag}>"
        if each.tag == "img" and each.get("alt") is None:
            yield "<img> without alt"
        if each.tag == "time" and not each.get("datetime"):
            yield "<time> without datetime"


def test_every_page_keeps_the_rules_of_html(pages):
    assert len(pages) > 50
    assert not [kind for kind, source in pages.items() if not source.lstrip().startswith("<!DOCTYPE html>")]
    found = [f"{kind}: {fault}" for kind, source in pages.items() for fault in faults(source)]
    assert not found, "\n".join(found)


def test_every_page_tells_machines_what_it_is(pages):
    """Or that they should pass by: then it tells nothing of itself."""
    found = []
    for kind in PAGES.keys() - {"log in"} | {"quotation"}:
        head = etree.HTML(pages[kind]).find("head")
        told = {each.get("property") or each.get("name"): each.get("content") for each in head.iter("meta")}
        links = [(each.get("rel"), each.get("type") or "", each.get("href")) for each in head.iter("link")]
        wanted = {
            "a description": told.get("description", "").strip(),
            "a manifest": [link for link in links if link[0] == "manifest"],
            "a way to search": [link for link in links if link[0] == "search"],
            "an Atom feed": [link for link in links if link[1] == "application/atom+xml"],
            "a JSON feed": [link for link in links if link[1] == "application/feed+json"],
        }
        if told.get("robots") != "noindex":
            canonical = [href for rel, _type, href in links if rel == "canonical"]
            wanted |= {
                "one canonical address": len(canonical) == 1 and urlsplit(canonical[0]).scheme,
                "a name to share": told.get("og:title"),
                "an address to share": [told.get("og:url")] == canonical,
                "data": head.xpath(".//script[@type='application/ld+json']"),
            }
        if kind in ("story", "version", "event", "quotation"):
            wanted["a citation"] = told.get("citation_public_url")
        if kind in ("event", "quotation"):
            wanted["a picture"] = told.get("og:image")
        found += [f"{kind} has not {what}" for what, there in wanted.items() if not there]
    assert not found, "\n".join(sorted(found))


def test_every_chart_has_a_title_and_a_description_and_stands_beside_its_numbers(pages):
    parts = "[not(ancestor::svg) and not(@class='tally-bar') and descendant::*[self::rect or self::circle]]"
    kinds, found = set(), []
    for kind in PAGES:
        for chart in etree.HTML(pages[kind]).xpath("//main//*[contains(@class, 'chart') or @class='pair']"):
            for picture in chart.xpath(f"descendant::svg{parts}"):
                kinds.add(kind)
                told = f"{kind}: {etree.tostring(picture)[:120]!r}"
                if not all(picture.findtext(name, "").strip() for name in ("title", "desc")):
                    found.append(f"{told} is not described")
                if not chart.xpath("descendant::*[self::table or self::ul or self::ol]"):
                    found.append(f"{told} stands alone")
    assert not found, "\n".join(found)
    assert {"person", "outlet", "calendar", "event"} <= kinds


def test_feeds_and_sitemaps_keep_the_rules_of_theirs(client):
    samples.load("november_2015")
    for noun in ("quotations", "stories", "events"):
        parsed = feedparser.parse(client.get(f"/{noun}.atom").content)
        assert parsed.bozo is False
        assert {"id", "title", "updated"} <= parsed.feed.keys()
        assert parsed.entries
        assert all({"id", "title", "updated", "link"} <= entry.keys() for entry in parsed.entries)
        feed = client.get(f"/{noun}.json").json()
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert all({"id", "content_html"} & item.keys() == {"id", "content_html"} for item in feed["items"])
    index = etree.fromstring(client.get("/sitemap.xml").content)
    maps = [urlsplit(loc.text).path for loc in index.iter(f"{SITEMAP}loc")]
    assert len(maps) == 6
    for path in [*maps, "/sitemap-news.xml"]:
        root = etree.fromstring(client.get(path).content)
        assert root.tag == f"{SITEMAP}urlset"
        for url in root:
            assert url.tag == f"{SITEMAP}url"
            assert url[0].tag == f"{SITEMAP}loc"
            assert urlsplit(url[0].text).scheme
            assert {each.tag.rpartition("}")[2] for each in url} <= {"loc", "lastmod", "news"}
