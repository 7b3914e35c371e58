"""Screenshots of the main pages of the archive in use, served as the public has it."""

from itertools import product
from pathlib import Path

from django.core.management import CommandError
from django.template.loader import render_to_string
from django.urls import reverse

from articles.benchmarks._server import public_site
from articles.benchmarks.lighthouse import chromium, pages
from articles.models import Quotation

SCHEMES = ("light", "dark")
WIDTHS = {1440: 900, 768: 1024, 360: 780}
"""Of a desk, a tablet and a phone, each with the height of its window, in pixels."""
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def make(folder: Path) -> int:
    """Write them to ``folder``, with an ``index.html`` that shows them; how many there are."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        raise CommandError("A gallery needs Playwright: pip install -r requirements-dev.txt") from None
    paths, executable = eight_pages(), chromium()
    folder.mkdir(parents=True, exist_ok=True)
    with public_site() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        for scheme, width in product(SCHEMES, WIDTHS):
            size = {"width": width, "height": WIDTHS[width]}
            context = browser.new_context(viewport=size, color_scheme=scheme)  # type: ignore[arg-type]
            page = context.new_page()
            for kind, path in paths.items():
                page.goto(address + path)
                page.screenshot(path=folder / name(kind, scheme, width), full_page=True)
            context.close()
        browser.close()
    rows = {kind: [(name(kind, *each), *each) for each in product(SCHEMES, WIDTHS)] for kind in paths}
    (folder / "index.html").write_text(render_to_string("gallery.html", {"rows": rows}))
    return sum(map(len, rows.values()))


def eight_pages() -> dict[str, str]:
    """The paths of the main pages by what they are."""
    paths = pages()
    said = Quotation.objects.published().exclude(speaker=None).order_by("pk")
    quotation = said.filter(kind=Quotation.Kind.DIRECT).first() or said[0]
    return {
        **paths,
        "quotation": quotation.get_absolute_url(),
        "calendar": reverse("month", args=[quotation.listed_on.year, quotation.listed_on.month]),
        "outlet": quotation.outlet.get_absolute_url(),
    }


def name(kind: str, scheme: str, width: int) -> str:
    return f"{kind}-{scheme}-{width}.png"
