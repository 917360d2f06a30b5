"""The page of a record."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise, cached_property
from django.views.generic import DetailView

from diaspora.models import SEARCH_COLUMNS, Entry
from diaspora.records.citations import Bibliography
from diaspora.records.linked_data import describe_figures, list_step
from diaspora.records.preview import describe_preview, is_preview, keep_private, page_address


@dataclass
class Link:
    """A record that another one is linked to, with what is said of the link."""

    record: Any
    note: str = ""


# What a page links to: each heading with its records.
LinkedRecords = list[tuple[str | Promise, Iterable["Model | Link"]]]


def public_records(model: type[Model]) -> QuerySet[Any]:
    return model.objects.published() if issubclass(model, Entry) else model._default_manager.all()


def visible_records(model: type[Model], is_preview: bool) -> Any:
    """Returns the records of a type that readers may see; for a preview, those that are not published too."""
    if is_preview and issubclass(model, Entry):
        return model.objects.defer(*SEARCH_COLUMNS)
    return public_records(model)


class RecordDetailView(DetailView):  # type: ignore[type-arg]
    """The page of a record. An address that it had before redirects to the one it has now."""

    # Nothing that its address asks changes the page; see `diaspora/page_cache/`.
    known_parameters: frozenset[str] = frozenset()
    # Relations that the page shows.
    page_relations: tuple[str, ...] = ()
    page_collections: "tuple[str | Prefetch[Any], ...]" = ()

    @property
    def previewed_types(self) -> "tuple[type[Model], ...]":
        """What a preview of the page shows before it is published; nothing where there is no preview."""
        return ()

    @cached_property
    def is_preview(self) -> bool:
        """Whether the page is shown as a preview, to someone who may see one."""
        types = self.previewed_types
        return bool(types) and is_preview(self.request, types)

    def get_queryset(self) -> QuerySet[Any]:
        records: QuerySet[Any] = visible_records(self.model, self.is_preview)
        return records.select_related(*self.page_relations).prefetch_related(*self.page_collections)

    def get(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        """Answers with the page, or redirects from a former address."""
        try:
            response = super().get(request, *args, **options)
        except Http404:
            records: Any = self.get_queryset()
            moved = records.by_former_slug(self.kwargs["slug"]).first()
            if moved is None:
                raise
            response = redirect(page_address(moved), permanent=not self.is_preview)
        if self.is_preview:
            keep_private(response)
        return response

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

    @property
    def previewed_types(self) -> "tuple[type[Model], ...]":
        """The record itself."""
        return (self.model,)

    def linked_records(self) -> LinkedRecords:
        """Returns the records that readers may see and this one is linked to, in either direction, by heading.

        A record with something to say of the link comes as a `Link`.
        """
        return []

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        previewed = describe_preview(self.object) if self.is_preview else {}
        return (
            super().get_context_data(**context)
            | previewed
            | {
                "entry": self.object,
                "bibliography": Bibliography([self.object]),
                "linked_records": [
                    (heading, [record if isinstance(record, Link) else Link(record) for record in records])
                    for heading, records in self.linked_records()
                    if records
                ],
            }
        )
