"""The page of a source: what it is, and every record that rests on it."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from diaspora.citations import citations_from
from diaspora.models import Citation, Entry, Observation, Source
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
            "figures": Observation.objects.from_source(source).select_related("country", "indicator", "partner"),
            "datasets": source.datasets.all(),
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


def find_documents(source: Source) -> Any:
    """Returns the documents of published policies that are this source."""
    documents: Any = source.policy_documents
    return documents.filter(policy__status=Entry.Status.PUBLISHED).select_related("policy")
