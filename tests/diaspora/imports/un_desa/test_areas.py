"""The workbooks by origin and by destination: a row for each area, and a second table with its population."""

from collections.abc import Callable
from typing import Any

import pytest

from diaspora.imports import Edition, PublishedFile, read_migrant_stock
from tests.stock_files import (
    HEADER,
    OTHERS,
    Rows,
    area_table,
    both,
    find,
    of_year,
    population_table,
    refuse,
    workbook,
)

AREAS: Any = {914: of_year((50, 20)), 466: of_year((30, 10)), 686: of_year((20, 10)), 830: of_year((3, 1))}
PEOPLE: Any = {914: [99, 50, 49], 466: [24478.595, 12350.773, 12127.823], 686: [1.5, 1, 0.5], 830: [0.5, 0.25, 0.25]}


def destination_file(spoil: Callable[[Rows], Any] | None = None, people: Any = PEOPLE, **options: Any) -> PublishedFile:
    """Returns a workbook by destination, its table of population changed by `spoil` where it is given."""
    population = population_table(people)
    if spoil:
        spoil(population)
    return workbook(Table_1=area_table(AREAS, "destination", **options), Table_2=population)


def populations(edition: Edition) -> dict[str, Any]:
    return {figure.area: figure.value for figure in edition.figures if figure.indicator == "population"}


# By origin


def test_table_by_origin_is_read() -> None:
    edition = read_migrant_stock(workbook(Table_1=area_table(AREAS | {OTHERS: of_year((7, 3))}, "origin")))
    assert edition.slug == "un-desa-migrant-stock-by-origin-2024"
    assert find(edition, "emigrant_stock", "466") == {2024: 30}
    assert find(edition, "emigrant_stock", "466", "female") == {2024: 10}
    assert find(edition, "emigrant_stock", "914") == {}
    assert find(edition, "emigrant_stock", "2003") == {2024: 7}


def test_missing_number_of_an_area_makes_no_figure() -> None:
    areas = {466: [30, "..", 20, "..", 10, ".."], 686: both([7, 8], [3, 4])}
    edition = read_migrant_stock(workbook(Table_1=area_table(areas, "origin", years=(2020, 2024))))
    assert find(edition, "emigrant_stock", "466") == {2020: 30}
    assert find(edition, "emigrant_stock", "466", "female") == {2020: 10}


def test_table_by_origin_proves_itself() -> None:
    rows = area_table(AREAS, "origin")
    rows[HEADER + 1][5] += 1
    rows[HEADER + 1][6] += 1
    message = refuse(workbook(Table_1=rows))
    assert "row 12, column F: in 2024 all countries and areas add up to 53, and this row says 54" in message


def test_sexes_of_a_region_that_do_not_add_up_are_refused() -> None:
    """A region is not imported, and yet a fault in its row is one of the file."""
    rows = area_table(AREAS, "origin")
    next(row for row in rows[HEADER + 1 :] if row[4:5] == [914])[5] += 1
    assert "row 14, column F: in 2024 males and females add up to 50" in refuse(workbook(Table_1=rows))


def test_table_without_the_row_of_world_is_refused() -> None:
    rows = area_table(AREAS, "origin")
    del rows[HEADER + 1]
    assert "there is no row World" in refuse(workbook(Table_1=rows))


def test_second_row_of_an_area_is_refused() -> None:
    rows = area_table(AREAS, "origin")
    rows.append([99, *rows[-1][1:]])
    assert "row 17 is of the same areas already" in refuse(workbook(Table_1=rows))


def test_second_row_of_an_index_is_refused() -> None:
    rows = area_table(AREAS, "origin")
    rows[-1][0] = 4
    assert "row 17: row 16 has the index 4 already" in refuse(workbook(Table_1=rows))


# By destination, with population


def test_population_is_joined_by_index_and_counted_in_thousands() -> None:
    edition = read_migrant_stock(destination_file())
    assert populations(edition) == {"466": 24478595, "686": 1500, "830": 500}
    assert find(edition, "immigrant_stock", "466") == {2024: 30}


def test_population_is_joined_by_index_whatever_the_order_of_its_rows() -> None:
    def turn(rows: Rows) -> None:
        rows[HEADER + 1 :] = reversed(rows[HEADER + 1 :])

    assert populations(read_migrant_stock(destination_file(turn))) == {"466": 24478595, "686": 1500, "830": 500}


def test_index_is_found_by_its_heading_where_it_has_one() -> None:
    """It is before the names where its heading is empty, as in the edition of 2024."""

    def part(rows: Rows) -> None:
        rows[HEADER][0] = "Index"
        for row in rows:
            row[1:1] = [""]

    assert populations(read_migrant_stock(destination_file(part))) == {"466": 24478595, "686": 1500, "830": 500}


