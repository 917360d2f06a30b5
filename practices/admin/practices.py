"""Effective practices."""

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from diaspora.admin.base import ChildTable
from diaspora.admin.citations import CitationInline
from diaspora.admin.entries import EDITORIAL_STATE, NAMES, OTHER_NAMES, EntryAdmin, texts_fieldset
from diaspora.admin.filters import InUseFilter
from diaspora.admin.forms import EntryForm
from practices.models import Involvement, Practice, PracticeCitation


class PracticeForm(EntryForm):
    def clean(self) -> dict[str, Any]:
        """Refuses a country that is both origin and destination."""
        cleaned = super().clean()
        self.refuse_common_countries(
            "countries_of_destination",
            cleaned.get("countries_of_destination"),
            cleaned.get("countries"),
            _("%(countries)s: a country of origin is not also a country of destination of the same practice."),
        )
        return cleaned


class InvolvementTable(ChildTable):
    """Who implements it, who is a partner, who pays."""

    model = Involvement
    fields = ["role", "institution", "organisation", "note_en", "note_fr"]
    verbose_name_plural = _("actors involved: an institution or a diaspora organisation in each row")


class PracticeCitationInline(CitationInline):
    model = PracticeCitation


@admin.register(Practice)
class PracticeAdmin(EntryAdmin):
    """Programmes, projects, services and measures that engage a diaspora."""

    form = PracticeForm
    place_columns = ("origins",)
    own_filters = (
        ("countries", InUseFilter),
        "state",
        ("areas", InUseFilter),
        ("sectors", InUseFilter),
        ("target_groups", InUseFilter),
        "evidence",
        ("countries_of_destination", InUseFilter),
    )
    fieldsets = [
        NAMES,
        (
            _("Where and when"),
            {
                "fields": [
                    "countries",
                    "countries_of_destination",
                    ("start_year", "end_year", "is_ongoing", "state"),
                ]
            },
        ),
        texts_fieldset("how_it_works", "results", "lessons"),
        (
            _("What it is about"),
            {
                "fields": ["areas", "sectors", "target_groups", "goals", "objectives"],
                "description": _("Choose a goal or an objective only where the fit is plain."),
            },
        ),
        (
            _("What is known of its results and its money"),
            {
                "fields": [
                    "evidence",
                    ("people_reached", "people_reached_year"),
                    ("budget_amount", "budget_currency"),
                ]
            },
        ),
        (_("What it is linked to"), {"fields": ["policies", "part_of"]}),
        EDITORIAL_STATE,
        OTHER_NAMES,
    ]
    inlines = [PracticeCitationInline, InvolvementTable]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Model]:
        return super().get_queryset(request).prefetch_related("countries")

    @admin.display(description=_("countries of origin"))
    def origins(self, practice: Practice) -> str:
        return ", ".join(country.name for country in practice.countries.all())
