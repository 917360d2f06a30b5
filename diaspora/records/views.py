"""The page of a record."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import DetailView

from diaspora.models import Entry
from diaspora.records.citations import Bibliography
from diaspora.records.linked_data import describe_figures, list_step


@dataclass
class Link:
    """A record that another one is linked to, with what is said of the link."""

    record: Any
    note: str = ""


def public_records(model: Any) -> QuerySet[Any]:
    """Returns the records of a type that readers may see."""
    records: QuerySet[Any] = model.objects.all()
    return model.objects.published() if issubclass(model, Entry) else records


class RecordDetailView(DetailView):  # type: ignore[type-arg]
    """The page of a record. An address that it had before redirects to the one it has now."""

    # Relations that the page shows.
    page_relations: tuple[str, ...] = ()
    page_collections: "tuple[str | Prefetch[Any], ...]" = ()

    def get_queryset(self) -> QuerySet[Any]:
        """Returns what readers may see, with what the page shows."""
        records = public_records(self.model)
        return records.select_related(*self.page_relations).prefetch_related(*self.page_collections)

    def get(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        """Answers with the page, or redirects from a former address."""
        try:
            return super().get(request, *args, **options)
        except Http404:
            records: Any = self.get_queryset()
            moved = records.by_former_slug(self.kwargs["slug"]).first()
            if moved is None:
                raise
            return redirect(moved, permanent=True)

    def render_to_response(self, context: dict[str, Any], **options: Any) -> HttpResponse:
        """Adds what the page tells machines of the record, from what it shows of it."""
        record: Any = self.object
        bibliography = context.get("bibliography")
        figures = describe_figures(bibliography, [record]) if bibliography else {}
        name = getattr(record, "title", "") or record.name
        context |= {
            "described": [record.linked_data(), figures],
            "trail": [list_step(self.model), (name, record.get_absolute_url())],
        }
        return super().render_to_response(context, **options)


class EntryDetailView(RecordDetailView):
    """The page of an editorial record, with its citations and what it is linked to."""

    def linked_records(self) -> list[tuple[Any, Iterable[Any]]]:
        """Returns the records that readers may see and this one is linked to, in either direction, by heading.

        A record with something to say of the link comes as a `Link`.
        """
        return []

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Adds the bibliography of the record and its links."""
        return super().get_context_data(**context) | {
            "entry": self.object,
            "bibliography": Bibliography([self.object]),
            "linked_records": [
                (heading, [record if isinstance(record, Link) else Link(record) for record in records])
                for heading, records in self.linked_records()
                if records
            ],
        }
