"""Sources, entered once and cited everywhere."""

from collections.abc import Sequence
from functools import reduce
from operator import add
from typing import Any

from django.contrib import admin
from django.db.models import Count, F, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from diaspora.admin.base import TrackedAdmin
from diaspora.admin.filters import MissingFilter
from diaspora.admin.search import SOURCES_HELP
from diaspora.columns.folded import Folded
from diaspora.models import Citation, Source


def count_citations() -> Any:
    """Returns the expression of how often a source is cited, over every type of record."""
    counts = []
    for citations in Citation.__subclasses__():
        of_source = citations.objects.filter(source=OuterRef("pk")).order_by()
        counts.append(Coalesce(Subquery(of_source.values("source").annotate(count=Count("pk")).values("count")), 0))
    return reduce(add, counts)


class CitedFilter(MissingFilter):
    """Whether anything rests on the source."""

    title = _("citations")
    parameter_name = "cited"
    names = (_("Not cited"), _("Cited"))
    find_missing = "uncited"


@admin.register(Source)
class SourceAdmin(TrackedAdmin):
    """Documents, pages and data sets."""

    list_display = ["title", "kind", "publisher", "date", "language", "times_cited"]
    list_filter = ["kind", "language", CitedFilter]
    search_fields = ["names", "search_en", "search_fr", "slug"]
    search_help_text = SOURCES_HELP
    prepopulated_fields = {}
    fieldsets = [
        (
            _("What it is"),
            {
                "fields": ["title", "slug", "kind", ("author", "publisher"), ("date", "edition", "language")],
                "description": _("As the source itself says. The slug fills itself from the title."),
            },
        ),
        (_("Where to find it"), {"fields": ["url", "archived_url", ("accessed_on", "licence")]}),
        (_("How far to trust it"), {"fields": [("reliability_note_en", "reliability_note_fr")]}),
    ]

    def get_ordering(self, request: HttpRequest) -> Any:
        """Returns the alphabetical order."""
        return [Folded(F("title")), "pk"]

    def get_prepopulated_fields(self, request: HttpRequest, obj: Model | None = None) -> dict[str, Sequence[str]]:
        """Returns the slug, which the browser fills from the title."""
        return {"slug": ["title"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Model]:
        sources: QuerySet[Model] = super().get_queryset(request).annotate(times_cited=count_citations())
        return sources

    @admin.display(description=_("citations"), ordering="times_cited")
    def times_cited(self, source: Any) -> int:
        count: int = source.times_cited
        return count
