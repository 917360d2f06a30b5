"""The page of a record."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model, Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.generic import DetailView

from diaspora.citations import Bibliography
from diaspora.models import Addressable, Entry


class RecordDetailView(DetailView):  # type: ignore[type-arg]
    """The page of a record. An address that it had before redirects to the one it has now."""

    # Relations that the page shows.
    page_relations: tuple[str, ...] = ()
    page_collections: "tuple[str | Prefetch[Any], ...]" = ()

    def get_queryset(self) -> QuerySet[Any]:
        """Returns what readers may see, with what the page shows."""
        assert self.model is not None
        records = self.model._default_manager.all()
        if issubclass(self.model, Entry):
            records = records.published()
        return records.select_related(*self.page_relations).prefetch_related(*self.page_collections)

    def get(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponseBase:
        """Answers with the page, or redirects from a former address."""
        try:
            return super().get(request, *args, **options)
        except Http404:
            assert self.model is not None and issubclass(self.model, Addressable)
            moved: Model | None = self.get_queryset().by_former_slug(self.kwargs["slug"]).first()  # type: ignore[attr-defined]
            if moved is None:
                raise
            return redirect(moved, permanent=True)


class EntryDetailView(RecordDetailView):
    """The page of an editorial record, with its citations and what it is linked to."""

    def linked_records(self) -> list[tuple[Any, Iterable[Any]]]:
        """Returns the records that readers may see and this one is linked to, in either direction, by heading."""
        return []

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Adds the bibliography of the record and its links."""
        return super().get_context_data(**context) | {
            "entry": self.object,
            "bibliography": Bibliography([self.object]),
            "linked_records": [(heading, records) for heading, records in self.linked_records() if records],
        }
