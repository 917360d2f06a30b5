"""The workbooks of International Migrant Stock: every trap of their layouts, and the proof they give of themselves."""

from typing import Any

import pytest

from diaspora.imports import Edition, FileRefusedError, PublishedFile, read_migrant_stock
from diaspora.imports.tables import column_letters
from tests.stock_files import (
    MALI,
    MALI_TOTAL,
    OTHERS,
    Rows,
    area_table,
    both,
    mali_file,
    of_year,
    pair_file,
    pair_table,
    population_table,
    workbook,
)

HEADER = 10
FIRST_PAIR = 11
PAIRS: Any = {(250, 466): both([30, 40], [10, 20]), (384, 466): both([5, 6], [7, 8]), (250, 12): both([1, 2], [3, 4])}
YEARS = (2020, 2024)


def find(edition: Edition, indicator: str, area: str, sex: str = "total") -> dict[int, Any]:
    """Returns the figures of an area by year."""
    key = (indicator, area, sex)
    return {
        figure.year: figure.value for figure in edition.figures if (figure.indicator, figure.area, figure.sex) == key
    }


def corridors(edition: Edition) -> dict[tuple[str, str], tuple[list[Any], list[Any]]]:
    """Returns total and women of each corridor, by origin and destination."""
    return {(stock.origin, stock.destination): (list(stock.total), list(stock.women)) for stock in edition.stocks}


def refuse(file: PublishedFile) -> str:
    """Returns why the file is refused."""
    with pytest.raises(FileRefusedError) as refused:
        read_migrant_stock(file)
    return str(refused.value)


def row_of(rows: Rows, destination: int, origin: int) -> list[Any]:
    """Returns the row of a pair."""
    return next(row for row in rows[FIRST_PAIR:] if row[4] == destination and row[6] == origin)


def shift(rows: Rows) -> None:
    """Puts three more columns before the table and two more rows above it."""
    for row in rows:
        row[:0] = ["", "", ""]
    rows[:0] = [[], []]


# By destination and origin


def test_check_values_of_mali_are_read() -> None:
    edition = read_migrant_stock(mali_file())
    assert find(edition, "emigrant_stock", "466") == {2024: 1292519}
    assert find(edition, "emigrant_stock", "466", "female") == {2024: MALI_TOTAL[1]}
    assert corridors(edition)["466", "384"] == ([403646], [160986])
    assert (edition.slug, edition.edition_en, edition.years) == (
        "un-desa-migrant-stock-by-destination-and-origin-2024",
        "2024",
        [2024],
    )


def test_first_block_of_years_is_both_sexes_and_not_women() -> None:
    """The years repeat three times, and the last block is women."""
    edition = read_migrant_stock(pair_file(PAIRS, years=YEARS))
    assert corridors(edition)["466", "250"] == ([40, 60], [10, 20])


def test_blocks_are_told_by_their_titles_and_not_by_their_order() -> None:
    def swap(rows: Rows) -> None:
        rows[7][7], rows[7][11] = rows[7][11], rows[7][7]
        for row in rows[FIRST_PAIR:]:
            row[7:9], row[11:13] = row[11:13], row[7:9]

    assert corridors(read_migrant_stock(pair_file(PAIRS, swap, years=YEARS)))["466", "250"] == ([40, 60], [10, 20])


def test_years_without_a_title_above_are_refused() -> None:
    def untitle(rows: Rows) -> None:
        rows[7] = []

    assert "no title above this year" in refuse(pair_file(PAIRS, untitle, years=YEARS))


def test_blocks_of_other_years_are_refused() -> None:
    def spoil(rows: Rows) -> None:
        rows[HEADER][9] = 2019

    assert "three times over" in refuse(pair_file(PAIRS, spoil, years=YEARS))


