"""The admin of institutions and diaspora organisations."""

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from actors.models import Institution, InstitutionCitation, Organisation, OrganisationCitation
from diaspora.admin.citations import CitationInline
from diaspora.admin.entries import EDITORIAL_STATE, NAMES, OTHER_NAMES, EntryAdmin, texts_fieldset
from diaspora.admin.filters import InUseFilter
from diaspora.admin.forms import EntryForm


class InstitutionCitationInline(CitationInline):
    model = InstitutionCitation


@admin.register(Institution)
class InstitutionAdmin(EntryAdmin):
    """Public bodies that have a part in engaging a diaspora."""

    place_columns = ("country", "rank")
    own_filters = (("country", InUseFilter), "level", "rank", ("areas", InUseFilter))
    list_select_related = ["country"]
    fieldsets = [
        NAMES,
        (
            _("What it is"),
            {
                "fields": [("level", "rank"), "country", "in_charge", "parent"],
                "description": _("A national institution belongs to a country, any other one to none."),
            },
        ),
        texts_fieldset("mandate"),
        (
            _("What it is linked to"),
            {"fields": ["areas", "countries_served", "predecessor", ("created_on", "dissolved_on")]},
        ),
        (_("Where to find it"), {"fields": ["website", "contact_page"]}),
        EDITORIAL_STATE,
        OTHER_NAMES,
    ]
    inlines = [InstitutionCitationInline]


class OrganisationForm(EntryForm):
    def clean(self) -> dict[str, Any]:
        """Refuses an organisation that is based in the country it comes from."""
        cleaned = super().clean()
        residence = cleaned.get("country_of_residence")
        self.refuse_common_countries(
            "country_of_residence",
            [residence] if residence else [],
            cleaned.get("countries_of_origin"),
            _("%(countries)s is a country of origin already; the country of residence is where the diaspora lives."),
        )
        return cleaned


class OrganisationCitationInline(CitationInline):
    model = OrganisationCitation


@admin.register(Organisation)
class OrganisationAdmin(EntryAdmin):
    """Organisations that members of a diaspora have set up."""

    form = OrganisationForm
    place_columns = ("origins", "country_of_residence")
    own_filters = (
        ("countries_of_origin", InUseFilter),
        ("country_of_residence", InUseFilter),
        "kind",
        ("areas", InUseFilter),
        "development_activities",
    )
    list_select_related = ["country_of_residence"]
    fieldsets = [
        NAMES,
        (
            _("What it is"),
            {"fields": ["kind", "countries_of_origin", "country_of_residence", "places_of_origin", "founded_on"]},
        ),
        texts_fieldset("activities"),
        (_("What it is linked to"), {"fields": ["areas", "development_activities", "member_of"]}),
        (
            _("How far it reaches"),
            {
                "fields": [("reach", "reach_year"), ("reach_unit_en", "reach_unit_fr"), "website"],
                "description": _("A number comes with what it counts and its year."),
            },
        ),
        EDITORIAL_STATE,
        OTHER_NAMES,
    ]
    inlines = [OrganisationCitationInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Model]:
        return super().get_queryset(request).prefetch_related("countries_of_origin")

    @admin.display(description=_("countries of origin"))
    def origins(self, organisation: Organisation) -> str:
        return ", ".join(country.name for country in organisation.countries_of_origin.all())
