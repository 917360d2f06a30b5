"""Countries side by side: what is known of each, a row for each question, in a number of queries that stays."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import CharField, Count, F, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from actors.models import Institution
from diaspora.figures.computed import COMPUTED, compute_for_countries, name_series
from diaspora.lists.facets import Unnest
from diaspora.models import Country, Observation, Topic
from diaspora.records.citations import Bibliography
from practices.models import Policy, PoliticalRight, Practice

SEXES = Observation.Sex.values


@dataclass
class Cell:
    """What is known of one country on one question; `value` is none where nothing is."""

    country: Country
    has_profile: bool
    value: Any = None
    address: str = ""


@dataclass
class Row:
    """One question, with an answer for each country."""

    label: str
    cells: list[Cell]


@dataclass
class Section:
    """Questions of one kind; `kind` says how an answer is shown: right, figure or count."""

    heading: str
    kind: str
    rows: list[Row]


@dataclass(frozen=True)
class Tally:
    """Records that are counted for each country by one of their properties, and the list that shows them."""

    heading: Any
    # What is counted, and the paths from it to the slugs of its countries.
    model: type[Policy | Institution | Practice]
    countries: tuple[str, ...]
    # The property, and the filter of the list that chooses by it.
    key: str
    parameter: str
    # The labels of the keys; where there are none, the keys are those of areas of engagement.
    choices: Sequence[tuple[str, Any]] = ()

    def count(self, number: int, slugs: Sequence[str], key: Any) -> QuerySet[Any, Any]:
        """Returns rows of this tally's number, a country, a key, and how many published records have both."""
        chosen = Q()
        for path in self.countries:
            chosen |= Q(**{f"{path}__in": slugs})
        columns = [Cast(F(path), CharField()) for path in self.countries]
        rows: QuerySet[Any, Any] = (
            self.model.objects.published()
            .filter(chosen)
            .order_by()
            .annotate(
                tally=Value(number),
                counted_for=columns[0] if len(columns) == 1 else Unnest(*columns),
                counted_as=Cast(key, CharField()),
            )
            .values("tally", "counted_for", "counted_as")
            .annotate(record_count=Count("pk", distinct=True))
            .values_list("tally", "counted_for", "counted_as", "record_count")
        )
        return rows

    def address(self, country: Country, key: str) -> str:
        query = {"country": country.slug} | ({self.parameter: key} if key else {})
        return f"{self.model.get_list_url()}?{urlencode(query)}"


TALLIES = (
    Tally(_("Policies by type"), Policy, ("country__slug",), "policy_type", "type", Policy.Type.choices),
    Tally(
        _("Institutions by level"),
        Institution,
        ("country__slug", "countries_served__slug"),
        "level",
        "level",
        Institution.Level.choices,
    ),
    Tally(_("Practices by area"), Practice, ("countries__slug",), "areas__slug", "area"),
)


@dataclass
class Comparison:
    """Several countries side by side, in the order in which they were chosen."""

    countries: list[Country]
    # The keys of the countries that have a published profile.
    profiled: set[int]

    @property
    def columns(self) -> list[Cell]:
        """The head of the table: each country, and whether it has a profile."""
        return [self._cell(country) for country in self.countries]

    @cached_property
    def rights(self) -> dict[tuple[int, str], Any]:
        """The answers that stand, by country and right; they are published with the country's profile."""
        profiled = [country for country in self.countries if country.pk in self.profiled]
        current = PoliticalRight.objects.current().filter(country__in=profiled).select_related("legal_basis", "country")
        return {(right.country_id, right.right): right for right in current}

    @cached_property
    def figures(self) -> list[Observation]:
        """Of each country and indicator the latest figure that is shown first, for both sexes and for women.

        What the atlas computes stands where nothing is published of the same or a later year. Men are the rest.
        """
        shown = Observation.objects.national().shown_first().exclude(sex=Observation.Sex.MALE)
        published = shown.filter(country__in=self.countries)
        latest = {
            (figure.country_id, figure.indicator_id, figure.sex): figure
            for figure in published.order_by("country_id", "indicator_id", "sex", "-year")
            .distinct("country_id", "indicator_id", "sex")
            .select_related("indicator", "dataset__source", "source")
        }
        for figure in compute_for_countries(COMPUTED, [country.pk for country in self.countries]):
            if figure.sex == Observation.Sex.MALE:
                continue
            known = latest.get(fact := (figure.country_id, figure.indicator_id, figure.sex))
            if known is None or known.year < figure.year:
                latest[fact] = figure
        return sorted(
            latest.values(),
            key=lambda figure: (figure.indicator.order, figure.indicator.code, SEXES.index(figure.sex)),
        )

    @cached_property
    def bibliography(self) -> Bibliography:
        bibliography = Bibliography(self.rights.values())
        bibliography.add_figures(self.figures)
        return bibliography

    @cached_property
    def sections(self) -> list[Section]:
        return [self._compare_rights(), self._compare_figures(), *self._compare_counts()]

    def _cell(self, country: Country, value: Any = None, address: str = "") -> Cell:
        return Cell(country, country.pk in self.profiled, value, address)

    def _compare_rights(self) -> Section:
        return Section(
            gettext("Political rights"),
            "right",
            [
                Row(
                    str(label),
                    [self._cell(country, self.rights.get((country.pk, right))) for country in self.countries],
                )
                for right, label in PoliticalRight.Right.choices
            ],
        )

    def _compare_figures(self) -> Section:
        by_subject: dict[str, dict[int, Observation]] = {}
        for figure in self.figures:
            by_subject.setdefault(name_series(figure.indicator, figure.sex), {})[figure.country_id] = figure
        rows = [
            Row(label, [self._cell(country, values.get(country.pk)) for country in self.countries])
            for label, values in (by_subject or {gettext("Any figure"): {}}).items()
        ]
        return Section(gettext("Latest figures"), "figure", rows)

    def _compare_counts(self) -> list[Section]:
        slugs = [country.slug for country in self.countries]
        tallies = [
            tally.count(number, slugs, key) for number, tally in enumerate(TALLIES) for key in (Value(""), F(tally.key))
        ]
        counts = {tuple(row[:3]): row[3] for row in tallies[0].union(*tallies[1:], all=True)}
        areas = {topic.slug: str(topic.name) for topic in Topic.objects.areas()}
        sections = []
        for number, tally in enumerate(TALLIES):
            choices = dict(tally.choices) or areas
            counted = {key for found, _slug, key in counts if found == number}
            rows = [
                Row(
                    str(label),
                    [
                        self._cell(country, counts.get((number, country.slug, key)), tally.address(country, key))
                        for country in self.countries
                    ],
                )
                for key, label in ({"": gettext("In all")} | choices).items()
                if key in counted or not key
            ]
            sections.append(Section(str(tally.heading), "count", rows))
        return sections
