"""The public pages of policies and effective practices."""

from itertools import groupby

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from diaspora.lists.views import RecordListView
from diaspora.models import Country
from diaspora.records.views import EntryDetailView, Link, LinkedRecords
from practices.filters import PolicyFilterSet, PracticeFilterSet
from practices.models import Involvement, Policy, Practice


class PolicyListView(RecordListView):
    model = Policy
    filterset_class = PolicyFilterSet
    row_relations = ("country", "group")
    row_collections = ("events",)


class PolicyDetailView(EntryDetailView):
    """A policy: its life in events, its documents, what it creates and what rests on it."""

    model = Policy
    page_relations = ("country", "group")
    page_collections = (
        "areas",
        "events",
        "documents__source",
    )

    def linked_records(self) -> LinkedRecords:
        """Returns who answers for it, what it creates, what it replaces and amends, and what rests on it."""
        policy: Policy = self.object
        rights = policy.political_rights.published().current().select_related("country")
        return [
            (_("Responsible institutions"), policy.responsible_institutions.published().by_title()),
            (_("Institutions it creates"), policy.creates_institutions.published().by_title()),
            (_("Replaces"), policy.replaces.published().by_title()),
            (_("Replaced by"), policy.replaced_by.published().by_title()),
            (_("Amends"), policy.amends.published().by_title()),
            (_("Amended by"), policy.amended_by.published().by_title()),
            (_("Political rights that rest on it"), rights),
            (_("Practices"), policy.practices.published().by_title()),
        ]


class PracticeListView(RecordListView):
    model = Practice
    filterset_class = PracticeFilterSet
    row_collections = (Prefetch("countries", queryset=Country.objects.by_name()), "areas")


ACTOR_HEADINGS = {
    Involvement.Role.IMPLEMENTER: _("Implemented by"),
    Involvement.Role.PARTNER: _("Partners"),
    Involvement.Role.FUNDER: _("Funded by"),
}


class PracticeDetailView(EntryDetailView):
    """A practice: where, when, by whom, with what money, how it works, what came of it."""

    model = Practice
    page_relations = ("part_of",)
    page_collections = (
        Prefetch("countries", queryset=Country.objects.by_name()),
        Prefetch("countries_of_destination", queryset=Country.objects.by_name()),
        Prefetch("involvements", queryset=Involvement.objects.select_related("institution", "organisation")),
        "areas",
        "sectors",
        "target_groups",
        "goals",
        "objectives",
    )

    def linked_records(self) -> LinkedRecords:
        """Returns the actors by their part in it, the policies behind it, and the practices it holds or belongs to."""
        practice: Practice = self.object
        involvements = sorted(
            practice.involvements.all(), key=lambda involvement: Involvement.Role.values.index(involvement.role)
        )
        actors = [
            (
                ACTOR_HEADINGS[Involvement.Role(role)],
                [Link(involvement.actor, involvement.note) for involvement in group if involvement.is_public],
            )
            for role, group in groupby(involvements, key=lambda involvement: involvement.role)
        ]
        return [
            *actors,
            (_("Related policies"), practice.policies.published().by_title()),
            (_("Its parts"), practice.parts.published().by_title()),
        ]