def test_columns_are_found_by_their_text_wherever_they_are() -> None:
    moved = read_migrant_stock(pair_file(PAIRS, shift, years=YEARS))
    assert corridors(moved) == corridors(read_migrant_stock(pair_file(PAIRS, years=YEARS)))


def test_columns_of_the_edition_of_2020_are_found() -> None:
    """Its columns stand in another order and under other headings, and it ends in 2020."""

    def as_in_2020(rows: Rows) -> None:
        rows[7][7] = "International migrant stock at mid-year (both sexes)"
        rows[HEADER][2], rows[HEADER][3] = "Notes of destination", "Location code of destination"
        rows[HEADER][4] = "Type of data of destination"
        for row in rows[FIRST_PAIR:]:
            row[3], row[4] = row[4], row[3]

    edition = read_migrant_stock(pair_file(PAIRS, as_in_2020, years=(2015, 2020), edition=2020))
    assert (edition.released, edition.years) == ("2020", [2015, 2020])
    assert corridors(edition)["466", "384"] == ([12, 14], [7, 8])


def test_edition_is_read_from_its_cell() -> None:
    def spoil(rows: Rows) -> None:
        rows[3] = []

    assert "no cell gives the edition" in refuse(pair_file(PAIRS, spoil, years=YEARS))


@pytest.mark.parametrize("mark", ["..", "", "…"])
def test_missing_is_never_zero(mark: str) -> None:
    pairs = PAIRS | {(384, 12): [mark, 6, mark, 2, mark, 4]}
    edition = read_migrant_stock(pair_file(pairs, years=YEARS))
    assert corridors(edition)["012", "384"] == ([None, 6], [None, 4])


def test_zero_is_not_missing() -> None:
    edition = read_migrant_stock(pair_file(PAIRS | {(384, 12): [0] * 6}, years=YEARS))
    assert corridors(edition)["012", "384"] == ([0, 0], [0, 0])


def test_missing_part_may_hide_what_the_sum_lacks_but_no_more() -> None:
    pairs = PAIRS | {(384, 12): ["..", 6, "..", 2, "..", 4]}

    def raise_total(rows: Rows, by: int) -> None:
        for row in (row_of(rows, 900, 12), row_of(rows, 900, 900), row_of(rows, 384, 900)):
            row[7], row[9] = row[7] + by, row[9] + by

    read_migrant_stock(pair_file(pairs, lambda rows: raise_total(rows, 9), years=YEARS))
    assert "add up to 4, and this row says 3" in refuse(
        pair_file(pairs, lambda rows: raise_total(rows, -1), years=YEARS)
    )


def test_names_lose_their_asterisk_and_their_mojibake() -> None:
    edition = read_migrant_stock(pair_file({(250, 638): of_year((5, 2))}))
    assert edition.names == {"250": "France", "638": "Réunion"}


def test_codes_have_their_leading_zeros() -> None:
    edition = read_migrant_stock(pair_file(PAIRS, years=YEARS))
    assert ("012", "250") in corridors(edition)


def test_aggregates_are_left_out_and_unknown_origin_is_kept() -> None:
    pairs = PAIRS | {(250, OTHERS): both([9, 9], [9, 9])}

    def add_region(rows: Rows) -> None:
        rows.append([99, "Western Africa", "", "", 914, "Mali", 466, *both([5, 6], [7, 8])])
        rows.append([99, "France*", "", "", 250, "Western Africa", 914, *both([30, 40], [10, 20])])

    edition = read_migrant_stock(pair_file(pairs, add_region, years=YEARS))
    assert set(corridors(edition)) == {("466", "250"), ("466", "384"), ("012", "250"), ("2003", "250")}
    assert "914" not in edition.names
    assert find(edition, "immigrant_stock", "250") == {2020: 40 + 4 + 18, 2024: 60 + 6 + 18}


def test_channel_islands_are_an_area() -> None:
    edition = read_migrant_stock(pair_file(PAIRS | {(830, 466): both([1, 1], [1, 1])}, years=YEARS))
    assert ("466", "830") in corridors(edition)
    assert edition.names["830"] == "Channel Islands"


