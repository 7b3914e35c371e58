"""From the front page to a citation and back: by mouse, with and without scripts, and by keyboard alone."""

import re

import pytest
from playwright.sync_api import expect

from articles.models import Article, Quotation

pytestmark = pytest.mark.django_db(transaction=True)

WALK_OUT, STORY = "Walk-out by Opposition MPs", "Key offers no apology a day after the walk-out"
MOST_KEYS = 200
"""Presses of the Tab key within which anything on a page is reached."""
RING = "element => parseFloat(getComputedStyle(element).outlineWidth)"


def test_a_reader_goes_from_the_front_page_to_a_citation_and_back(reader, site):
    reader.goto(site)
    way = [reader.url]
    for name in (WALK_OUT, STORY, "John Key", "This quotation"):
        reader.get_by_role("main").get_by_role("link", name=name, exact=True).first.click()
        expect(reader.get_by_role("heading", level=1)).to_have_count(1)
        way.append(reader.url)
    is_cited_here(reader, lambda link: link.click())
    for address in reversed(way[:-1]):
        reader.go_back()
        expect(reader).to_have_url(address)


def test_the_same_way_by_keyboard_alone(reader, site):
    reader.goto(site)
    way = [reader.url]
    for name in (WALK_OUT, STORY, "John Key", "This quotation"):
        tab_to(reader, reader.get_by_role("main").get_by_role("link", name=name, exact=True).first)
        reader.keyboard.press("Enter")
        expect(reader).not_to_have_url(way[-1])
        way.append(reader.url)

    def open_by_key(link):
        tab_to(reader, link)
        reader.keyboard.press("Enter")

    is_cited_here(reader, open_by_key)
    for address in reversed(way[:-1]):
        reader.go_back()
        expect(reader).to_have_url(address)


def test_a_note_before_what_hurts_is_closed_and_opens_by_keyboard(reader, site):
    Article.objects.update(content_themes=["sexual-violence"])
    story = Article.objects.get(headline=STORY)
    for address in (story.get_absolute_url(), Quotation.objects.get(text="gutless").get_absolute_url()):
        reader.goto(site + address)
        note = reader.locator("details.content-note")
        expect(note).to_have_count(1)
        expect(note).not_to_have_attribute("open", "")
        words = reader.locator(".said, blockquote.words").first
        expect(words).to_be_visible()
        assert note.bounding_box()["y"] < words.bounding_box()["y"]
        tab_to(reader, note.locator("summary"))
        reader.keyboard.press("Enter")
        expect(note.get_by_text("Staff of the archive put this note here")).to_be_visible()


@pytest.mark.parametrize("width", [360, 1440])
def test_who_spoke_is_seen_and_the_rest_stands_in_the_margin_or_opens(reader, site, width):
    reader.set_viewport_size({"width": width, "height": 900})
    reader.goto(site + Article.objects.get(headline=STORY).get_absolute_url())
    note = reader.locator(".speaker-note", has_text="Proposed").first
    rest, opener = note.locator(".numbered").first, note.locator("summary")
    expect(note.get_by_text("Kelvin Davis", exact=True)).to_be_visible()
    expect(note.get_by_text("Proposed", exact=True)).to_be_visible()
    if width == 1440:
        expect(opener).to_be_hidden()
        expect(rest).to_be_visible()
        return
    expect(rest).to_be_hidden()
    assert note.bounding_box()["height"] < 30
    tab_to(reader, opener)
    reader.keyboard.press("Enter")
    expect(rest).to_be_visible()
    assert rest.bounding_box()["x"] == pytest.approx(note.bounding_box()["x"], abs=1)


def test_a_search_by_keyboard_alone(reader, site):
    reader.goto(site)
    tab_to(reader, reader.get_by_role("searchbox"))
    reader.keyboard.type("gutless")
    reader.keyboard.press("Enter")
    expect(reader.get_by_role("heading", name="1 quotation")).to_be_visible()
    tab_to(reader, reader.get_by_role("link", name="This quotation"))
    reader.keyboard.press("Enter")
    expect(reader.locator("blockquote.words")).to_contain_text("gutless")


def is_cited_here(reader, follow):
    """The quotation says how it is cited, in words and in files."""
    cite = reader.get_by_role("region", name="Cite")
    expect(cite.locator("pre")).to_contain_text(re.compile(r"/quotations/\d+/"))
    follow(cite.get_by_text("In APA, Chicago and MLA style"))
    expect(cite.get_by_text("MLA", exact=True)).to_be_visible()
    with reader.expect_download() as taken:
        follow(cite.get_by_role("link", name="BibTeX"))
    assert taken.value.path().read_text().startswith("@")


def tab_to(reader, wanted):
    """Press the Tab key until this has the focus, which is seen wherever it is on the way."""
    for _press in range(MOST_KEYS):
        reader.keyboard.press("Tab")
        here = reader.locator(":focus")
        if not here.count():
            continue  # the browser's own controls, at the end of the page
        assert here.evaluate(RING) >= 2, here.evaluate("element => element.outerHTML")
        if here.evaluate("(element, wanted) => element === wanted", wanted.element_handle()):
            expect(here).to_be_in_viewport()
            return
    raise AssertionError(f"not reached by keyboard: {wanted}")


def test_what_somebody_was_is_shown_beside_their_name_until_it_is_put_away(page, site):
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(site + Article.objects.get(headline=STORY).get_absolute_url())
    name = page.locator(".named").first
    shown = "element => getComputedStyle(element, '::after').visibility"
    assert name.evaluate(shown) == "hidden"
    name.focus()
    assert name.evaluate(shown) == "visible"
    page.keyboard.press("Escape")
    expect(name).to_have_class(re.compile("put-away"))
    page.wait_for_timeout(700)  # for which it stays, so that a hand has time to reach it
    assert name.evaluate(shown) == "hidden"
    name.blur()
    name.hover()
    assert name.evaluate(shown) == "visible"
    page.set_viewport_size({"width": 390, "height": 844})
    name.focus()
    assert name.evaluate(shown) == "visible"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
