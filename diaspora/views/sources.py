"""The page of a source: what it is, and every record that rests on it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Count, Max, Min, QuerySet

from diaspora.citations import citations_from
from diaspora.models import Citation, Entry, Indicator, Observation, Source
from diaspora.search import fold
from diaspora.views.records import RecordDetailView


@dataclass
class CitedType:
    """Records of one type that cite the source, each with what the source says of it."""

    name: str
    title: str
    records: list[tuple[Any, list[Citation]]]


class SourceDetailView(RecordDetailView):
    """A source, with every statement that rests on it."""

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
    """Returns the documents of published policies that are this source."""
    documents: Any = source.policy_documents
    return documents.filter(policy__status=Entry.Status.PUBLISHED).select_related("policy")
