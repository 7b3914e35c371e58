"""What a reader, a searcher and an editor do, step by step."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.django_db(transaction=True)

STANDING_UP = "standing up for New Zealanders"


def test_a_reader_goes_from_the_walk_out_to_both_stories_and_all_its_people_and_back(reader, site):
    reader.goto(f"{site}/events/")
    reader.get_by_role("link", name="Walk-out by Opposition MPs").first.click()
    walkout = reader.url
    for name in [
        "Key offers no apology a day after the walk-out",
        "Women MPs’ protest makes headlines abroad",
        "Metiria Turei",
        "Jan Logie",
        "Catherine Delahunty",
    ]:
        reader.goto(walkout)
        reader.get_by_role("link", name=name).first.click()
        expect(reader.get_by_role("heading", level=1)).to_have_text(name)
        reader.get_by_role("link", name="Walk-out by Opposition MPs").first.click()
        assert reader.url == walkout


def test_a_searcher_finds_exactly_what_john_key_said(reader, site):
    reader.goto(site)
    reader.get_by_role("link", name="Quotations").first.click()
    reader.get_by_label("Search quotations").fill(f'"{STANDING_UP}"')
    reader.get_by_label("Search quotations").press("Enter")
    expect(reader.get_by_role("link", name="Remove Words")).to_be_visible()
    reader.get_by_role("textbox", name="Speaker").fill("John Key")
    reader.get_by_role("textbox", name="Speaker").press("Enter")
    expect(reader.get_by_label("Search quotations")).to_have_value(f'"{STANDING_UP}" speaker:"John Key"')
    expect(reader.get_by_role("heading", name="1 quotation")).to_be_visible()
    words = reader.locator(".results blockquote")
    expect(words).to_have_count(1)
    expect(words).to_contain_text(STANDING_UP)
    expect(reader.locator(".results .result-speaker")).to_contain_text("John Key")
    expect(reader.locator(".results .result-speaker")).to_contain_text("Prime Minister")


def test_a_searcher_narrows_widens_opens_and_goes_back(reader, site):
    reader.goto(f"{site}/quotations/")
    box, beside = reader.get_by_label("Search quotations"), reader.get_by_role("complementary")
    beside.get_by_role("link", name="John Key").click()
    expect(box).to_have_value("speaker:john-key")
    beside.get_by_role("link", name="Kelvin Davis").click()
    expect(box).to_have_value("speaker:john-key,kelvin-davis")
    beside.get_by_role("link", name="Kelvin Davis").click()
    expect(box).to_have_value("speaker:john-key")
    reader.get_by_role("link", name="Remove Speaker").click()
    expect(box).to_have_value("")
    beside.get_by_role("link", name="John Key").click()
    expect(box).to_have_value("speaker:john-key")
    found = reader.url
    reader.get_by_role("link", name="This quotation").first.click()
    expect(reader.get_by_role("link", name="John Key").first).to_be_visible()
    reader.go_back()
    assert reader.url == found
    reader.get_by_role("navigation", name="What was found").get_by_role("link", name="Stories").click()
    expect(box).to_have_value("speaker:john-key")


def test_an_editor_confirms_what_the_machine_proposed(page, site, staff):
    page.goto(f"{site}/stories/2015/11/12/key-offers-no-apology-a-day-after-the-walk-out/")
    proposed = page.locator(".said.proposed")
    expect(proposed.filter(has_text="gutless")).to_be_visible()

    page.goto(f"{site}/admin/articles/quotation/?status__exact=proposed&q=gutless")
    page.get_by_label("Username").fill("staff")
    page.get_by_label("Password").fill("a-long-password")
    page.get_by_role("button", name="Log in").click()
    page.locator("input[name=_selected_action]").first.check()
    page.locator("select[name=action]").select_option(label="Confirm")
    page.get_by_role("button", name="Run").or_(page.get_by_role("button", name="Go")).click()

    page.goto(f"{site}/stories/2015/11/12/key-offers-no-apology-a-day-after-the-walk-out/")
    expect(page.locator(".said.proposed", has_text="gutless")).to_have_count(0)
