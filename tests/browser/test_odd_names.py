"""Names that nobody expects: pages of lists hold together, and look meant."""

import pytest

from articles.models import Article, Outlet
from people.models import Person

pytestmark = pytest.mark.django_db(transaction=True)

NAMES = ["Otago" * 40, "THE VERY LOUD GAZETTE AND ADVERTISER " * 5, "<b>Bold</b> & <script>", "صحيفة الخليج"]
PAGES = [
    *("/", "/outlets/", "/outlets/the-digest/", "/a-z/", "/a-z/o/", "/a-z/k/"),
    "/compare/?outlets=the-digest,other",
    "/compare/?people=john-key,kelvin-davis",
]


@pytest.mark.parametrize("name", NAMES)
def test_no_name_is_too_long_or_too_strange_for_a_page(page, site, name):
    name = name[:200].strip()
    Outlet.objects.filter(slug="the-digest").update(name=name)
    Person.objects.filter(slug="john-key").update(name=name, sort_name=f"Key{name}"[:200])
    Outlet.objects.create(name="Other", slug="other")
    Article.objects.update(headline=name.upper())
    found = []
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        for address in PAGES:
            assert page.goto(site + address).status == 200
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                found.append(f"{address} at {width}")
    assert not found
