"""Citations, entered in the form of the record that they bear on."""

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from diaspora.admin.base import ChildInline
from diaspora.admin.forms import CitationFormSet


class CitationInline(ChildInline):
    """What a source says of the record; a subclass names the table."""

    formset = CitationFormSet
    verbose_name_plural = _("sources")
    fieldsets = [
        (None, {"fields": ["source", ("locator", "aspect", "verdict")]}),
        (
            _("What the source says, and our reason for the verdict"),
            {
                "fields": [("statement_en", "statement_fr"), ("reason_en", "reason_fr")],
                "classes": ["collapse"],
                "description": _(
                    "Needed unless the verdict is “supports”; a few words help later editors in any case."
                ),
            },
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Model]:
        return super().get_queryset(request).select_related("source", "aspect")
