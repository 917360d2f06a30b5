"""Filters for what editors look for: what is due, what is missing, what is disputed."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import Exists, Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from diaspora.columns.folded import fold
from diaspora.models import Freshness

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    Lookups = Iterable[tuple[str, StrOrPromise]]
    ModelAdmin = admin.ModelAdmin[Model]


class InUseFilter(admin.RelatedOnlyFieldListFilter):
    """Offers what records are linked to, and nothing else, in alphabetical order."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: "ModelAdmin") -> list[Any]:
        """Returns the choices in the alphabetical order of the editor's language."""
        return sorted(super().field_choices(field, request, model_admin), key=lambda choice: fold(str(choice[1])))


class ReviewFilter(admin.SimpleListFilter):
    """How records stand with their review clock."""

    title = _("review")
    parameter_name = "freshness"

    def lookups(self, request: HttpRequest, model_admin: "ModelAdmin") -> "Lookups":
        return Freshness.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        if self.value() not in Freshness.values:
            return queryset
        return queryset.filter(pk__in=queryset.model.objects.with_freshness(self.value()).values("pk"))


class MissingFilter(admin.SimpleListFilter):
    """Something that is missing or there; a subclass says what, and the queryset method that finds what lacks it."""

    names: tuple[Any, Any]
    find_missing: str

    def lookups(self, request: HttpRequest, model_admin: "ModelAdmin") -> "Lookups":
        return [("missing", self.names[0]), ("complete", self.names[1])]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        """Returns the records that lack it, or those that do not."""
        if self.value() not in ("missing", "complete"):
            return queryset
        missing = getattr(queryset.model.objects.all(), self.find_missing)().values("pk")
        return queryset.filter(pk__in=missing) if self.value() == "missing" else queryset.exclude(pk__in=missing)


class TranslationFilter(MissingFilter):
    """Whether every text is in both languages."""

    title = _("translation")
    parameter_name = "translation"
    names = (_("Missing"), _("Complete"))
    find_missing = "missing_translation"


class SourceFilter(MissingFilter):
    """Whether a source supports the record."""

    title = _("source")
    parameter_name = "cited"
    names = (_("Missing"), _("Supported by a source"))
    find_missing = "missing_source"


class DisputedFilter(admin.SimpleListFilter):
    """Whether the editors dispute something that a source says of the record."""

    title = _("disagreement between sources")
    parameter_name = "disputed"

    def lookups(self, request: HttpRequest, model_admin: "ModelAdmin") -> "Lookups":
        return [("yes", _("Yes")), ("no", _("No"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        """Returns the records with, or without, a citation that is not simply supported."""
        if self.value() not in ("yes", "no"):
            return queryset
        disputed = Exists(queryset.model.citations_of_row().disputed())
        return queryset.filter(disputed if self.value() == "yes" else ~disputed)
