"""Countries, the groups they belong to, and places within them."""

from typing import Any

from django.contrib import admin
from django.db.models import F
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from diaspora.admin.base import ChildInline, ChildTable, RecordAdmin
from diaspora.admin.filters import InUseFilter
from diaspora.admin.search import NAMES_HELP
from diaspora.columns.folded import Folded
from diaspora.models import Country, CountryGroup, Membership, Place, Region


class MembershipInline(ChildInline):
    """The groups that a country belongs to or has left."""

    model = Membership
    fields = [("group", "joined", "left"), ("note_en", "note_fr"), "source"]


class MemberTable(ChildTable):
    """The countries that belong to a group or have left it."""

    model = Membership
    fields = ["country", "joined", "left", "note_en", "note_fr", "source"]


@admin.register(Country)
class CountryAdmin(RecordAdmin):
    """Reference data: every country and area of ISO 3166-1."""

    list_display = ["name", "iso3", "region", "is_ldc", "is_lldc", "is_sids"]
    list_select_related = ["region"]
    list_filter = [
        ("profile__status", admin.ChoicesFieldListFilter),
        ("region", InUseFilter),
        ("groups", InUseFilter),
        "is_ldc",
        "is_lldc",
        "is_sids",
    ]
    search_fields = ["names", "iso2", "slug"]
    search_help_text = NAMES_HELP
    prepopulated_fields = {"slug": ["name_en"]}
    fieldsets = [
        (_("Names"), {"fields": [("name_en", "name_fr"), "slug", ("official_name_en", "official_name_fr")]}),
        (_("Codes"), {"fields": [("iso3", "iso2", "m49")]}),
        (
            _("Where it is, and what it is counted among"),
            {
                "fields": [
                    "region",
                    ("capital_en", "capital_fr"),
                    ("latitude", "longitude"),
                    ("is_ldc", "is_lldc", "is_sids"),
                ]
            },
        ),
    ]
    inlines = [MembershipInline]

    def get_ordering(self, request: HttpRequest) -> Any:
        """Returns the alphabetical order of the editor's language."""
        return self.model.objects.by_name().query.order_by


@admin.register(CountryGroup)
class CountryGroupAdmin(RecordAdmin):
    list_display = ["name", "acronym", "website"]
    search_fields = ["name_en", "name_fr", "acronym_en", "acronym_fr", "slug"]
    prepopulated_fields = {"slug": ["name_en"]}
    fields = [
        ("name_en", "name_fr"),
        ("acronym_en", "acronym_fr"),
        "slug",
        ("description_en", "description_fr"),
        "website",
    ]
    inlines = [MemberTable]


@admin.register(Place)
class PlaceAdmin(RecordAdmin):
    """Regions, cercles, communes and towns that a diaspora works for."""

    list_display = ["name", "kind", "country", "parent"]
    list_select_related = ["country", "parent"]
    list_filter = ["kind", ("country", InUseFilter)]
    search_fields = ["names", "country__names"]
    search_help_text = NAMES_HELP
    prepopulated_fields = {"slug": ["name", "kind"]}
    fields = ["country", ("name", "kind"), "slug", "other_names", "parent"]

    def get_ordering(self, request: HttpRequest) -> Any:
        """Returns the alphabetical order."""
        return [Folded(F("name")), "pk"]


@admin.register(Region)
class RegionAdmin(RecordAdmin):
    """The regions of the UN's M49 standard."""

    list_display = ["code", "name", "parent"]
    list_display_links = ["code", "name"]
    list_select_related = ["parent"]
    search_fields = ["code", "name_en", "name_fr"]
    fields = ["code", ("name_en", "name_fr"), "parent"]
