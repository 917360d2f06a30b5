"""The figures of a country as its page shows them: what matters most in large type, charts, and every value beneath."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Q, Subquery
from django.utils.translation import gettext

from diaspora.charts import Shares, Split, TimeChart, split_by_sex
from diaspora.derived_figures import round_half_up
from diaspora.models import Country, MigrantStock, Observation, Verdict

# The indicator that corridors have figures of.
EMIGRANTS = "emigrant_stock"
# The section of the page for each subject of indicators; other subjects are gathered in one.
SECTIONS = {"remittance": "remittances", "emigrant": "emigration", "diaspora": "emigration"}
# The indicator of a section that its chart over time shows.
CHARTED = {"remittances": "remittance_inflow", "emigration": EMIGRANTS, "other_figures": ""}


@dataclass
class FigureSection:
    """The figures on one subject for the whole country."""

    charted: str
    figures: list[Observation] = field(default_factory=list)

    def __bool__(self) -> bool:
        """Whether there is any figure."""
        return bool(self.figures)

    def of(self, code: str) -> list[Observation]:
        """Returns the figures of an indicator."""
        return [figure for figure in self.figures if figure.indicator.code == code]

    @cached_property
    def headlines(self) -> list[Observation]:
        """The latest value of each indicator for both sexes together, of those that pages show first."""
        latest: dict[int, Observation] = {}
        for figure in self.figures:
            if figure.shown_first and figure.sex == Observation.Sex.TOTAL and figure.verdict != Verdict.REJECTED:
                latest.setdefault(figure.indicator_id, figure)
        return list(latest.values())

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
        """Women and men among all emigrants, and among those in the European Union."""
        found = [(gettext("All emigrants"), split_by_sex(self.of(EMIGRANTS)))]
        for figure in self.of("emigrant_sex_share_eu"):
            if figure.sex == Observation.Sex.FEMALE and figure.shown_first:
                women = round_half_up(figure.value, 1)
                found.append((gettext("Emigrants in the European Union"), Split(figure, women, 100 - women)))
                break
        return [(label, split) for label, split in found if split]


def figures_by_section(figures: Sequence[Observation]) -> dict[str, FigureSection]:
    """Returns the figures of the whole country, by the section of the page that shows them."""
    sections = {name: FigureSection(charted) for name, charted in CHARTED.items()}
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


def read_corridors(country: Country, national: Sequence[Observation]) -> tuple[list[Observation], list[Observation]]:
    """Returns the corridors from and to the country in the latest year of the newest edition, as figures.

    An imported edition that has corridors has the country's totals too: without these there is nothing to read.
    """
    indicator = next((figure.indicator for figure in national if figure.indicator.code == EMIGRANTS), None)
    if indicator is None:
        return [], []
    stocks = MigrantStock.objects.of_newest_edition().filter(Q(origin=country) | Q(destination=country)).with_areas()
    abroad: list[Observation] = []
    here: list[Observation] = []
    for stock in stocks:
        year = stock.years[-1]
        if stock.origin and stock.destination and stock.total_in(year):
            figure = stock.as_figure(indicator, year)
            (abroad if stock.origin_id == country.pk else here).append(figure)
    return abroad, here


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
        """Reads them: two queries."""
        self.national, self.entered_abroad, self.entered_here = read_figures(self.country)
        self.corridors_abroad, self.corridors_here = read_corridors(self.country, self.national)

    @property
    def sourced(self) -> list[Observation]:
        """Every figure, in the order in which the page numbers their sources."""
        entered = [*largest_first(self.entered_abroad), *self.entered_abroad, *self.entered_here]
        return [*self.national, *self.corridors_abroad, *entered, *self.corridors_here]

    @property
    def comparable(self) -> list[Observation]:
        """The figures that may differ: those of the country, and all of the corridors that editors wrote of."""
        asked = {(figure.partner_id, figure.year) for figure in self.entered_abroad}
        imported = [figure for figure in self.corridors_abroad if (figure.partner_id, figure.year) in asked]
        return [*self.national, *self.entered_abroad, *imported]

    def in_sections(self) -> dict[str, FigureSection | Shares]:
        """Returns what the page shows, by name."""
        sections = figures_by_section(self.national)
        abroad = largest_first(self.corridors_abroad) or largest_first(self.entered_abroad)
        here = largest_first(self.corridors_here) or largest_first(self.entered_here)
        return {
            **sections,
            "destinations": Shares(abroad, sections["emigration"].figures),
            "origins": Shares(here, sections["other_figures"].figures),
        }
