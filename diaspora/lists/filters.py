"""Filters of the public lists: what is written in the address decides what is shown, or is answered in words."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

import django_filters
from django import forms
from django.core.validators import RegexValidator
from django.db.models import Count, Exists, Q, QuerySet, Value
from django.http import HttpRequest, QueryDict
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _

from diaspora.lists.facets import (
    UNKNOWN_VALUE,
    ChoicesFilter,
    CountedFilter,
    Facet,
    chosen_values,
    count_facets,
)
from diaspora.models import Country, Topic, Verdict

YEAR_ERROR = _("Write a year in four digits, such as 2014.")
# Unicode’s own mark for a character that could not be read.
UNREADABLE = "\ufffd"
# What arranges a list and leaves nothing out of it.
ARRANGEMENTS = ("sort", "size")
# Each order by its name in addresses: its label, and the method of the queryset.
Orders = dict[str, tuple[str | Promise, str]]


@dataclass
class ActiveFilter:
    name: str
    label: str
    value: str
    query_without: str


class YearFilter(django_filters.Filter):
    field_class = forms.IntegerField

    def __init__(self, **options: Any) -> None:
        super().__init__(
            min_value=1900,
            max_value=2100,
            error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), YEAR_ERROR),
            widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 6}),
            **options,
        )


def replace_nul(data: Any) -> Any:
    """Returns what the address asks for without NUL, which neither the database nor a page can hold.

    Where one stood is a mark that no filter knows, and says so.
    """
    if not isinstance(data, QueryDict):
        return data
    query = data.copy()
    for name, values in data.lists():
        query.setlist(name, [str(value).replace("\0", UNREADABLE) for value in values])
    return query


class AtlasFilterSet(django_filters.FilterSet):
    """What every list can be asked: words, an order, and how many records to a page."""

    q = django_filters.CharFilter(
        label=_("Words"),
        method="search",
        max_length=200,
        validators=[
            RegexValidator(UNREADABLE, _("A character could not be read. Type the words again."), inverse_match=True)
        ],
    )

    # The orders a list offers: the name in the address, the label, the queryset method. The first one is the default.
    orders: ClassVar[Orders] = {"title": (_("Title"), "by_title")}
    # How many records a page may have, the usual number first; none where the list stands on one page.
    page_sizes: ClassVar[tuple[int, ...]] = (25, 50, 100)

    def __init__(self, data: Any = None, *args: Any, **options: Any) -> None:
        # Without anything in the address the list still has its own order.
        super().__init__({} if data is None else replace_nul(data), *args, **options)
        self.add_arrangement(
            "sort",
            label=_("Order"),
            choices=[(name, label) for name, (label, _method) in self.orders.items()],
            empty_label=_("Best match") if (self.data or {}).get("q") else None,
            method="order",
            error_messages={"invalid_choice": _("“%(value)s” is no order of this list. Choose from the list.")},
        )
        if self.page_sizes:
            self.add_arrangement(
                "size",
                label=_("Results to a page"),
                choices=[(str(size), str(size)) for size in self.page_sizes],
                empty_label=None,
                method="leave_unfiltered",
                error_messages={"invalid_choice": UNKNOWN_VALUE},
            )

    def add_arrangement(self, name: str, **options: Any) -> None:
        """Adds a choice that arranges the list and leaves nothing out."""
        arrangement: Any = django_filters.ChoiceFilter(**options)
        arrangement.parent = self
        self.filters[name] = arrangement

    def search(self, records: Any, name: str, text: str) -> Any:
        """Returns the records that match the words, the best match first."""
        return records.search(text)

    def order(self, records: Any, name: str, order: str) -> Any:
        return getattr(records, self.orders[order][1])()

    def leave_unfiltered(self, records: Any, name: str, value: str) -> Any:
        """Returns the records as they are: the size of a page is the view's."""
        return records

    def filter_queryset(self, queryset: Any) -> Any:
        """Returns the records that match every filter; in the list's own order where none is asked for."""
        self.chosen = self.form.cleaned_data
        records = super().filter_queryset(queryset)
        if self.form.cleaned_data.get("q") or self.form.cleaned_data.get("sort"):
            return records
        return self.order(records, "sort", next(iter(self.orders)))

    @cached_property
    def understood(self) -> dict[str, Any]:
        """What the address asks for, as far as it was understood."""
        self.form.is_valid()
        return self.form.cleaned_data

    def narrow(self, *, without: str = "") -> Any:
        """Returns the records that match every filter but one, in no order."""
        # What filters that look at one another go by.
        self.chosen = {name: value for name, value in self.understood.items() if name != without}
        records: Any = self.queryset
        for name, value in self.chosen.items():
            if name not in ARRANGEMENTS:
                records = self.filters[name].filter(records, value)
        return records.order_by()

    @cached_property
    def facets(self) -> list[Facet]:
        """Every filter of which several values can be chosen, with the count of each value under the others."""
        tallied = {name: found for name, found in self.filters.items() if isinstance(found, CountedFilter)}
        # What is not chosen leaves nothing out: all such filters count the same records.
        matching = self.narrow()
        records = {name: self.narrow(without=name) if self.understood.get(name) else matching for name in tallied}
        return count_facets(tallied, records, self.form)

    @property
    def plain_fields(self) -> list[forms.BoundField]:
        """The fields that are no facet, such as years."""
        return [
            self.form[name]
            for name, given in self.filters.items()
            if not isinstance(given, CountedFilter) and name not in ("q", *ARRANGEMENTS)
        ]

    @property
    def arrangement_fields(self) -> list[forms.BoundField]:
        return [self.form[name] for name in ARRANGEMENTS if name in self.filters]

    @cached_property
    def active_filters(self) -> list[ActiveFilter]:
        found = []
        for name, value in self.understood.items():
            given: Any = self.filters[name]
            if name in ARRANGEMENTS or value in (None, ""):
                continue
            values = chosen_values(value, given) if isinstance(given, CountedFilter) else {str(value): str(value)}
            found += [
                ActiveFilter(name, str(given.label), label, self.query_without(name, key))
                for key, label in values.items()
            ]
        return found

    def query_without(self, name: str, value: str) -> str:
        """Returns the query of the address without one value of one filter."""
        remaining = [given for given in self.given.getlist(name) if given != value]
        return self.query_with(name, remaining if isinstance(self.filters[name], CountedFilter) else [])

    def query_with(self, name: str, values: list[str]) -> str:
        """Returns the query of the address with these values of one filter, on its first page."""
        query = self.given.copy()
        query.pop("page", None)
        query.setlist(name, values)
        return query.urlencode()

    @property
    def given(self) -> QueryDict:
        return self.data if isinstance(self.data, QueryDict) else QueryDict()

    @cached_property
    def wider_lists(self) -> list[tuple[str, int, str]]:
        """What to take away where nothing matches: each filter, what the list gives without it, and the address."""
        names = list(dict.fromkeys(chip.name for chip in self.active_filters))
        tallies = [
            self.narrow(without=name)
            .values(filter_number=Value(number))
            .annotate(record_count=Count("pk", distinct=True))
            .values_list("filter_number", "record_count")
            for number, name in enumerate(names)
        ]
        counts = sorted(tallies[0].union(*tallies[1:], all=True), key=lambda row: -row[1]) if tallies else []
        return [
            (str(self.filters[names[number]].label), count, self.query_with(names[number], []))
            for number, count in counts
            if count
        ]


DISPUTED = [verdict for verdict in Verdict.values if verdict != Verdict.SUPPORTS]


class CitedFilterSet(AtlasFilterSet):
    """What a list of editorial records can be asked beside."""

    verdict = ChoicesFilter(
        label=_("Where sources disagree"),
        choices=[(verdict, Verdict(verdict).label) for verdict in DISPUTED],
        method="with_verdict",
        tally="citations__verdict",
        within=Q(citations__verdict__in=DISPUTED),
    )

    def with_verdict(self, records: Any, name: str, verdicts: list[str]) -> Any:
        if not verdicts:
            return records
        return records.filter(Exists(records.model.citations_of_row().filter(verdict__in=verdicts)))


def topics(kind: str) -> Callable[[HttpRequest | None], QuerySet[Topic]]:
    return lambda request: Topic.objects.filter(kind=kind)


def countries_with(relation: str) -> Callable[[HttpRequest | None], QuerySet[Country]]:
    """Returns what a filter by country chooses from: the countries that published records are about."""

    def choose(request: HttpRequest | None) -> QuerySet[Country]:
        return Country.objects.filter(**{f"{relation}__status": "published"}).distinct().by_name()

    return choose
