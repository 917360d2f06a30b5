"""Filters of the public lists: what is written in the address decides what is shown, or is answered in words."""

from typing import Any, ClassVar

import django_filters
from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from diaspora.models import Answer, Country, CountryGroup, Region, Source, Topic, Verdict
from diaspora.models.sources import Citation

YEAR_ERROR = _("Write a year in four digits, such as 2014.")


class KeysField(django_filters.fields.ModelMultipleChoiceField):
    """Records chosen by their key in the address."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid_choice": _("“%(value)s” is not known here. Choose from the list."),
    }

    def clean(self, value: Any) -> Any:
        """Returns the records; refuses a NUL, which the database would stumble over."""
        for key in value or ():
            ProhibitNullCharactersValidator()(key)
        return super().clean(value)


class RecordsFilter(django_filters.ModelMultipleChoiceFilter):
    """Filters by one or several related records, named in the address by slug or code."""

    field_class = KeysField

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("to_field_name", "slug")
        options.setdefault("widget", forms.CheckboxSelectMultiple)
        super().__init__(*args, **options)

    def get_filter_predicate(self, v: Any) -> dict[str, Any]:
        """Returns the condition on the record itself; the library's own compares its key with the related id."""
        return {str(self.field_name): v}


class ChoicesFilter(django_filters.MultipleChoiceFilter):
    """Filters by one or several values of a fixed list."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("widget", forms.CheckboxSelectMultiple)
        options.setdefault(
            "error_messages", {"invalid_choice": _("“%(value)s” is not known here. Choose from the list.")}
        )
        super().__init__(*args, **options)


class YearFilter(django_filters.Filter):
    """Filters by a year."""

    field_class = forms.IntegerField

    def __init__(self, **options: Any) -> None:
        super().__init__(
            min_value=1900,
            max_value=2100,
            error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), YEAR_ERROR),
            widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 6}),
            **options,
        )


class AtlasFilterSet(django_filters.FilterSet):
    """What every list can be asked: words, and an order."""

    q = django_filters.CharFilter(label=_("Words"), method="search", max_length=200)

    # The orders a list offers: the name in the address, the label, the queryset method. The first one is the default.
    orders: ClassVar[dict[str, tuple[Any, str]]] = {"title": (_("Title"), "by_title")}

    def __init__(self, data: Any = None, *args: Any, **options: Any) -> None:
        # Without anything in the address the list still has its own order.
        super().__init__({} if data is None else data, *args, **options)
        order: Any = django_filters.ChoiceFilter(
            label=_("Order"),
            choices=[(name, label) for name, (label, _method) in self.orders.items()],
            empty_label=_("Best match") if (self.data or {}).get("q") else None,
            method="order",
            error_messages={"invalid_choice": _("“%(value)s” is no order of this list. Choose from the list.")},
        )
        order.parent = self
        self.filters["sort"] = order

    def search(self, records: Any, name: str, text: str) -> Any:
        """Returns the records that match the words, the best match first."""
        return records.search(text)

    def order(self, records: Any, name: str, order: str) -> Any:
        """Returns the records in the order asked for."""
        return getattr(records, self.orders[order][1])()

    def filter_queryset(self, queryset: Any) -> Any:
        """Returns the records that match every filter; in the list's own order where none is asked for."""
        records = super().filter_queryset(queryset)
        if self.form.cleaned_data.get("q") or self.form.cleaned_data.get("sort"):
            return records
        return self.order(records, "sort", next(iter(self.orders)))


class CitedFilterSet(AtlasFilterSet):
    """What a list of editorial records can be asked beside."""

    verdict = ChoicesFilter(
        label=_("Where sources disagree"),
        choices=[choice for choice in Verdict.choices if choice[0] != Verdict.SUPPORTS],
        method="with_verdict",
    )

    def with_verdict(self, records: Any, name: str, verdicts: list[str]) -> Any:
        """Returns the records with a citation of such a verdict."""
        if not verdicts:
            return records
        citations: type[Citation] = records.model._meta.get_field("citations").related_model
        return records.filter(
            Exists(citations.objects.filter(**{citations.record_field: OuterRef("pk")}, verdict__in=verdicts))
        )


