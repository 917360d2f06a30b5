"""What the preview says of each indicator: how many figures are new, which edition is shown now, and which afterwards.

The import itself chooses by SQL (`imports/series.py`); here the same rule is asked of files that are not written yet.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from diaspora.imports import Edition, Plan
from diaspora.models import Dataset, Indicator, MigrantStock, Observation

# An indicator and a country, by their primary keys: each has one edition that is shown.
Place = tuple[int, int]


@dataclass
class Change:
    """What an import would change of one indicator, or of the corridors."""

    name: str
    new: int
    # Editions that are shown now, of the countries that the file has figures of.
    shown: list[Dataset]
    # Of how many countries the file has figures, and for how many it would then be the one shown; none of corridors.
    countries: int
    first_for: int
    # Whether it would be the one shown anywhere.
    is_first: bool
    # Figures of editors that stay before those of the file.
    entered: int = 0


class Preview:
    """The plans of files that are imported together, each with its years in words and what it would change."""

    def __init__(self, plans: Sequence[Plan]) -> None:
        self.new = [plan for plan in plans if plan.is_new]
        self.plans = [
            (plan, describe_years(plan.edition.years), [*self.list_changes(plan)] if plan.is_new else [])
            for plan in plans
        ]

    @cached_property
    def indicators(self) -> dict[int, Indicator]:
        """The indicators of the files."""
        return {indicator.pk: indicator for plan in self.new for indicator in plan.indicators.values()}

    @cached_property
    def shown(self) -> dict[Place, Dataset]:
        """The edition that is shown now, where one is."""
        figures = Observation.objects.imported().national().filter(in_series=True, indicator__in=self.indicators)
        rows = figures.order_by().values_list("indicator", "country", "dataset").distinct()
        found = list(rows)
        datasets = Dataset.objects.in_bulk({dataset for _indicator, _country, dataset in found})
        return {(indicator, country): datasets[dataset] for indicator, country, dataset in found}

    @cached_property
    def then_shown(self) -> dict[Place, Dataset | Edition]:
        """The edition that would be shown then, where the files have one."""
        candidates: dict[Place, list[Dataset | Edition]] = defaultdict(list)
        for plan in self.new:
            for place in {place for place, _year, _sex in list_facts(plan)}:
                candidates[place].append(plan.edition)
        return {
            place: choose_first(self.indicators[place[0]], [*of_place, *filter(None, [self.shown.get(place)])])
            for place, of_place in candidates.items()
        }

    @cached_property
    def entered(self) -> set[Any]:
        """The facts whose figures editors entered and marked to be shown first."""
        figures = Observation.objects.shown_first().national().filter(imported=False, indicator__in=self.indicators)
        rows = figures.values_list("indicator", "country", "year", "sex")
        return {((indicator, country), year, sex) for indicator, country, year, sex in rows}

    def list_changes(self, plan: Plan) -> Iterator[Change]:
        """Yields what one file would change, indicator by indicator, and then the corridors."""
        places: dict[int, set[Place]] = defaultdict(set)
        new, entered = Counter[int](), Counter[int]()
        for fact in list_facts(plan):
            place = fact[0]
            places[place[0]].add(place)
            new[place[0]] += 1
            entered[place[0]] += fact in self.entered
        for indicator, of_indicator in places.items():
            first_for = sum(self.then_shown[place] is plan.edition for place in of_indicator)
            yield Change(
                name=self.indicators[indicator].name,
                new=new[indicator],
                shown=sort_editions(self.shown[place] for place in of_indicator if place in self.shown),
                countries=len(of_indicator),
                first_for=first_for,
                is_first=first_for > 0,
                entered=entered[indicator],
            )
        if plan.corridors:
            yield self.describe_corridors(plan)

    def describe_corridors(self, plan: Plan) -> Change:
        """Returns what would change of the corridors, which are of one edition alone."""
        stock = MigrantStock.objects.of_newest_edition().select_related("dataset").first()
        shown = [stock.dataset] if stock else []
        editions = [other.edition for other in self.new if other.corridors]
        first = sort_editions([*shown, *editions])[0]
        return Change("", plan.corridors, shown, 0, 0, is_first=first is plan.edition)


def list_facts(plan: Plan) -> Iterator[tuple[Place, int, str]]:
    """Yields indicator and country, year and sex of each figure that a plan would write."""
    for figure in plan.edition.figures:
        country = plan.countries.get(figure.area)
        if country is not None:
            yield (plan.indicators[figure.indicator].pk, country), figure.year, figure.sex


def choose_first(indicator: Indicator, editions: Iterable[Dataset | Edition]) -> Dataset | Edition:
    """Returns the edition that is shown of several: of the indicator's own publisher before others, then the newest."""
    newest: list[Dataset | Edition] = sort_editions(editions)
    return max(newest, key=lambda edition: edition.publisher == indicator.publisher)


def sort_editions(editions: Iterable[Any]) -> list[Any]:
    """Returns the editions without doubles, the newest first; of one release, by slug."""
    by_slug = sorted({edition.slug: edition for edition in editions}.values(), key=lambda edition: edition.slug)
    return sorted(by_slug, key=lambda edition: edition.released or "", reverse=True)


def describe_years(years: Sequence[int]) -> str:
    """Returns years in words: those that follow one another as the first and the last."""
    runs: list[list[int]] = []
    for year in years:
        if runs and runs[-1][-1] == year - 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    # Two of them are no shorter with a dash.
    words = [f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs]
    return ", ".join(words)
