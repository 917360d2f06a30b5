"""What the world map can be coloured by: records of the atlas, answers on political rights, published figures."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import CharField, Count, Exists, F, OuterRef, Q
from django.db.models.functions import Cast
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from diaspora.figures.computed import COMPUTED, OF_WOMEN, POPULATION, SIDES, compute_for_countries, name_series
from diaspora.figures.wording import amount, number
from diaspora.lists.facets import Unnest
from diaspora.models import Answer, Country, Dataset, Entry, Indicator, MigrantStock, Observation
from diaspora.world_map.classes import classify, shade
from practices.models import PoliticalRight

RIGHTS = {"dual_citizenship": _("Dual citizenship"), "external_voting": _("Voting from abroad")}


@dataclass(frozen=True)
class Value:
    """What a subject says of one country: in words, how it sorts, and where it stands in the legend."""

    text: str
    rank: Decimal
    css_class: str = ""
    year: int | None = None
    dataset: Dataset | None = None


@dataclass(frozen=True)
class LegendItem:
    """One colour of the map, what it means, and how many countries have it."""

    css_class: str
    text: str
    count: int


@dataclass
class Subject:
    """Something that a map shows of each country that it is known of. A subclass reads it and makes the legend."""

    key: str
    name: str | Promise
    # What is said of a country without a value.
    missing: str | Promise

    def read(self) -> tuple[dict[int, Value], list[LegendItem]]:
        """Returns the values by the key of the country, and the legend."""
        raise NotImplementedError

    def explain(self, values: Iterable[Value]) -> list[str]:
        """Returns where the values come from, in sentences."""
        raise NotImplementedError


class Records(Subject):
    """How many published records concern a country, as one of origin or of destination."""

    def read(self) -> tuple[dict[int, Value], list[LegendItem]]:
        """Returns the countries with records; one query counts them all, each record once for a country."""
        tallies = [tally_by_country(record_type) for record_type in Entry.types()]
        counts: Counter[int] = Counter()
        for country, found in tallies[0].union(*tallies[1:], all=True):
            if country:
                counts[int(country)] += found
        return shade_by_quantile({country: Value(count_records(n), Decimal(n)) for country, n in counts.items()})

    def explain(self, values: Iterable[Value]) -> list[str]:
        return [
            gettext(
                "Counted are published profiles, policies, practices, institutions and organisations that concern "
                "the country, as one of origin or of destination."
            )
        ]


def tally_by_country(record_type: Any) -> Any:
    """Returns rows of a country’s key and the number of published records of the type that name it."""
    names = [
        field.name for field in record_type._meta.get_fields() if field.related_model is Country and field.concrete
    ]
    columns = [Cast(F(name), CharField()) for name in sorted(names)]
    return (
        record_type.objects.published()
        .order_by()
        .annotate(counted_for=columns[0] if len(columns) == 1 else Unnest(*columns))
        .values("counted_for")
        .annotate(record_count=Count("pk", distinct=True))
        .values_list("counted_for", "record_count")
    )


def count_records(count: int) -> str:
    """Returns a number of records in words."""
    return ngettext("%(count)s record", "%(count)s records", count) % {"count": number(count)}


class Right(Subject):
    """What the law of a country says today on a right of its citizens abroad."""

    def read(self) -> tuple[dict[int, Value], list[LegendItem]]:
        """Returns the answers that stand; they are published with the country’s profile."""
        answers = PoliticalRight.objects.published().current().filter(right=self.key)
        order = Answer.values
        values = {
            country: Value(str(Answer(answer).label), Decimal(-order.index(answer)), f"answer-is-{answer}")
            for country, answer in answers.values_list("country_id", "answer").order_by()
        }
        counts = Counter(value.css_class for value in values.values())
        legend = [
            LegendItem(css_class, str(Answer(answer).label), counts[css_class])
            for answer in order
            if counts[css_class := f"answer-is-{answer}"]
        ]
        return values, legend

    def explain(self, values: Iterable[Value]) -> list[str]:
        """Says where the answers are from."""
        return [gettext("The law as it stands, from the published country profiles, which name the sources.")]


@dataclass
class Figures(Subject):
    """An indicator: of each country the latest figure that is shown first, or what the atlas computes of it."""

    indicator: Indicator
    sex: str = Observation.Sex.TOTAL

    def read(self) -> tuple[dict[int, Value], list[LegendItem]]:
        """Returns the latest figures, in their unit."""
        published = (
            Observation.objects.comparable(self.sex)
            .filter(indicator=self.indicator)
            .order_by("country_id", "-year")
            .distinct("country_id")
            .select_related("indicator", "dataset__source")
        )
        figures = {figure.country_id: figure for figure in published}
        if self.indicator.code in COMPUTED:
            for figure in compute_for_countries({self.indicator.code}):
                known = figures.get(figure.country_id)
                if figure.sex == self.sex and (known is None or known.year < figure.year):
                    figures[figure.country_id] = figure
        return shade_by_quantile(
            {
                country: Value(amount(figure), figure.value, year=figure.year, dataset=figure.dataset)
                for country, figure in figures.items()
            }
        )

    def explain(self, values: Iterable[Value]) -> list[str]:
        """Names each edition with its years and how many countries have their figure from it; and the computation."""
        editions: dict[Dataset, list[int]] = {}
        for value in values:
            if value.dataset is not None and value.year is not None:
                editions.setdefault(value.dataset, []).append(value.year)
        sentences = []
        for edition, years in sorted(editions.items(), key=lambda item: (-len(item[1]), str(item[0]))):
            sentence = ngettext(
                "%(years)s – %(publisher)s, %(edition)s (%(count)s country).",
                "%(years)s – %(publisher)s, %(edition)s (%(count)s countries).",
                len(years),
            )
            sentences.append(
                sentence
                % {
                    "years": span(str(min(years)), str(max(years))),
                    "publisher": edition.publisher,
                    "edition": edition,
                    "count": number(len(years)),
                }
            )
            if edition.file_note:
                sentences.append(str(edition.file_note))
        if self.indicator.code in COMPUTED:
            # The definition says it in the terms of statistics.
            computed = gettext("Computed by the atlas where no source publishes it: %(how)s")
            sentences.append(computed % {"how": self.indicator.computation})
        return sentences


def span(first: str, last: str) -> str:
    """Returns two ends in words, or the one where they are the same."""
    return first if first == last else gettext("%(first)s to %(last)s") % {"first": first, "last": last}


def shade_by_quantile(values: dict[int, Value]) -> tuple[dict[int, Value], list[LegendItem]]:
    """Returns the values with the shade of their class, and the classes, least first."""
    classes = classify([value.rank for value in values.values()])
    shades = {rank: f"class-{shade(n, len(classes))}" for n, members in enumerate(classes) for rank in members}
    texts = {value.rank: value.text for value in values.values()}
    shaded = {
        country: Value(value.text, value.rank, shades[value.rank], value.year, value.dataset)
        for country, value in values.items()
    }
    legend = [
        LegendItem(shades[members[0]], span(texts[members[0]], texts[members[-1]]), len(members)) for members in classes
    ]
    return shaded, legend


def list_subjects() -> tuple[list[Subject], list[Subject]]:
    """Returns what the map can be coloured by: first what the atlas itself holds, then figures that there are."""
    own: list[Subject] = [
        Records("records", _("Records in this atlas"), _("nothing yet")),
        *(Right(right, name, _("no answer yet")) for right, name in RIGHTS.items()),
    ]
    taken = {subject.key for subject in own}
    figures: Sequence[Subject] = [
        make_subject(indicator) for indicator in measured_indicators() if indicator.code not in taken
    ]
    return own, list(figures)


def measured_indicators() -> Iterable[Indicator]:
    """Returns the indicators that a country has a published figure of, or that one can be computed of; one query."""
    published = Observation.objects.filter(indicator=OuterRef("pk"))
    found = Q(Exists(published.comparable())) & ~Q(code__in=OF_WOMEN)
    found |= Q(Exists(published.comparable(Observation.Sex.FEMALE)), code__in=OF_WOMEN)
    for side in SIDES:
        stock = Observation.objects.filter(indicator__code=side.stock, in_series=True)
        population = Observation.objects.filter(indicator__code=POPULATION, year=OuterRef("year"))
        found |= Q(Exists(stock.filter(sex=Observation.Sex.FEMALE)), code=side.sexes)
        found |= Q(Exists(stock.filter(Exists(population))), code=side.to_residents)
        found |= Q(Exists(MigrantStock.objects.all()), code__in=side.of_corridors)
    return Indicator.objects.filter(found)


def make_subject(indicator: Indicator) -> Figures:
    """Returns what the map shows of an indicator; of women and men, the share of women."""
    sex = Observation.Sex.FEMALE if indicator.code in OF_WOMEN else Observation.Sex.TOTAL
    return Figures(indicator.code, name_series(indicator, sex), _("no figure"), indicator, sex)
