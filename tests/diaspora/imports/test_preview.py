"""What the preview says that an import would change is what it then changes."""

from collections.abc import Sequence
from typing import Any

import pytest

from diaspora.imports import FileRefusedError, PublishedFile, preview_import, read_files, write_editions
from diaspora.imports.preview import Change, Preview, describe_years
from diaspora.models import Dataset, ImportRun, MigrantStock, Observation, Source
from tests.stock_files import area_table, both, of_year, pair_file, population_table, workbook, world_bank_csv

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mali")]


def pairs(edition: int, *origins: int) -> PublishedFile:
    """Returns a workbook by destination and origin, with people in France."""
    return pair_file(
        {(250, origin): both((1, 2), (3, 4)) for origin in origins}, years=(2015, edition), edition=edition
    )


def by_destination(edition: int = 2024) -> PublishedFile:
    """Returns a workbook by destination, with the population, of France and Senegal."""
    stocks: Any = {250: of_year((5, 2)), 686: of_year((7, 3))}
    population: Any = {250: [60.5, 29, 31.5], 686: [18.5, 9, 9.5]}
    return workbook(Table_1=area_table(stocks, "destination", edition=edition), Table_2=population_table(population))


def population(updated: str = "2023-01-01") -> PublishedFile:
    rows = [("Senegal", "SEN", "18", "19")]
    return PublishedFile("population.csv", world_bank_csv(rows, updated=updated, indicator="SP.POP.TOTL"))


def preview(*files: PublishedFile) -> list[Preview]:
    return preview_import(read_files(files))


def changes_of(found: list[Preview]) -> dict[tuple[str, str], Change]:
    """Returns the changes by slug of the edition and name of the indicator; that of the corridors has none."""
    return {(one.plan.edition.slug, change.name): change for one in found for change in one.changes}


@pytest.mark.parametrize(
    ("before", "files"),
    [
        ([], [pairs(2024, 466, 686)]),
        ([pairs(2020, 466)], [pairs(2024, 466, 686)]),
        ([pairs(2024, 466, 686)], [pairs(2020, 466)]),
        # The newer one lacks Senegal, which keeps the older one.
        ([pairs(2020, 686)], [pairs(2024, 466)]),
        ([pairs(2024, 466)], [pairs(2020, 466, 686)]),
        # Of one release, the first slug: by destination.
        ([pairs(2024, 466)], [by_destination()]),
        ([by_destination()], [pairs(2024, 466)]),
        # Two files that are imported together.
        ([pairs(2020, 466)], [pairs(2024, 466), by_destination()]),
        ([], [pairs(2020, 466), pairs(2024, 466)]),
        # Population is the World Bank's, whatever is newer.
        ([population()], [by_destination()]),
        ([by_destination()], [population()]),
        ([population("2023-01-01")], [population("2024-01-01")]),
        ([population("2024-01-01")], [population("2023-01-01")]),
    ],
)
def test_preview_says_which_edition_is_then_shown(
    before: Sequence[PublishedFile], files: Sequence[PublishedFile]
) -> None:
    for file in before:
        write_editions(read_files([file]))
    found = preview(*files)
    said = {key: (change.new, change.first_for, change.is_first) for key, change in changes_of(found).items()}
    was_shown = {key: {dataset.slug for dataset in change.shown} for key, change in changes_of(found).items()}
    assert said
    now = {key: shown_before(found, *key) for key in said}
    assert was_shown == now
    write_editions(read_files(files))
    assert said == {(slug, name): outcome(slug, name) for slug, name in said}


def shown_before(found: list[Preview], slug: str, name: str) -> set[str]:
    if not name:
        return {*MigrantStock.objects.of_newest_edition().values_list("dataset__slug", flat=True)}
    plan = next(one.plan for one in found if one.plan.edition.slug == slug)
    countries = {
        plan.countries.get(figure.area)
        for figure in plan.edition.figures
        if plan.indicators[figure.indicator].name == name
    }
    figures = Observation.objects.imported().filter(in_series=True, indicator__name_en=name, country__in=countries)
    return {*figures.values_list("dataset__slug", flat=True)}


def outcome(slug: str, name: str) -> tuple[int, int, bool]:
    """Returns how many figures an edition has, for how many countries it is shown, and whether it is at all."""
    if not name:
        shown = MigrantStock.objects.of_newest_edition().filter(dataset__slug=slug)
        return MigrantStock.objects.filter(dataset__slug=slug).count(), 0, shown.exists()
    figures = Observation.objects.filter(dataset__slug=slug, indicator__name_en=name)
    shown_for = figures.filter(in_series=True).values("country").distinct().count()
    return figures.count(), shown_for, shown_for > 0


def test_preview_counts_what_editors_entered_and_stays_first() -> None:
    found = changes_of(preview(pairs(2024, 466)))
    slug = "un-desa-migrant-stock-by-destination-and-origin-2024"
    said = found[slug, "Emigrants"].entered
    write_editions(read_files([pairs(2024, 466)]))
    imported = Dataset.objects.get(slug=slug).observations.filter(indicator__code="emigrant_stock")
    assert said == imported.filter(shown_first=False).count() > 0


def test_preview_leaves_nothing_behind() -> None:
    write_editions(read_files([pairs(2020, 466)]))
    models: list[Any] = [Dataset, Observation, MigrantStock, Source, Source.history.model, ImportRun]
    before = [list(model.objects.order_by("pk").values()) for model in models]
    assert changes_of(preview(pairs(2024, 466, 686), population()))
    assert [list(model.objects.order_by("pk").values()) for model in models] == before


def test_preview_refuses_what_the_import_would() -> None:
    """The database’s own rules too, which are met when the figures are written."""
    rows = [("Mali", "MLI", "5", "-6")]
    below = PublishedFile("population.csv", world_bank_csv(rows, indicator="SP.POP.TOTL"))
    with pytest.raises(FileRefusedError, match=r"The value is beyond what its indicator allows \(Mali, 2024, -6\)"):
        preview(below)
    assert not Dataset.objects.imported().exists()


@pytest.mark.parametrize(
    ("years", "words"),
    [
        ([1990, 1995, 2000], "1990, 1995, 2000"),
        ([*range(1960, 2024)], "1960–2023"),
        ([1990, 2000, 2001, 2005, 2006, 2007], "1990, 2000, 2001, 2005–2007"),
        ([], ""),
    ],
)
def test_years_are_told_in_words(years: list[int], words: str) -> None:
    assert describe_years(years) == words