def test_edition_of_2020_is_read_in_its_own_layout() -> None:
    """It has its location codes in both tables and elsewhere, and missing numbers as two dots."""

    def as_in_2020(rows: Rows) -> None:
        rows[3] = ["", "POP/DB/MIG/Stock/Rev.2020"]
        rows[HEADER][:5] = ["", "Region, development group, country or area", "Notes", "Location code", "Type of data"]

    areas, people = area_table(AREAS, "destination", edition=2020), population_table(PEOPLE)
    for rows in (areas, people):
        as_in_2020(rows)
    for row in areas[HEADER + 1 :]:
        row[3:5] = reversed(row[3:5])
    people[HEADER].insert(4, "Type of data")
    people[HEADER][5:] = [2024, 2024, 2024]
    for row in people:
        row[4:4] = [""] if row is not people[HEADER] else []
    codes = dict(zip(range(1, 6), (900, *AREAS), strict=True))
    for row in people[HEADER + 1 :]:
        row[3] = codes[row[0]]
    people[-1][5:] = ["..", "..", ".."]
    edition = read_migrant_stock(workbook(Table_1=areas, Table_2=people))
    assert (edition.released, find(edition, "immigrant_stock", "466")) == ("2020", {2024: 30})
    assert populations(edition) == {"466": 24478595, "686": 1500}


def test_population_may_miss_its_sum_by_the_person_that_rounding_loses() -> None:
    def read(males: float) -> PublishedFile:
        return destination_file(people=PEOPLE | {914: [1, males, 0.5]})

    read_migrant_stock(read(0.499))
    assert "males and females add up to 998, and both sexes are 1,000" in refuse(read(0.498))


def test_population_of_another_area_than_its_index_is_refused() -> None:
    def spoil(rows: Rows) -> None:
        rows[-1][1] = "Senegal"

    message = refuse(destination_file(spoil))
    assert "row 16, column B: “Senegal” with the index 5 is not the area of that index in Table 1" in message


def test_population_with_indexes_that_are_exchanged_is_refused() -> None:
    def spoil(rows: Rows) -> None:
        rows[-1][0], rows[-2][0] = rows[-2][0], rows[-1][0]

    assert "is not the area of that index in Table 1" in refuse(destination_file(spoil))


def test_population_with_an_index_twice_is_refused() -> None:
    assert "row 16 has the index 5 already" in refuse(destination_file(lambda rows: rows.append(rows[-1])))


def test_population_without_one_of_the_areas_is_refused() -> None:
    message = refuse(destination_file(lambda rows: rows.pop()))
    assert "sheet “Table 2”: there is no row for Channel Islands, index 5, which Table 1 has" in message


@pytest.mark.parametrize("columns", [slice(0, 1), slice(0, 2)])
def test_population_without_its_index_is_refused(columns: slice) -> None:
    """Nothing is left out in silence: not where cells are empty, nor where the column is not there."""

    def spoil(rows: Rows) -> None:
        for row in rows:
            if columns.stop == 1:
                row[:1] = [""]
            else:
                del row[:1]

    assert "the row has figures and no index" in refuse(destination_file(spoil))


def test_notes_below_the_population_are_passed_over() -> None:
    edition = read_migrant_stock(destination_file(lambda rows: rows.append(["", "Note: mid-year estimates."])))
    assert populations(edition) == {"466": 24478595, "686": 1500, "830": 500}


@pytest.mark.parametrize("value", [1.00055, "a few", 1e300, float("inf")])
def test_population_that_is_no_number_of_thousands_is_refused(value: Any) -> None:
    """More than three decimals would be parts of a person."""

    def spoil(rows: Rows) -> None:
        rows[-1][4] = value

    assert "is no number of persons" in refuse(destination_file(spoil))


def test_population_in_another_unit_is_refused() -> None:
    def spoil(rows: Rows) -> None:
        for row in rows:
            row[:] = [cell.replace("(thousands)", "") if isinstance(cell, str) else cell for cell in row]

    assert "(thousands)" in refuse(destination_file(spoil))


def test_population_of_another_edition_is_refused() -> None:
    def spoil(rows: Rows) -> None:
        rows[3] = ["", "POP/DB/MIG/Stock/Rev.2020"]

    assert "sheet “Table 2”: this is the edition 2020, and Table 1 is 2024" in refuse(destination_file(spoil))


def test_workbook_by_destination_without_its_population_is_refused() -> None:
    assert "there is no sheet “Table 2”" in refuse(workbook(Table_1=area_table(AREAS, "destination")))
