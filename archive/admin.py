"""What every page of the admin shares: refusals told in the form, reasons kept in the history."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.widgets import AdminTextareaWidget, AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.db import IntegrityError, models, transaction
from django.forms.models import InlineForeignKeyField
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.admin import SimpleHistoryAdmin
from simple_history.models import DeletedObject, ModelChange
from simple_history.template_utils import HistoricalRecordContextHelper
from simple_history.utils import bulk_update_with_history

from archive.days import can_be_meant
from archive.merging import LONGEST_REASON, CannotMergeError

OURS = ["articles", "people"]
MOST_COUNTED = 100

Explanations = dict[str, tuple[tuple[str, ...], Any]]
"""For the name of a constraint: the fields that may be to blame, and what to tell staff."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """What the database would not store: the form of the page that held it, the fields to blame, and why."""

    prefix: str | None
    fields: tuple[str, ...]
    message: str

    @classmethod
    def read(cls, error: IntegrityError, explanations: Explanations) -> "Refusal":
        diagnosis = getattr(error.__cause__, "diag", None)
        constraint = getattr(diagnosis, "constraint_name", None) or ""
        # A constraint that nobody explained still has a name that is a sentence.
        plain = constraint.replace("_", " ") or str(error)
        fields, message = explanations.get(constraint, ((), _("Not saved: %s.") % plain))
        return cls(getattr(error, "form_prefix", None), fields, str(message))


def check_can_be_meant(day: date) -> None:
    if not can_be_meant(day):
        raise ValidationError(_("This is too far from today to be meant."))


class DayField(forms.DateField):
    default_validators = [check_can_be_meant]


class InstantField(forms.SplitDateTimeField):
    default_validators = [check_can_be_meant]


class RefusableForm(forms.ModelForm):
    """A form that leaves constraints to the database, and tells what it refused.

    The database sees all rows of a page as they will stand, and what its triggers keep;
    Django compares each row with those stored before, and refuses to move the day on
    which one tenure follows another.
    """

    refusal: Refusal | None = None

    def _post_clean(self) -> None:
        self.instance.validate_constraints = lambda exclude=None: None  # type: ignore[method-assign]
        super()._post_clean()  # type: ignore[misc]
        if self.refusal and self.refusal.prefix == self.prefix:
            self.add_error(self.blamed(self.refusal.fields), self.refusal.message)

    def blamed(self, fields: tuple[str, ...]) -> str | None:
        """The first of these fields that this form shows."""
        shown = (name for name in fields if not isinstance(self.fields.get(name), InlineForeignKeyField))
        return next((name for name in shown if name in self.fields), None)

    def save(self, commit: bool = True) -> Any:
        try:
            return super().save(commit)
        except IntegrityError as error:
            error.form_prefix = self.prefix  # type: ignore[attr-defined]
            raise


class ReasonForm(RefusableForm):
    change_reason = forms.CharField(
        label=gettext_lazy("Reason for the change"),
        max_length=LONGEST_REASON,
        required=False,
        help_text=gettext_lazy("Kept in the history, beside your name and the time."),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )


def is_key(model: type[models.Model], typed: str) -> bool:
    """Whether a row of this model could have it: a form posted by hand may say anything."""
    key = model._meta.pk
    try:
        key.run_validators(key.to_python(typed))
    except ValidationError:
        return False
    return True


class OfKeys:
    """A list to choose from that asks the database for no row that cannot be; the field refuses it."""

    def optgroups(self, name: Any, value: Any, attr: Any = None) -> Any:
        rows = self.choices.queryset.model  # type: ignore[attr-defined]
        chosen = [each for each in value if is_key(rows, each)]
        return super().optgroups(name, chosen, attr)  # type: ignore[misc]


class SelectOne(OfKeys, AutocompleteSelect):
    pass


class SelectSeveral(OfKeys, AutocompleteSelectMultiple):
    pass


class Choosing(admin.options.BaseModelAdmin):
    formfield_overrides = {
        models.DateField: {"form_class": DayField},
        models.DateTimeField: {"form_class": InstantField},
    }

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = SelectOne(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = SelectSeveral(db_field, self.admin_site)
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class StaffInline(Choosing, admin.TabularInline):
    form = RefusableForm
    extra = 0

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.refusal = getattr(request, "refusal", None)  # type: ignore[attr-defined]
        return formset


class ReadOnlyInline(StaffInline):
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class StaffAdmin(Choosing, admin.ModelAdmin):
    """Stock admin that answers a broken constraint with the form, and the message at its field."""

    form = RefusableForm
    explanations: Explanations = {}
    pages: list[tuple[Any, str]] = []
    """Titles and URL names of pages beside the list, for whoever may see the list."""
    waiting: dict[str, str] = {}
    """What the address of the list asks for what waits for a decision; empty where nothing does."""
    formfield_overrides = {
        **Choosing.formfield_overrides,
        models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 3})},
        models.URLField: {"assume_scheme": "https"},
    }
    show_full_result_count = False

    def rows_waiting(self) -> models.QuerySet:
        return self.model._default_manager.filter(**self.waiting)

    def waiting_as(self, number: int) -> str:
        """What so many rows that wait are called."""
        return str(self.opts.verbose_name if number == 1 else self.opts.verbose_name_plural)

    def autocomplete_label(self, obj: Any) -> str:
        """What tells this row from others in a list to choose from."""
        return str(obj)

    def response_action(
        self, request: HttpRequest, queryset: models.QuerySet, *args: Any, **kwargs: Any
    ) -> HttpResponse | None:
        if not all(is_key(self.model, key) for key in request.POST.getlist(ACTION_CHECKBOX_NAME)):
            raise BadRequest(_("What was chosen in the list is none of its rows."))
        return super().response_action(request, queryset, *args, **kwargs)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        form.refusal = getattr(request, "refusal", None)  # type: ignore[attr-defined]
        return form

    def changeform_view(
        self, request: HttpRequest, object_id: Any = None, form_url: str = "", extra_context: Any = None
    ) -> Any:
        return self.retold(request, super().changeform_view, object_id, form_url, extra_context)

    def retold(self, request: HttpRequest, view: Callable[..., HttpResponse], *args: Any) -> HttpResponse:
        """The answer of ``view``; when the database refuses, the same page with its reason in the form."""
        try:
            with transaction.atomic():
                return view(request, *args)
        except IntegrityError as error:
            request.refusal = Refusal.read(error, self.explanations)  # type: ignore[attr-defined]
            return view(request, *args)


class Difference(HistoricalRecordContextHelper):
    """What a change was, in the words that the form has for it."""

    def prepare_delta_change_value(self, change: ModelChange, value: Any) -> Any:
        if value in (None, "") or (isinstance(value, DeletedObject) and value.pk is None):
            return "–"
        labels = dict(self.model._meta.get_field(change.field).flatchoices)
        return labels.get(value, value) if labels else value


class HistoryAdmin(StaffAdmin, SimpleHistoryAdmin):
    """An admin of rows with a history: each change has its author, its time and, if given, its reason."""

    form = ReasonForm

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = list(super().get_fieldsets(request, obj))
        if not self.has_change_permission(request, obj):
            return fieldsets
        return [*fieldsets, (None, {"fields": ["change_reason"]})]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj._change_reason = form.cleaned_data.get("change_reason") or None
        super().save_model(request, obj, form, change)

    def get_historical_record_context_helper(
        self, request: HttpRequest, historical_record: Any
    ) -> Difference:
        return Difference(self.model, historical_record)

    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: Any = None
    ) -> HttpResponse:
        # The view of the library asks only for the right to look, and saves what is posted.
        if request.method == "POST" and not self.has_change_permission(request):
            raise PermissionDenied
        return self.retold(request, super().history_form_view, object_id, version_id, extra_context)


class MergingAdmin(StaffAdmin):
    """Makes two records of one thing into one, whichever staff choose to keep: the action ``merge_into``."""

    named_by: models.ForeignKey
    """Any field that names one of these, for the list to choose from."""
    what_a_merge_does: Any

    def merge(self, double: Any, kept: Any) -> None:
        """Make one record of the two; ``CannotMergeError`` says why not."""
        raise NotImplementedError

    @admin.action(description=gettext_lazy("Merge into…"), permissions=["change"])
    def merge_into(self, request: HttpRequest, doubles: models.QuerySet) -> HttpResponse | None:
        form = self.merge_form(request)
        if form.is_valid():
            self.merge_all(request, doubles, form.cleaned_data["into"])
            return None
        context = {
            **self.admin_site.each_context(request),
            "title": _("Merge %(records)s") % {"records": self.opts.verbose_name_plural},
            "told": self.what_a_merge_does,
            "opts": self.opts,
            "doubles": doubles,
            "form": form,
            "media": self.media + form.media,
            "checkbox": ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "admin/merge.html", context)

    def merge_form(self, request: HttpRequest) -> forms.Form:
        into = forms.ModelChoiceField(
            self.model._default_manager.all(),
            label=_("The record to keep"),
            widget=SelectOne(self.named_by, self.admin_site),
        )
        form = forms.Form(request.POST if "into" in request.POST else None)
        form.fields["into"] = into
        return form

    def merge_all(self, request: HttpRequest, doubles: models.QuerySet, kept: Any) -> None:
        for double in doubles:
            told = {"double": double, "kept": kept}
            try:
                self.merge(double, kept)
            except CannotMergeError as why:
                told["why"] = why
                self.message_user(request, _("%(double)s was not merged: %(why)s") % told, messages.ERROR)
            else:
                self.log_change(request, kept, _("Merged “%(double)s” into this.") % told)
                self.message_user(request, _("%(double)s is now %(kept)s.") % told, messages.SUCCESS)


def change_rows(request: HttpRequest, rows: Sequence[models.Model], reason: str, **values: Any) -> None:
    """Set the same values in many rows of one model, each with its line of history."""
    if not rows:
        return
    for row in rows:
        for name, value in values.items():
            setattr(row, name, value)
    bulk_update_with_history(
        rows,
        type(rows[0]),
        list(values),
        batch_size=500,
        default_user=request.user,
        default_change_reason=reason,
    )


class LabelledAutocomplete(AutocompleteJsonView):
    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        label = getattr(self.model_admin, "autocomplete_label", str)
        return {**super().serialize_result(obj, to_field_name), "text": label(obj)}


class StaffSite(admin.AdminSite):
    site_title = gettext_lazy("Press Gallery")
    site_header = gettext_lazy("Press Gallery: staff")
    index_title = gettext_lazy("Records")
    site_url = "/"

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Refuse the one character that no column holds; the stock filters would ask the database for it."""
        guarded = super().admin_view(view, cacheable)

        @wraps(guarded)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if "%00" in request.META.get("QUERY_STRING", ""):
                raise BadRequest("A NUL in the address.")
            return guarded(request, *args, **kwargs)

        return answer

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        return super().index(request, {"waiting": [*self.waiting(request)], **(extra_context or {})})

    def waiting(self, request: HttpRequest) -> Iterator[tuple[str, str, str]]:
        """What somebody who asks may decide: its kind, where it is listed, and how many there are."""
        registered: dict[Any, Any] = self._registry
        for model, model_admin in registered.items():
            asked = getattr(model_admin, "waiting", {})
            if asked and model_admin.has_change_permission(request):
                number = model_admin.rows_waiting().order_by()[:MOST_COUNTED].count()
                page = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
                if number:
                    many = _("%d or more") % number if number == MOST_COUNTED else str(number)
                    yield capfirst(model_admin.waiting_as(number)), f"{page}?{urlencode(asked)}", many

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """The archive's own models first, each followed by the pages beside it."""
        apps = super().get_app_list(request, app_label)
        apps.sort(key=lambda app: [*OURS, app["app_label"]].index(app["app_label"]))
        for app in apps:
            app["models"] = [entry for model in app["models"] for entry in (model, *self.pages_beside(model))]
        return apps

    def pages_beside(self, model: dict[str, Any]) -> list[dict[str, Any]]:
        pages = getattr(self._registry[model["model"]], "pages", [])
        return [
            {**model, "name": title, "object_name": name.rpartition(":")[2], "admin_url": reverse(name)}
            | {"add_url": None, "view_only": True}
            for title, name in pages
        ]

    def autocomplete_view(self, request: HttpRequest) -> Any:
        return LabelledAutocomplete.as_view(admin_site=self)(request)
