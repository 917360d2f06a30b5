"""Reads the tables of a sheet: cells by the text of their column, never by position."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from diaspora.imports.cells import Sheet
from diaspora.imports.files import FileRefusedError, quote, read_number

SEXES = ("total", "male", "female")
# “females” holds “males”.
SEX_TITLES = (
    ("total", re.compile(r"\bboth sexes\b", re.IGNORECASE)),
    ("female", re.compile(r"\bfemales?\b", re.IGNORECASE)),
    ("male", re.compile(r"\bmales?\b", re.IGNORECASE)),
)
# What the notes of the workbooks say of a value that is not printed: .. or … not available, ~ fewer than five persons,
# — less than half a unit. Readers of the edition of 2020 have met a hyphen too.
MISSING = ("", "..", "…", "...", "~", "—", "–", "-")
MOST_PERSONS = 10**11
# What UTF-8 looks like where it was read as Latin-1: “RÃ©union”.
MOJIBAKE = re.compile(r"[ÂÃâ][\x80-\xbf‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œ€]")


@dataclass
class Header:
    row: int
    texts: list[str]
    years: list[int]
    # The first column of each sex; the years follow in the same order in each.
    blocks: dict[str, int]

    def find(self, text: str) -> int | None:
        """Returns the column whose heading ends in this text; None where there is none."""
        return next((column for column, heading in enumerate(self.texts) if heading.endswith(text)), None)


@dataclass
class Table:
    """A sheet with its columns, the names of its areas by code, and how many rows were read."""

    sheet: Sheet
    header: Header
    names: dict[int, str] = field(default_factory=dict)
    rows: int = 0

    @property
    def width(self) -> int:
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
            reason = _("no heading in this row ends in “%(text)s”. Download the file again and import it as it is.")
            raise self.sheet.refuse(reason % {"text": text}, self.header.row)
        return found

    def index_column(self, name: int) -> int | None:
        """Returns the column of the index: by its heading, or where that is empty the one before the names."""
        if "index" in self.header.texts:
            return self.header.texts.index("index")
        return name - 1 if name else None

    def read_code(self, row: int, column: int, cells: Sequence[Any]) -> int | None:
        """Returns the location code of a row, None for a row that is only text; raises FileRefusedError."""
        code, text = read_number(cells[column]), str(cells[column]).strip()
        if code is None and (text or any(isinstance(cell, float) for cell in cells[column + 1 :])):
            found = quote(text) if text else _("empty")
            reason = _("the location code is %(found)s, and the row has figures. Download the file again.")
            raise self.sheet.refuse(reason % {"found": found}, row, column)
        return code

    def refuse_second(self, row: int, first: int) -> FileRefusedError:
        """Returns the error for a row whose areas have had one before."""
        reason = _("row %(first)s is of the same areas already. Download the file again.")
        return self.sheet.refuse(reason % {"first": first + 1}, row)


def find_header(sheet: Sheet, text: str) -> Header:
    """Returns where the columns are: in the row with a cell that ends in this text and with years.

    The years stand three times over, for both sexes, males and females; the title above tells which. Raises
    FileRefusedError where no row is such a header.
    """
    for number, cells in enumerate(sheet.rows):
        texts = [clean_heading(cell) for cell in cells]
        columns = [column for column, cell in enumerate(cells) if is_year(cell)]
        if columns and any(heading.endswith(text) for heading in texts):
            return Header(number, texts, *find_blocks(sheet, number, columns))
    raise sheet.refuse(
        _("no row is a header with a column “%(text)s” and years. Is this the publisher’s workbook, as downloaded?")
        % {"text": text}
    )


def find_blocks(sheet: Sheet, header_row: int, columns: Sequence[int]) -> tuple[list[int], dict[str, int]]:
    """Returns the years of the table and the first column of each sex; raises FileRefusedError."""
    titles = find_sex_titles(sheet, header_row)
    by_sex: dict[str, list[int]] = {}
    for column in columns:
        left = [start for start in titles if start <= column]
        if not left:
            reason = _(
                "no title above this year says “both sexes”, “males” or “females”. Download the file again and import "
                "it as it is."
            )
            raise sheet.refuse(reason, header_row, column)
        by_sex.setdefault(titles[max(left)], []).append(column)
    cells = sheet.rows[header_row]
    years = {sex: [int(cells[column]) for column in found] for sex, found in by_sex.items()}
    expected = years.get("total", [])
    for sex in SEXES:
        found = by_sex.get(sex, [])
        as_one = found == list(range(found[0], found[0] + len(found))) if found else False
        if not as_one or years[sex] != expected or len(set(expected)) != len(expected):
            reason = _(
                "the years do not stand three times over, for both sexes, males and females, in the same order. "
                "Download the file again and import it as it is."
            )
            raise sheet.refuse(reason, header_row)
    return expected, {sex: found[0] for sex, found in by_sex.items()}


def find_sex_titles(sheet: Sheet, header_row: int) -> dict[int, str]:
    """Returns the columns above the header in which a title begins that names a sex."""
    for cells in reversed(sheet.rows[:header_row]):
        titles = {
            column: next(sex for sex, pattern in SEX_TITLES if pattern.search(cell))
            for column, cell in enumerate(cells)
            if isinstance(cell, str) and any(pattern.search(cell) for _sex, pattern in SEX_TITLES)
        }
        if titles:
            return titles
    return {}


def rows_below(sheet: Sheet, header: Header) -> Iterator[tuple[int, list[Any]]]:
    yield from enumerate(sheet.rows[header.row + 1 :], header.row + 1)


def read_persons(sheet: Sheet, row: int, column: int, cells: Sequence[Any]) -> list[int | None]:
    """Returns numbers of persons, None where one is missing; raises FileRefusedError for anything else."""
    try:
        # Nearly every row is numbers all through, and there are many rows.
        values = list(map(int, cells))
        if values == cells and min(values) >= 0 and max(values) < MOST_PERSONS and bool not in map(type, cells):
            return list[int | None](values)
    except (ValueError, TypeError, OverflowError):
        pass
    return [read_person_cell(sheet, row, column + offset, cell) for offset, cell in enumerate(cells)]


def read_person_cell(sheet: Sheet, row: int, column: int, cell: Any) -> int | None:
    """Returns a number of persons, None where it is missing; raises FileRefusedError for anything else."""
    if isinstance(cell, str) and cell.strip() in MISSING:
        return None
    value = read_number(cell)
    if value is None or not 0 <= value < MOST_PERSONS:
        reason = _("“%(cell)s” is no number of persons, and no mark for a missing one. Download the file again.")
        raise sheet.refuse(reason % {"cell": cell}, row, column)
    return value


def is_year(cell: Any) -> bool:
    value = read_number(cell)
    return value is not None and 1900 <= value <= 2100


def clean_heading(cell: Any) -> str:
    """Returns a heading in lower case, its spaces single."""
    return " ".join(cell.lower().split()) if isinstance(cell, str) else ""


def clean_name(cell: Any) -> str:
    """Returns the name of an area without the asterisk that leads to a note, its letters put right."""
    name = mend_mojibake(str(cell)).strip()
    return name.rstrip("*").strip()


def mend_mojibake(text: str) -> str:
    """Returns the text as it was written, where its UTF-8 was read as if it were Latin-1."""
    if MOJIBAKE.search(text):
        for encoding in ("cp1252", "latin-1"):
            try:
                return text.encode(encoding).decode()
            except UnicodeError:
                continue
    return text
