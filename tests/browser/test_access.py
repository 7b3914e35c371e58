"""Every kind of page, open to everyone: no violation of WCAG 2.2 AA or of good practice that axe can find."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from articles.models import Article, Quotation
from tests.factories import make_version

pytestmark = pytest.mark.django_db(transaction=True)

PAGES = {
    "front": "/",
    "stories": "/stories/",
    "story": "/stories/2015/11/12/key-offers-no-apology-a-day-after-the-walk-out/",
    "version": "/stories/2015/11/12/key-offers-no-apology-a-day-after-the-walk-out/v1/",
    "changes": "/stories/2015/11/12/key-offers-no-apology-a-day-after-the-walk-out/v1/v2/",
    "report a mistake": "/stories/2015/11/12/key-offers-no-apology-a-day-after-the-walk-out/mistake/",
    "mistake reported": "/mistakes/thanks/",
    "quotations": "/quotations/",
    "search": "/quotations/?speaker=John+Key&q=standing",
    "nothing found": "/quotations/?q=zebra&speaker=Nobody",
    "bad search": "/quotations/?after=yesterday",
    "people": "/people/",
    "person": "/people/john-key/",
    "quotations of a person": "/people/john-key/quotations/",
    "stories of a person": "/people/john-key/stories/",
    "stories of two people": "/people/john-key/stories/?with=kelvin-davis",
    "events of a person": "/people/john-key/events/",
    "parties": "/parties/",
    "party": "/parties/national/",
    "outlets": "/outlets/",
    "outlet": "/outlets/the-digest/",
    "events": "/events/",
    "event": "/events/walk-out-by-opposition-mps/",
    "calendar": "/calendar/",
    "year": "/stories/2015/",
    "month": "/stories/2015/11/",
    "day": "/stories/2015/11/12/",
    "offices": "/offices/",
    "office": "/offices/prime-minister/",
    "A to Z": "/a-z/",
    "letter": "/a-z/k/",
    "about": "/about/reading/",
    "how to search": "/search/help/",
    "for programs": "/api/help/",
    "not found": "/nothing-here/",
    "log in": "/admin/login/",
}
REFUSED = {"bad search", "nothing found", "not found", "withdrawn"}
SCREENS = [
    pytest.param({"width": 1440, "height": 900}, "light", id="desktop-light"),
    pytest.param({"width": 390, "height": 844}, "dark", id="phone-dark"),
]


@pytest.mark.parametrize(("size", "scheme"), SCREENS)
def test_no_page_shuts_anybody_out(browser, site, size, scheme):
    quotation = Quotation.objects.get(text="gutless")
    withdrawn = Article.objects.get(slug__startswith="women")
    Article.objects.filter(pk=withdrawn.pk).update(status="withdrawn", withdrawn_reason="A court said so.")
    Article.objects.filter(slug__startswith="key").update(content_themes=["sexual-violence"])
    story = Article.objects.get(slug__startswith="key")
    first = story.current
    make_version(story, "He said “no”.\n\nThe rest is gone.", number=2)
    Article.objects.filter(pk=story.pk).update(current=first)  # whose quotations its page is to show
    pages = PAGES | {"quotation": quotation.get_absolute_url(), "withdrawn": withdrawn.get_absolute_url()}
    context = browser.new_context(viewport=size, color_scheme=scheme)
    page = context.new_page()
    found = []
    for kind, address in pages.items():
        response = page.goto(site + address)
        if response.status >= 400 and kind not in REFUSED:
            found.append(f"{kind}: status {response.status}")
        found += [
            f"{kind}: {violation['id']} at {violation['nodes'][0]['html'][:200]}"
            for violation in Axe().run(page).response["violations"]
        ]
        if page.locator("h1").count() != 1:
            found.append(f"{kind}: {page.locator('h1').count()} h1")
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"{kind}: scrolls sideways")
    context.close()
    assert not found, "\n".join(found)
