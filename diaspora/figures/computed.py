"""What the atlas computes of published figures, as figures that pages show beside those; nothing of it is stored.

The definitions are in `arithmetic`. A computed figure says in words what it was computed of. A figure that an
editor entered as published comes before the computed one of the same fact.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from diaspora.figures.arithmetic import (
    GroupShare,
    emigrants_to_residents,
    european_union,
    percentage,
    sex_split,
    share_in_group,
)
from diaspora.figures.wording import number
from diaspora.models import Dataset, Indicator, MigrantStock, Observation, Verdict

POPULATION = "population"
TOTAL, WOMEN, MEN = Observation.Sex.TOTAL, Observation.Sex.FEMALE, Observation.Sex.MALE


@dataclass(frozen=True)
class Side:
    """A country as one of origin or of destination: the codes of its indicators, and the ends of its corridors."""

    stock: str
    to_residents: str
    sexes: str
    stock_in_union: str
    share_in_union: str
    sexes_in_union: str
    # What a corridor is of all the country's migrants.
    share_of_corridor: str
    own_end: str
    other_end: str

    @property
    def of_corridors(self) -> set[str]:
        return {self.stock_in_union, self.share_in_union, self.sexes_in_union}

    @property
    def computed(self) -> set[str]:
        return {self.to_residents, self.sexes} | self.of_corridors

    def of_country(self, corridor: MigrantStock) -> int | None:
        """Returns the key of the country that this end of a corridor is."""
        key: int | None = getattr(corridor, f"{self.own_end}_id")
        return key


ORIGIN = Side(
    "emigrant_stock",
    "emigrant_share_of_population",
    "emigrant_sex_share",
    "emigrant_stock_eu",
    "emigrant_share_in_eu",
    "emigrant_sex_share_eu",
    "corridor_share_of_emigrants",
    "origin",
    "destination",
)
DESTINATION = Side(
    "immigrant_stock",
    "immigrant_share_of_population",
    "immigrant_sex_share",
    "immigrant_stock_eu",
    "immigrant_share_from_eu",
    "immigrant_sex_share_eu",
    "corridor_share_of_immigrants",
    "destination",
    "origin",
)
SIDES = (ORIGIN, DESTINATION)
STOCKS = {side.stock for side in SIDES}
COMPUTED = ORIGIN.computed | DESTINATION.computed
# Those that have no value for both sexes together.
OF_WOMEN = {code for side in SIDES for code in (side.sexes, side.sexes_in_union)}


def is_of_edition(figure: Observation, dataset: Dataset) -> bool:
    """Whether a figure is of the same edition as a dataset: an edition has several workbooks, each a dataset."""
    own = figure.dataset
    return own is not None and (own.publisher, own.released) == (dataset.publisher, dataset.released)


@dataclass
class CountryComputation:
    """Computes the figures of one country on one side, of what is published of it."""

    side: Side
    published: Sequence[Observation]
    # The indicators to compute, by code; others are left out.
    indicators: dict[str, Indicator]

    def compute(self, corridors: Sequence[MigrantStock], union: Collection[int]) -> list[Observation]:
        """Returns the figures of the latest year. `union` holds the keys of the countries of the European Union."""
        return [*self._compute_whole(), *self._compute_union(corridors, union)]

    def _compute_whole(self) -> Iterable[Observation]:
        """Yields the figures that need no corridors: to residents, women and men."""
        stocks = [figure for figure in self._stocks(TOTAL) if figure.in_series]
        migrants = max(stocks, key=lambda figure: figure.year, default=None)
        if migrants is None:
            return
        if residents := self._find_residents(migrants):
            share = emigrants_to_residents(migrants.value, residents.value)
            how = How(_("%(part)s ÷ %(whole)s residents"), migrants.value, residents.value)
            yield from self._figures(self.side.to_residents, {TOTAL: share}, how, migrants, residents)
        count = (migrants.year, migrants.dataset_id)
        women = [one.value for one in self._stocks(WOMEN) if (one.year, one.dataset_id) == count]
        if women and (split := sex_split(women[0], migrants.value)):
            how = How(_("%(part)s women ÷ %(whole)s, and men the rest"), women[0], migrants.value)
            yield from self._figures(self.side.sexes, {WOMEN: split.women, MEN: split.men}, how, migrants)
            how = How(_("%(whole)s less %(part)s women"), women[0], migrants.value)
            yield from self._figures(self.side.stock, {MEN: migrants.value - women[0]}, how, migrants)

    def _compute_union(self, corridors: Sequence[MigrantStock], union: Collection[int]) -> Iterable[Observation]:
        """Yields how many live in the European Union, or come from it; nothing where none of its members tells."""
        if not corridors:
            return
        dataset, year = corridors[0].dataset, corridors[0].years[-1]
        whole = [one for one in self._stocks(TOTAL) if one.year == year and is_of_edition(one, dataset)]
        # That of the same workbook, where there is one.
        migrants = max(whole, key=lambda figure: figure.dataset_id == dataset.pk, default=None)
        if migrants is None:
            return
        members = set(union) - {migrants.country_id}
        share = share_in_group(corridors, members, year, self.side.other_end, migrants.value)
        coverage = self._describe_coverage(share, is_member=len(members) < len(union))
        yield from self._figures(self.side.stock_in_union, {TOTAL: share.persons}, How(coverage), migrants)
        division = _("%(division)s; %(coverage)s") % {"division": _("%(part)s ÷ %(whole)s"), "coverage": coverage}
        how = How(division, share.persons, migrants.value)
        yield from self._figures(self.side.share_in_union, {TOTAL: share.share}, how, migrants)
        if share.sexes:
            how = How(_("%(part)s women ÷ %(whole)s, and men the rest"), share.women, share.persons)
            split = {WOMEN: share.sexes.women, MEN: share.sexes.men}
            yield from self._figures(self.side.sexes_in_union, split, how, migrants)

    def _describe_coverage(self, share: GroupShare, *, is_member: bool) -> str:
        """Returns in words how many members publish a number; those that do not may have migrants all the same."""
        members = _("%(members)s other Member States") if is_member else _("%(members)s Member States")
        if self.side is ORIGIN:
            text = _("%(publishing)s of the %(members)s publish a number for this country of origin")
        else:
            text = _("a number is published for %(publishing)s of the %(members)s as countries of origin")
        return text % {"publishing": share.publishing, "members": members % {"members": share.members}}

    def _stocks(self, sex: str) -> list[Observation]:
        """Returns the migrants of the country by year, of every edition that was imported."""
        return [
            figure
            for figure in self.published
            if figure.imported and figure.indicator.code == self.side.stock and figure.sex == sex
        ]

    def _find_residents(self, migrants: Observation) -> Observation | None:
        """Returns the population in the same year: of the same edition where it has one, else the one shown first."""
        found = [
            figure
            for figure in self.published
            if figure.indicator.code == POPULATION
            and (figure.year, figure.sex) == (migrants.year, TOTAL)
            and figure.verdict != Verdict.REJECTED
        ]
        edition = migrants.dataset
        return max(
            found,
            key=lambda figure: (
                figure.imported and edition is not None and is_of_edition(figure, edition),
                figure.shown_first,
                figure.in_series,
            ),
            default=None,
        )

    def _figures(
        self, code: str, values: Mapping[Observation.Sex, Decimal | int | None], how: "How", *of: Observation
    ) -> Iterable[Observation]:
        """Yields a figure for each sex that has a value, unless nobody asks for the indicator."""
        indicator = self.indicators.get(code)
        if indicator is None:
            return
        first = of[0]
        same = [one for one in self.published if (one.indicator_id, one.year) == (indicator.pk, first.year)]
        taken = {one.sex for one in same if one.shown_first}
        for sex, value in values.items():
            if value is not None:
                figure = Observation(
                    country=first.country,
                    indicator=indicator,
                    year=first.year,
                    sex=sex,
                    value=Decimal(value),
                    dataset=first.dataset,
                    shown_first=sex not in taken,
                )
                figure.computation, figure.computed_of = str(how), of
                yield figure


@dataclass(frozen=True)
class How:
    """How a figure was computed: a text with the numbers in it, as the reader's language writes them."""

    text: str
    part: Decimal | int | None = None
    whole: Decimal | int | None = None

    def __str__(self) -> str:
        if self.whole is None:
            return self.text
        return self.text % {"part": number(self.part), "whole": number(self.whole)}


