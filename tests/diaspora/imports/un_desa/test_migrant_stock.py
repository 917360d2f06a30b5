"""The workbooks of International Migrant Stock: every trap of their layouts, and the proof they give of themselves."""

from typing import Any

import pytest

from diaspora.imports import read_migrant_stock
from diaspora.imports.cells import column_letters
from tests.stock_files import (
    FIRST_PAIR,
    HEADER,
    MALI,
    MALI_TOTAL,
    OTHERS,
    Rows,
    both,
    corridors,
    find,
    mali_file,
    of_year,
    pair_file,
    pair_table,
    refuse,
    row_of,
)

PAIRS: Any = {(250, 466): both([30, 40], [10, 20]), (384, 466): both([5, 6], [7, 8]), (250, 12): both([1, 2], [3, 4])}
YEARS = (2020, 2024)


def shift(rows: Rows) -> None:
    """Puts three more columns before the table and two more rows above it."""
    for row in rows:
        row[:0] = ["", "", ""]
    rows[:0] = [[], []]


def part(rows: Rows) -> None:
    """Puts a column between the codes and the figures, and one between two blocks."""
    for row in rows:
        row[:] = [*row, *[""] * (13 - len(row))]
        row[9:9] = [""]
        row[7:7] = ["a note"]


def swap_codes_and_names(rows: Rows) -> None:
    """Puts the codes before the names, and the columns of the origin before those of the destination."""
    for row in rows[HEADER:]:
        row[1], row[4], row[5], row[6] = row[6], row[5], row[4], row[1]


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


@pytest.mark.parametrize(
    "header",
    [
        # Another year in one block, one missing, two in another order, one twice, one more in one block alone.
        [2020, 2024, 2019, 2024, 2020, 2024],
        [2020, 2024, "", 2024, 2020, 2024],
        [2020, 2024, 2020, 2024, 2024, 2020],
        [2020, 2020, 2020, 2020, 2020, 2020],
        [2020, 2024, 2020, 2024, 2020, 2024, 2025],
    ],
)
def test_blocks_of_other_years_are_refused(header: list[Any]) -> None:
    def spoil(rows: Rows) -> None:
        rows[HEADER][7:] = header

    assert "three times over" in refuse(pair_file(PAIRS, spoil, years=YEARS))


def test_block_that_is_parted_is_refused() -> None:
    """Its values would be looked for where its years are not."""

    def spoil(rows: Rows) -> None:
        for row in rows:
            row[:] = [*row, *[""] * (13 - len(row))]
            row[8:8] = ["a note"]

    assert "three times over" in refuse(pair_file(PAIRS, spoil, years=YEARS))


def test_years_that_are_text_are_years() -> None:
    def spoil(rows: Rows) -> None:
        rows[HEADER][7:] = [str(year) for year in rows[HEADER][7:]]

    assert read_migrant_stock(pair_file(PAIRS, spoil, years=YEARS)).years == [2020, 2024]


def test_years_are_those_of_the_file() -> None:
    """A later edition has one year more."""
    pairs: Any = {(250, 466): both([1, 2, 3], [4, 5, 6])}
    edition = read_migrant_stock(pair_file(pairs, years=(2020, 2024, 2026), edition=2026))
    assert (edition.years, edition.released) == ([2020, 2024, 2026], "2026")
    assert corridors(edition)["466", "250"] == ([5, 7, 9], [4, 5, 6])


@pytest.mark.parametrize("change", [shift, part, swap_codes_and_names])
def test_columns_are_found_by_their_text_wherever_they_are(change: Any) -> None:
    moved = read_migrant_stock(pair_file(PAIRS, change, years=YEARS))
    assert corridors(moved) == corridors(read_migrant_stock(pair_file(PAIRS, years=YEARS)))


def test_edition_of_2020_is_read_in_its_own_layout() -> None:
    """Its columns stand in another order under other headings, its years end in 2020, and names are set in."""

    def as_in_2020(rows: Rows) -> None:
        rows[HEADER][2], rows[HEADER][3] = "Notes of destination", "Location code of destination"
        rows[HEADER][4] = "Type of data of destination"
        rows.append([9, "  Sub-Saharan Africa", "", "", 947, "Mali", 466, *both([1, 2], [3, 4])])
        for row in rows[FIRST_PAIR:]:
            row[1], row[5] = (("WORLD" if name == "World" else f"   {name}") for name in (row[1], row[5]))
            row[2], row[3], row[4] = 7, row[4], row[3]

    edition = read_migrant_stock(pair_file(PAIRS, as_in_2020, years=(2015, 2020), edition=2020))
    assert (edition.released, edition.years) == ("2020", [2015, 2020])
    assert corridors(edition) == {
        ("466", "250"): ([40, 60], [10, 20]),
        ("466", "384"): ([12, 14], [7, 8]),
        ("012", "250"): ([4, 6], [3, 4]),
    }
    assert edition.names == {"466": "Mali", "012": "Algeria", "250": "France", "384": "Côte d'Ivoire"}


def test_edition_is_read_from_its_cell() -> None:
    def spoil(rows: Rows) -> None:
        rows[3] = []

    assert "no cell gives the edition" in refuse(pair_file(PAIRS, spoil, years=YEARS))


def test_two_editions_in_one_table_are_refused() -> None:
    def spoil(rows: Rows) -> None:
        rows[4] = ["Taken from POP/DB/MIG/Stock/Rev.2020"]

    assert "name several editions: 2020, 2024" in refuse(pair_file(PAIRS, spoil, years=YEARS))


