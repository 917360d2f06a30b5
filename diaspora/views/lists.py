"""Lists: filtered by what the address says, in pages."""

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Page
from django.db.models import Prefetch, QuerySet
from django.utils.http import urlencode
from django_filters.views import FilterView

from diaspora.filters import ARRANGEMENTS, CountryFilterSet, SourceFilterSet
from diaspora.linked_data import list_step
from diaspora.models import Country, Observation, Source
from diaspora.views.records import public_records
from diaspora.world_map.drawing import PARAMETER, WorldMap


class RecordListView(FilterView):
    """A list of records. A subclass names its `model` and `filterset_class`, and what a row shows beside."""

    paginate_by = 25
    # A filter that is not understood gives no records and says why, never the whole list.
    strict = True
    template_name_suffix = "_list"
    # Relations that a row shows.
    row_relations: tuple[str, ...] = ()
    row_collections: "tuple[str | Prefetch[Any], ...]" = ()
    # What else the address may hold: it filters nothing, and filtering keeps it.
    kept: tuple[str, ...] = ()

    def get_queryset(self) -> QuerySet[Any]:
        """Returns what readers may see, with what a row shows."""
        return public_records(self.model).select_related(*self.row_relations).prefetch_related(*self.row_collections)

    def get_paginate_by(self, queryset: QuerySet[Any]) -> int:
        """Returns how many records to a page the reader asks for, or the list's own number."""
        form = self.filterset.form
        chosen = form.cleaned_data.get("size") if form.is_valid() else None
        return int(chosen) if chosen else self.paginate_by

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Adds what the links between pages and those to the whole list keep of the address's query."""
        query = self.request.GET.copy()
        query.pop("page", None)
        kept = [(name, value) for name in self.kept for value in query.getlist(name) if value]
        page: dict[str, Any] = super().get_context_data(**context)
        return (
            page
            | {
                "query_without_page": query.urlencode(),
                "is_filtered": any(value for name, value in query.items() if name not in (*ARRANGEMENTS, *self.kept)),
                "kept": kept,
                "unfiltered_address": f"{self.request.path}?{urlencode(kept)}" if kept else self.request.path,
                "page_kind": "CollectionPage",
                "trail": [list_step(self.model)],
            }
            | self.list_address(page["page_obj"])
        )

    def list_address(self, page_obj: Page[Any]) -> dict[str, Any]:
        """Returns under which address search engines may keep the list.

        They keep each page of the whole list under its own; a filtered or sorted one is for readers alone.
        """
        query = self.request.GET.copy()
        query.pop("page", None)
        if any(query.values()):
            return {"is_unlisted": True, "canonical_query": self.request.GET.urlencode()}
        return {"is_unlisted": False, "canonical_query": f"page={page_obj.number}" if page_obj.number > 1 else ""}


class CountryListView(RecordListView):
    """Every country, those with a profile marked, and the world map."""

    model = Country
    filterset_class = CountryFilterSet
    row_relations = ("region", "profile")
    paginate_by = 300
    kept = (PARAMETER,)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Adds the world map, which stands open where it was asked for or nothing else was, and what is sorted by."""
        page = super().get_context_data(**context)
        show_figures(page["page_obj"])
        filterset: CountryFilterSet = page["filter"]
        query = filterset.given
        filters = [(name, value) for name in filterset.filters for value in query.getlist(name) if value]
        return page | {
            "world_map": WorldMap(query, carried=filters),
            "is_map_open": bool(page["kept"]) or not filters,
        }


def show_figures(countries: Iterable[Country]) -> None:
    """Gives countries that are sorted by a figure that figure; one query."""
    keys = {country.pk: getattr(country, "figure_key", None) for country in countries}
    if any(keys.values()):
        figures = Observation.objects.select_related("indicator", "dataset").in_bulk(set(filter(None, keys.values())))
        for country in countries:
            country.shown_figure = figures.get(keys[country.pk])  # type: ignore[attr-defined]


class SourceListView(RecordListView):
    """Every source that statements rest on."""

    model = Source
    filterset_class = SourceFilterSet
