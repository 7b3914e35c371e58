"""The forms by which staff ask for work.

They bring all that reads a report, which no other page of the admin needs: import them where they are used.
"""

from collections.abc import Iterator
from dataclasses import fields
from pathlib import PurePath
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.extraction.rereading import Wish
from articles.importers.dates import read_published, read_zone
from articles.importers.files import FORMS, Piece, cut_stream
from articles.importers.records import Hints
from articles.importers.refusals import Refused
from articles.models import Outlet, Run
from articles.runs import ask_import, ask_reread
from people.importers.files import printable
from people.importers.records import Refusal

IMPORTER = "upload by staff"


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One file or more, each of a form that its name tells."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files = (data or [None]) if isinstance(data, list) else [data]
        cleaned = [super(FilesField, self).clean(each, initial) for each in files]
        for file in cleaned:
            if PurePath(file.name).suffix.lower() not in FORMS:
                told = {"name": file.name, "known": " ".join(FORMS)}
                raise forms.ValidationError(_("%(name)s: its name ends in none of %(known)s.") % told)
        return cleaned


class ImportForm(forms.Form):
    reports = FilesField(
        label=gettext_lazy("Files"),
        help_text=gettext_lazy("Plain text, web pages, JSON or JSON Lines: as many as you like."),
    )
    outlet = forms.CharField(
        label=gettext_lazy("Outlet"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Of reports that do not name theirs; so are the fields below."),
    )
    published = forms.CharField(
        label=gettext_lazy("Published"),
        required=False,
        help_text=gettext_lazy("Such as 2015-11-12 or 2015-11-12T15:45+13:00."),
    )
    section = forms.CharField(label=gettext_lazy("Section"), required=False, max_length=120)
    language = forms.CharField(
        label=gettext_lazy("Language"), required=False, help_text=gettext_lazy("A tag such as en-NZ.")
    )
    zone = forms.CharField(
        label=gettext_lazy("Time zone"),
        initial=settings.TIME_ZONE,
        help_text=gettext_lazy("Of times that come without one."),
    )

    def clean_zone(self) -> str:
        try:
            read_zone(self.cleaned_data["zone"])
        except Refused as refused:
            raise forms.ValidationError(str(refused)) from None
        return self.cleaned_data["zone"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("published") and "zone" in given:
            try:
                read_published(given["published"], given["zone"])
            except Refused as refused:
                self.add_error("published", str(refused))
        return given

    def ask(self, by: Any) -> Run:
        given = self.cleaned_data
        hints = Hints(**{field.name: given.get(field.name, "") for field in fields(Hints)})
        names = ", ".join(file.name for file in given["reports"])
        return ask_import(_pieces(given["reports"]), hints, IMPORTER, names, by)


class RereadForm(forms.Form):
    outlet = forms.ModelChoiceField(
        Outlet.objects.order_by("name"),
        label=gettext_lazy("Outlet"),
        required=False,
        to_field_name="slug",
        empty_label=gettext_lazy("all of them"),
    )
    since = forms.DateField(
        label=gettext_lazy("Published since"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=gettext_lazy("Published until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    older = forms.BooleanField(
        label=gettext_lazy("Only what another version of the reader has read"), required=False, initial=True
    )

    def ask(self, by: Any) -> Run:
        given = dict(self.cleaned_data)
        given["outlet"] = given["outlet"].slug if given["outlet"] else ""
        return ask_reread(Wish(**given), by)


def _pieces(files: list[UploadedFile]) -> Iterator[Piece | Refusal]:
    for file in files:
        name = printable(file.name or "")
        form = FORMS[PurePath(name).suffix.lower()]
        yield from cut_stream(file, name, form, settings.ARTICLE_MAX_BYTES)  # type: ignore[arg-type]
