"""What the first view of a page costs its reader: served as the public has it, everything counted."""

from urllib.parse import urlsplit

import pytest

from articles.benchmarks._server import public_site
from tests.pages import PAGES

pytestmark = pytest.mark.django_db(transaction=True)

HEAVIEST = 60_000
"""Bytes on the wire, headers and bodies."""
SHIFTS = """() => new Promise(done => {
    let sum = 0;
    new PerformanceObserver(list => list.getEntries().forEach(entry => { sum += entry.value }))
        .observe({ type: "layout-shift", buffered: true });
    setTimeout(() => done(sum), 200);
})"""

MOVED = """() => {
    const place = element => { const box = element.getClientRects()[0]; return box && [box.left, box.top] };
    const says = element => [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());
    const seen = [...document.body.querySelectorAll("*")].filter(element => says(element)
        && element.checkVisibility()
        && place(element)[1] < innerHeight
        && !element.closest(".unseen, .skip"));
    const places = new Map(seen.map(element => [element, place(element)]));
    const rest = document.createRange();
    const moved = [];
    for (const part of [...document.querySelectorAll(PARTS)].reverse()) {
        rest.setStartBefore(part);
        rest.setEndAfter(document.body.lastChild);
        rest.deleteContents();
        for (const [element, [x, y]] of places) {
            if (!element.isConnected) { places.delete(element); continue }
            const now = place(element);
            if (Math.abs(now[0] - x) + Math.abs(now[1] - y) < 3) continue;
            moved.push(`${element.outerHTML.slice(0, 80)} stood at ${now}, then at ${[x, y]}`);
            places.delete(element);
        }
    }
    return moved.slice(0, 3);
}""".replace(
    "PARTS", "'body :is(li, tr, p, div, section, aside, nav, form, footer, table, ul, ol):not(dl *)'"
)
"""The page taken off from its end, part by part, as it comes from a slow line: what moves meanwhile?"""


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


@pytest.mark.parametrize("width", [1440, 390])
def test_nothing_moves_while_the_rest_of_a_page_is_still_to_come(page, site, width):
    page.set_viewport_size({"width": width, "height": 844})
    found = []
    for kind, address in PAGES.items():
        if not address.startswith("/admin/"):
            page.goto(site + address)
            found += [f"{kind}: {moved}" for moved in page.evaluate(MOVED)]
    assert not found, "\n".join(found)


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
