"""Small files in the exact layouts of the publishers, which tests import and spoil."""

import io
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from diaspora.development.workbook_writer import lead_rows, pair_rows, write_workbook
from diaspora.imports import Edition, FileRefusedError, PublishedFile, read_migrant_stock

# Where the tables below have their header and the first of their rows, counted from 0.
HEADER, FIRST_PAIR = 10, 11
WORLD, OTHERS = 900, 2003
NAMES = {
    WORLD: "World", OTHERS: "Others", 466: "Mali", 384: "Côte d'Ivoire", 250: "France*", 686: "Senegal",
    132: "Cabo Verde", 566: "Nigeria", 562: "Niger", 478: "Mauritania", 266: "Gabon", 324: "Guinea",
    854: "Burkina Faso", 724: "Spain*", 380: "Italy", 620: "Portugal", 442: "Luxembourg", 300: "Greece",
    208: "Denmark*", 428: "Latvia", 840: "United States", 528: "Netherlands*", 752: "Sweden", 246: "Finland*",
    372: "Ireland", 616: "Poland", 830: "Channel Islands*", 12: "Algeria", 638: "RÃ©union*", 914: "Western Africa",
}  # fmt: skip
# Emigrants of Mali in 2024, (both sexes, women), from the edition of 2024.
MALI = {
    384: (403646, 160986), 566: (184965, 84086), 562: (140431, 73641), 478: (122945, 52480), 250: (120393, 41390),
    266: (59837, 17893), 324: (43694, 19182), 854: (37862, 22762), 686: (36252, 15979), 724: (36036, 4085),
    380: (23958, 1101), 620: (143, 10), 442: (91, 35), 300: (112, 54), 208: (60, 22), 428: (0, 0),
}  # fmt: skip
MALI_TOTAL = (1292519, 522896)
# Five more members of the European Union have 70 between them: the sum is the publisher's, its parts are ours.
MALI |= dict.fromkeys((528, 752, 246, 372, 616), (14, 6))
MALI[840] = tuple(whole - sum(known) for whole, known in zip(MALI_TOTAL, zip(*MALI.values(), strict=True), strict=True))

Rows = list[Any]
Pairs = dict[tuple[int, int], Sequence[int | str]]


def area(code: int) -> tuple[str, int]:
    return NAMES.get(code, f"Area {code}"), code


def both(men: Sequence[int], women: Sequence[int]) -> list[int]:
    """Returns the values of a row: both sexes, men, women."""
    return [*(a + b for a, b in zip(men, women, strict=True)), *men, *women]


def of_year(total_and_women: Sequence[int]) -> list[int]:
    """Returns the values of a row with one year, from both sexes and women."""
    total, women = total_and_women
    return [total, total - women, women]


def add(rows: Sequence[Sequence[int | str]]) -> list[int]:
    """Returns the sum of rows; what is missing adds nothing."""
    return [sum(value for value in column if not isinstance(value, str)) for column in zip(*rows, strict=True)]


def pair_table(pairs: Pairs, years: Sequence[int] = (2024,), edition: int = 2024) -> Rows:
    """Returns Table 1 by destination and origin of these (destination, origin), with all the rows of World."""
    origins = sorted({origin for _destination, origin in pairs})
    destinations = sorted({destination for destination, _origin in pairs})
    rows: list[Any] = [(area(WORLD), area(WORLD), add(list(pairs.values())))]
    for origin in origins:
        rows.append((area(WORLD), area(origin), add([v for (_d, o), v in pairs.items() if o == origin])))
    for destination in destinations:
        here = {origin: values for (d, origin), values in pairs.items() if d == destination}
        rows.append((area(destination), area(WORLD), add(list(here.values()))))
        rows += [(area(destination), area(origin), values) for origin, values in here.items()]
    return pair_rows(rows, years, edition)


def area_table(values: dict[int, Any], side: str, years: Sequence[int] = (2024,), edition: int = 2024) -> Rows:
    """Returns Table 1 by origin or by destination, with the row of World first and a blank one within."""
    title = (
        f"Table 1: International migrant stock at mid-year by sex and by region, country or area of {side}, 1990-2024"
    )
    columns = [
        "Index" if side == "origin" else "",
        "Region, development group, country or area",
        "Coverage",
        "",
        "Location code",
    ]
    rows = lead_rows(title, columns, years, "International migrant stock at mid-year, %s\n", edition)
    rows.append([1, "World", "", "", WORLD, *add([v for code, v in values.items() if code < WORLD or code == OTHERS])])
    rows.append([])
    for index, (code, row) in enumerate(values.items(), 2):
        rows.append([index, area(code)[0], "", "B R", code, *row])
    return rows