# What a series of one sex is called, by whether the indicator has a value for both sexes together.
NAMES: dict[tuple[bool, str], Any] = {
    (True, WOMEN): gettext_lazy("%(indicator)s, women"),
    (True, MEN): gettext_lazy("%(indicator)s, men"),
    (False, WOMEN): gettext_lazy("%(indicator)s: share of women"),
    (False, MEN): gettext_lazy("%(indicator)s: share of men"),
}


def name_series(indicator: Indicator, sex: str = TOTAL) -> str:
    """Returns what the figures of an indicator are called: its name, and of women or men that they are of them."""
    if sex == TOTAL:
        return str(indicator.name)
    return str(NAMES[indicator.code not in OF_WOMEN, sex] % {"indicator": indicator.name})


def find_indicators(codes: Collection[str]) -> dict[str, Indicator]:
    """Returns the indicators of these codes; one that the reference data of a site lacks is left out."""
    return {indicator.code: indicator for indicator in Indicator.objects.filter(code__in=codes)}


def compute_for_page(
    published: Sequence[Observation], corridors: Sequence[MigrantStock], indicators: dict[str, Indicator]
) -> list[Observation]:
    """Returns the computed figures of one country, of its figures and its corridors in both directions; one query."""
    country = published[0].country_id
    union = european_union() if corridors else set()
    return [
        figure
        for side in SIDES
        for figure in CountryComputation(side, published, indicators).compute(
            [corridor for corridor in corridors if side.of_country(corridor) == country], union
        )
    ]


