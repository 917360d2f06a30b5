"""The figures of a country as its page shows them: what matters most in large type, charts, and every value beneath."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Q, Subquery
from django.utils.translation import gettext

from diaspora.charts import Shares, Split, TimeChart, split_by_sex
from diaspora.derived_figures import round_half_up
from diaspora.models import Country, Observation, Verdict

# The section of the page for each subject of indicators; other subjects are gathered in one.
SECTIONS = {"remittance": "remittances", "emigrant": "emigration", "diaspora": "emigration"}
# The indicator of a section that its chart over time shows.
CHARTED = {"remittances": "remittance_inflow", "emigration": "emigrant_stock", "other_figures": ""}


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
        return TimeChart(figure for figure in self.of(self.charted) if figure.sex == Observation.Sex.TOTAL)

    @cached_property
    def splits(self) -> list[tuple[str, Split]]:
        """Women and men among all emigrants, and among those in the European Union."""
        found = [(gettext("All emigrants"), split_by_sex(self.of("emigrant_stock")))]
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


def bilateral_figures(country: Country) -> tuple[list[Observation], list[Observation]]:
    """Returns the figures on its people abroad, and the latest on people from other countries who live in it.

    One query reads both; of a country that many come from, and that many go to, no more rows than the page shows.
    """
    both_sexes = Q(partner=country, shown_first=True, sex=Observation.Sex.TOTAL)
    latest = Observation.objects.filter(both_sexes).order_by("-year").values("year")[:1]
    figures = (
        Observation.objects.bilateral()
        .filter(Q(country=country) | both_sexes & Q(year=Subquery(latest)))
        .select_related("indicator", "country", "partner", "dataset__source", "source")
        .order_by("-year", "-value")
    )
    by_side: dict[bool, list[Observation]] = defaultdict(list)
    for figure in figures:
        by_side[figure.country_id == country.pk].append(figure)
    return by_side[True], by_side[False]


def latest_destinations(abroad: Sequence[Observation]) -> list[Observation]:
    """Returns the emigrants by country of destination in the latest year there is, the greatest number first."""
    shown = [figure for figure in abroad if figure.shown_first and figure.sex == Observation.Sex.TOTAL]
    return [figure for figure in shown if figure.year == shown[0].year] if shown else []


def figures_shown(
    figures: Sequence[Observation], abroad: Sequence[Observation], here: Sequence[Observation]
) -> dict[str, FigureSection | Shares]:
    """Returns what the page shows of the figures of the whole country and of those between two countries, by name."""
    sections = figures_by_section(figures)
    destinations = Shares(latest_destinations(abroad), sections["emigration"].figures)
    return {**sections, "destinations": destinations, "origins": Shares(here)}
