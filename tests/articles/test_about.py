import pytest

from tests.reading import Page

pytestmark = pytest.mark.django_db


def test_the_foot_of_every_page_leads_to_what_is_done_for_access(client):
    for address in ("/", "/about/", "/stories/", "/nothing-here/"):
        assert "/about/access/" in Page(client.get(address)).links("//footer"), address


def test_a_reader_who_is_shut_out_knows_whom_to_tell(client, settings):
    assert "Report a mistake" in Page(client.get("/about/access/")).text
    settings.CONTACT = "gallery@example.org"
    page = Page(client.get("/about/access/"))
    assert "mailto:gallery@example.org" in page.links()
    assert "Report a mistake" not in page.text
