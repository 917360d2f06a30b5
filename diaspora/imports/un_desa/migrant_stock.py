"""Reads the workbooks of UN DESA's International Migrant Stock: by destination and origin, by origin, by destination.

Rows of regions and income groups, whose codes are 900 and more, are left out, because they can be added up again. Only
2003, “Others”, is kept: people whose origin is not known. Nothing here writes; see `writing`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from diaspora.imports.cells import Sheet, open_workbook, read_sheet
from diaspora.imports.editions import Edition, Stock
from diaspora.imports.files import PublishedFile
from diaspora.imports.tables import Table, clean_name, find_header, rows_below
from diaspora.imports.un_desa.areas import (
    AREA,
    CODE,
    OTHERS,
    WORLD,
    code_text,
    figures_of_row,
    forget_zeros,
    is_area,
    read_areas,
    read_population,
)
from diaspora.imports.un_desa.proof import Sums, prove_sexes, prove_sum

EDITION = re.compile(r"POP/DB/MIG/Stock/Rev\.?\s*(\d{4})")
TITLE = re.compile(r"^Table 1\b.*\bof (destination and origin|destination|origin)\b", re.IGNORECASE | re.DOTALL)

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


def read_migrant_stock(file: PublishedFile) -> Edition:
    """Returns the edition that a workbook holds, proven; raises FileRefusedError."""
    workbook = open_workbook(file)
    sheet = read_sheet(workbook, "Table 1")
    kind, year = find_kind(sheet), find_edition(sheet)
    title_en, title_fr = TITLES[kind]
    edition = Edition(
        file=file,
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
        read_pairs(edition, table)
    else:
        table = Table(sheet, find_header(sheet, AREA))
        rows = read_areas(edition, table, INDICATORS[kind])
        if kind == "destination":
            population = read_sheet(workbook, "Table 2")
            if (other := find_edition(population)) != year:
                reason = _("this is the edition %(other)s, and Table 1 is %(year)s. Download the file again.")
                raise population.refuse(reason % {"other": other, "year": year})
            read_population(edition, rows, population)
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
            "destination”. Is this a workbook of International Migrant Stock by sex, of 2020 or later? Older editions "
            "are laid out otherwise and are not read."
        )
    )


def find_edition(sheet: Sheet) -> str:
    """Returns the year of the edition; raises FileRefusedError where no cell gives it, or cells give several."""
    texts = (cell for cells in sheet.rows for cell in cells if isinstance(cell, str))
    found = sorted({edition[1] for text in texts if (edition := EDITION.search(text))})
    if not found:
        raise sheet.refuse(_("no cell gives the edition, as in “POP/DB/MIG/Stock/Rev.2024”. Download the file again."))
    if len(found) > 1:
        reason = _("its cells name several editions: %(editions)s. Download the file again.")
        raise sheet.refuse(reason % {"editions": ", ".join(found)})
    return found[0]


@dataclass
class Pairs:
    """What the table by destination and origin is proven by: sums of its pairs, and its rows of World."""

    by_origin: Sums
    by_destination: Sums
    # By code the number of the row and its values: all destinations of an origin, all origins in a destination.
    origins: dict[int, tuple[int, list[int | None]]] = field(default_factory=dict)
    destinations: dict[int, tuple[int, list[int | None]]] = field(default_factory=dict)

    def add(self, row: int, destination: int, origin: int, values: list[int | None]) -> None:
        if destination == WORLD:
            self.origins[origin] = row, values
        if origin == WORLD:
            self.destinations[destination] = row, values
        if WORLD not in (destination, origin):
            self.by_origin.add(origin, values)
            self.by_destination.add(destination, values)


def read_pairs(edition: Edition, table: Table) -> None:
    """Reads and proves the table by destination and origin; raises FileRefusedError."""
    pairs = Pairs(Sums(table.width), Sums(table.width))
    count = len(table.header.years)
    for row, destination, origin, values in pair_values(table):
        pairs.add(row, destination, origin, values)
        if WORLD not in (destination, origin):
            known = forget_zeros(values, count)
            stock = Stock(code_text(origin), code_text(destination), known[:count], known[2 * count :])
            edition.stocks.append(stock)
    prove_pairs(table, pairs)
    del table.names[WORLD]
    for side, margins in (("origin", pairs.origins), ("destination", pairs.destinations)):
        for code, (_row, values) in margins.items():
            if code != WORLD:
                known = forget_zeros(values, count)
                edition.figures += figures_of_row(INDICATORS[side], code, table.header.years, known)


def pair_values(table: Table) -> Iterator[tuple[int, int, int, list[int | None]]]:
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
        raise sheet.refuse(_("there is no row World × World to prove the table by. Download the file again."))
    for origin in pairs.by_origin.sums:
        if origin not in pairs.origins and origin != OTHERS:
            reason = _(
                "there is no row of World as destination for the origin %(origin)s, to prove its destinations by. "
                "Download the file again."
            )
            raise sheet.refuse(reason % {"origin": table.names[origin]})
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
