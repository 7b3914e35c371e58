"""A report that staff type or paste, taken as an import would take it."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from archive.admin import ReasonForm
from articles.extraction.grouping import group_versions
from articles.extraction.knowledge import Knowledge
from articles.extraction.store import read_version
from articles.importers.dates import is_of_print
from articles.importers.identity import source_key
from articles.importers.load import take_version
from articles.importers.paragraphs import paragraphs_of
from articles.importers.records import ArticleRecord, Found, Hints, Source, complete
from articles.importers.refusals import Refused
from articles.models import Article

SAID = ("headline", "standfirst", "url", "section", "language")


class StoryForm(ReasonForm):
    def clean_published_on(self) -> date:
        day = self.cleaned_data["published_on"]
        if not is_of_print(day):
            raise ValidationError(_("No story is from that day: it was before print, or is still to come."))
        return day


class TypedForm(StoryForm):
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
    version = take_version(article, record, "admin", number=1)
    read_version(version, Knowledge())
    group_versions([version])
