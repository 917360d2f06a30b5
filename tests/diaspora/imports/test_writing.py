"""Editions in the database: imported once, beside one another, one of them shown, withdrawn without a trace."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from diaspora.imports import (
    FileRefusedError,
    PublishedFile,
    make_plan,
    read_migrant_stock,
    read_world_bank,
    withdraw_dataset,
    write_editions,
    writing,
)
from diaspora.models import Country, Dataset, ImportRun, Indicator, MigrantStock, Observation, Source
from tests import factories
from tests.stock_files import (
    OTHERS,
    area_table,
    both,
    mali_file,
    of_year,
    pair_file,
    population_table,
    workbook,
    world_bank_csv,
    zip_file,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mali")]

PAIRS_2024 = "un-desa-migrant-stock-by-destination-and-origin-2024"
PAIRS_2020 = "un-desa-migrant-stock-by-destination-and-origin-2020"
BANK: Any = [("Mali", "MLI", "1044990000", "1"), ("Kosovo", "XKX", "1", "2"), ("Channel Islands", "CHI", "1", "")]


def import_stock(*files: PublishedFile, **options: Any) -> list[ImportRun]:
    return write_editions([read_migrant_stock(file) for file in files], **options)


def import_bank(*files: PublishedFile) -> list[ImportRun]:
    return write_editions(read_world_bank(files))


def senegal_file(edition: int, *values: int) -> PublishedFile:
    """Returns a workbook by destination and origin with emigrants of Senegal in 2015 and in the year of the edition."""
    return pair_file({(250, 686): both(values, values)}, years=(2015, edition), edition=edition)


def bank_csv(updated: str = "2025-07-24", rows: Any = BANK) -> PublishedFile:
    """Returns remittances received as the World Bank's bulk download."""
    return PublishedFile("API_BX.csv", world_bank_csv(rows, updated=updated))


def everything() -> list[Any]:
    """Returns all that an import may touch, but for the log."""
    models: list[Any] = [Dataset, Observation, MigrantStock, Source]
    return [list(model.objects.order_by("pk").values()) for model in models]


def shown(country: str, indicator: str = "emigrant_stock", sex: str = "total") -> dict[int, tuple[int, str | None]]:
    """Returns value and dataset of the figures shown first, by year."""
    figures = (
        Observation.objects.shown_first().national().filter(country__iso3=country, indicator__code=indicator, sex=sex)
    )
    return {figure.year: (int(figure.value), figure.dataset.slug if figure.dataset else None) for figure in figures}


def series(country: str, indicator: str = "emigrant_stock", sex: str = "total") -> dict[int, int]:
    figures = Observation.objects.series(Indicator.objects.get(code=indicator)).filter(country__iso3=country, sex=sex)
    return {figure.year: int(figure.value) for figure in figures}


# Writing


def test_import_writes_figures_and_corridors() -> None:
    user = factories.create_user()
    (run,) = import_stock(mali_file(), user=user)
    assert (run.outcome, run.figures, run.corridors, run.started_by) == ("imported", 44, 23, user)
    dataset = Dataset.objects.get(slug=PAIRS_2024)
    assert (dataset.file_name, dataset.file_sha256) == ("stock.xlsx", mali_file().sha256)
    assert (dataset.imported_by, dataset.publisher, dataset.licence) == (user, "UN DESA", "CC BY 3.0 IGO")
    assert dataset.source is not None
    assert dataset.source.kind == Source.Kind.DATASET
    stock = MigrantStock.objects.get(origin__iso3="MLI", destination__iso3="CIV")
    assert (stock.years, stock.total, stock.women, stock.men_in(2024)) == ([2024], [403646], [160986], 242660)


def test_import_keeps_unknown_origin_and_areas_that_are_no_country() -> None:
    import_stock(pair_file({(250, OTHERS): of_year((9, 4)), (830, 466): of_year((5, 2))}))
    unknown = MigrantStock.objects.get(origin_code="2003")
    assert (unknown.origin, unknown.origin_name, unknown.total_in(2024)) == (None, "Unknown or other origin", 9)
    islands = MigrantStock.objects.get(destination_code="830")
    assert (islands.destination, islands.destination_name) == (None, "Channel Islands")