def test_blank_rows_and_notes_are_passed_over() -> None:
    def spoil(rows: Rows) -> None:
        rows.insert(FIRST_PAIR + 1, [])
        rows.append([])
        rows.append(["", "* See the notes"])

    assert read_migrant_stock(pair_file(PAIRS, spoil, years=YEARS)).rows == 8


def test_row_of_figures_without_a_code_is_refused() -> None:
    def spoil(rows: Rows) -> None:
        row_of(rows, 250, 466)[6] = ""

    assert "is no location code, and the row has figures" in refuse(pair_file(PAIRS, spoil, years=YEARS))


def test_second_row_of_a_pair_is_refused() -> None:
    assert "is of the same areas already" in refuse(
        pair_file(PAIRS, lambda rows: rows.append(row_of(rows, 250, 466)), years=YEARS)
    )


@pytest.mark.parametrize("value", [1.5, -1, "1,5", "n/a", True])
def test_what_is_no_number_of_persons_is_refused(value: Any) -> None:
    def spoil(rows: Rows) -> None:
        row_of(rows, 250, 466)[8] = value

    message = refuse(pair_file(PAIRS, spoil, years=YEARS))
    assert "row 16, column I: “" in message
    assert "is no number of persons" in message


# The proof


def test_sexes_that_do_not_add_up_are_refused() -> None:
    def spoil(rows: Rows) -> None:
        row_of(rows, 250, 466)[10] += 1

    message = refuse(pair_file(PAIRS, spoil, years=YEARS))
    assert "sheet “Table 1”, row 16, column I: in 2024 males and females add up to 61, and both sexes are 60" in message


def test_destinations_that_do_not_add_up_to_world_are_refused() -> None:
    def spoil(rows: Rows) -> None:
        row_of(rows, 900, 466)[7] += 1
        row_of(rows, 900, 466)[9] += 1

    message = refuse(pair_file(PAIRS, spoil, years=YEARS))
    assert "row 14, column H: in 2020 the destinations of Mali add up to 52, and this row says 53" in message


def test_origins_that_do_not_add_up_to_world_are_refused() -> None:
    def spoil(rows: Rows) -> None:
        row_of(rows, 250, 900)[12] -= 1
        row_of(rows, 250, 900)[8] -= 1

    message = refuse(pair_file(PAIRS, spoil, years=YEARS))
    assert "row 15, column I: in 2024 the origins in France add up to 66, and this row says 65" in message


def test_pairs_that_do_not_add_up_to_world_are_refused() -> None:
    def spoil(rows: Rows) -> None:
        row_of(rows, 900, 900)[7] += 1
        row_of(rows, 900, 900)[11] += 1

    message = refuse(pair_file(PAIRS, spoil, years=YEARS))
    assert "row 12, column H: in 2020 all pairs of countries add up to 56, and this row says 57" in message


def test_unknown_origin_is_part_of_the_sum() -> None:
    def drop(rows: Rows) -> None:
        rows.remove(row_of(rows, 250, OTHERS))

    file = pair_file(PAIRS | {(250, OTHERS): both([9, 9], [9, 9])}, drop, years=YEARS)
    assert "the destinations of Others add up to 0, and this row says 18" in refuse(file)


def test_pair_that_is_left_out_is_noticed() -> None:
    assert "add up to" in refuse(pair_file(PAIRS, lambda rows: rows.remove(row_of(rows, 384, 466)), years=YEARS))


@pytest.mark.parametrize(("pair", "said"), [((900, 900), "World × World"), ((900, 466), "for the origin Mali")])
def test_table_without_what_proves_it_is_refused(pair: tuple[int, int], said: str) -> None:
    assert said in refuse(pair_file(PAIRS, lambda rows: rows.remove(row_of(rows, *pair)), years=YEARS))


