"""Citing from a page: what a reader copies, and what a reference manager reads."""

import json

import bibtexparser
import pytest
import rispy
from lxml import html

from articles.models import Byline
from tests.factories import make_article, make_event, make_person, make_quotation, make_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def quotation():
    article = make_article("House walks out", body="“We shall not go back,” he said.")
    Byline.objects.create(article=article, position=0, name="Jane Smith")
    return make_quotation(article, "We shall not go back", make_person("John Key", sort_name="Key, John"))


def page_of(client, thing):
    return html.document_fromstring(client.get(thing.get_absolute_url()).content.decode())


def tags(page):
    return {tag.get("name"): tag.get("content") for tag in page.xpath("//head/meta[@name]")}


def test_quotation_can_be_cited_in_every_style(client, quotation):
    page = page_of(client, quotation)
    text = " ".join(page.xpath("//*[@class='cite']")[0].text_content().split())
    assert "Smith, J. (2015, November 12). House walks out. The Digest. Press Gallery." in text
    assert "(Key, as cited in Smith, 2015)" in text
    assert "John Key, quoted in Jane Smith, “House walks out,” The Digest, November 12, 2015" in text
    assert "Smith, Jane. “House walks out.” The Digest, 12 Nov. 2015. Press Gallery," in text
    assert page.xpath("//*[@class='cite']//i[normalize-space()='The Digest']")


def test_every_link_of_the_cite_section_leads_to_its_file(client, quotation):
    article = quotation.article
    make_version(article, "Something else.", number=2)
    things = [quotation, article, article.versions.get(number=1), make_event("Walk-out")]
    for thing in things:
        page = page_of(client, thing)
        links = page.xpath("//*[@class='cite']//a/@href")
        assert set(page.xpath("//head/link[contains(@href, '/cite.')]/@href")) == set(links)
        for link, read in zip(links, (bibtexparser.loads, rispy.loads, json.loads), strict=True):
            response = client.get(link)
            assert response.status_code == 200
            read(response.content.decode())


def test_files_cite_the_version_they_are_asked_for(client, quotation):
    article = quotation.article
    make_version(article, "Something else.", number=2)
    (current,) = json.loads(client.get(f"{article.get_absolute_url()}cite.csl.json").content)
    (first,) = json.loads(client.get(f"{article.get_absolute_url()}v1/cite.csl.json").content)
    assert (current["version"], first["version"]) == ("2", "1")
    assert first["URL"].endswith("/v1/")


def test_reference_managers_read_story_quotation_and_event(client, quotation):
    for thing in (quotation, quotation.article):
        told = tags(page_of(client, thing))
        assert told["z:itemType"] == "newspaperArticle"
        assert told["DC.title"] == "House walks out"
        assert told["citation_author"] == "Smith, Jane"
        assert told["prism.publicationName"] == "The Digest"
        assert told["DC.date"] == "2015-11-12"
        assert told["citation_public_url"] == f"http://localhost:8000{thing.get_absolute_url()}"
    assert tags(page_of(client, make_event("Walk-out")))["z:itemType"] == "webpage"


@pytest.mark.parametrize("ending", ["bib", "ris", "csl.json"])
def test_what_readers_may_not_see_is_not_cited(client, ending):
    withdrawn = make_article(body="Not so.", status="withdrawn", withdrawn_reason="An error")
    hidden = make_quotation(withdrawn, "Not so")
    rejected = make_quotation(make_article(body="Not so."), "Not so", status="rejected")
    proposed = make_event(status="proposed")
    for thing in (withdrawn, withdrawn.current, hidden, rejected, proposed):
        assert client.get(f"{thing.get_absolute_url()}cite.{ending}").status_code == 404


def test_no_other_format_or_day_is_found(client, quotation):
    assert client.get(f"{quotation.get_absolute_url()}cite.csv").status_code == 404
    assert client.get(f"{quotation.article.get_absolute_url()}cite.").status_code == 404
    assert client.get("/stories/2015/13/45/x/cite.bib").status_code == 404
    assert client.get("/quotations/99999999999999999999/cite.bib").status_code == 404


def test_reference_managers_read_the_quotations_of_a_list(client, quotation):
    page = html.document_fromstring(client.get("/quotations/").content.decode())
    (server,) = page.xpath("//head/link[@rel='unapi-server']/@href")
    (named,) = page.xpath("//abbr[@class='unapi-id']/@title")
    for asked, status in (({}, 200), ({"id": named}, 300)):
        response = client.get(server, asked)
        assert response.status_code == status
        formats = html.etree.fromstring(response.content)
        assert formats.get("id") == asked.get("id")
        assert formats.xpath("format/@name") == ["ris", "bibtex"]
    (record,) = rispy.loads(
        client.get(server, {"id": named, "format": "ris"}).content.decode(), newline="\r\n"
    )
    assert record["urls"] == [f"http://localhost:8000{quotation.get_absolute_url()}"]
    whole = {"id": f"http://localhost:8000{named}", "format": "bibtex"}
    assert len(bibtexparser.loads(client.get(server, whole).content.decode()).entries) == 1


@pytest.mark.parametrize(
    ("named", "form", "status"),
    [
        ("/quotations/1/", "mods", 406),
        ("/quotations/999/", "ris", 404),
        ("<&'\"", "ris", 404),
        ("x", "", 406),
    ],
)
def test_what_is_not_kept_is_not_found_by_reference_managers(client, named, form, status):
    assert client.get("/unapi/", {"id": named, "format": form}).status_code == status


def test_browser_learns_how_to_search(client):
    page = html.document_fromstring(client.get("/").content.decode())
    (link,) = page.xpath("//head/link[@rel='search']/@href")
    response = client.get(link)
    assert response["Content-Type"] == "application/opensearchdescription+xml; charset=utf-8"
    assert response.content.startswith(b"<?xml")
    tree = html.etree.fromstring(response.content)
    space = {"o": "http://a9.com/-/spec/opensearch/1.1/"}
    assert tree.findtext("o:ShortName", namespaces=space) == "Press Gallery"
    found = tree.xpath("o:Url[@type='text/html']/@template", namespaces=space)
    assert found == ["http://localhost:8000/quotations/?q={searchTerms}"]
    found = tree.xpath("o:Url[@type='application/x-suggestions+json']/@template", namespaces=space)
    assert found == ["http://localhost:8000/search/suggest/?format=json&q={searchTerms}"]
