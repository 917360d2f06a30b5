"""Sources: their list, and the page of each with every record that rests on it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any, ClassVar

from django.db.models import Count, Max, Min, QuerySet
from django.utils.translation import gettext_lazy as _

from diaspora.columns.folded import fold
from diaspora.columns.text import name_language
from diaspora.lists.facets import ChoicesFilter
from diaspora.lists.filters import AtlasFilterSet, YearFilter
from diaspora.lists.views import RecordListView
from diaspora.models import Citation, Entry, Indicator, Observation, Source
from diaspora.records.citations import citations_from
from diaspora.records.views import RecordDetailView


@dataclass
class CitedType:
    name: str
    title: str
    records: list[tuple[Any, list[Citation]]]


class SourceDetailView(RecordDetailView):
    model = Source

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Adds the statements, by type of record and record, the figures, and what else names it as its source."""
        source: Source = self.object
        return super().get_context_data(**context) | {
            "cited_types": group_by_type(citations_from(source)),
            "figures": find_entered_figures(source),
            "series": summarise_imported_figures(source),
            "datasets": source.datasets.annotate(corridors=Count("migrant_stocks")),
            "memberships": source.memberships.select_related("country", "group"),
            "documents": find_documents(source),
        }


def group_by_type(citations: Iterable[Citation]) -> list[CitedType]:
    """Returns the records that cite, by type in the order of the citations, and by name within a type."""
    types = []
    for model, of_type in groupby(citations, key=lambda citation: type(citation.record)):
        records = [(record, list(group)) for record, group in groupby(of_type, key=lambda citation: citation.record)]
        records.sort(key=lambda pair: fold(getattr(pair[0], "title", "") or str(pair[0])))
        types.append(CitedType(str(model._meta.model_name), model._meta.verbose_name_plural, records))
    return types


def find_entered_figures(source: Source) -> QuerySet[Observation]:
    """Returns the figures that editors entered from the source; what was imported is summarised."""
    entered = Observation.objects.from_source(source).filter(imported=False)
    return entered.select_related("country", "indicator", "partner")


def summarise_imported_figures(source: Source) -> list[tuple[Indicator, Mapping[str, Any]]]:
    """Returns for each indicator of an imported edition how many countries and figures it has, and for which years."""
    rows = (
        Observation.objects.imported()
        .from_source(source)
        .order_by()
        .values("indicator")
        .annotate(countries=Count("country", distinct=True), figures=Count("pk"), first=Min("year"), last=Max("year"))
    )
    by_indicator = {row["indicator"]: row for row in rows}
    return [(indicator, by_indicator[indicator.pk]) for indicator in Indicator.objects.filter(pk__in=by_indicator)]


def find_documents(source: Source) -> Any:
    documents: Any = source.policy_documents
    return documents.filter(policy__status=Entry.Status.PUBLISHED).select_related("policy")


def source_languages() -> list[tuple[str, str]]:
    """Returns the languages that sources are in, by code, with their names in the reader's language."""
    codes = Source.objects.exclude(language="").order_by("language").values_list("language", flat=True).distinct()
    return [(code, name_language(code)) for code in codes]


class SourceFilterSet(AtlasFilterSet):
    orders: ClassVar[dict[str, tuple[Any, str]]] = {
        "title": (_("Title"), "by_title"),
        "newest": (_("Date, newest first"), "newest_first"),
    }

    kind = ChoicesFilter(label=_("Kind"), field_name="kind", choices=Source.Kind.choices)
    language = ChoicesFilter(label=_("Language"), field_name="language", choices=source_languages)
    from_year = YearFilter(label=_("From year"), method="dated")
    to_year = YearFilter(label=_("To year"), method="dated")

    class Meta:
        model = Source
        fields: ClassVar[list[str]] = []

    def dated(self, sources: Any, name: str, year: int) -> Any:
        return sources.filter(date__gte=str(year)) if name == "from_year" else sources.filter(date__lt=str(year + 1))


class SourceListView(RecordListView):
    model = Source
    filterset_class = SourceFilterSet
