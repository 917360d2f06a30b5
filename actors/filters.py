"""Filters of the lists of institutions and diaspora organisations."""

from typing import ClassVar

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from actors.models import Institution, Organisation
from diaspora.lists.facets import ChoicesFilter, RecordsFilter
from diaspora.lists.filters import CitedFilterSet, Orders, YearFilter, countries_with, topics
from diaspora.models import Answer, Country, Place


def institution_countries(request: HttpRequest | None) -> QuerySet[Country]:
    published = Institution.objects.published()
    return Country.objects.filter(
        Q(pk__in=published.values("country")) | Q(pk__in=published.values("countries_served"))
    ).by_name()


class InstitutionFilterSet(CitedFilterSet):
    orders: ClassVar[Orders] = {
        "title": (_("Name"), "by_title"),
        "oldest": (_("Date of creation, oldest first"), "oldest_first"),
        "updated": (_("Last changed first"), "last_changed_first"),
    }

    country = RecordsFilter(
        label=_("Country"),
        queryset=institution_countries,
        method="serving",
        tally=("country__slug", "countries_served__slug"),
        labels=("country__name", "countries_served__name"),
    )
    level = ChoicesFilter(label=_("Level"), field_name="level", choices=Institution.Level.choices)
    rank = ChoicesFilter(label=_("Rank"), field_name="rank", choices=Institution.Rank.choices)
    area = RecordsFilter(label=_("Area of engagement"), field_name="areas", queryset=topics("area"))

    class Meta:
        model = Institution
        fields: ClassVar[list[str]] = []

    def serving(
        self, institutions: QuerySet[Institution], name: str, countries: QuerySet[Country]
    ) -> QuerySet[Institution]:
        if not countries:
            return institutions
        serving = Institution.countries_served.through.objects.filter(country__in=countries).values("institution")
        return institutions.filter(Q(country__in=countries) | Q(pk__in=serving))


class OrganisationFilterSet(CitedFilterSet):
    orders: ClassVar[Orders] = {
        "title": (_("Name"), "by_title"),
        "updated": (_("Last changed first"), "last_changed_first"),
    }

    origin = RecordsFilter(
        label=_("Country of origin"), field_name="countries_of_origin", queryset=countries_with("organisations")
    )
    residence = RecordsFilter(
        label=_("Country of residence"),
        field_name="country_of_residence",
        queryset=countries_with("resident_organisations"),
    )
    place = RecordsFilter(
        label=_("Area of origin served"),
        queryset=lambda request: Place.objects.serving_as_origin(),
        method="from_places",
        tally=tuple(f"places_of_origin{above}__slug" for above in ("", "__parent", "__parent__parent")),
    )
    kind = ChoicesFilter(label=_("Kind"), field_name="kind", choices=Organisation.Kind.choices)
    area = RecordsFilter(label=_("Area of engagement"), field_name="areas", queryset=topics("area"))
    development = ChoicesFilter(
        label=_("Carries out development activities"), field_name="development_activities", choices=Answer.choices
    )
    founded_from = YearFilter(label=_("Founded from year"), method="founded")
    founded_to = YearFilter(label=_("Founded to year"), method="founded")

    class Meta:
        model = Organisation
        fields: ClassVar[list[str]] = []

    def from_places(
        self, organisations: QuerySet[Organisation], name: str, places: QuerySet[Place]
    ) -> QuerySet[Organisation]:
        """Returns the organisations that work for the places or for what lies within them."""
        if not places:
            return organisations
        within = Place.objects.within(places)
        serving = Organisation.places_of_origin.through.objects.filter(place__in=within).values("organisation")
        return organisations.filter(pk__in=serving)

    def founded(self, organisations: QuerySet[Organisation], name: str, year: int) -> QuerySet[Organisation]:
        if name == "founded_from":
            return organisations.filter(founded_on__gte=str(year))
        return organisations.filter(founded_on__lt=str(year + 1))
