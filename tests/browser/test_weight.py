"""What the first view of a page costs its reader: served as the public has it, everything counted."""

from urllib.parse import urlsplit

import pytest

from articles.benchmarks._server import public_site
from tests.browser.test_access import PAGES

pytestmark = pytest.mark.django_db(transaction=True)

HEAVIEST = 60_000
"""Bytes on the wire, headers and bodies."""
SHIFTS = """() => new Promise(done => {
    let sum = 0;
    new PerformanceObserver(list => list.getEntries().forEach(entry => { sum += entry.value }))
        .observe({ type: "layout-shift", buffered: true });
    setTimeout(() => done(sum), 200);
})"""


@pytest.fixture
def public(site):
    with public_site() as address:
        yield address


def test_the_first_view_of_a_page_is_light_and_still_and_asks_nobody_else(browser, public):
    found, weights = [], {}
    for kind, address in PAGES.items():
        if address.startswith("/admin/"):
            continue
        context = browser.new_context(viewport={"width": 390, "height": 844})
        page = context.new_page()
        wire = context.new_cdp_session(page)
        wire.send("Network.enable")
        sizes, hosts = [], set()
        wire.on("Network.loadingFinished", lambda told, sizes=sizes: sizes.append(told["encodedDataLength"]))
        page.on("request", lambda request, hosts=hosts: hosts.add(urlsplit(request.url).netloc))
        page.goto(public + address)
        weights[kind] = sum(sizes)
        if weights[kind] > HEAVIEST:
            found.append(f"{kind}: {weights[kind]} bytes")
        if hosts != {public.removeprefix("http://")}:
            found.append(f"{kind}: asks {hosts}")
        if shift := page.evaluate(SHIFTS):
            found.append(f"{kind}: shifts by {shift}")
        context.close()
    assert not found, "\n".join(found)
    assert min(weights.values()) > 5_000


def test_files_are_kept_for_good_and_pages_come_compressed(page, public):
    answers = {}
    page.on("response", lambda answer: answers.update({answer.url.removeprefix(public): answer.headers}))
    page.goto(public, wait_until="networkidle")
    files = {path: headers for path, headers in answers.items() if path.startswith("/static/")}
    assert len(files) >= 5
    for path, headers in files.items():
        assert "immutable" in headers["cache-control"], path
        assert headers.get("content-encoding") == "gzip" or int(headers["content-length"]) < 1_000, path
    assert answers["/"]["content-encoding"] == "gzip"
    assert "Accept-Encoding" in answers["/"]["vary"]
