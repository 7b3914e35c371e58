"""Rows as odd as imports bring them: every kind of page holds together with them."""

from base64 import b64encode
from datetime import date

import pytest

from articles.cards import Card, draw
from articles.models import Byline, Outlet, Quotation
from tests.browser.test_access import SCROLLS, violations
from tests.factories import (
    cover,
    hold,
    join_party,
    make_article,
    make_event,
    make_mention,
    make_office,
    make_party,
    make_person,
    make_quotation,
    take_part,
)

pytestmark = pytest.mark.django_db(transaction=True)

UNBROKEN = "Wolfeschlegelsteinhausenbergerdorff" * 6
LONG = UNBROKEN[:200]
ARABIC = "محمد الأمين بن عبد الله"
MARKED = "<b>MPS</b> &amp; <script>alert(1)</script> WALK OUT OF THE HOUSE AND STAY AWAY"
DAYS = ("1066/10/14", "2015/11/12", "2015/11/13", "9999/12/31")


@pytest.fixture
def odd(live_server):
    """The addresses of every kind of page of an archive of nothing but odd rows."""
    long, arabic = make_person(LONG, slug="long"), make_person(ARABIC, slug="arabic")
    nobody = make_person("Ö", slug="o")
    party = make_party(LONG, short_name=LONG[:50], slug="party")
    office = make_office(LONG, slug="office")
    for person in (long, arabic):
        join_party(person, party)
        hold(person, office)
    outlet = Outlet.objects.create(name=LONG, slug="outlet", website=f"https://example.org/{LONG}")
    said = f"{LONG} {ARABIC}"
    body = f"“{said},” said {ARABIC}. “No,” said {LONG}.\n\n" + UNBROKEN * 5
    story = make_article(MARKED, body, outlet=LONG, slug="marked", section=LONG[:120])
    Byline.objects.create(article=story, name=LONG, position=1)
    quotation = make_quotation(story, f"{said},", speaker=arabic)
    make_quotation(story, "No,", speaker_label=LONG, status=Quotation.Status.PROPOSED)
    make_mention(story, arabic)
    make_article(LONG, "Nothing was said.", outlet=LONG, slug="long")
    bare = make_article("Bare", "…", outlet=LONG, slug="bare")
    type(bare).objects.filter(pk=bare.pk).update(headline="")
    first = make_article(ARABIC, "Nothing.", outlet=LONG, slug="old", published_on=date(1066, 10, 14))
    make_article("The last day", "Nothing.", outlet=LONG, slug="new", published_on=date(9999, 12, 31))
    event = make_event(LONG, slug="event", kind=LONG[:50], place=LONG, summary=f"{MARKED} {UNBROKEN}")
    make_event(ARABIC, slug="arabic", in_response_to=event, starts_on=date(9999, 12, 31))
    for number in range(300):
        take_part(event, make_person(f"Member {number} of {LONG[:100]}"), LONG)
    take_part(event, arabic, ARABIC)
    for each in (story, first, bare):
        cover(event, each)
    Quotation.objects.filter(pk=quotation.pk).update(event=event)
    make_event("Nothing known", slug="empty")
    pages = {f"person {person.slug}": person.get_absolute_url() for person in (long, arabic, nobody)}
    pages |= {f"day {day}": f"/stories/{day}/" for day in DAYS}
    pages |= {f"month {day}": f"/stories/{day[:7]}/" for day in DAYS}
    pages |= {f"year {day}": f"/stories/{day[:4]}/" for day in DAYS}
    pages |= {f"story {each.slug}": each.get_absolute_url() for each in (story, bare, first)}
    pages |= {
        **{"story new": "/stories/9999/12/31/new/", "quotation": quotation.get_absolute_url()},
        **{
            name or "front": f"/{name}/".replace("//", "/")
            for name in ("", "stories", "quotations", "people")
        },
        **{name: f"/{name}/" for name in ("events", "outlets", "parties", "offices", "calendar", "a-z")},
        **{
            "event": event.get_absolute_url(),
            "event arabic": "/events/arabic/",
            "event empty": "/events/empty/",
        },
        **{
            "outlet": outlet.get_absolute_url(),
            "party": party.get_absolute_url(),
            "office": "/offices/office/",
        },
        **{"found": f"/quotations/?q={LONG}", "not found": f"/quotations/?q={UNBROKEN}x+AND"},
        **{"long address": f"/people/{LONG}/", "people found": "/people/?q=محمد"},
    }
    return {kind: live_server.url + address for kind, address in pages.items()}


def test_every_page_holds_together_and_looks_meant(page, odd):
    page.set_viewport_size({"width": 320, "height": 640})
    wrong = []
    for kind, address in odd.items():
        status = page.goto(address).status
        if status >= 500 or (status >= 400 and kind not in ("not found", "long address")):
            wrong.append(f"{kind}: status {status}")
        if page.evaluate(SCROLLS):
            wrong.append(f"{kind}: scrolls sideways")
        if page.locator("h1").count() != 1:
            wrong.append(f"{kind}: {page.locator('h1').count()} h1")
        if page.locator("b:text('MPS'), script:text('alert')").count():
            wrong.append(f"{kind}: markup of a report became markup of the page")
    assert not wrong, "\n".join(wrong)


def test_odd_rows_shut_nobody_out(page, odd):
    wrong = []
    for kind in ("story marked", "person arabic", "event", "quotations", "day 2015/11/13", "year 1066/10/14"):
        page.goto(odd[kind])
        wrong += violations(page, kind)
    assert not wrong, "\n".join(wrong)


def test_a_name_that_runs_from_the_right_moves_nothing_beside_it(page, odd):
    page.goto(odd["story marked"])
    name = page.locator(".speaker-note a", has_text=ARABIC).first
    assert name.evaluate("element => getComputedStyle(element).unicodeBidi") == "plaintext"
    page.goto(odd["outlets"])
    day = page.locator("td time").first
    assert day.evaluate("element => getComputedStyle(element).overflowWrap") == "normal"


INKED = """async picture => {
    const image = new Image();
    image.src = `data:image/png;base64,${picture}`;
    await image.decode();
    const canvas = new OffscreenCanvas(1200, 630).getContext("2d");
    canvas.drawImage(image, 0, 0);
    const inked = (x, y, width, height) => {
        const { data } = canvas.getImageData(x, y, width, height);
        return data.some((part, at) => part !== data[at % 4]);
    };
    return [inked(0, 0, 60, 570), inked(1130, 0, 70, 570), inked(0, 0, 1200, 30), inked(0, 490, 1200, 20)];
}"""
"""Whether anything stands at the left, right and upper edge of a card, or between its words and its foot."""


@pytest.mark.parametrize(
    "odd", ["W" * 200, "W" * 24, "Щ" * 200, "W\u0301\u0300" * 200, "e" + "\u0301" * 24, "wide " * 99]
)
def test_no_word_runs_over_the_edge_of_a_picture(page, odd):
    line = {
        "name": odd,
        "role": odd,
        "state": "Proposed, not yet confirmed",
        "source": odd,
        "day": "2 May 2015",
    }
    picture = draw(Card(odd, is_own=True, edge="solid", **line))
    assert page.evaluate(INKED, b64encode(picture).decode()) == [False] * 4
