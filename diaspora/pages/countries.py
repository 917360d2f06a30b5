"""The list of countries, with the world map above it."""

from collections.abc import Iterable
from typing import Any, ClassVar

import django_filters
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from diaspora.lists.facets import ChoicesFilter, RecordsFilter
from diaspora.lists.filters import AtlasFilterSet
from diaspora.lists.views import RecordListView
from diaspora.models import Answer, Country, CountryGroup, Observation, Region
from diaspora.world_map.drawing import PARAMETER, WorldMap
from practices.models import PoliticalRight


def current_right(right: str) -> Q:
    """Returns the condition that a row is about the current law on a right, of a country with a published profile."""
    return Q(political_rights__right=right, political_rights__valid_to__isnull=True, profile__status="published")


class CountryFilterSet(AtlasFilterSet):
    orders: ClassVar[dict[str, tuple[Any, str]]] = {
        "name": (_("Name"), "by_name"),
        "emigrants": (_("Emigrants, most first"), "by_emigrants"),
        "remittances": (_("Remittances, most first"), "by_remittances"),
    }
    page_sizes = ()

    profile = django_filters.ChoiceFilter(
        label=_("Profile"),
        choices=[("yes", _("With a profile"))],
        method="with_profile",
        empty_label=_("All countries"),
    )
    region = RecordsFilter(
        label=_("Region"),
        queryset=lambda request: Region.objects.filter(parent__isnull=True),
        to_field_name="code",
        method="in_region",
        tally=Coalesce("region__parent__parent__code", "region__parent__code", "region__code"),
    )
    group = RecordsFilter(
        label=_("Group"),
        queryset=lambda request: CountryGroup.objects.all(),
        method="in_group",
        tally="memberships__group__slug",
        labels="memberships__group__name",
        within=Q(memberships__left__isnull=True),
    )
    dual_citizenship = ChoicesFilter(
        label=_("Dual citizenship"),
        choices=Answer.choices,
        method="with_right",
        tally="political_rights__answer",
        within=current_right("dual_citizenship"),
    )
    external_voting = ChoicesFilter(
        label=_("Voting from abroad"),
        choices=Answer.choices,
        method="with_right",
        tally="political_rights__answer",
        within=current_right("external_voting"),
    )

    class Meta:
        model = Country
        fields: ClassVar[list[str]] = []

    def with_profile(self, countries: Any, name: str, value: str) -> Any:
        return countries.with_profile()

    def in_region(self, countries: Any, name: str, regions: Any) -> Any:
        """Returns the countries of the regions, whatever the level they are filed at."""
        if not regions:
            return countries
        return countries.filter(
            Q(region__in=regions) | Q(region__parent__in=regions) | Q(region__parent__parent__in=regions)
        )

    def in_group(self, countries: Any, name: str, groups: Any) -> Any:
        """Returns the present members of the groups."""
        if not groups:
            return countries
        return countries.filter(
            pk__in=Country.groups.through.objects.current().filter(group__in=groups).values("country")
        )

    def with_right(self, countries: Any, name: str, answers: list[str]) -> Any:
        if not answers:
            return countries
        current = PoliticalRight.objects.current().filter(right=name, answer__in=answers)
        return countries.with_profile().filter(pk__in=current.values("country"))


class CountryListView(RecordListView):
    """Every country, those with a profile marked, and the world map."""

    model = Country
    filterset_class = CountryFilterSet
    row_relations = ("region", "profile")
    paginate_by = 300
    other_parameters = (PARAMETER,)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Adds the world map, which stands open where it was asked for or nothing else was, and what is sorted by."""
        page = super().get_context_data(**context)
        show_figures(page["page_obj"])
        filterset: CountryFilterSet = page["filter"]
        query = filterset.given
        filters = [(name, value) for name in filterset.filters for value in query.getlist(name) if value]
        return page | {
            "world_map": WorldMap(query, carried=filters),
            "is_map_open": bool(page["others"]) or not filters,
        }


def show_figures(countries: Iterable[Country]) -> None:
    """Gives countries that are sorted by a figure that figure; one query."""
    keys = {country.pk: getattr(country, "figure_key", None) for country in countries}
    if any(keys.values()):
        figures = Observation.objects.select_related("indicator", "dataset").in_bulk(set(filter(None, keys.values())))
        for country in countries:
            country.shown_figure = figures.get(keys[country.pk])  # type: ignore[attr-defined]
