"""A country's page: everything that is known of how it engages its diaspora."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Prefetch

from diaspora.citations import Bibliography, figure_disagreements
from diaspora.gaps import list_gaps
from diaspora.models import Country, CountryProfile, Observation
from diaspora.views.records import RecordDetailView


class CountryDetailView(RecordDetailView):
    """A country, as a country of origin first, and as one of destination."""

    model = Country
    page_relations = ("region__parent__parent",)
    page_collections = ("memberships__group", "memberships__source")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Adds all records of the country; what is not published stays out."""
        country: Country = self.object
        profile = CountryProfile.objects.published().for_country(country).prefetch_related("obstacles").first()
        records = {} if profile is None else country_records(country)
        figures = list(country.observations.national().select_related("indicator", "dataset__source", "source"))
        destinations = list(
            country.observations.bilateral()
            .select_related("indicator", "partner", "dataset__source", "source")
            .order_by("-year", "-value")
        )
        cited = [
            profile,
            *records.get("rights", []),
            *(record for name in RECORD_ORDER for record in records.get(name, [])),
        ]
        bibliography = Bibliography(record for record in cited if record is not None)
        bibliography.add_figures([*figures, *destinations])
        return (
            super().get_context_data(**context)
            | records
            | {
                "profile": profile,
                "bibliography": bibliography,
                "gaps": list_gaps(country, profile, records, figures) if profile else [],
                "remittances": [figure for figure in figures if figure.indicator.code.startswith("remittance")],
                "emigration": [
                    figure for figure in figures if figure.indicator.code.startswith(("emigrant", "diaspora"))
                ],
                "other_figures": [
                    figure
                    for figure in figures
                    if not figure.indicator.code.startswith(("remittance", "emigrant", "diaspora"))
                ],
                "destinations": latest_destinations(destinations),
                "disagreements": bibliography.disagreements,
                "figure_disagreements": figure_disagreements([*figures, *destinations]),
                "resident_organisations": country.resident_organisations.published().by_title(),
                "practices_as_destination": country.practices_as_destination.published().by_title(),
            }
        )


# The order in which the page shows records, and numbers their sources.
RECORD_ORDER = ("policies", "practices", "institutions", "organisations", "participations")


def country_records(country: Country) -> dict[str, Sequence[Any]]:
    """Returns the records of the country that readers may see, by the name under which the page shows them."""
    return {
        "rights": list(
            country.political_rights.for_country(country).current().select_related("legal_basis", "country")
        ),
        "policies": list(country.policies.published().chronological().prefetch_related("events")),
        "practices": list(country.practices.published().by_title().prefetch_related("areas")),
        "institutions": list(country.institutions.model._default_manager.published().for_country(country).by_level()),
        "organisations": list(country.organisations.published().by_title().select_related("country_of_residence")),
        "participations": list(
            country.participations.select_related("country", "forum", "meeting__forum").prefetch_related(
                "round_tables", "thematic_meetings", Prefetch("meeting__hosts")
            )
        ),
    }


def latest_destinations(destinations: Sequence[Observation]) -> list[Observation]:
    """Returns the emigrants by country of destination in the latest year there is, the greatest number first."""
    shown = [figure for figure in destinations if figure.shown_first and figure.sex == Observation.Sex.TOTAL]
    return [figure for figure in shown if figure.year == shown[0].year] if shown else []