def population_table(values: dict[int, Any], years: Sequence[int] = (2024,)) -> Rows:
    """Returns Table 2: total population in thousands, with a heading for location codes and none beneath it."""
    title = "Table 2: Total population at mid-year by sex and by region, country or area of destination (thousands)"
    columns = ["", "Region, development group, country or area", "Population notes", "Location code"]
    rows = lead_rows(title, columns, years, "Total population at mid-year, %s (thousands)")
    rows.append([1, "World", "", "", *add([row for code, row in values.items() if code < WORLD])])
    for index, (code, row) in enumerate(values.items(), 2):
        rows.append([index, f"   {area(code)[0]}", "", "B R", *row])
    return rows


def workbook(**sheets: Rows) -> PublishedFile:
    """Returns a workbook of these sheets: Table_1 is “Table 1”."""
    return PublishedFile(
        "stock.xlsx", write_workbook({title.replace("_", " "): rows for title, rows in sheets.items()})
    )


def pair_file(pairs: Pairs, spoil: Callable[[Rows], Any] | None = None, **options: Any) -> PublishedFile:
    """Returns a workbook by destination and origin, changed by `spoil` where it is given."""
    rows = pair_table(pairs, **options)
    if spoil:
        spoil(rows)
    return workbook(Table_1=rows)


def mali_file() -> PublishedFile:
    """Returns the emigrants of Mali in 2024, and people of unknown origin in France, in the official layout."""
    pairs: Pairs = {(destination, 466): of_year(values) for destination, values in MALI.items()}
    return pair_file(pairs | {(250, OTHERS): of_year((899415, 482973))})


def immigrants_file() -> PublishedFile:
    """Returns the immigrants in Mali and in France in 2024, and the population of both."""
    stocks = {466: of_year((545323, 268852)), 250: of_year((9186757, 4800000))}
    population = {466: [24478.595, 12350.773, 12127.823], 250: [66548.53, 32000.53, 34548.0]}
    return workbook(Table_1=area_table(stocks, "destination"), Table_2=population_table(population))


def world_bank_csv(
    rows: Sequence[Sequence[str]],
    years: Sequence[int] = (2023, 2024),
    updated: str = "2025-07-24",
    indicator: str = "BX.TRF.PWKR.CD.DT",
) -> bytes:
    """Returns a bulk download: a mark of the byte order, three lead lines, and a comma at the end of each line."""
    lines: list[Sequence[Any]] = [
        ["Data Source", "World Development Indicators"],
        [],
        ["Last Updated Date", updated],
        [],
    ]
    lines.append(["Country Name", "Country Code", "Indicator Name", "Indicator Code", *years])
    lines += [[name, code, "Personal remittances, received", indicator, *values] for name, code, *values in rows]
    text = "\n".join("".join(f'"{cell}",' for cell in line) for line in lines)
    return f"\ufeff{text}\n".encode()


def zip_file(members: dict[str, bytes], name: str = "API.zip") -> PublishedFile:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, data in members.items():
            archive.writestr(member, data)
    return PublishedFile(name, content.getvalue())


def find(edition: Edition, indicator: str, area: str, sex: str = "total") -> dict[int, Any]:
    key = (indicator, area, sex)
    return {
        figure.year: figure.value for figure in edition.figures if (figure.indicator, figure.area, figure.sex) == key
    }


def corridors(edition: Edition) -> dict[tuple[str, str], tuple[list[Any], list[Any]]]:
    """Returns total and women of each corridor, by origin and destination."""
    return {(stock.origin, stock.destination): (list(stock.total), list(stock.women)) for stock in edition.stocks}


def refuse(file: PublishedFile) -> str:
    with pytest.raises(FileRefusedError) as refused:
        read_migrant_stock(file)
    return str(refused.value)


def row_of(rows: Rows, destination: int, origin: int) -> list[Any]:
    return next(row for row in rows[FIRST_PAIR:] if row[4] == destination and row[6] == origin)
