"""A country's page: everything that is known of how it engages its diaspora."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Prefetch, Q, Subquery

from diaspora.citations import Bibliography, figure_disagreements
from diaspora.gaps import list_gaps
from diaspora.models import Country, CountryProfile, Membership, Observation
from diaspora.views.records import RecordDetailView


class CountryDetailView(RecordDetailView):
    """A country, as a country of origin first, and as one of destination."""

    model = Country
    page_relations = ("region__parent__parent",)
    page_collections = (Prefetch("memberships", queryset=Membership.objects.select_related("group")),)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Adds all records of the country; what is not published stays out."""
        country: Country = self.object
        profiles = CountryProfile.objects.published().for_country(country)
        profile = profiles.select_related("country").prefetch_related("obstacles").first()
        records = country_records(country) | (profile_records(country) if profile else {})
        figures = list(country.observations.national().select_related("indicator", "dataset__source", "source"))
        abroad, here = bilateral_figures(country)
        bibliography = Bibliography(
            [*([profile] if profile else []), *(record for name in RECORD_ORDER for record in records.get(name, []))]
        )
        bibliography.add_figures([*figures, *abroad, *here])
        return (
            super().get_context_data(**context)
            | records
            | figures_by_section(figures)
            | {
                "profile": profile,
                "bibliography": bibliography,
                "gaps": list_gaps(country, profile, records, figures) if profile else [],
                "destinations": latest_destinations(abroad),
                "origins": here,
                "disagreements": bibliography.disagreements,
                "figure_disagreements": figure_disagreements([*figures, *abroad]),
                "resident_organisations": country.resident_organisations.published().by_title(),
                "practices_as_destination": country.practices_as_destination.published().by_title(),
            }
        )


# The order in which the page shows records, and numbers their sources.
RECORD_ORDER = ("rights", "policies", "practices", "institutions", "organisations", "participations")


def country_records(country: Country) -> dict[str, Sequence[Any]]:
    """Returns the records of the country that readers may see, by the name under which the page shows them."""
    policies: Any = country.policies.model
    institutions: Any = country.institutions.model
    return {
        "policies": list(policies.objects.published().for_country(country).chronological()),
        "practices": list(country.practices.published().by_title().prefetch_related("areas")),
        "institutions": list(institutions.objects.published().for_country(country).by_level()),
        "organisations": list(country.organisations.published().by_title().select_related("country_of_residence")),
    }


def profile_records(country: Country) -> dict[str, Sequence[Any]]:
    """Returns what has no status of its own, and is published with the country's profile."""
    participations = country.participations.select_related("country", "forum", "meeting__forum")
    return {
        "rights": list(country.political_rights.current().select_related("legal_basis", "country")),
        "participations": list(participations.prefetch_related("round_tables", "thematic_meetings")),
    }


def figures_by_section(figures: Sequence[Observation]) -> dict[str, list[Observation]]:
    """Returns the figures of the whole country, by the section of the page that shows them."""
    sections: dict[str, list[Observation]] = {"remittances": [], "emigration": [], "other_figures": []}
    for figure in figures:
        subject = figure.indicator.code.partition("_")[0]
        section = {"remittance": "remittances", "emigrant": "emigration", "diaspora": "emigration"}.get(subject)
        sections[section or "other_figures"].append(figure)
    return sections


def bilateral_figures(country: Country) -> tuple[list[Observation], list[Observation]]:
    """Returns the figures on its people abroad, and the latest on people from other countries who live in it.

    One query reads both; of a country that many come from, and that many go to, no more rows than the page shows.
    """
    both_sexes = Q(partner=country, shown_first=True, sex=Observation.Sex.TOTAL)
    latest = Observation.objects.filter(both_sexes).order_by("-year").values("year")[:1]
    figures = (
        Observation.objects.bilateral()
        .filter(Q(country=country) | both_sexes & Q(year=Subquery(latest)))
        .select_related("indicator", "country", "partner", "dataset__source", "source")
        .order_by("-year", "-value")
    )
    abroad: list[Observation] = []
    here: list[Observation] = []
    for figure in figures:
        (abroad if figure.country_id == country.pk else here).append(figure)
    return abroad, here


def latest_destinations(destinations: Sequence[Observation]) -> list[Observation]:
    """Returns the emigrants by country of destination in the latest year there is, the greatest number first."""
    shown = [figure for figure in destinations if figure.shown_first and figure.sex == Observation.Sex.TOTAL]
    return [figure for figure in shown if figure.year == shown[0].year] if shown else []