def compute_for_corridor(corridor: MigrantStock, indicators: dict[str, Indicator]) -> list[Observation]:
    """Returns what share the corridor is of all emigrants of its origin, and of all immigrants of its destination.

    Both are of the latest year, by the same edition; one query.
    """
    year = corridor.years[-1]
    if corridor.total_in(year) is None:
        return []
    ends = {side: side.of_country(corridor) for side in SIDES}
    asked = [Q(country=country, indicator__code=side.stock) for side, country in ends.items()]
    wholes = Observation.objects.imported().national().filter(asked[0] | asked[1], year=year, sex=TOTAL)
    published = [
        figure
        for figure in wholes.select_related("indicator", "country", "dataset__source", "source").order_by("-in_series")
        if is_of_edition(figure, corridor.dataset)
    ]
    own = corridor.as_figure(indicators[ORIGIN.stock], year)
    found = []
    for side, country in ends.items():
        whole = next((one for one in published if (one.country_id, one.indicator.code) == (country, side.stock)), None)
        share = percentage(own.value, whole.value) if whole else None
        if whole and share is not None and side.share_of_corridor in indicators:
            figure = Observation(
                country=corridor.origin,
                partner=corridor.destination,
                indicator=indicators[side.share_of_corridor],
                year=year,
                value=share,
                dataset=corridor.dataset,
                shown_first=True,
            )
            figure.computation = str(How(_("%(part)s ÷ %(whole)s"), own.value, whole.value))
            figure.computed_of = (own, whole)
            found.append(figure)
    return found


def compute_for_countries(codes: Collection[str], countries: Collection[int] | None = None) -> list[Observation]:
    """Returns the latest computed figures of these indicators for these countries, or for all there are.

    Five queries at most: what is published, the indicators, the European Union, the corridors with it, and their
    edition; one where nothing was imported.
    """
    sides = [side for side in SIDES if side.computed & set(codes)]
    published: dict[int, list[Observation]] = defaultdict(list)
    for figure in read_published(sides, codes, countries):
        published[figure.country_id].append(figure)
    if not published:
        return []
    indicators = find_indicators(codes)
    union = european_union() if any(side.of_corridors & set(codes) for side in sides) else set()
    corridors: dict[tuple[Side, int | None], list[MigrantStock]] = defaultdict(list)
    for corridor in read_corridors_with(union, sides, countries) if union else ():
        for side in sides:
            corridors[side, side.of_country(corridor)].append(corridor)
    return [
        figure
        for country, figures in published.items()
        for side in sides
        for figure in CountryComputation(side, figures, indicators).compute(corridors[side, country], union)
    ]


def read_published(
    sides: Sequence[Side], codes: Collection[str], countries: Collection[int] | None
) -> Iterable[Observation]:
    """Returns what was imported on migrants of these sides in their latest year, as far as the indicators need it.

    That is both sexes, women where they are asked for, and with residents the population in that year.
    """
    stocks = {side.stock for side in sides}
    imported = Observation.objects.imported().national().filter(indicator__code__in=stocks)
    latest = imported.filter(in_series=True).order_by("-year").values("year")[:1]
    sexes = [TOTAL, WOMEN] if any({side.sexes, side.stock} & set(codes) for side in sides) else [TOTAL]
    asked = Q(imported=True, indicator__code__in=stocks, sex__in=sexes)
    if any(side.to_residents in codes for side in sides):
        asked |= Q(indicator__code=POPULATION, sex=TOTAL)
    figures = Observation.objects.national().filter(asked, year=Subquery(latest))
    if countries is not None:
        figures = figures.filter(country__in=countries)
    return figures.select_related("indicator", "country", "dataset__source", "source").order_by("country_id")


def read_corridors_with(
    union: Collection[int], sides: Iterable[Side], countries: Collection[int] | None
) -> Iterable[MigrantStock]:
    """Returns the corridors that end in the European Union, or begin there, for each side."""
    asked = Q(pk__in=[])
    for side in sides:
        own_end = {} if countries is None else {f"{side.own_end}__in": countries}
        asked |= Q(**{f"{side.other_end}__in": union}, **own_end)
    return MigrantStock.objects.of_newest_edition().filter(asked).prefetch_related("dataset").order_by()
