"""Vocabularies that records are tagged with."""

from django.contrib import admin

from diaspora.admin.base import RecordAdmin
from diaspora.models import Aspect, CompactObjective, SustainableDevelopmentGoal, Topic


@admin.register(Topic)
class TopicAdmin(RecordAdmin):
    """Areas of engagement, sectors and target groups."""

    list_display = ["name", "kind", "order", "slug"]
    list_filter = ["kind"]
    search_fields = ["name_en", "name_fr", "slug"]
    prepopulated_fields = {"slug": ["name_en"]}
    fields = ["kind", ("name_en", "name_fr"), "slug", ("description_en", "description_fr"), "order"]


@admin.register(SustainableDevelopmentGoal)
class SustainableDevelopmentGoalAdmin(RecordAdmin):
    list_display = ["number", "name"]
    list_display_links = ["number", "name"]
    search_fields = ["number", "name_en", "name_fr"]
    fields = ["number", ("name_en", "name_fr"), "colour"]


@admin.register(CompactObjective)
class CompactObjectiveAdmin(RecordAdmin):
    """The 23 objectives of the Global Compact for Migration."""

    list_display = ["number", "label", "name"]
    list_display_links = ["number", "label"]
    search_fields = ["number", "label_en", "label_fr", "name_en", "name_fr"]
    fields = ["number", ("label_en", "label_fr"), ("name_en", "name_fr")]


@admin.register(Aspect)
class AspectAdmin(RecordAdmin):
    list_display = ["name", "order", "slug"]
    search_fields = ["name_en", "name_fr", "slug"]
    prepopulated_fields = {"slug": ["name_en"]}
    fields = [("name_en", "name_fr"), "slug", "order"]
