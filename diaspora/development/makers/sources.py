"""Sources, and their citations on a record of any type."""

from typing import Any

from diaspora.models import Citation, Cited, Source, Verdict


def new_source(number: int, /, **fields: Any) -> Source:
    defaults = {"slug": f"source-{number}", "title": f"Source {number}", "kind": Source.Kind.REPORT, "date": "2024"}
    return Source(**defaults | fields)


def new_citation(record: Cited, source: Source, **fields: Any) -> Citation:
    """Makes a citation that supports the record, unless another verdict is given, then with its reason."""
    if fields.get("verdict", Verdict.SUPPORTS) != Verdict.SUPPORTS:
        fields = {"statement_en": "What the source says.", "reason_en": "Why we doubt it."} | fields
    model = record.citation_model()
    return model(**{model.record_field: record}, source=source, **fields)
