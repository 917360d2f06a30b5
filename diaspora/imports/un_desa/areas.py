"""Reads tables that have a row for each area: of migrants by origin or by destination, and of total population."""

import re
from collections.abc import Sequence
from math import isfinite
from typing import Any

from django.utils.translation import gettext as _

from diaspora.imports.cells import Sheet
from diaspora.imports.editions import Edition, Figure
from diaspora.imports.files import FileRefusedError, read_number
from diaspora.imports.tables import SEXES, Table, clean_name, find_header, rows_below
from diaspora.imports.un_desa.proof import Sums, prove_sexes, prove_sum

WORLD = 900
OTHERS = 2003
FIRST_AGGREGATE = 900
AREA = "country or area"
CODE = "location code"
POPULATION_TITLE = re.compile(r"\btotal population\b.*\(thousands\)", re.IGNORECASE | re.DOTALL)

# By the index of each row its number, its code and the name of its area.
Rows = dict[int, tuple[int, int, str]]


def is_area(code: int) -> bool:
    """Returns whether a location code is of one area, and not of a group of them."""
    return code < FIRST_AGGREGATE or code == OTHERS


def code_text(code: int) -> str:
    """Returns a location code as M49 writes it: the workbook has no leading zeros."""
    return f"{code:03}"


def forget_zeros(values: Sequence[int | None], count: int) -> Sequence[int | None]:
    """Returns the values of a row of migrants, without the years in which it counts nobody (decision 0023).

    The workbook stores what is not published as zero; `count` is the number of years. Sums are proven before.
    """
    if 0 not in values[:count]:
        return values
    return [None if values[place % count] == 0 else value for place, value in enumerate(values)]


def figures_of_row(indicator: str, code: int, years: Sequence[int], values: Sequence[int | None]) -> list[Figure]:
    """Returns the figures of a row, for both sexes and for women; of men they are the rest."""
    found = []
    for sex, first in (("total", 0), ("female", 2 * len(years))):
        for year, value in zip(years, values[first : first + len(years)], strict=True):
            if value is not None:
                found.append(Figure(indicator, code_text(code), year, sex, value))
    return found


def read_areas(edition: Edition, table: Table, indicator: str) -> Rows:
    """Reads and proves a table with a row for each area, and returns its rows; raises FileRefusedError."""
    sheet, header = table.sheet, table.header
    name, code_column = table.column(AREA), table.column(CODE)
    index = table.index_column(name)
    sums = Sums(table.width)
    world: tuple[int, list[int | None]] | None = None
    rows: Rows = {}
    seen: dict[int, int] = {}
    for row, cells in rows_below(sheet, header):
        code = table.read_code(row, code_column, cells)
        if code is None:
            continue
        values = table.read_values(row, cells)
        prove_sexes(sheet, header, row, values)
        table.rows += 1
        number = None if index is None else read_number(cells[index])
        if number is not None and rows.setdefault(number, (row, code, clean_name(cells[name])))[0] != row:
            raise refuse_second_index(sheet, row, number, rows[number][0])
        if code == WORLD:
            world = row, values
        elif is_area(code):
            if seen.setdefault(code, row) != row:
                raise table.refuse_second(row, seen[code])
            table.names[code] = clean_name(cells[name])
            sums.add(WORLD, values)
            published = forget_zeros(values, len(header.years))
            edition.figures += figures_of_row(indicator, code, header.years, published)
    if world is None:
        raise sheet.refuse(_("there is no row World to prove the table by. Download the file again."))
    prove_sum(sheet, header, *world, sums, WORLD, _("all countries and areas"))
    return rows


def read_population(edition: Edition, rows: Rows, sheet: Sheet) -> None:
    """Reads Table 2, total population in thousands, whose rows have an index but no code; raises FileRefusedError.

    The index leads to the row of Table 1 that has the code; the names must agree, and no row may be missing.
    """
    if not any(isinstance(cell, str) and POPULATION_TITLE.search(cell) for cells in sheet.rows for cell in cells):
        raise sheet.refuse(_("no title says “Total population … (thousands)”. Download the file again."))
    table = Table(sheet, find_header(sheet, AREA))
    name = table.column(AREA)
    column, years = table.index_column(name), table.header.years
    seen: dict[int, int] = {}
    for row, cells in rows_below(sheet, table.header):
        values = table.read_values(row, thousands_to_persons(table, cells))
        index = None if column is None else read_number(cells[column])
        if index is None:
            if any(value is not None for value in values):
                reason = _("the row has figures and no index to find its area by. Download the file again.")
                raise sheet.refuse(reason, row, column)
            continue
        if index not in rows or rows[index][2] != clean_name(cells[name]):
            reason = _(
                "“%(name)s” with the index %(index)s is not the area of that index in Table 1. Download the file again."
            )
            raise sheet.refuse(reason % {"name": clean_name(cells[name]), "index": index}, row, name)
        if seen.setdefault(index, row) != row:
            raise refuse_second_index(sheet, row, index, seen[index])
        prove_sexes(sheet, table.header, row, values, tolerance=1)
        edition.rows += 1
        code = rows[index][1]
        if is_area(code):
            found = figures_of_row("population", code, years, values)
            edition.figures += [figure for figure in found if figure.sex == "total"]
    if missing := sorted(rows.keys() - seen.keys()):
        reason = _("there is no row for %(name)s, index %(index)s, which Table 1 has. Download the file again.")
        raise sheet.refuse(reason % {"name": rows[missing[0]][2], "index": missing[0]})


def refuse_second_index(sheet: Sheet, row: int, index: int, first: int) -> FileRefusedError:
    """Returns the error for a row whose index another row has had before."""
    reason = _("row %(first)s has the index %(index)s already. Download the file again.")
    return sheet.refuse(reason % {"first": first + 1, "index": index}, row)


def thousands_to_persons(table: Table, cells: Sequence[Any]) -> list[Any]:
    persons = list(cells)
    for sex in SEXES:
        first = table.header.blocks[sex]
        for column in range(first, first + len(table.header.years)):
            persons[column] = read_thousands(cells[column])
    return persons


def read_thousands(cell: Any) -> Any:
    """Returns the persons of a number of thousands with up to three decimals; anything else as it is."""
    if not isinstance(cell, float | int) or isinstance(cell, bool) or not isfinite(cell):
        return cell
    persons = round(cell * 1000)
    return persons if abs(cell * 1000 - persons) < 0.001 else cell
