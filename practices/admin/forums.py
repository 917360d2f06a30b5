"""Forums, their summits, and how countries took part."""

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from diaspora.admin.base import ChildTable, RecordAdmin, TrackedAdmin
from diaspora.admin.citations import CitationInline
from diaspora.admin.filters import InUseFilter
from diaspora.admin.search import HELP
from practices.models import (
    Forum,
    ForumMeeting,
    Participation,
    ParticipationCitation,
    RoundTableRole,
    ThematicMeeting,
)


@admin.register(Forum)
class ForumAdmin(RecordAdmin):
    """Forums where States meet."""

    list_display = ["name", "acronym", "website"]
    search_fields = ["name_en", "name_fr", "acronym_en", "acronym_fr", "slug"]
    prepopulated_fields = {"slug": ["name_en"]}
    fields = [("name_en", "name_fr"), ("acronym_en", "acronym_fr"), "slug", "website"]


@admin.register(ForumMeeting)
class ForumMeetingAdmin(RecordAdmin):
    list_display = ["forum", "number", "year", "place"]
    list_display_links = ["forum", "number"]
    list_filter = ["forum"]
    search_fields = [
        "forum__acronym_en",
        "forum__acronym_fr",
        "forum__name_en",
        "forum__name_fr",
        "place_en",
        "place_fr",
        "year",
    ]
    search_help_text = HELP
    fields = ["forum", ("number", "year"), "hosts", ("place_en", "place_fr")]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Model]:
        return super().get_queryset(request).select_related("forum")


class RoundTableRoleTable(ChildTable):
    """Round tables of the summit that the country had a role in."""

    model = RoundTableRole
    fields = ["round_table", "title_en", "title_fr", "role_en", "role_fr"]


class ThematicMeetingTable(ChildTable):
    """Thematic meetings that the country took part in."""

    model = ThematicMeeting
    fields = ["title_en", "title_fr", "date", "place_en", "place_fr"]


class ParticipationCitationInline(CitationInline):
    model = ParticipationCitation


@admin.register(Participation)
class ParticipationAdmin(TrackedAdmin):
    """How a country took part in one summit."""

    list_display = [
        "country",
        "forum",
        "meeting",
        "position",
        "attended_summit",
        "attended_preparatory_meetings",
        "financial_contribution",
    ]
    list_display_links = ["country", "forum"]
    list_filter = [
        ("country", InUseFilter),
        ("forum", InUseFilter),
        ("meeting", admin.EmptyFieldListFilter),
        "attended_summit",
        "financial_contribution",
    ]
    search_fields = [
        "country__name_en",
        "country__name_fr",
        "country__iso3",
        "forum__acronym_en",
        "forum__acronym_fr",
        "forum__name_en",
        "forum__name_fr",
        "meeting__place_en",
        "meeting__place_fr",
    ]
    search_help_text = HELP
    fieldsets = [
        (_("Which summit"), {"fields": [("country", "forum"), ("meeting", "position")]}),
        (_("How it took part"), {"fields": [("attended_summit", "attended_preparatory_meetings")]}),
        (
            _("What it contributed"),
            {"fields": ["financial_contribution", ("contribution_text_en", "contribution_text_fr")]},
        ),
    ]
    inlines = [RoundTableRoleTable, ThematicMeetingTable, ParticipationCitationInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Model]:
        return super().get_queryset(request).select_related("country", "forum", "meeting__forum")
