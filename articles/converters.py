"""What an address of something to take away may end in: any other is an address of nothing."""

import re

from django.urls import register_converter
from django.urls.converters import StringConverter

from articles import feeds
from articles.exports.files import CITATIONS, FORMATS


class FileEnding(StringConverter):
    regex = "|".join(map(re.escape, FORMATS))


class FeedEnding(StringConverter):
    regex = "|".join(map(re.escape, feeds.WRITERS))


class CitationEnding(StringConverter):
    regex = "|".join(map(re.escape, CITATIONS))


def register() -> None:
    """Let addresses say ``<file:…>``, ``<feed:…>`` and ``<citation:…>``."""
    register_converter(FileEnding, "file")
    register_converter(FeedEnding, "feed")
    register_converter(CitationEnding, "citation")