def test_import_keeps_out_what_is_missing_and_what_is_zero() -> None:
    pairs: Any = {(250, 466): ["..", 0, "..", 0, "..", 0], (384, 466): both([1, 1], [1, 1])}
    import_stock(pair_file(pairs, years=(2020, 2024)))
    stock = MigrantStock.objects.get(origin__iso3="MLI", destination__iso3="FRA")
    assert (stock.total, stock.women, stock.total_in(2020), stock.men_in(2024)) == (
        [None, None],
        [None, None],
        None,
        None,
    )


def test_import_of_the_same_file_again_changes_nothing() -> None:
    import_stock(mali_file())
    before = everything()
    (run,) = import_stock(mali_file())
    assert run.outcome == ImportRun.Outcome.UNCHANGED
    assert everything() == before


def test_import_of_another_file_of_the_same_edition_is_refused() -> None:
    import_stock(mali_file())
    before = everything()
    with pytest.raises(FileRefusedError, match=f"withdraw_dataset {PAIRS_2024}"):
        import_stock(senegal_file(2024, 5, 6))
    assert everything() == before


def test_one_bad_file_of_several_leaves_nothing_behind() -> None:
    before = everything()
    with pytest.raises(FileRefusedError):
        import_stock(senegal_file(2020, 1, 2), senegal_file(2024, 5, 6), mali_file())
    assert everything() == before


def test_value_that_the_database_rules_out_refuses_the_whole_file() -> None:
    """The cost of sending has a range; the database's own rule is told in words."""
    rows = [("Mali", "MLI", "5", "6"), ("Senegal", "SEN", "7", "101")]
    before = everything()
    with pytest.raises(FileRefusedError, match=r"The value is beyond what its indicator allows \(Senegal, 2024, 101\)"):
        import_bank(PublishedFile("cost.csv", world_bank_csv(rows, indicator="SI.RMT.COST.IB.ZS")))
    assert everything() == before


def test_cost_below_zero_is_imported() -> None:
    """As the newest edition has it of Malawi and Myanmar."""
    import_bank(
        PublishedFile("cost.csv", world_bank_csv([("Mali", "MLI", "5", "-49.69")], indicator="SI.RMT.COST.IB.ZS"))
    )
    figure = Observation.objects.get(indicator__code="remittance_cost", year=2024)
    assert figure.value == Decimal("-49.69")
    figure.full_clean(exclude=["source"])


def test_number_beyond_what_the_database_keeps_refuses_the_whole_file() -> None:
    with pytest.raises(FileRefusedError, match=r"the database does not accept it: .* \(Mali → France\)"):
        import_stock(pair_file({(250, 466): of_year((3_000_000_000, 5))}))


