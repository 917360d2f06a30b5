"""The admin of editorial records: their form in the order of an editor's thought, their list, who may publish."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Count, Model, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils import formats, timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from diaspora.admin.actions import EditorialActions
from diaspora.admin.filters import DisputedFilter, ReviewFilter, SourceFilter, TranslationFilter
from diaspora.admin.forms import EntryForm
from diaspora.admin.search import NAMES_HELP
from diaspora.models import Entry

# The heading of a group of fields, and what stands in it.
Fieldset = tuple[Any, Any]

NAMES: Fieldset = (
    _("Names"),
    {
        "fields": [("title_en", "title_fr"), ("acronym_en", "acronym_fr"), "slug"],
        "description": _("One language is enough to begin with. The slug fills itself from the title."),
    },
)
EDITORIAL_STATE: Fieldset = (
    _("Editorial state"),
    {
        "fields": ["status", ("reviewed_on", "review_interval"), "review_task"],
        "description": _("Choose “Today” once every statement has been checked against its source."),
    },
)
OTHER_NAMES: Fieldset = (
    _("Original title and other names"),
    {"fields": [("original_title", "original_language"), "other_names"], "classes": ["collapse"]},
)
LIST_FILTERS = (ReviewFilter, TranslationFilter, SourceFilter, DisputedFilter)


def texts_fieldset(*names: str) -> Fieldset:
    """Returns the fieldset of the summary, the description and further texts, English beside French."""
    pairs = [(f"{name}_en", f"{name}_fr") for name in ("summary", "description", *names)]
    return (
        _("Texts"),
        {
            "fields": pairs,
            "description": _("In our own words. Where one language is missing, pages show the other one with a mark."),
        },
    )


class EntryAdmin(EditorialActions):
    """The admin of one type of editorial record. A subclass says where it stands and adds what is its own."""

    # The columns that say where the record belongs; they stand after the title.
    place_columns: ClassVar[tuple[str, ...]] = ()
    own_filters: ClassVar[tuple[Any, ...]] = ()

    form = EntryForm
    date_hierarchy = "updated"
    search_fields = ["names", "slug"]
    search_help_text = NAMES_HELP

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        """Returns the columns: title, place, state."""
        return ["record_title", *self.place_columns, "status", "review", "citation_count", "updated_on"]

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        """Returns the filters: state first, then where it belongs, then what it is, then what is missing."""
        return ["status", *self.own_filters[:1], *LIST_FILTERS, *self.own_filters[1:]]

    def get_ordering(self, request: HttpRequest) -> Any:
        """Returns the alphabetical order of the editor's language."""
        return self.model.objects.by_title().query.order_by

    def get_prepopulated_fields(self, request: HttpRequest, obj: Model | None = None) -> dict[str, Sequence[str]]:
        """Returns the slug, which the browser fills from the English title; the form does so from the French one."""
        return {"slug": ["title_en"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Model]:
        record_field = self.model.citation_model().record_field
        counts = self.model.citations_of_row().values(record_field).annotate(count=Count("pk")).values("count")
        records: QuerySet[Model] = super().get_queryset(request).annotate(citation_count=Coalesce(Subquery(counts), 0))
        return records

    @admin.display(description=_("title"), ordering="slug")
    def record_title(self, record: Entry) -> str:
        """The title in the editor's language, with the acronym."""
        return str(record)

    @admin.display(description=_("review"), ordering="review_due_on")
    def review(self, record: Entry) -> str:
        return str(record.freshness.label)

    @admin.display(description=_("citations"), ordering="citation_count")
    def citation_count(self, record: Any) -> int:
        count: int = record.citation_count
        return count

    @admin.display(description=_("updated"), ordering="updated")
    def updated_on(self, record: Entry) -> str:
        """The day of the latest change."""
        return formats.date_format(timezone.localtime(record.updated), "SHORT_DATE_FORMAT")

    # Who may publish

    def has_publish_permission(self, request: HttpRequest) -> bool:
        """Whether the user may publish and archive records of this type."""
        options = self.model._meta
        return bool(request.user.has_perm(f"{options.app_label}.publish_{options.model_name}"))

    def is_locked(self, request: HttpRequest, record: Model | None) -> bool:
        """Whether the record, as it is kept now, may be changed only by those who may publish."""
        if record is None or record.pk is None or self.has_publish_permission(request):
            return False
        settled = (Entry.Status.PUBLISHED, Entry.Status.ARCHIVED)
        return bool(self.model._default_manager.filter(pk=record.pk, status__in=settled).exists())

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Whether the user may change the record: what readers see is changed by editors."""
        return bool(super().has_change_permission(request, obj)) and not self.is_locked(request, obj)

    def reason_for_lock(self, request: HttpRequest, record: Model | None) -> str:
        """Returns that the record is out of a contributor's hands, where it is."""
        if super().has_change_permission(request, record) and self.is_locked(request, record):
            return gettext(
                "This record is published or archived, so only an editor can change it. "
                "Tell an editor what should change; you can look at everything here."
            )
        return ""

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        """Returns the field; of the status, what the user may choose."""
        if db_field.name == "status" and not self.has_publish_permission(request):
            open_states = (Entry.Status.DRAFT, Entry.Status.IN_REVIEW)
            options["choices"] = [(state.value, state.label) for state in open_states]
        return super().formfield_for_choice_field(db_field, request, **options)
