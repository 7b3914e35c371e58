"""Every kind of page, open to everyone: no violation of WCAG 2.2 AA or of good practice that axe can find."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.cache import cache
from playwright.sync_api import expect

from tests.pages import REFUSALS, STAFF, addresses
from tests.pseudo_language import CODE, speak

pytestmark = pytest.mark.django_db(transaction=True)

LEAST_ZOOMED = 320
"""The width in pixels of a window of 1280 at a zoom of 400 %."""
RULES = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
"""All that axe looks at by itself, and the size of targets, which it leaves out until told."""

SCROLLS = "document.documentElement.scrollWidth > innerWidth"
FOCUS = """() => [...document.querySelectorAll("a[href], button, input, select, summary, [tabindex]")]
    .filter(element => element.tabIndex >= 0 && element.checkVisibility() && element.type !== "hidden")
    .filter(element => {
        element.focus();
        const style = getComputedStyle(element);
        return style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2;
    })
    .map(element => element.outerHTML.slice(0, 120))"""

DRAWN = ["front", "story", "changes", "search", "person", "parties", "outlet", "event", "month", "two people"]
TOLD_BY_COLOUR = {
    ".plate": "backgroundColor",
    ".story-text .quotation": "borderInlineStartColor",
    "q.said": "backgroundColor",
    "mark": "backgroundColor",
    ".timeline .here": "--accent",
    ".bar, .tally-bar rect": "fill",
    ".whisker, .axis": "stroke",
    ".tabs [aria-current]": "borderBottomColor",
    "button": "color",
}
LOST = """told => {
    const ground = getComputedStyle(document.documentElement).backgroundColor;
    const colour = (element, property) => property === "--accent"
        ? getComputedStyle(element, "::before").backgroundColor
        : getComputedStyle(element)[property];
    return Object.entries(told)
        .map(([name, property]) => [name, [...document.querySelectorAll(name)], property])
        .filter(([name, elements]) => elements.length)
        .map(([name, elements, property]) =>
            [name, elements.some(each => colour(each, property) === ground)]);
}"""
"""Which of these a page has, and whether any of them is of the colour of its ground."""


@pytest.fixture
def pages(site, settings):
    """The address of every kind of page that readers meet."""
    settings.ROOT_URLCONF = "tests.archive.broken"
    return addresses()


def violations(page, kind, but=""):
    """What axe finds on a page, in daylight and by lamplight."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.evaluate("Promise.all(document.getAnimations().map(change => change.finished))")
        for found in Axe().run(page, options=RULES).response["violations"]:
            if found["id"] == but:
                continue
            yield f"{kind}, {scheme}: {found['id']} at {found['nodes'][0]['html'][:200]}"


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)], ids=["desktop", "phone"])
def test_no_page_shuts_anybody_out(page, site, pages, width, height):
    page.set_viewport_size({"width": width, "height": height})
    found = []
    for kind, address in pages.items():
        response = page.goto(site + address)
        if response.status >= 400 and kind not in REFUSALS and not kind.startswith("withdrawn"):
            found.append(f"{kind}: status {response.status}")
        found += violations(page, kind)
        if page.locator("h1").count() != 1:
            found.append(f"{kind}: {page.locator('h1').count()} h1")
        if page.evaluate(SCROLLS):
            found.append(f"{kind}: scrolls sideways")
    assert not found, "\n".join(found)


def test_at_four_times_the_size_no_page_scrolls_sideways(page, site, pages):
    page.set_viewport_size({"width": LEAST_ZOOMED, "height": 256})
    found = []
    for kind, address in pages.items():
        page.goto(site + address)
        if page.evaluate(SCROLLS):
            found.append(kind)
    assert found == []


def test_where_words_are_longer_no_page_scrolls_sideways(page, site, pages, monkeypatch, settings):
    speak(monkeypatch, settings)
    cache.clear()
    page.set_viewport_size({"width": 390, "height": 844})
    found = []
    for kind, address in pages.items():
        page.goto(site + address)
        if page.evaluate(SCROLLS):
            found.append(kind)
    cache.clear()
    assert page.locator("html").get_attribute("lang") == CODE
    assert found == []


def test_what_has_the_focus_is_seen_on_every_page(page, site, pages):
    found = []
    for kind, address in pages.items():
        page.goto(site + address)
        page.keyboard.press("Tab")
        found += [f"{kind}: {unseen}" for unseen in page.evaluate(FOCUS)]
    assert not found, "\n".join(found)


def test_the_first_key_leads_past_what_all_pages_have(page, site, pages):
    for kind, address in pages.items():
        if kind in ("log in", "broken"):
            continue  # One begins in the first field; the other has nothing to be led past.
        page.goto(site + address)
        page.keyboard.press("Tab")
        skip = page.locator(":focus")
        assert skip.get_attribute("href") == "#main", kind
        expect(skip).to_be_in_viewport()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert not page.evaluate("document.activeElement.closest('header.masthead')"), kind


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_whoever_forces_their_own_colours_sees_all_that_is_told(page, site, pages, scheme):
    page.emulate_media(forced_colors="active", color_scheme=scheme)
    found, seen = [], set()
    for kind in DRAWN:
        page.goto(site + pages[kind])
        found += [f"{kind}: {each['id']}" for each in Axe().run(page, options=RULES).response["violations"]]
        for name, are_lost in page.evaluate(LOST, TOLD_BY_COLOUR):
            seen.add(name)
            found += [f"{kind}: {name} is lost"] if are_lost else []
    assert not found, "\n".join(found)
    assert seen == set(TOLD_BY_COLOUR)


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)], ids=["desktop", "phone"])
def test_staff_are_not_shut_out_either(page, site, staff, width, height):
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{site}/admin/login/")
    page.get_by_label("Username").fill("staff")
    page.get_by_label("Password").fill("a-long-password")
    page.get_by_role("button", name="Log in").click()
    found = []
    for kind, address in STAFF.items():
        assert page.goto(site + address).status == 200
        # The label of Django's own search box is a picture with a text, which axe takes for none.
        found += violations(page, kind, but="label-title-only")
    assert not found, "\n".join(found)