def test_what_the_database_checks_last_refuses_the_whole_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys are checked at the end of a transaction, where nobody could be told any more."""
    before = everything()
    rows = writing.figure_rows

    def stray(plan: Any, dataset: Any) -> Any:
        return ((dataset, 0, *rest) for dataset, _country, *rest in rows(plan, dataset))

    monkeypatch.setattr(writing, "figure_rows", stray)
    with pytest.raises(FileRefusedError, match="the database does not accept it"):
        import_bank(bank_csv())
    assert everything() == before


# The preview


def test_plan_says_what_is_new_and_what_cannot_be_matched() -> None:
    before = everything()
    metadata = b'"Country Code","Region",\n"MLI","Sub-Saharan Africa",\n"XKX","Europe",\n"CHI","Europe",\n"WLD","",\n'
    bulk = zip_file(
        {"API_BX.csv": world_bank_csv([*BANK, ("World", "WLD", "9", "9")]), "Metadata_Country_BX.csv": metadata}
    )
    (edition,) = read_world_bank([bulk])
    plan = make_plan(edition)
    assert plan.is_new
    assert plan.new_by_indicator == {"Remittances received": 2}
    assert plan.unmatched == {"XKX": "Kosovo", "CHI": "Channel Islands"}
    assert plan.aggregates == {"WLD": "World"}
    assert everything() == before
    write_editions([edition])
    assert not make_plan(edition).is_new


def test_plan_names_the_editions_that_stay_beside_it() -> None:
    import_stock(senegal_file(2020, 1, 2))
    plan = make_plan(read_migrant_stock(senegal_file(2024, 5, 6)))
    assert [dataset.slug for dataset in plan.others] == [PAIRS_2020]


def test_indicator_that_is_not_there_is_asked_for_and_then_imported() -> None:
    paid = PublishedFile("paid.csv", world_bank_csv(BANK, indicator="BM.TRF.PWKR.CD.DT"))
    asked = r"Personal remittances, received.* no indicator with the publisher’s code “BM\.TRF\.PWKR\.CD\.DT”\. Add"
    with pytest.raises(FileRefusedError, match=asked):
        import_bank(paid)
    assert not Dataset.objects.imported().exists()
    factories.create_indicator(code="remittance_outflow", unit="usd", publisher_code="BM.TRF.PWKR.CD.DT")
    assert import_bank(paid)[0].figures == 2


def test_file_without_any_country_of_the_atlas_is_refused() -> None:
    with pytest.raises(FileRefusedError, match="none of its areas is a country"):
        import_bank(bank_csv(rows=[("World", "WLD", "1", "2")]))


# Which edition is shown


def test_newer_edition_is_shown_and_the_older_one_stays() -> None:
    import_stock(senegal_file(2020, 10, 20))
    import_stock(senegal_file(2024, 11, 33))
    assert shown("SEN") == {2015: (22, PAIRS_2024), 2024: (66, PAIRS_2024)}
    assert Observation.objects.filter(dataset__slug=PAIRS_2020, country__iso3="SEN", sex="total").count() == 2


def test_older_edition_imported_later_is_not_shown() -> None:
    import_stock(senegal_file(2024, 11, 33))
    import_stock(senegal_file(2020, 10, 20))
    assert shown("SEN") == {2015: (22, PAIRS_2024), 2024: (66, PAIRS_2024)}


def test_series_is_never_mixed_of_two_editions() -> None:
    """2020 is in the older edition alone: it is left out, not filled in from there."""
    import_stock(senegal_file(2020, 10, 20), senegal_file(2024, 11, 33))
    assert series("SEN") == {2015: 22, 2024: 66}
    assert set(shown("SEN")) == {2015, 2024}


def test_corridors_are_of_the_newest_edition_alone() -> None:
    import_stock(senegal_file(2020, 10, 20), senegal_file(2024, 11, 33))
    (stock,) = MigrantStock.objects.of_newest_edition()
    assert stock.dataset.slug == PAIRS_2024


def test_publisher_that_the_indicator_names_is_shown_before_a_newer_one() -> None:
    """Population is the World Bank's, whose series is yearly; UN DESA's stands beside it."""
    population = world_bank_csv([("Senegal", "SEN", "18", "19")], updated="2023-01-01", indicator="SP.POP.TOTL")
    import_bank(PublishedFile("population.csv", population))
    areas = {686: of_year((5, 2))}
    tables = {"Table_1": area_table(areas, "destination"), "Table_2": population_table({686: [18.5, 9, 9.5]})}
    import_stock(workbook(**tables))
    assert series("SEN", "population") == {2023: 18, 2024: 19}
    assert Observation.objects.filter(country__iso3="SEN", indicator__code="population", value=18500).count() == 1


def test_what_editors_entered_is_left_as_it_is_and_stays_first() -> None:
    entered = list(Observation.objects.order_by("pk").values())
    import_stock(mali_file())
    import_bank(bank_csv())
    kept = Observation.objects.filter(imported=False).order_by("pk").values()
    assert list(kept) == entered
    assert shown("MLI")[2024] == (1292519, "un-desa-international-migrant-stock-2024")
    assert series("MLI") == {2024: 1292519}
    firsts = Observation.objects.shown_first().filter(country__iso3="MLI", indicator__code="emigrant_stock", year=2024)
    assert firsts.national().filter(sex="total").count() == 1


def test_figure_that_editors_rejected_is_not_shown_first_again() -> None:
    import_bank(bank_csv("2025-01-01", [("Senegal", "SEN", "5", "6")]))
    figure = Observation.objects.get(country__iso3="SEN", year=2024, imported=True)
    figure.verdict, figure.reason_en, figure.shown_first = "rejected", "A slip.", False
    figure.save()
    import_bank(bank_csv("2024-01-01", [("Senegal", "SEN", "5", "6")]))
    figure.refresh_from_db()
    assert (figure.verdict, figure.shown_first, figure.in_series) == ("rejected", False, True)
    assert set(shown("SEN", "remittance_inflow")) == {2023}


# Withdrawing


def test_withdrawing_leaves_everything_as_it_was() -> None:
    import_stock(senegal_file(2020, 10, 20))
    before = everything()
    import_stock(senegal_file(2024, 11, 33))
    assert everything() != before
    run = withdraw_dataset(Dataset.objects.get(slug=PAIRS_2024))
    assert (run.outcome, run.figures, run.corridors, run.dataset) == ("withdrawn", 8, 1, None)
    assert everything() == before
    assert shown("SEN") == {2015: (20, PAIRS_2020), 2020: (40, PAIRS_2020)}


def test_withdrawing_keeps_what_editors_entered_of_the_edition() -> None:
    import_stock(senegal_file(2024, 11, 33))
    dataset = Dataset.objects.get(slug=PAIRS_2024)
    entered = factories.create_observation(dataset=dataset, locator="p. 3")
    withdraw_dataset(dataset)
    dataset.refresh_from_db()
    assert (dataset.imported_at, dataset.file_name) == (None, "")
    assert list(dataset.observations.all()) == [entered]


def test_withdrawing_keeps_a_source_that_something_else_rests_on() -> None:
    import_stock(senegal_file(2024, 11, 33))
    factories.create_observation(source=Source.objects.get(slug=PAIRS_2024))
    withdraw_dataset(Dataset.objects.get(slug=PAIRS_2024))
    assert Source.objects.filter(slug=PAIRS_2024).exists()
    assert not Dataset.objects.filter(slug=PAIRS_2024).exists()


def test_withdrawn_edition_can_be_imported_again() -> None:
    import_stock(mali_file())
    withdraw_dataset(Dataset.objects.get(slug=PAIRS_2024))
    assert import_stock(mali_file())[0].outcome == "imported"


def test_dataset_that_was_not_imported_cannot_be_withdrawn() -> None:
    with pytest.raises(ValueError, match="was not imported"):
        withdraw_dataset(Dataset.objects.get(slug="un-desa-international-migrant-stock-2024"))


# The commands


def test_command_imports_and_says_what_it_did(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "stock.xlsx"
    path.write_bytes(mali_file().content)
    editor = factories.create_user(username="editor")
    call_command("import_migrant_stock", str(path), user="editor")
    said = capsys.readouterr().out
    assert "new: 44 figures" not in said
    assert "new: 23 corridors" in said
    assert "2003 Others" in said
    assert "International Migrant Stock: destination and origin, 2024: Imported: 44 figures, 23 corridors." in said
    assert ImportRun.objects.get().started_by == editor


def test_command_preview_changes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "bank.csv"
    groups = [(f"Group {number}", f"G{number:02}", "1", "2") for number in range(30)]
    path.write_bytes(bank_csv(rows=[*groups, *BANK]).content)
    before = everything()
    call_command("import_world_bank", str(path), preview=True)
    assert "no country of the atlas: G00 Group 0, G01 Group 1," in (said := capsys.readouterr().out)
    assert "G29 Group 29, XKX Kosovo, CHI Channel Islands\n" in said
    assert everything() == before
    assert not ImportRun.objects.exists()


def test_command_refuses_and_logs_why(tmp_path: Path) -> None:
    path = tmp_path / "stock.xlsx"
    path.write_bytes(mali_file().content[:500])
    before = everything()
    with pytest.raises(CommandError, match="cut short"):
        call_command("import_migrant_stock", str(path))
    run = ImportRun.objects.get()
    assert (run.outcome, run.file_name) == ("refused", "stock.xlsx")
    assert "cut short" in run.message
    assert everything() == before


def test_command_refuses_an_account_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There is no account “nobody”"):
        call_command("import_migrant_stock", str(tmp_path / "stock.xlsx"), user="nobody")


def test_command_withdraws(capsys: pytest.CaptureFixture[str]) -> None:
    import_stock(mali_file())
    call_command("withdraw_dataset", PAIRS_2024)
    assert "Withdrawn: 44 figures, 23 corridors." in capsys.readouterr().out
    assert not MigrantStock.objects.exists()
    with pytest.raises(CommandError, match="No imported edition has the slug"):
        call_command("withdraw_dataset", PAIRS_2024)


def test_corridor_can_be_shown_as_figures() -> None:
    import_stock(mali_file())
    stock = MigrantStock.objects.with_areas().get(origin__iso3="MLI", destination__iso3="CIV")
    (figure,) = stock.as_figures(Indicator.objects.get(code="emigrant_stock"), "male")
    assert (figure.year, int(figure.value), bool(figure.pk)) == (2024, 242660, False)
    assert figure.partner == Country.objects.get(iso3="CIV")
