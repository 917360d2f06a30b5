"""Reads the workbooks of UN DESA's International Migrant Stock: by destination and origin, by origin, by destination.

Rows of regions and income groups, whose codes are 900 and more, are left out, because they can be added up again. Only
2003, “Others”, is kept: people whose origin is not known. Nothing here writes; see `datasets`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from diaspora.imports.editions import Edition, Figure, Stock
from diaspora.imports.files import FileRefusedError, Progress, PublishedFile, no_progress, read_number
from diaspora.imports.proof import Sums, prove_sexes, prove_sum
from diaspora.imports.tables import (
    SEXES,
    Header,
    Sheet,
    clean_name,
    find_header,
    open_sheets,
    read_persons,
    read_sheet,
    rows_below,
)

WORLD = 900
OTHERS = 2003
FIRST_AGGREGATE = 900
EDITION = re.compile(r"POP/DB/MIG/Stock/Rev\.?\s*(\d{4})")
TITLE = re.compile(r"^Table 1\b.*\bof (destination and origin|destination|origin)\b", re.IGNORECASE | re.DOTALL)
POPULATION_TITLE = re.compile(r"\btotal population\b.*\(thousands\)", re.IGNORECASE | re.DOTALL)
AREA = "country or area"
CODE = "location code"
ROWS_A_STEP = 2000

PAGE = "https://www.un.org/development/desa/pd/content/international-migrant-stock"
LICENCE = "CC BY 3.0 IGO"
TITLES = {
    "destination and origin": (
        "International Migrant Stock: destination and origin",
        "Stock de migrants internationaux : destination et origine",
    ),
    "origin": ("International Migrant Stock: origin", "Stock de migrants internationaux : origine"),
    "destination": ("International Migrant Stock: destination", "Stock de migrants internationaux : destination"),
}
INDICATORS = {"origin": "emigrant_stock", "destination": "immigrant_stock"}


@dataclass
class Table:
    """A sheet with its columns, the names of its areas by code, and how many rows were read."""

    sheet: Sheet
    header: Header
    names: dict[int, str] = field(default_factory=dict)
    rows: int = 0

    @property
    def width(self) -> int:
        """How many values a row has."""
        return len(SEXES) * len(self.header.years)

    def read_values(self, row: int, cells: Sequence[Any]) -> list[int | None]:
        """Returns the values of a row: both sexes, males, females, each by year; raises FileRefusedError."""
        values: list[int | None] = []
        for sex in SEXES:
            first = self.header.blocks[sex]
            values += read_persons(self.sheet, row, first, cells[first : first + len(self.header.years)])
        return values

    def column(self, text: str) -> int:
        """Returns the column whose heading ends in this text; raises FileRefusedError where there is none."""
        found = self.header.find(text)
        if found is None:
            raise self.sheet.refuse(_("there is no column “%(text)s”.") % {"text": text}, self.header.row)
        return found

    def read_code(self, row: int, column: int, cells: Sequence[Any]) -> int | None:
        """Returns the location code of a row, None for a row that is only text; raises FileRefusedError."""
        code = read_number(cells[column])
        if code is None and (cells[column] != "" or any(isinstance(cell, float) for cell in cells[column + 1 :])):
            raise self.sheet.refuse(
                _("“%(cell)s” is no location code, and the row has figures.") % {"cell": cells[column]}, row, column
            )
        return code

    def refuse_second(self, row: int, first: int) -> FileRefusedError:
        """Returns the error for a row whose areas have had one before."""
        return self.sheet.refuse(_("row %(first)s is of the same areas already.") % {"first": first + 1}, row)


def read_migrant_stock(file: PublishedFile, progress: Progress = no_progress) -> Edition:
    """Returns the edition that a workbook holds, proven; raises FileRefusedError."""
    progress(_("Opening the workbook"), 0)
    workbook = open_sheets(file)
    sheet = read_sheet(file, workbook, "Table 1")
    kind, year = find_kind(sheet), find_edition(sheet)
    progress(_("Reading the table"), 0)
    title_en, title_fr = TITLES[kind]
    edition = Edition(
        files=[file],
        slug=f"un-desa-migrant-stock-by-{kind.replace(' ', '-')}-{year}",
        publisher="UN DESA",
        title_en=title_en,
        title_fr=title_fr,
        edition_en=year,
        edition_fr=year,
        released=year,
        url=PAGE,
        licence=LICENCE,
        area_field="m49",
        indicator_field="code",
    )
    if kind == "destination and origin":
        table = Table(sheet, find_header(sheet, f"{AREA} of destination"))
        read_pairs(edition, table, progress)
    else:
        table = Table(sheet, find_header(sheet, AREA))
        rows = read_areas(edition, table, INDICATORS[kind])
        if kind == "destination":
            progress(_("Reading the population"), 0)
            read_population(edition, table, rows, read_sheet(file, workbook, "Table 2"))
    edition.rows += table.rows
    edition.years = table.header.years
    edition.names |= {code_text(code): name for code, name in table.names.items()}
    return edition


def find_kind(sheet: Sheet) -> str:
    """Returns what the table is by, from its title: origin, destination, or both; raises FileRefusedError."""
    for cells in sheet.rows:
        for cell in cells:
            if isinstance(cell, str) and (title := TITLE.search(cell)):
                return title[1].lower()
    raise sheet.refuse(
        _(
            "no title says “International migrant stock … of destination and origin”, “of origin” or “of "
            "destination”. Is this a workbook of International Migrant Stock by sex?"
        )
    )


def find_edition(sheet: Sheet) -> str:
    """Returns the year of the edition; raises FileRefusedError where no cell gives it."""
    for cells in sheet.rows:
        for cell in cells:
            if isinstance(cell, str) and (edition := EDITION.search(cell)):
                return edition[1]
    raise sheet.refuse(_("no cell gives the edition, as in “POP/DB/MIG/Stock/Rev.2024”."))


def is_area(code: int) -> bool:
    """Returns whether a location code is of one area, and not of a group of them."""
    return code < FIRST_AGGREGATE or code == OTHERS


def code_text(code: int) -> str:
    """Returns a location code as M49 writes it: the workbook has no leading zeros."""
    return f"{code:03}"


@dataclass
class Pairs:
    """What the table by destination and origin is proven by: sums of its pairs, and its rows of World."""

    by_origin: Sums
    by_destination: Sums
    # By code the number of the row and its values: all destinations of an origin, all origins in a destination.
    origins: dict[int, tuple[int, list[int | None]]] = field(default_factory=dict)
    destinations: dict[int, tuple[int, list[int | None]]] = field(default_factory=dict)

    def add(self, row: int, destination: int, origin: int, values: list[int | None]) -> None:
        """Takes a row of the table into account."""
        if destination == WORLD:
            self.origins[origin] = row, values
        if origin == WORLD:
            self.destinations[destination] = row, values
        if WORLD not in (destination, origin):
            self.by_origin.add(origin, values)
            self.by_destination.add(destination, values)


def read_pairs(edition: Edition, table: Table, progress: Progress) -> None:
    """Reads and proves the table by destination and origin; raises FileRefusedError."""
    pairs = Pairs(Sums(table.width), Sums(table.width))
    count = len(table.header.years)
    for row, destination, origin, values in pair_values(table, progress):
        pairs.add(row, destination, origin, values)
        if WORLD not in (destination, origin):
            stock = Stock(code_text(origin), code_text(destination), values[:count], values[2 * count :])
            edition.stocks.append(stock)
    progress(_("Proving the sums"), 0)
    prove_pairs(table, pairs)
    del table.names[WORLD]
    for side, margins in (("origin", pairs.origins), ("destination", pairs.destinations)):
        for code, (_row, values) in margins.items():
            if code != WORLD:
                edition.figures += figures_of_row(INDICATORS[side], code, table.header.years, values)


def pair_values(table: Table, progress: Progress) -> Iterator[tuple[int, int, int, list[int | None]]]:
    """Yields number, destination, origin and values of each row of areas or of World; raises FileRefusedError.

    Every row is held to its sexes, those of regions too.
    """
    sheet = table.sheet
    columns = {side: (table.column(f"{AREA} of {side}"), table.column(f"{CODE} of {side}")) for side in INDICATORS}
    seen: dict[tuple[int, int], int] = {}
    for row, cells in rows_below(sheet, table.header):
        codes = {side: table.read_code(row, column, cells) for side, (_name, column) in columns.items()}
        destination, origin = codes["destination"], codes["origin"]
        if destination is None or origin is None:
            continue
        values = table.read_values(row, cells)
        prove_sexes(sheet, table.header, row, values)
        table.rows += 1
        if table.rows % ROWS_A_STEP == 0:
            progress(_("Reading the table"), row / len(sheet.rows))
        if not all(is_area(code) or code == WORLD for code in (destination, origin)):
            continue
        if seen.setdefault((destination, origin), row) != row:
            raise table.refuse_second(row, seen[destination, origin])
        for side, (name, _column) in columns.items():
            code = codes[side]
            if code is not None and code not in table.names:
                table.names[code] = clean_name(cells[name])
        yield row, destination, origin, values


def prove_pairs(table: Table, pairs: Pairs) -> None:
    """Raises FileRefusedError unless the pairs add up to World, by origin, by destination and all together.

    Every country of origin must have its row of World; that of a destination, and of the origin Others, is checked
    where it is there. World × World holds what neither would.
    """
    sheet, header = table.sheet, table.header
    if WORLD not in pairs.origins:
        raise sheet.refuse(_("there is no row World × World to prove the table by."))
    for origin in pairs.by_origin.sums:
        if origin not in pairs.origins and origin != OTHERS:
            raise sheet.refuse(
                _("there is no row of World as destination for the origin %(origin)s, to prove its destinations by.")
                % {"origin": table.names[origin]}
            )
    everything = Sums(table.width)
    for code, added in pairs.by_origin.sums.items():
        everything.add(WORLD, added)
        if missing := pairs.by_origin.missing.get(code):
            everything.missing.setdefault(WORLD, set()).update(missing)
    for margins, sums, text in (
        (pairs.origins, pairs.by_origin, _("the destinations of %(area)s")),
        (pairs.destinations, pairs.by_destination, _("the origins in %(area)s")),
    ):
        for code, (row, values) in margins.items():
            if code != WORLD:
                prove_sum(sheet, header, row, values, sums, code, text % {"area": table.names[code]})
    # Last, because it cannot say where the fault is.
    prove_sum(sheet, header, *pairs.origins[WORLD], everything, WORLD, _("all pairs of countries"))


def read_areas(edition: Edition, table: Table, indicator: str) -> dict[int, tuple[int, int, str]]:
    """Reads and proves a table with a row for each area; raises FileRefusedError.

    Returns by the index of each row its number, its code and the name of its area.
    """
    sheet, header = table.sheet, table.header
    name, code_column, index = table.column(AREA), table.column(CODE), table.column(AREA) - 1
    sums = Sums(table.width)
    world: tuple[int, list[int | None]] | None = None
    rows: dict[int, tuple[int, int, str]] = {}
    seen: dict[int, int] = {}
    for row, cells in rows_below(sheet, header):
        code = table.read_code(row, code_column, cells)
        if code is None:
            continue
        values = table.read_values(row, cells)
        prove_sexes(sheet, header, row, values)
        table.rows += 1
        number = read_number(cells[index]) if index >= 0 else None
        if number is not None:
            rows[number] = row, code, clean_name(cells[name])
        if code == WORLD:
            world = row, values
        elif is_area(code):
            if seen.setdefault(code, row) != row:
                raise table.refuse_second(row, seen[code])
            table.names[code] = clean_name(cells[name])
            sums.add(WORLD, values)
            edition.figures += figures_of_row(indicator, code, header.years, values)
    if world is None:
        raise sheet.refuse(_("there is no row World to prove the table by."))
    prove_sum(sheet, header, *world, sums, WORLD, _("all countries and areas"))
    return rows


def figures_of_row(indicator: str, code: int, years: Sequence[int], values: Sequence[int | None]) -> list[Figure]:
    """Returns the figures of a row, for both sexes and for women; of men they are the rest."""
    found = []
    for sex, first in (("total", 0), ("female", 2 * len(years))):
        for year, value in zip(years, values[first : first + len(years)], strict=True):
            if value is not None:
                found.append(Figure(indicator, code_text(code), year, sex, value))
    return found


def read_population(edition: Edition, table: Table, rows: dict[int, tuple[int, int, str]], sheet: Sheet) -> None:
    """Reads Table 2, total population in thousands, whose rows have an index but no code; raises FileRefusedError.

    The index leads to the row of Table 1 that has the code; the names must agree.
    """
    if not any(isinstance(cell, str) and POPULATION_TITLE.search(cell) for cells in sheet.rows for cell in cells):
        raise sheet.refuse(_("no title says “Total population … (thousands)”."))
    population = Table(sheet, find_header(sheet, AREA))
    name = population.column(AREA)
    years = population.header.years
    for row, cells in rows_below(sheet, population.header):
        index = read_number(cells[name - 1]) if name else None
        if index is None:
            continue
        if index not in rows or rows[index][2] != clean_name(cells[name]):
            raise sheet.refuse(
                _("“%(name)s” with the index %(index)s is not the area of that index in Table 1.")
                % {"name": clean_name(cells[name]), "index": index},
                row,
                name,
            )
        persons = list(cells)
        for sex in SEXES:
            first = population.header.blocks[sex]
            for column in range(first, first + len(years)):
                persons[column] = read_thousands(cells[column])
        values = population.read_values(row, persons)
        prove_sexes(sheet, population.header, row, values, tolerance=1)
        edition.rows += 1
        code = rows[index][1]
        if is_area(code):
            found = figures_of_row("population", code, years, values)
            edition.figures += [figure for figure in found if figure.sex == "total"]


def read_thousands(cell: Any) -> Any:
    """Returns the persons of a number of thousands with up to three decimals; anything else as it is."""
    if not isinstance(cell, float | int) or isinstance(cell, bool):
        return cell
    persons = round(cell * 1000)
    return persons if abs(cell * 1000 - persons) < 0.001 else cell
