"""Country profiles and their obstacles."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from diaspora.admin.base import ChildInline
from diaspora.admin.citations import CitationInline
from diaspora.admin.entries import EDITORIAL_STATE, NAMES, OTHER_NAMES, EntryAdmin, texts_fieldset
from diaspora.admin.filters import InUseFilter
from diaspora.models import CountryProfile, CountryProfileCitation, Obstacle


class ObstacleInline(ChildInline):
    model = Obstacle
    fieldsets = [(None, {"fields": [("title_en", "title_fr"), ("text_en", "text_fr"), "order"]})]


class CountryProfileCitationInline(CitationInline):
    model = CountryProfileCitation


@admin.register(CountryProfile)
class CountryProfileAdmin(EntryAdmin):
    place_columns = ("country",)
    own_filters = (("country", InUseFilter), ("country__region", InUseFilter))
    list_select_related = ["country"]
    fieldsets = [
        (_("Country"), {"fields": ["country"], "description": _("One profile a country.")}),
        NAMES,
        (
            _("Who counts as diaspora"),
            {
                "fields": [
                    "diaspora_term_original",
                    ("diaspora_term_en", "diaspora_term_fr"),
                    ("diaspora_definition_en", "diaspora_definition_fr"),
                ]
            },
        ),
        texts_fieldset("numbers_note", "trends"),
        EDITORIAL_STATE,
        OTHER_NAMES,
    ]
    inlines = [CountryProfileCitationInline, ObstacleInline]
