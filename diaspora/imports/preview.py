"""Says what an import would change, by importing, looking, and taking it back: so the import does what was said."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q

from diaspora.imports.editions import Edition
from diaspora.imports.writing import Plan, make_plan, take_lock, write_editions
from diaspora.models import Dataset, ImportRun, Indicator, MigrantStock, Observation
from diaspora.models.figures import FACT

# The edition that is shown, by the primary keys of indicator and country.
Shown = dict[tuple[int, int], Dataset]


@dataclass(frozen=True)
class Change:
    """What an import changes of one indicator, or of the corridors, which have no name."""

    name: str
    new: int
    # Editions that were shown before, of the countries that the file has figures of.
    shown: list[Dataset]
    # Whether the edition is then the one shown anywhere.
    is_first: bool
    # Of how many countries the file has figures, and for how many it is then the one shown; none of corridors.
    countries: int = 0
    first_for: int = 0
    # Figures of editors that stay before those of the file.
    entered: int = 0


@dataclass(frozen=True)
class Preview:
    """What the import of one edition would change; nothing where it is imported already."""

    plan: Plan
    changes: list[Change]

    @property
    def years(self) -> str:
        """The years of the edition in words."""
        return describe_years(self.plan.edition.years)


def preview_import(editions: Sequence[Edition]) -> list[Preview]:
    """Returns what importing these editions together would change; raises FileRefusedError where it would."""
    with transaction.atomic():
        take_lock()
        plans = [make_plan(edition) for edition in editions]
        shown = find_shown({indicator.pk for plan in plans for indicator in plan.indicators.values()})
        corridors = find_shown_corridors()
        runs = write_editions(editions)
        previews = []
        for plan, run in zip(plans, runs, strict=True):
            found: list[Change] = []
            if run.dataset and run.outcome == ImportRun.Outcome.IMPORTED:
                found += list_changes(run.dataset, shown)
                if run.corridors:
                    is_first = run.dataset in find_shown_corridors()
                    found.append(Change("", run.corridors, corridors, is_first))
            previews.append(Preview(plan, found))
        transaction.set_rollback(True)
    return previews


def find_shown(indicators: Collection[int]) -> Shown:
    """Returns which edition is shown of these indicators, for each country that has one."""
    series = Observation.objects.imported().national().filter(in_series=True, indicator__in=indicators)
    found = list(series.order_by().values_list("indicator", "country", "dataset").distinct())
    datasets = Dataset.objects.in_bulk({dataset for _indicator, _country, dataset in found})
    return {(indicator, country): datasets[dataset] for indicator, country, dataset in found}


def find_shown_corridors() -> list[Dataset]:
    """Returns the edition whose corridors are shown: one or none."""
    return list(Dataset.objects.filter(pk__in=MigrantStock.objects.of_newest_edition().values("dataset")))


def list_changes(dataset: Dataset, shown: Shown) -> Iterator[Change]:
    """Yields what an edition that was just written has changed, indicator by indicator."""
    same_fact = {name: OuterRef(name) for name in FACT if name != "partner_id"}
    entered = Observation.objects.national().shown_first().filter(imported=False, **same_fact)
    figures = dataset.observations.imported().order_by()
    counts = figures.values("indicator").annotate(
        new=Count("pk"),
        countries=Count("country", distinct=True),
        first_for=Count("country", distinct=True, filter=Q(in_series=True)),
        entered=Count("pk", filter=Exists(entered)),
    )
    newest_first = Dataset.objects.imported().newest_first()
    places = set(figures.values_list("indicator", "country").distinct())
    indicators = Indicator.objects.in_bulk({count["indicator"] for count in counts})
    for count in sorted(counts, key=lambda count: indicators[count["indicator"]].order):
        indicator = indicators[count["indicator"]]
        before = {shown[place] for place in places if place[0] == indicator.pk and place in shown}
        yield Change(
            name=indicator.name,
            new=count["new"],
            shown=[edition for edition in newest_first if edition in before],
            is_first=count["first_for"] > 0,
            countries=count["countries"],
            first_for=count["first_for"],
            entered=count["entered"],
        )


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
