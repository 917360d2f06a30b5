"""Filters of the lists of policies and practices."""

from typing import ClassVar

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from actors.models import Institution
from diaspora.lists.facets import ChoicesFilter, RecordsFilter
from diaspora.lists.filters import CitedFilterSet, Orders, YearFilter, countries_with, topics
from diaspora.models import CompactObjective, CountryGroup, SustainableDevelopmentGoal
from practices.models import Policy, PolicyEvent, Practice
from practices.models.practices import PracticeQuerySet


class PolicyFilterSet(CitedFilterSet):
    orders: ClassVar[Orders] = {
        "newest": (_("Date, newest first"), "chronological"),
        "title": (_("Title"), "by_title"),
        "updated": (_("Last changed first"), "last_changed_first"),
    }

    country = RecordsFilter(label=_("Country"), field_name="country", queryset=countries_with("policies"))
    group = RecordsFilter(
        label=_("Group of countries"),
        field_name="group",
        queryset=lambda request: CountryGroup.objects.filter(policies__status="published").distinct(),
    )
    category = ChoicesFilter(label=_("Category"), field_name="category", choices=Policy.Category.choices)
    type = ChoicesFilter(label=_("Type"), field_name="policy_type", choices=Policy.Type.choices)
    scope = ChoicesFilter(label=_("Scope"), field_name="scope", choices=Policy.Scope.choices)
    implementation = ChoicesFilter(
        label=_("Implementation"), field_name="implementation", choices=Policy.Implementation.choices
    )
    area = RecordsFilter(label=_("Area of engagement"), field_name="areas", queryset=topics("area"))
    from_year = YearFilter(label=_("From year"), method="dated")
    to_year = YearFilter(label=_("To year"), method="dated")

    class Meta:
        model = Policy
        fields: ClassVar[list[str]] = []

    def dated(self, policies: QuerySet[Policy], name: str, year: int) -> QuerySet[Policy]:
        """Returns the policies with an event from, or up to, the year; within both, where both are asked for."""
        events = PolicyEvent.objects.all()
        if from_year := self.chosen.get("from_year"):
            events = events.filter(date__gte=str(from_year))
        if to_year := self.chosen.get("to_year"):
            events = events.filter(date__lt=str(to_year + 1))
        return policies.filter(pk__in=events.values("policy"))


class PracticeFilterSet(CitedFilterSet):
    orders: ClassVar[Orders] = {
        "title": (_("Title"), "by_title"),
        "newest": (_("Start, newest first"), "newest_first"),
        "updated": (_("Last changed first"), "last_changed_first"),
    }

    country = RecordsFilter(label=_("Country of origin"), field_name="countries", queryset=countries_with("practices"))
    destination = RecordsFilter(
        label=_("Country of destination"),
        field_name="countries_of_destination",
        queryset=countries_with("practices_as_destination"),
    )
    area = RecordsFilter(label=_("Area of engagement"), field_name="areas", queryset=topics("area"))
    sector = RecordsFilter(label=_("Sector"), field_name="sectors", queryset=topics("sector"))
    target_group = RecordsFilter(label=_("Target group"), field_name="target_groups", queryset=topics("target_group"))
    goal = RecordsFilter(
        label=_("Sustainable Development Goal"),
        field_name="goals",
        queryset=lambda request: SustainableDevelopmentGoal.objects.all(),
        to_field_name="number",
    )
    objective = RecordsFilter(
        label=_("Global Compact objective"),
        field_name="objectives",
        queryset=lambda request: CompactObjective.objects.all(),
        to_field_name="number",
        labels="objectives__label",
    )
    institution = RecordsFilter(
        label=_("Institution involved"),
        queryset=lambda request: (
            Institution.objects.published().filter(involvements__isnull=False).distinct().by_title()
        ),
        method="involving",
        tally="involvements__institution__slug",
        labels="involvements__institution__title",
        within=Q(involvements__institution__status="published"),
    )
    state = ChoicesFilter(label=_("State"), field_name="state", choices=Practice.State.choices)
    evidence = ChoicesFilter(label=_("Evidence"), field_name="evidence", choices=Practice.Evidence.choices)
    from_year = YearFilter(label=_("From year"), method="active")
    to_year = YearFilter(label=_("To year"), method="active")

    class Meta:
        model = Practice
        fields: ClassVar[list[str]] = []

    def involving(
        self, practices: QuerySet[Practice], name: str, institutions: QuerySet[Institution]
    ) -> QuerySet[Practice]:
        """Returns the practices that one of the institutions implements, supports or funds."""
        if not institutions:
            return practices
        return practices.filter(pk__in=Practice.objects.filter(involvements__institution__in=institutions).values("pk"))

    def active(self, practices: PracticeQuerySet, name: str, year: int) -> PracticeQuerySet:
        """Returns the practices that ran in the year or later, or in the year or before."""
        return practices.active_in(year, None) if name == "from_year" else practices.active_in(None, year)
