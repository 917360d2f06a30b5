"""Lists: filtered by what the address says, in pages."""

from typing import Any

from django.core.paginator import Page
from django.db.models import Model, Prefetch, QuerySet
from django.utils.functional import classproperty
from django.utils.http import urlencode
from django_filters.views import FilterView

from diaspora.lists.filters import ARRANGEMENTS
from diaspora.records.linked_data import list_step
from diaspora.records.views import public_records


class RecordListView(FilterView):
    """A list of records. A subclass names its `model` and `filterset_class`, and what a row shows beside."""

    model: type[Model]
    paginate_by = 25
    # A filter that is not understood gives no records and says why, never the whole list.
    strict = True
    template_name_suffix = "_list"
    # Relations that a row shows.
    row_relations: tuple[str, ...] = ()
    row_collections: "tuple[str | Prefetch[Any], ...]" = ()
    # What else the address may hold: it filters nothing, and filtering keeps it.
    other_parameters: tuple[str, ...] = ()

    @classproperty
    def known_parameters(cls) -> frozenset[str]:  # noqa: N805 (of the class)
        """With which parameters a page of the list is kept; words are typed once."""
        filters: Any = cls.filterset_class
        return frozenset((*filters.base_filters, *ARRANGEMENTS, "page", *cls.other_parameters)) - {"q"}

    def get_queryset(self) -> QuerySet[Any]:
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
        others = [(name, value) for name in self.other_parameters for value in query.getlist(name) if value]
        page: dict[str, Any] = super().get_context_data(**context)
        return (
            page
            | {
                "query_without_page": query.urlencode(),
                "is_filtered": any(
                    value for name, value in query.items() if name not in (*ARRANGEMENTS, *self.other_parameters)
                ),
                "others": others,
                "unfiltered_address": f"{self.request.path}?{urlencode(others)}" if others else self.request.path,
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
