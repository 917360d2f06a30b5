"""A country's page: everything that is known of how it engages its diaspora."""

from typing import Any

from django.db.models import Model, Prefetch

from diaspora.models import Country, CountryProfile, Membership
from diaspora.pages.country.figures import CountryFigures
from diaspora.pages.country.gaps import list_gaps
from diaspora.pages.country.records import (
    RECORD_ORDER,
    at_a_glance,
    by_area,
    country_records,
    cut_long,
    institutions_by_level,
    profile_records,
)
from diaspora.records.citations import Bibliography, figure_disagreements
from diaspora.records.preview import describe_preview
from diaspora.records.views import RecordDetailView, visible_records
from practices.models import Participation, PoliticalRight


class CountryDetailView(RecordDetailView):
    """A country, as a country of origin first, and as one of destination."""

    model = Country
    page_relations = ("region__parent__parent",)
    page_collections = (Prefetch("memberships", queryset=Membership.objects.select_related("group")),)

    @property
    def previewed_types(self) -> "tuple[type[Model], ...]":
        return (CountryProfile, PoliticalRight, Participation)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Adds all records of the country; what is not published stays out."""
        country: Country = self.object
        profiles = visible_records(CountryProfile, self.is_preview).for_country(country)
        profile = profiles.select_related("country").prefetch_related("obstacles").first()
        records = cut_long(country_records(country)) | (profile_records(country) if profile else {})
        figures = CountryFigures(country)
        bibliography = Bibliography(
            [*([profile] if profile else []), *(record for name in RECORD_ORDER for record in records.get(name, []))]
        )
        bibliography.add_figures(figures.sourced)
        differing = figure_disagreements(figures.comparable)
        return (
            super().get_context_data(**context)
            | records
            | at_a_glance(records)
            | figures.in_sections()
            | (describe_preview(profile) if self.is_preview else {})
            | {
                "profile": profile,
                "bibliography": bibliography,
                "gaps": list_gaps(country, profile, records, figures.national) if profile else [],
                "areas": by_area(records["practices"]),
                "institutions_by_level": institutions_by_level(records["institutions"], country),
                "disagreements": bibliography.disagreements,
                "figure_disagreements": differing,
                "points_of_disagreement": len(bibliography.disagreements) + len(differing),
            }
        )
