"""What is on paper: the page itself, with how to cite it, where it is and when it was taken."""

import pytest
from django.utils import timezone
from django.utils.formats import date_format
from playwright.sync_api import expect

from articles.models import Article, Quotation

pytestmark = pytest.mark.django_db(transaction=True)

STORY = "/stories/2015/11/12/key-offers-no-apology-a-day-after-the-walk-out/"
ON_PAPER = {
    STORY: [
        "“standing up for New Zealanders”",
        "Labour Corrections spokesperson",
        "version 1. Press Gallery,",
    ],
    "/events/walk-out-by-opposition-mps/": ["Metiria Turei", "What led to what", "Press Gallery, http"],
    "/people/john-key/": ["Prime Minister", "“standing up for New Zealanders”"],
}
NOT_ON_PAPER = (
    "nav, form, button, .key, .takeaway, details:not(.content-note) > summary, "
    "a[href$='/mistake/'], a[href$='cite.bib']"
)


def is_printed(page, address, words):
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    for each in words:
        expect(page.get_by_text(each).first).to_be_visible()
    expect(page.locator(".print-only")).to_be_visible()
    expect(page.locator(".print-only")).to_contain_text(address)
    expect(page.locator(".print-only")).to_contain_text(date_format(timezone.localdate()))
    left = [each for each in page.locator(NOT_ON_PAPER).all() if each.is_visible()]
    assert [each.evaluate("element => element.outerHTML") for each in left] == []
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
    assert page.pdf(format="A4").startswith(b"%PDF")


@pytest.mark.parametrize("address", ON_PAPER)
def test_a_page_prints_as_what_it_is(page, site, address):
    page.emulate_media(color_scheme="dark")
    page.goto(site + address)
    is_printed(page, address, ON_PAPER[address])


def test_a_quotation_prints_with_its_citation(page, site):
    address = Quotation.objects.get(text="gutless").get_absolute_url()
    page.goto(site + address)
    is_printed(page, address, ["“gutless”", "Kelvin Davis, “gutless”, in “Key offers no apology"])


def test_a_note_before_a_story_is_on_paper_too(page, site):
    Article.objects.update(content_themes=["hate"])
    page.goto(site + STORY)
    page.emulate_media(media="print")
    expect(page.get_by_text("Content note: hatred of a people or a group")).to_be_visible()
