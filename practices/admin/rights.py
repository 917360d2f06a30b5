"""Political rights of citizens abroad."""

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from diaspora.admin.base import TrackedAdmin
from diaspora.admin.citations import CitationInline
from diaspora.admin.filters import InUseFilter
from diaspora.admin.search import HELP
from practices.models import PoliticalRight, PoliticalRightCitation


class PoliticalRightCitationInline(CitationInline):
    model = PoliticalRightCitation


@admin.register(PoliticalRight)
class PoliticalRightAdmin(TrackedAdmin):
    """What the law of a country says on one right of its citizens abroad."""

    list_display = ["country", "right", "answer", "legal_basis", "legal_article", "valid_from", "valid_to"]
    list_display_links = ["country", "right"]
    list_select_related = ["country", "legal_basis"]
    list_filter = [
        ("country", InUseFilter),
        "right",
        "answer",
        ("valid_to", admin.EmptyFieldListFilter),
    ]
    search_fields = ["country__name_en", "country__name_fr", "country__iso3", "legal_article"]
    search_help_text = HELP
    fieldsets = [
        (_("The right"), {"fields": ["country", ("right", "answer"), ("conditions_en", "conditions_fr")]}),
        (
            _("Voting"),
            {
                "fields": ["elections", "voting_methods"],
                "description": _("For the right to vote and to stand for election. Tick nothing where no source says."),
            },
        ),
        (_("The law"), {"fields": [("legal_basis", "legal_article"), ("valid_from", "valid_to")]}),
    ]
    inlines = [PoliticalRightCitationInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Model]:
        return super().get_queryset(request).select_related("country")
