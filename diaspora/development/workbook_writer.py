"""Writes workbooks in the layout of International Migrant Stock, for tests and for timing the import.

An .xlsx is a zip of XML files; what these workbooks need of it is small, and written with the standard library the same
bytes come out every time.
"""

import io
import random
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from xml.sax.saxutils import escape

from diaspora.imports.cells import column_letters

YEARS = (1990, 1995, 2000, 2005, 2010, 2015, 2020, 2024)
SEX_TITLES = ("both sexes combined", "males", "females")
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
PAIR_COLUMNS = (
    "Index",
    "Region, development group, country or area of destination",
    "Coverage",
    "Data type",
    "Location code of destination",
    "Region, development group, country or area of origin",
    "Location code of origin",
)
EPOCH = (1980, 1, 1, 0, 0, 0)

Row = Sequence[Any]


def write_workbook(sheets: dict[str, Iterable[Row]]) -> bytes:
    """Returns a workbook with these sheets; a cell is a number, a text, or None or "" for none."""
    names = list(sheets)
    numbers = range(1, len(names) + 1)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:

        def write(name: str, text: str) -> None:
            archive.writestr(zipfile.ZipInfo(name, EPOCH), text, zipfile.ZIP_DEFLATED)

        parts = "".join(
            f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{TYPE}.worksheet+xml"/>' for n in numbers
        )
        write(
            "[Content_Types].xml",
            f'{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
            f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{TYPE}.sheet.main+xml"/>{parts}</Types>',
        )
        write("_rels/.rels", relationships([("officeDocument", "xl/workbook.xml")]))
        listed = "".join(
            f'<sheet name="{escape(name)}" sheetId="{n}" r:id="rId{n}"/>'
            for n, name in zip(numbers, names, strict=True)
        )
        write(
            "xl/workbook.xml",
            f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>',
        )
        write("xl/_rels/workbook.xml.rels", relationships([("worksheet", f"worksheets/sheet{n}.xml") for n in numbers]))
        for number, rows in zip(numbers, sheets.values(), strict=True):
            write(f"xl/worksheets/sheet{number}.xml", "".join(sheet_parts(rows)))
    return content.getvalue()


def relationships(targets: Sequence[tuple[str, str]]) -> str:
    """Returns the part of a package that says what leads where."""
    listed = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, 1)
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{listed}</Relationships>'


def sheet_parts(rows: Iterable[Row]) -> Iterator[str]:
    yield f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>'
    letters = [column_letters(column) for column in range(100)]
    for number, row in enumerate(rows, 1):
        yield f'<row r="{number}">'
        for column, cell in enumerate(row):
            if isinstance(cell, str) and cell:
                yield f'<c r="{letters[column]}{number}" t="inlineStr"><is><t>{escape(cell)}</t></is></c>'
            elif isinstance(cell, bool):
                yield f'<c r="{letters[column]}{number}" t="b"><v>{cell:d}</v></c>'
            elif cell is not None and cell != "":
                yield f'<c r="{letters[column]}{number}"><v>{cell!r}</v></c>'
        yield "</row>"
    yield "</sheetData></worksheet>"


def lead_rows(title: str, columns: Sequence[str], years: Sequence[int], block: str, edition: int = 2024) -> list[Row]:
    """Returns the rows above a table: titles, edition, the title of each block of years, and on row 11 the header."""
    width = len(columns)
    indent = [""] * width
    blocks = [*indent]
    for sex in SEX_TITLES:
        blocks += [block % sex, *[""] * (len(years) - 1)]
    top = [[], [*indent, "International Migrant Stock"], [*indent, title], [*indent, f"POP/DB/MIG/Stock/Rev.{edition}"]]
    return [*top, [], [], [], blocks, [], [], [*columns, *years, *years, *years]]


def pair_rows(pairs: Iterable[tuple[Row, Row, Row]], years: Sequence[int] = YEARS, edition: int = 2024) -> list[Row]:
    """Returns Table 1 by destination and origin; a pair is (name, code) of destination, of origin, and its values."""
    title = (
        "Table 1: International migrant stock at mid-year by sex and by region, country or area of destination and "
        f"origin, {years[0]}-{years[-1]}"
    )
    rows = lead_rows(title, PAIR_COLUMNS, years, "International migrant stock at mid-year, %s", edition)
    for index, (destination, origin, values) in enumerate(pairs, 1):
        rows.append([index, destination[0], "", "B R", destination[1], *origin, *values])
    return rows


def generated_pairs(codes: Sequence[int], rows: int, seed: int = 1) -> list[tuple[Row, Row, Row]]:
    """Returns so many rows as the official workbook has them: World, regions, then countries, all sums exact.

    About four rows in nine are of World or of regions as destination, as they are there.
    """
    numbers = random.Random(seed)  # noqa: S311
    groups = [(f"Group {code}", code) for code in range(1829, 1829 + 45)]
    countries = [(f"Area {code}*", code) for code in codes]
    others = ("Others", 2003)
    world = ("World", 900)
    width = len(YEARS)
    margins = 1 + 2 * len(countries) + 1
    wanted = rows - margins - len(groups) * len(countries)
    if not len(countries) <= wanted <= len(countries) ** 2:
        raise ValueError(f"{rows} rows cannot be made of {len(countries)} countries.")
    # The pairs that are there: unknown origin everywhere, then origins as they are drawn.
    pairs: dict[tuple[int, int], list[int]] = {}
    drawn = [(d, o) for d in range(len(countries)) for o in range(len(countries)) if d != o]
    chosen = [*((d, len(countries)) for d in range(len(countries))), *numbers.sample(drawn, wanted - len(countries))]
    for pair in chosen:
        men = [numbers.randrange(60_000) for _year in YEARS]
        women = [numbers.randrange(60_000) for _year in YEARS]
        pairs[pair] = [*(a + b for a, b in zip(men, women, strict=True)), *men, *women]
    areas = [*countries, others]
    by_origin = [[0] * 3 * width for _area in areas]
    by_destination = [[0] * 3 * width for _area in countries]
    everything = [0] * 3 * width
    for (destination, origin), values in pairs.items():
        for sums in (by_origin[origin], by_destination[destination], everything):
            sums[:] = [known + value for known, value in zip(sums, values, strict=True)]
    found: list[Any] = [(world, world, everything)]
    found += [(world, area, by_origin[n]) for n, area in enumerate(areas)]
    found += [(group, area, by_origin[n]) for group in groups for n, area in enumerate(countries)]
    for n, country in enumerate(countries):
        found.append((country, world, by_destination[n]))
        found += [(country, areas[o], pairs[n, o]) for o in range(len(areas)) if (n, o) in pairs]
    return found
