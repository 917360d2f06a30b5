"""Lists: filtered by what the address says, in pages."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.models import QuerySet
from django_filters.views import FilterView

from diaspora.filters import CountryFilterSet, SourceFilterSet
from diaspora.models import Country, Entry, Source


class RecordListView(FilterView):
    """A list of records. A subclass names its `model` and `filterset_class`, and what a row shows beside."""

    paginate_by = 25
    # A filter that is not understood gives no records and says why, never the whole list.
    strict = True
    template_name_suffix = "_list"
    # Relations that a row shows.
    row_relations: tuple[str, ...] = ()
    row_collections: tuple[str, ...] = ()

    def get_queryset(self) -> QuerySet[Any]:
        """Returns what readers may see, with what a row shows."""
        if self.model is None:
            raise ImproperlyConfigured(f"{type(self).__name__} names no model.")
        records = self.model._default_manager.all()
        if issubclass(self.model, Entry):
            records = records.published()
        return records.select_related(*self.row_relations).prefetch_related(*self.row_collections)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Adds the address's query without the page, for the links between pages."""
        query = self.request.GET.copy()
        query.pop("page", None)
        return super().get_context_data(**context) | {
            "query_without_page": query.urlencode(),
            "is_filtered": any(value for name, value in query.items() if name != "sort"),
        }


class CountryListView(RecordListView):
    """Every country, those with a profile marked."""

    model = Country
    filterset_class = CountryFilterSet
    row_relations = ("region", "profile")
    paginate_by = 300


class SourceListView(RecordListView):
    """Every source that statements rest on."""

    model = Source
    filterset_class = SourceFilterSet
