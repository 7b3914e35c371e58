"""Lighthouse's report read, and the pages that it is asked for; it is not run."""

import pytest
from django.core.management import CommandError

from articles import samples
from articles.benchmarks import lighthouse

REPORT = {
    "categories": {
        "performance": {
            "title": "Performance",
            "score": 0.985,
            "auditRefs": [{"id": "slow", "weight": 10}, {"id": "told", "weight": 0}],
        },
        "seo": {
            "title": "SEO",
            "score": 1,
            "auditRefs": [{"id": "good", "weight": 1}, {"id": "none", "weight": 1}],
        },
    },
    "audits": {
        "slow": {"title": "First paint", "score": 0.97, "displayValue": "1.4 s"},
        "told": {"title": "Told", "score": 0},
        "good": {"title": "Good", "score": 1},
        "none": {"title": "Not for this page", "score": None},
    },
}


def test_scores_are_of_a_hundred_and_what_is_missing_is_named():
    scores, short = lighthouse.judge(REPORT)
    assert scores == {"performance": 98, "seo": 100}
    assert short == ["First paint 1.4 s (97)"]


@pytest.mark.django_db
def test_the_main_pages_are_those_of_what_there_is_most_of(client):
    with pytest.raises(CommandError, match="demo"):
        lighthouse.pages()
    samples.load("november_2015")
    pages = lighthouse.pages()
    assert list(pages) == ["front", "story", "person", "event", "search"]
    assert {client.get(path).status_code for path in pages.values()} == {200}


def test_what_is_missing_on_the_machine_is_named(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.delenv("CHROME_PATH", raising=False)
    with pytest.raises(CommandError, match="Node"):
        lighthouse.lighthouse(False)
    with pytest.raises(CommandError, match="CHROME_PATH"):
        lighthouse.chromium()
