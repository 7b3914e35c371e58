"""What the gallery of screenshots shows; the pictures are not made here."""

import sys

import pytest
from django.core.management import CommandError, call_command

from articles import gallery, samples

pytestmark = pytest.mark.django_db


def test_a_gallery_is_of_eight_pages_that_there_are(client):
    samples.load("november_2015")
    pages = gallery.eight_pages()
    assert list(pages) == ["front", "story", "person", "event", "search", "quotation", "calendar", "outlet"]
    assert {client.get(path).status_code for path in pages.values()} == {200}


def test_a_gallery_says_what_it_needs(tmp_path, monkeypatch):
    with pytest.raises(CommandError, match="demo"):
        call_command("gallery", tmp_path)
    monkeypatch.setitem(sys.modules, "playwright.sync_api", None)
    with pytest.raises(CommandError, match="Playwright"):
        call_command("gallery", tmp_path)
