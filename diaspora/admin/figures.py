"""Official figures: what is measured, in which edition, and the values."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from diaspora.admin.base import RecordAdmin, TrackedAdmin
from diaspora.admin.filters import InUseFilter
from diaspora.admin.importing.datasets import EditionPages
from diaspora.admin.search import HELP
from diaspora.figures.wording import number
from diaspora.models import Dataset, Indicator, Observation


@admin.register(Indicator)
class IndicatorAdmin(RecordAdmin):
    list_display = ["name", "code", "unit", "publisher", "order"]
    list_filter = ["unit"]
    search_fields = ["name_en", "name_fr", "code", "publisher", "publisher_code"]
    prepopulated_fields = {"code": ["name_en"]}
    fields = [
        ("name_en", "name_fr"),
        "code",
        ("unit", "decimals", "order"),
        ("least", "greatest"),
        ("definition_en", "definition_fr"),
        ("computation_en", "computation_fr"),
        ("publisher", "publisher_code"),
    ]


@admin.register(Dataset)
class DatasetAdmin(EditionPages, RecordAdmin):
    list_display = ["title", "edition", "publisher", "released", "imported_at"]
    list_filter = ["publisher"]
    search_fields = ["title_en", "title_fr", "edition_en", "edition_fr", "publisher", "slug"]
    prepopulated_fields = {"slug": ["title_en", "edition_en"]}
    fields = [
        ("title_en", "title_fr"),
        ("edition_en", "edition_fr"),
        "slug",
        ("publisher", "released"),
        "source",
        "url",
        ("licence", "accessed_on"),
        ("file_name", "imported_at", "imported_by"),
        "file_sha256",
        ("file_note_en", "file_note_fr"),
        "contents",
    ]
    readonly_fields = ["file_name", "file_sha256", "imported_at", "imported_by"]


@admin.register(Observation)
class ObservationAdmin(TrackedAdmin):
    list_display = ["country", "indicator", "year", "amount", "sex", "partner", "verdict", "shown_first"]
    list_display_links = ["country", "indicator"]
    list_select_related = ["country", "indicator", "partner"]
    list_filter = [
        ("country", InUseFilter),
        ("indicator", InUseFilter),
        "verdict",
        "shown_first",
        "sex",
        ("dataset", InUseFilter),
        ("partner", InUseFilter),
    ]
    search_fields = [
        "country__name_en",
        "country__name_fr",
        "country__iso3",
        "indicator__name_en",
        "indicator__name_fr",
        "indicator__code",
        "value_as_published",
    ]
    search_help_text = HELP
    ordering = ["country", "indicator", "-year", "pk"]
    readonly_fields = ["imported"]
    fieldsets = [
        (
            _("What is measured"),
            {
                "fields": [("country", "indicator"), ("year", "sex"), "partner", ("value", "value_as_published")],
                "description": _(
                    "In the indicator’s unit: 1,153 million is entered as 1153000000 where that is US dollars."
                ),
            },
        ),
        (
            _("Where it comes from"),
            {
                "fields": [("dataset", "source"), "locator", ("note_en", "note_fr"), "imported"],
                "description": _("A new edition is a new figure beside the old one; never overwrite the old one."),
            },
        ),
        (_("Verdict"), {"fields": ["verdict", ("reason_en", "reason_fr"), "shown_first"]}),
    ]

    @admin.display(description=_("value"), ordering="value")
    def amount(self, figure: Observation) -> str:
        """The value with the decimals of its indicator, as the editor's language writes numbers."""
        return number(figure.value, figure.indicator.decimals)
