"""The public pages of institutions and diaspora organisations."""

from itertools import groupby
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from actors.filters import InstitutionFilterSet, OrganisationFilterSet
from actors.models import Institution, Organisation
from diaspora.lists.views import RecordListView
from diaspora.models import Country, Entry, MigrantStock, Observation
from diaspora.records.views import EntryDetailView, Link, LinkedRecords


class InstitutionListView(RecordListView):
    model = Institution
    filterset_class = InstitutionFilterSet
    row_relations = ("country",)


class InstitutionDetailView(EntryDetailView):
    """An institution: its mandate, its parts, what created it, what it runs."""

    model = Institution
    page_relations = ("country", "parent", "predecessor")
    page_collections = (
        "areas",
        Prefetch("countries_served", queryset=Country.objects.by_name()),
    )

    def linked_records(self) -> LinkedRecords:
        """Returns its parts and successors, the law that created it, what it answers for and takes part in."""
        institution: Institution = self.object
        return [
            (_("Created by"), institution.created_by_policies.published().by_title()),
            (_("Its parts"), institution.parts.published().by_title()),
            (_("Its successors"), institution.successors.published().by_title()),
            (_("Policies it answers for"), institution.policies.published().by_title()),
            *practices_by_role(institution),
        ]


class OrganisationListView(RecordListView):
    model = Organisation
    filterset_class = OrganisationFilterSet
    row_relations = ("country_of_residence",)
    row_collections = ("countries_of_origin", "places_of_origin")


class OrganisationDetailView(EntryDetailView):
    """A diaspora organisation: where it lives, where it comes from, what it does."""

    model = Organisation
    page_relations = ("country_of_residence",)
    page_collections = (
        "areas",
        "places_of_origin__parent",
        Prefetch("countries_of_origin", queryset=Country.objects.by_name()),
    )

    def linked_records(self) -> LinkedRecords:
        organisation: Organisation = self.object
        return [
            (_("Member of"), organisation.member_of.published().by_title()),
            (_("Its members"), organisation.members.published().by_title()),
            *practices_by_role(organisation),
        ]

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Adds the corridors that it stands in: the countries of origin with figures on where it lives."""
        organisation: Organisation = self.object
        origins = organisation.countries_of_origin.all()
        residence = organisation.country_of_residence
        entered = Observation.objects.bilateral().filter(country__in=origins, partner=residence)
        imported = MigrantStock.objects.of_newest_edition().filter(origin__in=origins, destination=residence)
        counted = entered.order_by().values_list("country_id").union(imported.order_by().values_list("origin_id"))
        with_figures = {pk for (pk,) in counted} if residence else set()
        return super().get_context_data(**context) | {
            "corridors": [country for country in origins if country.pk in with_figures and country != residence],
        }


def practices_by_role(actor: Institution | Organisation) -> LinkedRecords:
    involvements = (
        actor.involvements.filter(practice__status=Entry.Status.PUBLISHED)
        .select_related("practice")
        .order_by("role", "practice__slug")
    )
    headings = {
        "implementer": _("Practices it implements"),
        "partner": _("Practices it is a partner in"),
        "funder": _("Practices it funds"),
    }
    return [
        (headings[role], [Link(involvement.practice, involvement.note) for involvement in group])
        for role, group in groupby(involvements, key=lambda involvement: involvement.role)
    ]
