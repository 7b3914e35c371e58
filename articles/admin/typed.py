"""A report that staff type or paste, taken as an import would take it."""

import hashlib
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from archive.admin import ReasonForm
from articles.extraction.grouping import group_versions
from articles.extraction.knowledge import Knowledge
from articles.extraction.store import read_version
from articles.importers.identity import checksum, source_key
from articles.importers.paragraphs import paragraphs_of
from articles.importers.records import ArticleRecord, Found, Hints, Source, complete
from articles.importers.refusals import Refused
from articles.models import Article, ArticleVersion

SAID = ("headline", "standfirst", "url", "section", "language")


class TypedForm(ReasonForm):
    """A new story with its text; ``record`` is what an import would have made of it."""

    record: ArticleRecord
    text = forms.CharField(
        label=_("Text"),
        help_text=_("As printed, with an empty line between paragraphs. It cannot be changed later."),
        widget=forms.Textarea(attrs={"rows": 15, "class": "vLargeTextField"}),
    )

    def clean(self) -> dict[str, Any]:
        super().clean()
        if not self.errors:
            self.clean_record()
        return self.cleaned_data

    def clean_record(self) -> None:
        said, text = self.cleaned_data, self.cleaned_data["text"]
        found = Found(
            outlet=said["outlet"].name,
            published=said["published_on"].isoformat(),
            paragraphs=paragraphs_of(text),
            **{name: said[name] for name in SAID},
        )
        try:
            self.record = complete(found, Hints(), Source(str(_("typed in")), text.encode(), "text/plain"))
        except Refused as refused:
            self.add_error(None, str(refused))
        else:
            self.instance.source_key = source_key(self.record)


def take(article: Article, record: ArticleRecord) -> None:
    """Make the record the first version of the story, and read it."""
    article.current = ArticleVersion.objects.create(
        article=article,
        number=1,
        headline=record.headline,
        standfirst=record.standfirst,
        body=record.body,
        checksum=checksum(record),
        retrieved_at=timezone.now(),
        place=record.place,
        importer="admin",
        original=record.original,
        original_sha256=hashlib.sha256(record.original).hexdigest(),
        media_type=record.media_type,
    )
    Article.objects.filter(pk=article.pk).update(current=article.current)
    read_version(article.current, Knowledge())
    group_versions([article.current])
