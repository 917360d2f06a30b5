"""Laws, policies and agreements, with their events and documents."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from diaspora.admin.base import ChildInline, ChildTable
from diaspora.admin.citations import CitationInline
from diaspora.admin.entries import EDITORIAL_STATE, NAMES, OTHER_NAMES, EntryAdmin, texts_fieldset
from diaspora.admin.filters import InUseFilter
from practices.models import Policy, PolicyCitation, PolicyDocument, PolicyEvent


class PolicyEventTable(ChildTable):
    model = PolicyEvent
    fields = ["date", "kind", "text_en", "text_fr"]


class PolicyDocumentInline(ChildInline):
    model = PolicyDocument
    fieldsets = [(None, {"fields": ["title", ("role", "language"), ("url", "archived_url"), "source"]})]


class PolicyCitationInline(CitationInline):
    model = PolicyCitation


@admin.register(Policy)
class PolicyAdmin(EntryAdmin):
    place_columns = ("country", "group", "policy_type")
    own_filters = (
        ("country", InUseFilter),
        ("group", InUseFilter),
        "policy_type",
        "category",
        "implementation",
        "scope",
        ("areas", InUseFilter),
    )
    list_select_related = ["country", "group"]
    search_fields = [*EntryAdmin.search_fields, "number"]
    fieldsets = [
        NAMES,
        (
            _("What it is"),
            {
                "fields": [("country", "group"), ("category", "policy_type", "scope"), ("number", "implementation")],
                "description": _("It belongs to a country or to a group of countries, to one of the two."),
            },
        ),
        texts_fieldset(),
        (
            _("What it is linked to"),
            {"fields": ["responsible_institutions", "creates_institutions", "areas", "replaces", "amends"]},
        ),
        EDITORIAL_STATE,
        OTHER_NAMES,
    ]
    inlines = [PolicyEventTable, PolicyCitationInline, PolicyDocumentInline]