def test_both_sexes_missing_beside_known_sexes_are_refused() -> None:
    def spoil(rows: Rows) -> None:
        row_of(rows, 250, 466)[7] = ".."

    assert "both sexes are missing" in refuse(pair_file(PAIRS, spoil, years=YEARS))


# By origin, by destination

AREAS: Any = {914: of_year((50, 20)), 466: of_year((30, 10)), 686: of_year((20, 10)), 830: of_year((3, 1))}


def test_table_by_origin_is_read() -> None:
    edition = read_migrant_stock(workbook(Table_1=area_table(AREAS | {OTHERS: of_year((7, 3))}, "origin")))
    assert edition.slug == "un-desa-migrant-stock-by-origin-2024"
    assert find(edition, "emigrant_stock", "466") == {2024: 30}
    assert find(edition, "emigrant_stock", "466", "female") == {2024: 10}
    assert find(edition, "emigrant_stock", "914") == {}


def test_table_by_origin_proves_itself() -> None:
    rows = area_table(AREAS, "origin")
    rows[HEADER + 1][5] += 1
    rows[HEADER + 1][6] += 1
    message = refuse(workbook(Table_1=rows))
    assert "row 12, column F: in 2024 all countries and areas add up to 53, and this row says 54" in message


def test_population_is_joined_by_index_and_counted_in_thousands() -> None:
    population = {914: [99.0, 50.0, 49.0], 466: [24478.595, 12350.773, 12127.823], 686: [1.5, 1, 0.5]}
    tables = {"Table_1": area_table(AREAS, "destination"), "Table_2": population_table(population)}
    edition = read_migrant_stock(workbook(**tables))
    assert find(edition, "population", "466") == {2024: 24478595}
    assert find(edition, "population", "686") == {2024: 1500}
    assert find(edition, "immigrant_stock", "466") == {2024: 30}
    assert find(edition, "population", "914") == {}


def test_population_may_miss_its_sum_by_the_person_that_rounding_loses() -> None:
    def read(males: float) -> Edition:
        tables = {"Table_1": area_table(AREAS, "destination"), "Table_2": population_table({914: [1, males, 0.5]})}
        return read_migrant_stock(workbook(**tables))

    read(0.499)
    with pytest.raises(FileRefusedError, match="males and females add up to 998, and both sexes are 1,000"):
        read(0.498)


def test_population_of_another_area_than_its_index_is_refused() -> None:
    rows = population_table({914: [1, 0.5, 0.5], 466: [1, 0.5, 0.5]})
    rows[-1][1] = "Senegal"
    message = refuse(workbook(Table_1=area_table(AREAS, "destination"), Table_2=rows))
    assert "“Senegal” with the index 3 is not the area of that index in Table 1" in message


def test_population_in_another_unit_is_refused() -> None:
    rows = population_table({914: [1, 0.5, 0.5]})
    for row in rows:
        row[:] = [cell.replace("(thousands)", "") if isinstance(cell, str) else cell for cell in row]
    assert "(thousands)" in refuse(workbook(Table_1=area_table(AREAS, "destination"), Table_2=rows))


def test_workbook_by_destination_without_its_population_is_refused() -> None:
    assert "there is no sheet “Table 2”" in refuse(workbook(Table_1=area_table(AREAS, "destination")))


def test_columns_have_the_letters_of_spreadsheets() -> None:
    assert [column_letters(column) for column in (0, 25, 26, 30, 701, 702)] == ["A", "Z", "AA", "AE", "ZZ", "AAA"]


def test_table_of_mali_holds_what_it_is_said_to_hold() -> None:
    """The workbook of the tests itself: 22 destinations, and its rest is a sensible one."""
    assert len(MALI) == 22
    assert MALI[840] == (82024, 29160)
    assert len(pair_table({(250, 466): of_year((3, 1))})) == FIRST_PAIR + 4
