"""Facets: beside each value that a list can be filtered by, how many records it would give under all other filters."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import CharField, Count, F, Func, Model, Q, QuerySet, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from diaspora.columns.text import current_language

# Of how many values a reader can choose. There are fewer countries than this.
MOST_VALUES = 250
UNKNOWN_VALUE = _("“%(value)s” is not known here. Choose from the list.")


class Unnest(Func):
    """One row for each of several columns; two of these in one query go in step."""

    template = "unnest(ARRAY[%(expressions)s])"
    output_field = CharField()


@dataclass
class FacetValue:
    """A value of a facet, and how many records it would give."""

    key: str
    label: str
    count: int
    is_selected: bool


@dataclass
class Facet:
    """A filter of which several values can be chosen, with its values as the other filters leave them."""

    name: str
    label: str
    values: list[FacetValue]
    errors: Any
    # How many values there are beyond those, each of them for fewer records.
    left_out: int = 0

    @property
    def is_open(self) -> bool:
        """Whether something in it is chosen or wrong."""
        return bool(self.errors) or any(value.is_selected for value in self.values)


class CountedFilter(django_filters.Filter):
    """A filter that can count the records of each of its values.

    `tally` names the column that holds the key, as a path from the record or an expression; several where a record
    counts for several keys, once each. `labels` names the columns with the key's label, less their language; without
    it the labels are those of what the filter chooses from. `within` restricts the rows that count.
    """

    def __init__(
        self,
        *args: Any,
        tally: Any = (),
        labels: str | tuple[str, ...] = (),
        within: Q | None = None,
        **options: Any,
    ) -> None:
        self.tally_paths = tally if isinstance(tally, tuple) else (tally,)
        self.label_paths = (labels,) if isinstance(labels, str) else labels
        self.within = within
        super().__init__(*args, **options)

    def count_values(self, records: QuerySet[Model], number: int) -> QuerySet[Model, tuple[object, ...]]:
        """Returns rows of this filter's number, a key, its label in English and French, and the number of records."""
        records = records.order_by()
        if self.within is not None:
            records = records.filter(self.within)
        labels = {
            f"label_{language}": self._column([f"{path}_{language}" for path in self.label_paths])
            for language in ("en", "fr")
        }
        # To count each record once takes sorting, which is dear: it is done where a record can come up twice.
        is_once = len(self.tally_paths) == 1 and has_one_key(records.model, self.tally_paths[0])
        rows: QuerySet[Model, tuple[object, ...]] = (
            records.annotate(facet=Value(number), key=self._column(self.tally_paths), **labels)
            .values("facet", "key", *labels)
            .annotate(records=Count("pk", distinct=not is_once))
            .values_list("facet", "key", *labels, "records")
        )
        return rows

    @cached_property
    def own_choices(self) -> dict[str, str]:
        """The keys of the filter with their labels, where it has a list of its own to choose from."""
        if isinstance(self, RecordsFilter):
            return {} if self.label_paths else label_records(self.get_queryset(None), self.extra["to_field_name"])
        choices = self.extra["choices"]
        return {str(key): str(label) for key, label in (choices() if callable(choices) else choices)}

    @staticmethod
    def _column(paths: Sequence[Any]) -> Any:
        texts = [Cast(F(path) if isinstance(path, str) else path, CharField()) for path in paths]
        if not texts:
            return Value("")
        return texts[0] if len(texts) == 1 else Unnest(*texts)


def has_one_key(model: Any, path: Any) -> bool:
    """Returns whether a record has each key once: in a column of its own, or of what one relation leads to."""
    relations = path.split("__")[:-1] if isinstance(path, str) else [None, None]
    return not relations or (len(relations) == 1 and not model._meta.get_field(relations[0]).one_to_many)


