"""Reads the tables of a workbook: cells by the text of their column, never by position."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from diaspora.imports.files import OLE, FileRefusedError, PublishedFile, quote, read_number

SEXES = ("total", "male", "female")
# “females” holds “males”.
SEX_TITLES = (
    ("total", re.compile(r"\bboth sexes\b", re.IGNORECASE)),
    ("female", re.compile(r"\bfemales?\b", re.IGNORECASE)),
    ("male", re.compile(r"\bmales?\b", re.IGNORECASE)),
)
MISSING = ("", "..", "…", "...")
# What UTF-8 looks like where it was read as Latin-1: “RÃ©union”.
MOJIBAKE = re.compile(r"[ÂÃâ][\x80-\xbf‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œ€]")


@dataclass
class Sheet:
    """One sheet of a workbook."""

    file: PublishedFile
    name: str
    rows: list[list[Any]]

    def place(self, row: int | None = None, column: int | None = None) -> str:
        """Returns where in the file this is: “stock.xlsx, sheet “Table 1”, row 12, column F”; rows count from 0."""
        place = _("%(file)s, sheet “%(sheet)s”") % {"file": self.file.name, "sheet": self.name}
        if row is not None:
            place = _("%(place)s, row %(row)s") % {"place": place, "row": row + 1}
        if column is not None:
            place = _("%(place)s, column %(column)s") % {"place": place, "column": column_letters(column)}
        return place

    def refuse(self, reason: str, row: int | None = None, column: int | None = None) -> FileRefusedError:
        """Returns the error that says why the file is not accepted, and where it is wrong."""
        return FileRefusedError(self.place(row, column), reason)


@dataclass
class Header:
    """Where the columns of a table are."""

    row: int
    texts: list[str]
    years: list[int]
    # The first column of each sex; the years follow in the same order in each.
    blocks: dict[str, int]

    def find(self, text: str) -> int | None:
        """Returns the column whose heading ends in this text; None where there is none."""
        return next((column for column, heading in enumerate(self.texts) if heading.endswith(text)), None)


def open_sheets(file: PublishedFile) -> CalamineWorkbook:
    """Returns the workbook; raises FileRefusedError where the file is none, or no sound one."""
    if file.content.startswith(OLE):
        raise file.refuse(
            _(
                "this is no .xlsx workbook: it is protected with a password, or in the old .xls format. Download it "
                "again."
            )
        )
    if not file.is_zip:
        raise file.refuse(_("this is no .xlsx workbook. Download the workbook from the publisher’s page."))
    names = file.open_archive().namelist()
    if not any(name.startswith("xl/") for name in names):
        raise file.refuse(_("this is a zip archive, but no .xlsx workbook. Download the workbook itself."))
    try:
        return CalamineWorkbook.from_filelike(BytesIO(file.content))
    except PasswordError:
        raise file.refuse_password() from None
    except (CalamineError, ValueError, OSError):
        raise file.refuse(_("the workbook cannot be read; it is damaged. Download it again.")) from None


def read_sheet(file: PublishedFile, workbook: CalamineWorkbook, name: str) -> Sheet:
    """Returns the sheet of this name; raises FileRefusedError where there is none."""
    if name not in workbook.sheet_names:
        raise file.refuse(
            _(
                "there is no sheet “%(name)s”, only %(others)s. Download the file again and leave its sheets as they "
                "are."
            )
            % {"name": name, "others": ", ".join(map(quote, workbook.sheet_names))}
        )
    try:
        rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except (CalamineError, ValueError, OSError):
        raise file.refuse(_("the workbook cannot be read; it is damaged. Download it again.")) from None
    return Sheet(file, name, rows)


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
            raise sheet.refuse(
                _("no title above this year says “both sexes”, “males” or “females”."), header_row, column
            )
        by_sex.setdefault(titles[max(left)], []).append(column)
    cells = sheet.rows[header_row]
    years = {sex: [int(cells[column]) for column in found] for sex, found in by_sex.items()}
    expected = years.get("total", [])
    for sex in SEXES:
        found = by_sex.get(sex, [])
        as_one = found == list(range(found[0], found[0] + len(found))) if found else False
        if not as_one or years[sex] != expected or len(set(expected)) != len(expected):
            raise sheet.refuse(
                _("the years do not stand three times over, for both sexes, males and females, in the same order."),
                header_row,
            )
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
    """Yields the rows of the table with their numbers, without the blank ones."""
    for number in range(header.row + 1, len(sheet.rows)):
        cells = sheet.rows[number]
        if any(cell != "" for cell in cells):
            yield number, cells


def read_persons(sheet: Sheet, row: int, column: int, cells: Sequence[Any]) -> list[int | None]:
    """Returns numbers of persons, None where one is missing; raises FileRefusedError for anything else."""
    try:
        # Nearly every row is numbers all through, and there are many rows.
        values = list(map(int, cells))
        if values == cells and min(values) >= 0 and bool not in map(type, cells):
            return list[int | None](values)
    except (ValueError, TypeError, OverflowError):
        pass
    return [read_person_cell(sheet, row, column + offset, cell) for offset, cell in enumerate(cells)]


def read_person_cell(sheet: Sheet, row: int, column: int, cell: Any) -> int | None:
    """Returns a number of persons, None where it is missing; raises FileRefusedError for anything else."""
    if isinstance(cell, str) and cell.strip() in MISSING:
        return None
    value = read_number(cell)
    if value is None or value < 0:
        raise sheet.refuse(_("“%(cell)s” is no number of persons.") % {"cell": cell}, row, column)
    return value


def is_year(cell: Any) -> bool:
    """Returns whether a cell holds a year."""
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


def column_letters(column: int) -> str:
    """Returns what spreadsheets call a column that is counted from 0: A, B … Z, AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
