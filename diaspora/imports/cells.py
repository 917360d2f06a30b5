"""Opens a workbook and reads its sheets, once nothing in them would be misread in silence.

Of a formula a reader sees the result that was saved with it, and an error such as #REF! is an empty cell to it. Both
are refused in the sheets that are read; elsewhere they do no harm, and the table of contents of the edition of 2020 is
made of formulas.
"""

import posixpath
import re
import zipfile
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from diaspora.imports.files import CHUNK, OLE, FileRefusedError, PublishedFile, quote

BOOK = "xl/workbook.xml"
RELATIONSHIPS = "xl/_rels/workbook.xml.rels"
# A formula, or a cell whose type is error.
NO_VALUE = re.compile(rb"""<(?:\w+:)?f[\s/>]|\bt\s*=\s*["']e["']""")
POSITION = re.compile(rb"""\br\s*=\s*["']([A-Z]+)(\d+)["']""")
# A cell may be cut at the end of a chunk.
OVERLAP = 256


@dataclass
class Sheet:
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
class Workbook:
    """A workbook: the archive that it is, and the sheets in it."""

    file: PublishedFile
    archive: zipfile.ZipFile
    sheets: CalamineWorkbook


def open_workbook(file: PublishedFile) -> Workbook:
    """Returns the workbook; raises FileRefusedError where the file is none, or no sound one."""
    if file.content.startswith(OLE):
        raise file.refuse(
            _(
                "this is no .xlsx workbook: it is protected with a password, or in the old .xls format. Download it "
                "again from UN DESA; of the World Bank take CSV instead of Excel."
            )
        )
    if not file.is_zip:
        raise file.refuse(_("this is no .xlsx workbook. Download the workbook from the publisher’s page."))
    archive = file.open_archive()
    if BOOK not in archive.namelist():
        raise file.refuse(_("this is a zip archive, but no .xlsx workbook. Download the workbook itself."))
    try:
        return Workbook(file, archive, CalamineWorkbook.from_filelike(BytesIO(file.content)))
    except PasswordError:
        raise file.refuse_password() from None
    except (CalamineError, ValueError, OSError):
        raise refuse_damaged(file) from None


def read_sheet(workbook: Workbook, name: str) -> Sheet:
    """Returns the sheet of this name; raises FileRefusedError where there is none, or none of plain values."""
    file = workbook.file
    if name not in workbook.sheets.sheet_names:
        raise file.refuse(
            _(
                "there is no sheet “%(name)s”, only %(others)s. Download the file again and leave its sheets as they "
                "are."
            )
            % {"name": name, "others": ", ".join(map(quote, workbook.sheets.sheet_names))}
        )
    try:
        sheet = Sheet(file, name, [])
        check_cells(workbook.archive, sheet)
        sheet.rows = workbook.sheets.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except (CalamineError, ElementTree.ParseError, StopIteration, KeyError, ValueError, OSError):
        raise refuse_damaged(file) from None
    return sheet


def check_cells(archive: zipfile.ZipFile, sheet: Sheet) -> None:
    """Raises FileRefusedError where a cell of the sheet holds a formula or an error."""
    tail = b""
    with archive.open(find_member(archive, sheet.name)) as stream:
        while chunk := stream.read(CHUNK):
            text = tail + chunk
            if found := NO_VALUE.search(text):
                cells = POSITION.findall(text[: found.end()])
                row, column = (int(cells[-1][1]) - 1, column_number(cells[-1][0].decode())) if cells else (None, None)
                reason = _(
                    "this cell holds a formula, or an error such as #REF; the publisher’s tables hold neither. "
                    "Download the file again and import it as it is."
                )
                raise sheet.refuse(reason, row, column)
            tail = chunk[-OVERLAP:]


def find_member(archive: zipfile.ZipFile, name: str) -> str:
    """Returns the member of the archive that the sheet of this name is; raises StopIteration where there is none."""
    # Neither part names entities from elsewhere, and expat keeps those within from swelling.
    sheets = ElementTree.fromstring(archive.read(BOOK)).iterfind(".//{*}sheet")  # noqa: S314
    found = next(sheet for sheet in sheets if sheet.get("name") == name)
    key = next(value for attribute, value in found.items() if attribute.endswith("}id"))
    targets = ElementTree.fromstring(archive.read(RELATIONSHIPS))  # noqa: S314
    target = next(str(part.get("Target")) for part in targets if part.get("Id") == key)
    return posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")


def refuse_damaged(file: PublishedFile) -> FileRefusedError:
    return file.refuse(_("the workbook cannot be read; it is damaged. Download it again."))


def column_letters(column: int) -> str:
    """Returns what spreadsheets call a column that is counted from 0: A, B … Z, AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Returns the number, counted from 0, of the column that spreadsheets call this."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