class RecordsFilter(CountedFilter, django_filters.ModelMultipleChoiceFilter):
    """Filters by one or several related records, named in the address by slug or code."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("to_field_name", "slug")
        options.setdefault("widget", forms.CheckboxSelectMultiple)
        options.setdefault("error_messages", {"invalid_choice": UNKNOWN_VALUE})
        field_name = options.get("field_name")
        if field_name:
            options.setdefault("tally", f"{field_name}__{options['to_field_name']}")
            options.setdefault("labels", f"{field_name}__name")
        super().__init__(*args, **options)

    def filter(self, qs: Any, value: Any) -> Any:
        """Returns the records that one of the chosen ones is related to, each once."""
        if not value:
            return qs
        relation = qs.model._meta.get_field(self.field_name)
        if not relation.many_to_many:
            return qs.filter(**{f"{self.field_name}__in": value})
        links = relation.remote_field.through._default_manager.filter(
            **{f"{relation.m2m_reverse_field_name()}__in": value}
        )
        return qs.filter(pk__in=links.values(relation.m2m_field_name()))


class ChoicesFilter(CountedFilter, django_filters.MultipleChoiceFilter):
    """Filters by one or several values of a fixed list."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("widget", forms.CheckboxSelectMultiple)
        options.setdefault("error_messages", {"invalid_choice": UNKNOWN_VALUE})
        if options.get("field_name"):
            options.setdefault("tally", options["field_name"])
        super().__init__(*args, distinct=False, **options)


def count_facets(
    filters: dict[str, CountedFilter], records: dict[str, QuerySet[Model]], form: forms.Form
) -> list[Facet]:
    """Returns the facets, in the order of the filters; one query counts them all.

    `records` holds for each filter the records that match all others; those of several may be one and the same.
    """
    names = list(filters)
    rows = count_rows(filters, records) if names else []
    return [
        read_facet(name, filters[name], [row[1:] for row in rows if row[0] == number and row[1]], form)
        for number, name in enumerate(names)
    ]


def count_rows(filters: dict[str, CountedFilter], records: dict[str, QuerySet[Model]]) -> list[tuple[Any, ...]]:
    """Returns the counted rows of every filter. What matches is found once, however many filters count it."""
    found = {id(matching): matching for matching in records.values()}
    tables = {key: f"matching_{place}" for place, key in enumerate(found)}
    tallies = []
    for number, (name, tallied) in enumerate(filters.items()):
        keys = RawSQL(f"SELECT id FROM {tables[id(records[name])]}", ())  # noqa: S608, S611 (a name made above)
        tallies.append(tallied.count_values(records[name].model._default_manager.filter(pk__in=keys), number))
    counted, parameters = tallies[0].union(*tallies[1:], all=True).query.sql_with_params()
    parts: list[str] = []
    values: list[Any] = []
    for key, matching in found.items():
        part, part_values = select_keys(matching)
        parts.append(f"{tables[key]}(id) AS MATERIALIZED ({part})")
        values += part_values
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {', '.join(parts)} {counted}", [*values, *parameters])
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def select_keys(records: QuerySet[Model]) -> tuple[str, Sequence[object]]:
    try:
        return records.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return "SELECT 0 WHERE FALSE", ()


def read_facet(name: str, tallied: CountedFilter, rows: Iterable[tuple[str, str, str, int]], form: forms.Form) -> Facet:
    """Returns a facet of the counted rows; what is chosen stays in it, even where it would give nothing."""
    choices = tallied.own_choices
    chosen = chosen_values(form.cleaned_data.get(name), tallied)
    counts: dict[str, int] = {}
    labels = dict(chosen)
    for key, label_en, label_fr, count in rows:
        if choices and key not in choices:
            continue
        counts[key] = count
        wanted, other = (label_en, label_fr) if current_language() == "en" else (label_fr, label_en)
        labels[key] = choices.get(key) or wanted or other
    values = [FacetValue(key, label, counts.get(key, 0), key in chosen) for key, label in labels.items()]
    values.sort(key=lambda value: (-value.count, value.label))
    shown = values[:MOST_VALUES] + [value for value in values[MOST_VALUES:] if value.is_selected]
    return Facet(name, str(tallied.label), shown, form.errors.get(name, ""), len(values) - len(shown))


def chosen_values(chosen: Any, tallied: CountedFilter) -> dict[str, str]:
    if isinstance(tallied, RecordsFilter):
        return label_records(chosen or (), tallied.extra["to_field_name"])
    choices = tallied.own_choices
    return {key: choices[key] for key in chosen or ()}


def label_records(records: Iterable[Model], key_name: str) -> dict[str, str]:
    return {str(getattr(record, key_name)): str(record) for record in records}