def topics(kind: str) -> Any:
    """Returns what a filter by topic chooses from, as a filter takes it."""
    return lambda request: Topic.objects.filter(kind=kind)


def countries_with(relation: str) -> Any:
    """Returns what a filter by country chooses from: the countries that published records are about."""

    def choose(request: Any) -> QuerySet[Country]:
        return Country.objects.filter(**{f"{relation}__status": "published"}).distinct().by_name()

    return choose


class CountryFilterSet(AtlasFilterSet):
    """Filters of the list of countries."""

    orders: ClassVar[dict[str, tuple[Any, str]]] = {
        "name": (_("Name"), "by_name"),
        "emigrants": (_("Emigrants, most first"), "by_emigrants"),
        "remittances": (_("Remittances, most first"), "by_remittances"),
    }

    profile = django_filters.ChoiceFilter(
        label=_("Profile"),
        choices=[("yes", _("With a profile"))],
        method="with_profile",
        empty_label=_("All countries"),
    )
    region = RecordsFilter(
        label=_("Region"),
        queryset=lambda request: Region.objects.filter(parent__isnull=True),
        to_field_name="code",
        method="in_region",
    )
    group = RecordsFilter(label=_("Group"), queryset=lambda request: CountryGroup.objects.all(), method="in_group")
    dual_citizenship = ChoicesFilter(label=_("Dual citizenship"), choices=Answer.choices, method="with_right")
    external_voting = ChoicesFilter(label=_("Voting from abroad"), choices=Answer.choices, method="with_right")

    class Meta:
        model = Country
        fields: ClassVar[list[str]] = []

    def with_profile(self, countries: Any, name: str, value: str) -> Any:
        """Returns the countries with a published profile."""
        return countries.with_profile()

    def in_region(self, countries: Any, name: str, regions: Any) -> Any:
        """Returns the countries of the regions, whatever the level they are filed at."""
        if not regions:
            return countries
        return countries.filter(
            Q(region__in=regions) | Q(region__parent__in=regions) | Q(region__parent__parent__in=regions)
        )

    def in_group(self, countries: Any, name: str, groups: Any) -> Any:
        """Returns the present members of the groups."""
        if not groups:
            return countries
        return countries.filter(
            pk__in=Country.groups.through.objects.current().filter(group__in=groups).values("country")
        )

    def with_right(self, countries: Any, name: str, answers: list[str]) -> Any:
        """Returns the countries whose law answers so on the right that the filter is named after."""
        if not answers:
            return countries
        rights: Any = Country._meta.get_field("political_rights").related_model
        current = rights.objects.current().filter(right=name, answer__in=answers)
        return countries.with_profile().filter(pk__in=current.values("country"))


class SourceFilterSet(AtlasFilterSet):
    """Filters of the list of sources."""

    orders: ClassVar[dict[str, tuple[Any, str]]] = {
        "title": (_("Title"), "by_title"),
        "newest": (_("Date, newest first"), "newest_first"),
    }

    kind = ChoicesFilter(label=_("Kind"), choices=Source.Kind.choices)
    language = django_filters.AllValuesMultipleFilter(label=_("Language"), widget=forms.CheckboxSelectMultiple)
    from_year = YearFilter(label=_("From year"), method="dated")
    to_year = YearFilter(label=_("To year"), method="dated")

    class Meta:
        model = Source
        fields: ClassVar[list[str]] = []

    def dated(self, sources: Any, name: str, year: int) -> Any:
        """Returns the sources dated from, or up to, the year."""
        return sources.filter(date__gte=str(year)) if name == "from_year" else sources.filter(date__lt=str(year + 1))
