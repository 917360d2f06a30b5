"""The figures of a country as its page shows them: what matters most in large type, charts, and every value beneath."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from diaspora.figures.arithmetic import round_half_up
from diaspora.figures.charts import Part, Shares, Split, TimeChart, split_by_sex
from diaspora.figures.computed import (
    COMPUTED,
    DESTINATION,
    ORIGIN,
    SIDES,
    STOCKS,
    Side,
    compute_for_page,
    find_indicators,
)
from diaspora.figures.wording import percent
from diaspora.models import Country, Indicator, MigrantStock, Observation, Verdict
from diaspora.models.migrant_stock import UNKNOWN_ORIGIN

# The section of the page for each subject of indicators; other subjects are gathered in one.
SECTIONS = {"remittance": "remittances", "emigrant": "emigration", "diaspora": "emigration", "immigrant": "immigration"}
# What the bars of women and men count.
EVERYONE = {ORIGIN: _("All emigrants"), DESTINATION: _("All immigrants")}
IN_UNION = {ORIGIN: _("Emigrants in the European Union"), DESTINATION: _("Immigrants from the European Union")}


@dataclass(frozen=True)
class Headline:
    """A figure in large type, and beside one that editors entered as published what the atlas computes of the same."""

    figure: Observation
    computed: Observation | None = None


@dataclass
class FigureSection:
    """The figures on one subject for the whole country; `side` says what is counted where that is migrants."""

    charted: str = ""
    side: Side | None = None
    figures: list[Observation] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.figures)

    def of(self, code: str) -> list[Observation]:
        return [figure for figure in self.figures if figure.indicator.code == code]

    @cached_property
    def headlines(self) -> list[Headline]:
        """The latest value of each indicator for both sexes together, of those that pages show first."""
        latest: dict[int, Observation] = {}
        computed: dict[tuple[int, int], Observation] = {}
        for figure in self.figures:
            if figure.sex != Observation.Sex.TOTAL or figure.verdict == Verdict.REJECTED:
                continue
            if figure.shown_first:
                latest.setdefault(figure.indicator_id, figure)
            elif figure.computation:
                computed[figure.indicator_id, figure.year] = figure
        return [Headline(figure, computed.get((figure.indicator_id, figure.year))) for figure in latest.values()]

    @cached_property
    def over_time(self) -> TimeChart:
        """The values of the main indicator over the years."""
        return TimeChart(
            figure
            for figure in self.of(self.charted)
            # Of the editions that were imported, the series is that of one.
            if figure.sex == Observation.Sex.TOTAL and (figure.in_series or not figure.imported)
        )

    @cached_property
    def splits(self) -> list[tuple[str, Split]]:
        """Women and men among all migrants of one side, and among those in or from the European Union."""
        if self.side is None:
            return []
        found = [(str(EVERYONE[self.side]), split_by_sex(self.of(self.side.stock)))]
        for figure in self.of(self.side.sexes_in_union):
            if figure.sex == Observation.Sex.FEMALE and figure.shown_first:
                women = round_half_up(figure.value, 1)
                found.append((str(IN_UNION[self.side]), Split(figure, women, 100 - women)))
                break
        return [(label, split) for label, split in found if split]

    @property
    def finding_on_sexes(self) -> str:
        """What the first bar of women and men shows, in words."""
        text = (
            gettext("Women are %(share)s of immigrants in %(year)s")
            if self.side is DESTINATION
            else gettext("Women are %(share)s of emigrants in %(year)s")
        )
        _label, split = self.splits[0]
        return text % {"share": percent(split.women), "year": split.figure.year}


def figures_by_section(figures: Iterable[Observation]) -> dict[str, FigureSection]:
    sections = {
        "remittances": FigureSection("remittance_inflow"),
        "emigration": FigureSection(ORIGIN.stock, ORIGIN),
        "immigration": FigureSection(DESTINATION.stock, DESTINATION),
        "other_figures": FigureSection(),
    }
    for figure in figures:
        subject = figure.indicator.code.partition("_")[0]
        sections[SECTIONS.get(subject, "other_figures")].figures.append(figure)
    return sections


def read_figures(country: Country) -> tuple[list[Observation], list[Observation], list[Observation]]:
    """Returns the figures of the whole country, those on its people abroad, and those on people from elsewhere in it.

    One query reads all three; of the last, only the latest year that pages show first.
    """
    both_sexes = Q(partner=country, shown_first=True, sex=Observation.Sex.TOTAL)
    latest = Observation.objects.filter(both_sexes).order_by("-year").values("year")[:1]
    figures = Observation.objects.filter(Q(country=country) | both_sexes & Q(year=Subquery(latest))).select_related(
        "indicator", "country", "partner", "dataset__source", "source"
    )
    national: list[Observation] = []
    abroad: list[Observation] = []
    here: list[Observation] = []
    for figure in figures:
        if figure.partner_id is None:
            national.append(figure)
        else:
            (abroad if figure.country_id == country.pk else here).append(figure)
    return national, abroad, here


def largest_first(figures: Iterable[Observation]) -> list[Observation]:
    """Returns the figures shown first of both sexes for the latest year there is, the greatest number first."""
    shown = [figure for figure in figures if figure.shown_first and figure.sex == Observation.Sex.TOTAL]
    latest = max((figure.year for figure in shown), default=0)
    return sorted((figure for figure in shown if figure.year == latest), key=lambda figure: -figure.value)


@dataclass
class CountryFigures:
    """Every figure of a country's page: of the whole country, and between it and others.

    Bars show corridors of one imported edition where there is one, and else what editors entered.
    """

    country: Country

    def __post_init__(self) -> None:
        """Reads them: one query, and where an edition of migrants was imported three more for what is made of it."""
        published, self.entered_abroad, self.entered_here = read_figures(self.country)
        self.corridors: list[MigrantStock] = []
        self.indicators: dict[str, Indicator] = {}
        computed: list[Observation] = []
        # An edition that has corridors has the totals of their ends too: without these there is nothing to read.
        if any(figure.imported and figure.indicator.code in STOCKS for figure in published):
            both_ways = Q(origin=self.country) | Q(destination=self.country)
            self.corridors = list(MigrantStock.objects.of_newest_edition().filter(both_ways).with_areas())
            self.indicators = find_indicators(COMPUTED | STOCKS)
            computed = compute_for_page(published, self.corridors, self.indicators)
        self.national = sorted(
            [*published, *computed],
            key=lambda figure: (figure.indicator.order, figure.indicator.code, -figure.year, not figure.shown_first),
        )

        self.imported = {side: self._imported_parts(side) for side in SIDES}
        self.entered = {
            ORIGIN: [entered_part(figure, figure.partner) for figure in largest_first(self.entered_abroad)],
            DESTINATION: [entered_part(figure, figure.country) for figure in largest_first(self.entered_here)],
        }

    def _imported_parts(self, side: Side) -> list[Part]:
        """Returns the corridors of the newest edition in its latest year, those without anybody left out."""
        parts = []
        for corridor in self.corridors:
            year = corridor.years[-1]
            if side.of_country(corridor) == self.country.pk and corridor.total_in(year):
                name = corridor.destination_name if side is ORIGIN else corridor.origin_name
                figure = corridor.as_figure(self.indicators[ORIGIN.stock], year)
                is_place = corridor.origin_code != UNKNOWN_ORIGIN
                parts.append(Part(figure, name, corridor_address(corridor.origin, corridor.destination), is_place))
        return sorted(parts, key=lambda part: -part.figure.value)

    @property
    def sourced(self) -> list[Observation]:
        abroad, here = ([part.figure for part in (*self.imported[side], *self.entered[side])] for side in SIDES)
        return [*self.national, *abroad, *self.entered_abroad, *self.entered_here, *here]

    @property
    def comparable(self) -> list[Observation]:
        """The figures that may differ: those of the country, and all of the corridors that editors wrote of."""
        asked = {(figure.partner_id, figure.year) for figure in self.entered_abroad}
        corridors = [part.figure for part in self.imported[ORIGIN]]
        imported = [figure for figure in corridors if (figure.partner_id, figure.year) in asked]
        return [*self.national, *self.entered_abroad, *imported]

    def in_sections(self) -> dict[str, FigureSection | Shares]:
        sections = figures_by_section(self.national)
        abroad, here = (self.imported[side] or self.entered[side] for side in SIDES)
        return {
            **sections,
            "destinations": Shares(abroad, sections["emigration"].of(ORIGIN.stock)),
            "origins": Shares(here, sections["immigration"].of(DESTINATION.stock)),
        }


def entered_part(figure: Observation, other_end: Country | None) -> Part:
    """Returns a figure that editors entered on a corridor, under the name of the country at its other end."""
    return Part(figure, str(other_end), corridor_address(figure.country, figure.partner))


def corridor_address(origin: Country | None, destination: Country | None) -> str:
    """Returns the page on what links the two; empty where one is no country here."""
    return reverse("diaspora:corridor", args=[origin.slug, destination.slug]) if origin and destination else ""
