"""Reads the bulk downloads of the World Bank, as zip or as the CSV in it.

A file holds one indicator, for countries and for groups of countries. Where the file comes with its metadata, the empty
region of a group tells it. An edition is one indicator with the date of its last update. Nothing here writes; see
`writing`.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import translation
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext as _

from diaspora.figures import wording
from diaspora.figures.arithmetic import round_half_up
from diaspora.imports.editions import Edition, Figure
from diaspora.imports.files import PublishedFile, quote
from diaspora.imports.tables import mend_mojibake

PUBLISHER = "World Bank"
LICENCE = "CC BY 4.0"
PAGE = "https://data.worldbank.org/indicator/"
TITLE_EN = "World Development Indicators"
TITLE_FR = "Indicateurs du développement dans le monde"

MOST_COLUMNS = 400
HEADER = ("Country Name", "Country Code", "Indicator Name", "Indicator Code")
UPDATED = "Last Updated Date"
METADATA = "Metadata_Country"
YEAR = re.compile(r"(19|20)\d\d")
INDICATOR = re.compile(r"[A-Za-z0-9.]{3,60}")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
# What the database keeps: 16 digits before the point, and 6 after it.
LARGEST = Decimal(10) ** 16
DECIMALS = 6
NUMBER = re.compile(r"[+-]?\d{1,40}(\.\d*)?(E[+-]?\d{1,3})?", re.IGNORECASE | re.ASCII)


@dataclass
class Series:
    """One indicator as a file has it."""

    indicator: str
    indicator_name: str
    updated: str
    file: PublishedFile
    figures: list[Figure] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    aggregates: set[str] = field(default_factory=set)
    rows: int = 0


def read_world_bank(files: Sequence[PublishedFile]) -> list[Edition]:
    """Returns an edition for each indicator that the files hold; raises FileRefusedError."""
    by_indicator: dict[str, Series] = {}
    for file in files:
        series = read_zip(file) if file.is_zip else read_csv(file, file.content, {})
        other = by_indicator.setdefault(series.indicator, series)
        if other is not series:
            raise file.refuse(
                _("%(indicator)s is in %(other)s too. Import one edition at a time.")
                % {"indicator": series.indicator, "other": other.file.name}
            )
    return [make_edition(series) for series in by_indicator.values()]


def make_edition(series: Series) -> Edition:
    """Returns the edition that a series is; raises FileRefusedError where its date of update is none."""
    day = read_day(series)
    edition = Edition(
        file=series.file,
        slug=f"world-bank-{slugify(series.indicator.replace('.', '-'))}-{series.updated}",
        publisher=PUBLISHER,
        title_en=f"{TITLE_EN}: {series.indicator_name}",
        title_fr=f"{TITLE_FR} : {series.indicator_name}",
        edition_en=describe_day(day, "en", "last updated {}"),
        edition_fr=describe_day(day, "fr", "mise à jour du {}"),
        released=series.updated,
        url=PAGE + series.indicator,
        licence=LICENCE,
        area_field="iso3",
        indicator_field="publisher_code",
        rows=series.rows,
        years=sorted({figure.year for figure in series.figures}),
        figures=series.figures,
        names=series.names,
        aggregates=series.aggregates,
    )
    if not series.figures:
        raise series.file.refuse(_("no country has a value in it. Download it again."))
    return edition


def read_day(series: Series) -> date:
    """Returns the day of the last update; raises FileRefusedError."""
    try:
        if DAY.fullmatch(series.updated):
            return date.fromisoformat(series.updated)
    except ValueError:
        pass
    if not series.updated:
        raise series.file.refuse(_("nothing in it gives the date of the last update. Download it again."))
    reason = _("“%(day)s” is no date of the last update, such as 2025-07-24. Download it again.")
    raise series.file.refuse(reason % {"day": series.updated})


def describe_day(day: date, language: str, text: str) -> str:
    """Returns the day in words of the language, within a text."""
    with translation.override(language):
        return text.format(date_format(day, "j F Y"))


def read_zip(file: PublishedFile) -> Series:
    """Returns the series of a bulk download, its groups of countries told apart; raises FileRefusedError."""
    with file.open_archive() as archive:
        names = [name for name in archive.namelist() if name.lower().endswith(".csv")]
        data = [name for name in names if not name.rpartition("/")[2].startswith("Metadata_")]
        metadata = [name for name in names if name.rpartition("/")[2].startswith(METADATA)]
        if len(data) != 1 or len(metadata) != 1:
            raise file.refuse(
                _(
                    "a bulk download holds one CSV file of data and one whose name begins with %(metadata)s; this "
                    "archive holds %(found)s. Download it again as CSV."
                )
                % {"metadata": METADATA, "found": ", ".join(archive.namelist()[:5]) or _("nothing")}
            )
        return read_csv(file, archive.read(data[0]), read_regions(file, metadata[0], archive.read(metadata[0])))


def read_regions(file: PublishedFile, name: str, content: bytes) -> dict[str, str]:
    """Returns the region of each country, and the empty one of each group, by code; raises FileRefusedError."""
    header, *lines = split_lines(file, content) or [[]]
    if not {"Country Code", "Region"} <= set(header):
        reason = _("%(member)s in it has no columns “Country Code” and “Region”. Download it again as CSV.")
        raise file.refuse(reason % {"member": name})
    rows = [dict(zip(header, line, strict=False)) for line in lines]
    return {row.get("Country Code", "").strip(): row.get("Region", "").strip() for row in rows}


def split_lines(file: PublishedFile, content: bytes) -> list[list[str]]:
    """Returns the fields of each line; raises FileRefusedError where this is no CSV file of sane width."""
    try:
        text = content.decode("utf-8-sig")
        lines = []
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        for number, line in enumerate(reader, 1):
            if len(line) > MOST_COLUMNS:
                reason = _(
                    "line %(line)s has %(columns)s columns, and a bulk download has one for each year. Download it "
                    "again as CSV."
                )
                raise file.refuse(reason % {"line": number, "columns": wording.number(len(line))})
            lines.append(line)
    except UnicodeDecodeError:
        reason = _(
            "its text is not in UTF-8: the file was cut short, or a spreadsheet has saved it anew. Download it again "
            "as CSV and import it as it is."
        )
        raise file.refuse(reason) from None
    except csv.Error:
        reason = _(
            "line %(line)s is no line of fields in quotation marks with commas between them: the file is cut short, or "
            "a spreadsheet has saved it anew. Download it again as CSV and import it as it is."
        )
        raise file.refuse(reason % {"line": reader.line_num}) from None
    return lines


def read_csv(file: PublishedFile, content: bytes, regions: dict[str, str]) -> Series:
    """Returns the series of a CSV file: lead lines, then a header, then a row for each country.

    `regions` are those of the metadata, empty for groups of countries. Raises FileRefusedError.
    """
    lines = split_lines(file, content)
    start = next((n for n, line in enumerate(lines) if set(HEADER) <= set(line)), None)
    if start is None:
        raise file.refuse(
            _(
                "no line is a header with %(columns)s, set apart by commas. Download it again as CSV and import it as "
                "it is."
            )
            % {"columns": ", ".join(quote(column) for column in HEADER)}
        )
    updated = next((line[1] for line in lines[:start] if len(line) > 1 and line[0] == UPDATED), "")
    header = lines[start]
    # A comma at the end of the line is one field more.
    while not header[-1]:
        header.pop()
    years = {column: int(text) for column, text in enumerate(header) if YEAR.fullmatch(text)}
    if len(set(years.values())) != len(years) or not years:
        reason = _("the header on line %(line)s does not name each year once. Download it again as CSV.")
        raise file.refuse(reason % {"line": start + 1})
    rows = rows_below(file, lines, start)
    name, code, indicator_name, indicator = (header.index(column) for column in HEADER)
    first = rows[0][1]
    series = Series(check_indicator(file, first[indicator]), first[indicator_name], updated, file)
    series.aggregates = {area for area, region in regions.items() if area and not region}
    for number, line in rows:
        if line[indicator] != series.indicator:
            raise file.refuse(
                _(
                    "line %(line)s is of %(second)s and others of %(first)s; a bulk download has one indicator. "
                    "Download it again as CSV."
                )
                % {"line": number, "second": line[indicator], "first": series.indicator}
            )
        area = line[code].strip()
        if area in series.names:
            reason = _("%(area)s stands on line %(line)s again. Download it again as CSV.")
            raise file.refuse(reason % {"area": area, "line": number})
        series.names[area] = mend_mojibake(line[name]).strip()
        series.rows += 1
        series.figures += read_years(file, series, area, number, line, years)
    return series


def rows_below(file: PublishedFile, lines: list[list[str]], start: int) -> list[tuple[int, list[str]]]:
    """Returns the lines below the header with their numbers, counted from 1; raises FileRefusedError."""
    width = len(lines[start])
    rows = [(number, line) for number, line in enumerate(lines[start + 1 :], start + 2) if any(line)]
    for number, line in rows:
        if len(line) < width:
            raise file.refuse(
                _(
                    "line %(line)s has %(found)s fields and the header %(expected)s; the file is cut short. Download "
                    "it again."
                )
                % {"line": number, "found": len(line), "expected": width}
            )
        if any(line[width:]):
            reason = _("line %(line)s has more fields than the header. Download it again as CSV.")
            raise file.refuse(reason % {"line": number})
    if not rows:
        raise file.refuse(_("no country has a value in it. Download it again."))
    return rows


def read_years(
    file: PublishedFile, series: Series, area: str, number: int, line: list[str], years: dict[int, int]
) -> Iterator[Figure]:
    """Yields the figures of a line, of the years in their columns; raises FileRefusedError."""
    for column, year in years.items():
        if line[column].strip():
            place = _("line %(line)s, %(year)s") % {"line": number, "year": year}
            yield Figure(series.indicator, area, year, "total", read_value(file, line[column], place))


def check_indicator(file: PublishedFile, code: Any) -> str:
    """Returns the code of an indicator; raises FileRefusedError where it is none."""
    if isinstance(code, str) and INDICATOR.fullmatch(code):
        return code
    reason = _("%(code)s is no code of an indicator, such as BX.TRF.PWKR.CD.DT. Download it again.")
    raise file.refuse(reason % {"code": quote(str(code)[:80]) if code else _("an empty text")})


def read_value(file: PublishedFile, text: Any, place: str) -> Decimal:
    """Returns a value; raises FileRefusedError, naming the place, where it is none."""
    if NUMBER.fullmatch(str(text).strip()):
        value = Decimal(text)
        if abs(value) < LARGEST:
            return round_half_up(value, DECIMALS)
    reason = _("%(place)s: “%(text)s” is no value. Download it again.")
    raise file.refuse(reason % {"place": place, "text": str(text)[:80]})
