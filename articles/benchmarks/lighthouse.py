"""What Lighthouse thinks of the main pages, on its phone of middling speed.

Serves the archive in use as the public has it, and needs Node (npx, which fetches Lighthouse once) and
Chromium; CHROME_PATH names another browser than the one found. Every audit that is not full is named.
"""

import json
import os
import shutil
import subprocess
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, NamedTuple, TextIO
from urllib.parse import urlencode

from django.core.management import CommandError
from django.db.models import Count
from django.urls import reverse

from articles.benchmarks._server import public_site
from articles.benchmarks._timing import table
from articles.models import Event, Quotation

VERSION = "13.5.0"
LONGEST = 180
"""Seconds that one page may take."""
ATTEMPTS = 2
"""A browser that starts cold may miss the beginning of its first page."""


class Judged(NamedTuple):
    scores: dict[str, int]
    """Of 100, by category."""
    short: list[str]
    """Audits that count and are not full, each with what Lighthouse says of it."""


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--json", type=Path, metavar="FOLDER", help="where to put the reports, whole")
    parser.add_argument("--desktop", action="store_true", help="as on a desk, in place of the phone")


def run(options: dict[str, Any], stdout: TextIO) -> None:
    command = lighthouse(options["desktop"])
    rows, short, speeds = [], [], []
    with public_site() as address:
        for kind, path in pages().items():
            report = report_on(command, f"{address}{path}")
            if options["json"]:
                options["json"].mkdir(parents=True, exist_ok=True)
                (options["json"] / f"{kind}.json").write_text(json.dumps(report))
            speeds.append(report["environment"]["benchmarkIndex"])
            judged = judge(report)
            rows.append([kind, *map(str, judged.scores.values())])
            short += [f"{kind}: {audit}" for audit in judged.short]
    stdout.write(
        f"Lighthouse {VERSION}, {'desktop' if options['desktop'] else 'mobile'} preset; this machine has an "
        f"index of {min(speeds):.0f} to {max(speeds):.0f}, where 1,500 and more is an office computer's\n\n"
    )
    stdout.write(table(["", *judged.scores], rows))
    stdout.write("\n".join(["", *short, ""]) if short else "\nEvery audit that counts is full.\n")


def lighthouse(desktop: bool) -> list[str]:
    npx = shutil.which("npx")
    if not npx:
        raise CommandError("Lighthouse is run by npx, which comes with Node (https://nodejs.org/).")
    flags = ["--output=json", "--quiet", "--chrome-flags=--headless --no-sandbox --disable-gpu"]
    return [npx, "--yes", f"lighthouse@{VERSION}", *flags, *(["--preset=desktop"] if desktop else [])]


def chromium() -> str:
    names = (os.environ.get("CHROME_PATH", ""), "chromium", "chromium-browser", "google-chrome")
    found = next(filter(None, map(shutil.which, filter(None, names))), None)
    if not found:
        raise CommandError("Lighthouse needs Chromium; CHROME_PATH may name it.")
    return found


def pages() -> dict[str, str]:
    """The paths of the main pages, of what the archive has most of."""
    told, attended = Count("coverage", distinct=True), Count("participations", distinct=True)
    events = Event.objects.accepted().annotate(told=told, attended=attended)
    event = events.order_by("-told", "-attended", "pk").first()
    said = Quotation.objects.published().exclude(speaker=None).order_by()
    person = said.values("speaker__slug").annotate(size=Count("pk")).order_by("-size", "speaker").first()
    story = said.values("article").annotate(size=Count("pk")).order_by("-size", "article").first()
    if not (event and person and story):
        raise CommandError("The archive has no event or no quotation yet: manage.py demo --no-server")
    slug = person["speaker__slug"]
    words = urlencode({"q": f"speaker:{slug}"})
    return {
        "front": reverse("front"),
        "story": Quotation.objects.filter(article=story["article"])[0].article.get_absolute_url(),
        "person": reverse("person", args=[slug]),
        "event": event.get_absolute_url(),
        "search": f"{reverse('quotation_list')}?{words}",
    }


def report_on(command: list[str], address: str) -> dict[str, Any]:
    environment = {**os.environ, "CHROME_PATH": chromium()}
    for _attempt in range(ATTEMPTS):
        done = subprocess.run(  # noqa: S603 (a pinned release, on an address of ours)
            [*command[:3], address, *command[3:]],
            env=environment,
            capture_output=True,
            text=True,
            timeout=LONGEST,
        )
        if not done.returncode:
            break
    if done.returncode:
        raise CommandError(f"Lighthouse failed on {address}: {done.stderr.strip()[-400:]}")
    return json.loads(done.stdout)


def judge(report: dict[str, Any]) -> Judged:
    scores, short = {}, []
    for category in report["categories"].values():
        scores[category["title"].lower()] = round(100 * (category["score"] or 0))
        for counted in category["auditRefs"]:
            audit = report["audits"][counted["id"]]
            if counted["weight"] and audit["score"] is not None and audit["score"] < 1:
                shown = audit.get("displayValue", "")
                short.append(f"{audit['title']} {shown} ({round(100 * audit['score'])})")
    return Judged(scores, short)
