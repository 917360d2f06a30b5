"""The page of a source: what it is, and every record that rests on it."""

from itertools import groupby
from typing import Any

from diaspora.citations import citations_from
from diaspora.models import Observation, Source
from diaspora.views.records import RecordDetailView


class SourceDetailView(RecordDetailView):
    """A source, with every statement that rests on it."""

    model = Source

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Adds the statements, grouped by record, and the figures."""
        citations = citations_from(self.object)
        return super().get_context_data(**context) | {
            "cited_records": [
                (record, list(group)) for record, group in groupby(citations, key=lambda citation: citation.record)
            ],
            "figures": Observation.objects.from_source(self.object).select_related("country", "indicator", "partner"),
            "datasets": self.object.datasets.all(),
        }