def test_edition_older_than_2020_is_refused() -> None:
    """The title of 2019 names destinations too, but its table is another one."""

    def spoil(rows: Rows) -> None:
        rows[2] = ["", "Table 1 -  International migrant stock at mid-year by sex and by major area, region, country"]
        rows[3] = ["", "International Migrant Stock 2019 (United Nations database, POP/DB/MIG/Stock/Rev.2019)."]

    assert "Older editions are laid out otherwise and are not read" in refuse(pair_file(PAIRS, spoil, years=YEARS))


@pytest.mark.parametrize("mark", ["..", "", "…", "...", "~", "—", "-", " .. ", "\N{NO-BREAK SPACE}..", "  "])
def test_missing_is_never_zero(mark: str) -> None:
    pairs = PAIRS | {(384, 12): [mark, 6, mark, 2, mark, 4]}
    edition = read_migrant_stock(pair_file(pairs, years=YEARS))
    assert corridors(edition)["012", "384"] == ([None, 6], [None, 4])


def test_area_whose_years_are_all_blank_is_kept_without_figures() -> None:
    """Two rows of the workbook are blank behind their codes: Saint Barthélemy and Saint Martin."""
    edition = read_migrant_stock(pair_file(PAIRS | {(652, 466): [""] * 6}, years=YEARS))
    assert corridors(edition)["466", "652"] == ([None, None], [None, None])
    assert find(edition, "emigrant_stock", "466") == {2020: 52, 2024: 74}


def test_zero_is_kept_out_as_not_published() -> None:
    """Of a pair and of its row of World; women are nobody where men are somebody."""
    edition = read_migrant_stock(pair_file(PAIRS | {(384, 562): [0, 6, 0, 6, 0, 0]}, years=YEARS))
    assert corridors(edition)["562", "384"] == ([None, 6], [None, 0])
    assert find(edition, "emigrant_stock", "562") == {2024: 6}
    assert find(edition, "emigrant_stock", "562", "female") == {2024: 0}


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
        # Codes that editions have and others that none has yet.
        rows.append([99, "Sub-Saharan Africa", "", "", 947, "Mali", 466, *both([5, 6], [7, 8])])
        rows.append([99, "France*", "", "", 250, "Oceania", 1836, *both([5, 6], [7, 8])])
        rows.append([99, "Some new group", "", "", 5501, "Some new group", 5501, *both([5, 6], [7, 8])])

    edition = read_migrant_stock(pair_file(pairs, add_region, years=YEARS))
    assert set(corridors(edition)) == {("466", "250"), ("466", "384"), ("012", "250"), ("2003", "250")}
    assert not {"914", "947", "1836", "5501"} & set(edition.names)
    assert find(edition, "immigrant_stock", "250") == {2020: 40 + 4 + 18, 2024: 60 + 6 + 18}


def test_channel_islands_are_an_area() -> None:
    edition = read_migrant_stock(pair_file(PAIRS | {(830, 466): both([1, 1], [1, 1])}, years=YEARS))
    assert ("466", "830") in corridors(edition)
    assert edition.names["830"] == "Channel Islands"


def test_blank_rows_and_notes_are_passed_over() -> None:
    def spoil(rows: Rows) -> None:
        rows.insert(FIRST_PAIR + 1, [])
        rows.append([])
        rows.append(["", " ", "", "", " ", "", "\N{NO-BREAK SPACE}"])
        rows.append(["", "* See the notes"])

    assert read_migrant_stock(pair_file(PAIRS, spoil, years=YEARS)).rows == 8


def test_row_of_figures_without_a_code_is_refused() -> None:
    def spoil(rows: Rows) -> None:
        row_of(rows, 250, 466)[6] = ""

    message = refuse(pair_file(PAIRS, spoil, years=YEARS))
    assert "row 16, column G: the location code is empty, and the row has figures" in message


@pytest.mark.parametrize("code", ["n/a", 466.5, "466 a"])
def test_code_that_is_none_is_refused(code: Any) -> None:
    def spoil(rows: Rows) -> None:
        row_of(rows, 250, 466)[6] = code

    assert f"the location code is “{code}”" in refuse(pair_file(PAIRS, spoil, years=YEARS))


def test_second_row_of_a_pair_is_refused() -> None:
    assert "is of the same areas already" in refuse(
        pair_file(PAIRS, lambda rows: rows.append(row_of(rows, 250, 466)), years=YEARS)
    )


@pytest.mark.parametrize(
    "value", [12.5, -1, "1,5", "1,292,519", "1 292 519", "1\N{NO-BREAK SPACE}292", "-3", "n/a", True, 1e300]
)
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


def test_one_sex_may_not_exceed_both_where_the_other_is_missing() -> None:
    def spoil(rows: Rows) -> None:
        row_of(rows, 250, 466)[9], row_of(rows, 250, 466)[11] = 41, ".."

    message = refuse(pair_file(PAIRS, spoil, years=YEARS))
    assert "row 16, column H: in 2020 males and females add up to 41, and both sexes are 40" in message


def test_both_sexes_missing_beside_known_sexes_are_refused() -> None:
    def spoil(rows: Rows) -> None:
        row_of(rows, 250, 466)[7] = ".."

    assert "both sexes are missing" in refuse(pair_file(PAIRS, spoil, years=YEARS))


# What helps


def test_columns_have_the_letters_of_spreadsheets() -> None:
    assert [column_letters(column) for column in (0, 25, 26, 30, 701, 702)] == ["A", "Z", "AA", "AE", "ZZ", "AAA"]


def test_table_of_mali_holds_what_it_is_said_to_hold() -> None:
    """The workbook of the tests itself: 22 destinations, and its rest is a sensible one."""
    assert len(MALI) == 22
    assert MALI[840] == (82024, 29160)
    assert len(pair_table({(250, 466): of_year((3, 1))})) == FIRST_PAIR + 4
