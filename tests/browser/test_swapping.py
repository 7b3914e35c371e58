"""A search is narrowed, ordered and paged in place; addresses and the way back are as without scripts."""

import re

import pytest
from playwright.sync_api import expect

from tests.factories import make_article, make_quotation

pytestmark = pytest.mark.django_db(transaction=True)

RING = "`${getComputedStyle(main).outlineStyle} ${getComputedStyle(main).outlineWidth}`"


@pytest.fixture
def many(site):
    """The sample, and more quotations than a page has."""
    for number in range(30):
        make_quotation(make_article(f"Report {number}", f"“Sheep {number},” it said."), f"Sheep {number},")
    return site


def test_a_row_shows_the_paragraph_of_its_quotation_or_leads_to_it(reader, many, request):
    reader.goto(f"{many}/quotations/?q=sheep")
    first, second = (reader.locator(".results > li .preview").nth(place) for place in (0, 1))
    for preview in (first, second):
        preview.get_by_text("The paragraph").click()
    if "no-script" in request.node.name:
        first.get_by_role("link", name="This quotation").click()
        expect(reader.get_by_role("heading", name="In its place")).to_be_visible()
        return
    expect(first).to_contain_text(re.compile(r"“Sheep \d+,” it said\."))
    expect(second).to_contain_text(re.compile(r"“Sheep \d+,” it said\."))
    expect(reader).to_have_url(f"{many}/quotations/?q=sheep")
    expect(reader.locator(".results > li")).to_have_count(25)


def test_a_search_goes_on_in_place_and_back(reader, many, request):
    errors = []
    reader.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    box = reader.get_by_label("Search quotations")
    beside = reader.get_by_role("complementary")
    with_scripts = "no-script" not in request.node.name
    reader.goto(f"{many}/quotations/")
    if with_scripts:
        reader.evaluate("window.isTheSame = true")
    canonical, feed = (
        reader.locator("link[rel=canonical]"),
        reader.locator("link[type='application/atom+xml']"),
    )
    box.fill("sheep")
    box.press("Enter")
    expect(reader).to_have_url(f"{many}/quotations/?q=sheep")
    expect(reader).to_have_title("sheep · Quotations · Press Gallery")
    expect(canonical).to_have_attribute("href", re.compile(r"/quotations/\?q=sheep$"))
    expect(feed).to_have_attribute("href", "/quotations.atom?q=sheep")
    reader.get_by_role("link", name="Next →").click()
    expect(reader.locator(".results > li")).to_have_count(5)
    expect(canonical).to_have_count(0)
    reader.get_by_role("link", name="Oldest").first.click()
    expect(reader.locator(".results > li")).to_have_count(25)
    expect(reader).to_have_url(f"{many}/quotations/?q=sheep&order=oldest")
    beside.get_by_role("textbox", name="Speaker").fill("Nobody Known")
    beside.get_by_role("button", name="Apply").click()
    expect(reader.get_by_role("alert")).to_contain_text("Nobody is called “Nobody Known”")
    reader.go_back()
    expect(reader.get_by_role("alert")).to_have_count(0)
    expect(reader).to_have_url(f"{many}/quotations/?q=sheep&order=oldest")
    reader.go_back()
    expect(reader.locator(".results > li")).to_have_count(5)
    reader.go_back()
    expect(reader.locator(".results > li")).to_have_count(25)
    expect(box).to_have_value("sheep")
    expect(canonical).to_have_attribute("href", re.compile(r"/quotations/\?q=sheep$"))
    expect(feed).to_have_count(1)
    reader.get_by_role("navigation", name="What was found").get_by_role("link", name="Stories").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Stories")
    expect(reader).to_have_url(f"{many}/stories/?q=sheep")
    expect(feed).to_have_attribute("href", "/stories.atom?q=sheep")
    if with_scripts:
        assert reader.evaluate("window.isTheSame")
        assert [error for error in errors if "400" not in error] == []
    reader.get_by_role("link", name="Report 29").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Report 29")
    reader.go_back()
    expect(reader).to_have_url(f"{many}/stories/?q=sheep")
    expect(box).to_have_value("sheep")


def test_what_the_reader_looks_at_stays_where_it_is_when_a_search_is_narrowed(page, many):
    page.set_viewport_size({"width": 1440, "height": 700})
    page.goto(f"{many}/quotations/")
    link = page.get_by_role("complementary").get_by_role("link", name="The Digest")
    link.evaluate("link => window.scrollTo(0, link.getBoundingClientRect().top - 100)")
    before = page.evaluate("window.scrollY")
    link.click()
    expect(page).to_have_url(f"{many}/quotations/?q=outlet%3Athe-digest")
    assert page.evaluate("window.scrollY") == before
    page.get_by_role("link", name="Next →").click()
    page.wait_for_url("**cursor**")
    expect(page.get_by_role("searchbox")).to_be_in_viewport()


def test_who_listens_is_told_what_a_search_has_come_to_and_keeps_their_place(page, many):
    page.goto(f"{many}/quotations/?q=sheep")
    told = page.get_by_role("status")
    expect(told).to_have_text("Quotations: 30")
    told.evaluate("element => element.isTheSame = true")
    page.get_by_role("group", name="Order").get_by_role("link", name="Oldest").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{many}/quotations/?q=sheep&order=oldest")
    expect(page.get_by_role("group", name="Order").get_by_role("link", name="Oldest")).to_be_focused()
    page.get_by_label("Search quotations").fill('"sheep 7"')
    page.keyboard.press("Enter")
    expect(told).to_have_text("Quotations: 1")
    expect(page.get_by_label("Search quotations")).to_be_focused()
    assert told.evaluate("element => element.isTheSame")


def test_who_narrows_by_keyboard_stays_at_the_control(page, many):
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{many}/quotations/")
    beside = page.get_by_role("complementary")
    for control, address in (
        (beside.get_by_role("link", name="The Digest"), "/quotations/?q=outlet%3Athe-digest"),
        (page.get_by_role("link", name="Oldest").first, "order=oldest"),
        (beside.get_by_role("link", name="John Key"), "speaker%3Ajohn-key"),
        (beside.get_by_role("link", name="The Digest"), "?q=speaker%3Ajohn-key&order=oldest"),
    ):
        control.focus()
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url, part=address: part in url)
        expect(control).to_be_focused()
    for gone in (page.get_by_role("link", name="Remove"), page.get_by_role("link", name="Next →")):
        gone.focus()
        page.keyboard.press("Enter")
        expect(gone).to_have_count(0)
        expect(page.get_by_role("main")).to_be_focused()
        page.keyboard.press("Tab")
        expect(page.get_by_label("Search quotations")).to_be_focused()


def test_a_part_that_is_removed_leaves_the_focus_to_none_beside_it(page, many):
    page.goto(f"{many}/quotations/?q=sheep+outlet:the-digest")
    remove = page.get_by_role("link", name="Remove")
    expect(remove).to_have_count(2)
    remove.first.focus()
    page.keyboard.press("Enter")
    expect(remove).to_have_count(1)
    expect(page.get_by_role("main")).to_be_focused()
    assert page.evaluate(RING) == "solid 3px"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Search quotations")).to_be_focused()
    expect(remove).to_have_count(1)
    remove.click()
    expect(remove).to_have_count(0)
    expect(page.get_by_role("main")).to_be_focused()
    assert page.evaluate(RING).startswith("none")
