"""What every form and list of the admin shares: relations that complete, search without accents, history."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.admin.widgets import AdminTextareaWidget
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst
from simple_history.admin import SimpleHistoryAdmin

from diaspora.admin.addresses import SteadyAdmin, check_key
from diaspora.admin.forms import TrackedForm
from diaspora.admin.history import VersionContext, list_child_changes
from diaspora.admin.search import find
from diaspora.models import SEARCH_COLUMNS
from diaspora.records.preview import page_address


def relation_fields(model: type[models.Model]) -> list[str]:
    foreign_keys = [field.name for field in model._meta.fields if field.is_relation and field.editable]
    # Django offers no field for a many-to-many relation whose rows are entered as records of their own.
    many_to_many: list[Any] = list(model._meta.many_to_many)
    return [*foreign_keys, *(field.name for field in many_to_many if field.remote_field.through._meta.auto_created)]


class FieldsMixin(BaseModelAdmin):  # type: ignore[type-arg]
    """Form fields as editors need them: relations complete what is typed, choices kept in an array are ticked."""

    formfield_overrides = {models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 4})}}

    def get_autocomplete_fields(self, request: HttpRequest) -> list[str]:
        """Returns every relation of the model, so that none is forgotten."""
        return relation_fields(self.model)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        """Returns check boxes for an array of choices; tells the browser which language it checks the spelling in."""
        if isinstance(db_field, ArrayField) and db_field.base_field.choices:
            return forms.MultipleChoiceField(
                choices=db_field.base_field.choices,
                required=not db_field.blank,
                label=capfirst(str(db_field.verbose_name)),
                help_text=db_field.help_text,
                widget=forms.CheckboxSelectMultiple,
            )
        if isinstance(db_field, models.URLField):
            options.setdefault("assume_scheme", "https")
        field = super().formfield_for_dbfield(db_field, request, **options)
        if field is not None and db_field.name.endswith(("_en", "_fr")):
            field.widget.attrs["lang"] = db_field.name[-2:]
        return field


class RecordAdmin(FieldsMixin, SteadyAdmin):
    list_per_page = 50
    save_on_top = True
    show_facets = admin.ShowFacets.ALWAYS

    class Media:
        css = {"all": ["admin_atlas/admin.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Model]:
        """Returns the records without their search columns, which no form or list shows."""
        generated = [field.name for field in self.model._meta.fields if field.name in SEARCH_COLUMNS]
        return super().get_queryset(request).defer(*generated)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Whether a list may be filtered so; by the columns that only searches read, never."""
        return lookup.split("__")[0] not in SEARCH_COLUMNS and super().lookup_allowed(lookup, value, request)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Model], search_term: str
    ) -> tuple[QuerySet[Model], bool]:
        """Returns the records that hold every word in one of the search fields, accents and case aside."""
        return find(queryset, self.get_search_fields(request), search_term), False

    def get_view_on_site_url(self, obj: Model | None = None) -> str | None:
        """Returns the address of the page that shows the record, or of its preview, where it has one."""
        return page_address(obj) if obj is not None and hasattr(obj, "get_absolute_url") else None


class ChildInline(FieldsMixin, admin.StackedInline):  # type: ignore[type-arg]
    """Rows that belong to a record, entered in its form."""

    extra = 0


class ChildTable(FieldsMixin, admin.TabularInline):  # type: ignore[type-arg]
    """Short rows that belong to a record, entered in its form."""

    extra = 0


class TrackedAdmin(RecordAdmin, SimpleHistoryAdmin):  # type: ignore[misc]
    """The admin of a record whose changes are kept: nobody overwrites unseen, every version can be brought back."""

    form = TrackedForm
    object_history_list_template = "admin/history_list.html"

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> Any:
        """Returns the fieldsets, with the hidden mark of the version that the form was opened with."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or not self.has_change_permission(request, obj):
            return fieldsets
        return [*fieldsets, (None, {"fields": ["opened_version"], "classes": ["hidden"]})]

    def get_form(self, request: HttpRequest, obj: Model | None = None, change: bool = False, **options: Any) -> Any:
        """Returns the form; on the page of a former version, filled with the relations of that version."""
        form = super().get_form(request, obj, change=change, **options)
        version = getattr(request, "former_version", None)
        return type(form.__name__, (form,), {"former_version": version}) if version else form

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:
        """Returns every field on the page of a former version that the user may look at but not bring back."""
        if hasattr(request, "former_version") and not self.has_change_permission(request, obj):
            return flatten_fieldsets(self.get_fieldsets(request, obj))
        return super().get_readonly_fields(request, obj)

    @transaction.atomic
    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        """Shows a former version, and brings it back where the user may change the record as it is now."""
        check_key(self.model, object_id)
        check_key(self.model.history.model, version_id)
        record = self.get_object(request, object_id)
        if request.method == "POST" and not self.has_change_permission(request, record):
            raise PermissionDenied
        request.former_version = self.model.history.filter(history_id=version_id, id=object_id).first()  # type: ignore[attr-defined]
        response: HttpResponse = super().history_form_view(request, object_id, version_id, extra_context)
        return response

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        """Shows the versions of the record, and the changes of the rows that belong to it."""
        check_key(self.model, object_id)
        changes = list_child_changes(self.model, [inline.model for inline in self.inlines], object_id)
        response: HttpResponse = super().history_view(
            request, object_id, {"child_changes": changes} | (extra_context or {})
        )
        return response

    def get_historical_record_context_helper(self, request: HttpRequest, historical_record: Any) -> VersionContext:
        return VersionContext(self.model, historical_record)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **options: Any) -> Any:
        """Says above the form why it cannot be changed, where that is so."""
        reason = self.reason_for_lock(request, context.get("original"))
        if reason:
            self.message_user(request, reason, messages.WARNING)
        return super().render_change_form(request, context, *args, **options)

    def reason_for_lock(self, request: HttpRequest, record: Model | None) -> str:
        """Returns why the user may look at the record but not change it; empty where there is nothing to say."""
        return ""
