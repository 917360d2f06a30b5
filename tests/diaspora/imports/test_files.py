"""Files that are none, or no sound ones, are refused in words: what is wrong, where, what to do."""

import io
import pickle
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from diaspora.imports import (
    FileRefusedError,
    PublishedFile,
    cells,
    files,
    read_files,
    read_migrant_stock,
    read_world_bank,
)
from tests.stock_files import both, mali_file, pair_file, pair_table, workbook, zip_file

SHEET = "xl/worksheets/sheet1.xml"


def refuse(file: PublishedFile, read: Any = read_migrant_stock) -> str:
    with pytest.raises(FileRefusedError) as refused:
        read(file)
    message = str(refused.value)
    assert message.startswith(file.name)
    assert message.endswith("Nothing was imported.")
    return message


def test_reading_can_be_sent_to_another_process() -> None:
    """What goes in, what comes out, and why a file is refused."""
    file = mali_file()
    refusal = file.refuse("it is torn.")
    sent, edition, why = pickle.loads(pickle.dumps((file, read_files([file]), refusal)))  # noqa: S301
    assert (sent, edition) == (file, read_files([file]))
    assert str(why) == str(refusal) == "stock.xlsx: it is torn. Nothing was imported."


def rezip(file: PublishedFile, change: Any) -> PublishedFile:
    """Returns the workbook with the XML of its first sheet changed."""
    members = members_of(file)
    members[SHEET] = change(members[SHEET])
    return zip_file(members, file.name)


def members_of(file: PublishedFile) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_sound_workbook_is_read() -> None:
    assert read_migrant_stock(mali_file()).rows == 48


def test_empty_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "empty.xlsx"
    path.touch()
    with pytest.raises(FileRefusedError, match="the file is empty"):
        PublishedFile.read(path)


def test_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefusedError, match="cannot be read"):
        PublishedFile.read(tmp_path / "none.xlsx")


def test_file_larger_than_any_of_the_publisher_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_SIZE", 1000)
    with pytest.raises(FileRefusedError, match="larger than"):
        PublishedFile.receive("large.xlsx", io.BytesIO(mali_file().content))


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.999])
def test_file_cut_in_the_middle_is_refused(share: float) -> None:
    content = mali_file().content
    assert "cut short" in refuse(PublishedFile("cut.xlsx", content[: int(len(content) * share)]))


def test_damaged_file_is_refused() -> None:
    content = bytearray(mali_file().content)
    middle = len(content) // 2
    content[middle : middle + 8] = bytes(8)
    assert "damaged" in refuse(PublishedFile("damaged.xlsx", bytes(content)))


def test_other_kind_of_file_is_refused() -> None:
    assert "no .xlsx workbook" in refuse(PublishedFile("stock.csv", b"Index,Region\n1,World\n"))
    assert "no .xlsx workbook" in refuse(zip_file({"data.csv": b"a,b"}, "data.xlsx"))


def test_workbook_with_a_password_is_refused() -> None:
    """A protected .xlsx is no zip archive, but an OLE container, as an old .xls is."""
    assert "password" in refuse(PublishedFile("locked.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)))


def test_zip_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_UNPACKED", 4 * files.MEBIBYTE)
    bomb = rezip(mali_file(), lambda sheet: sheet + b" " * (5 * files.MEBIBYTE))
    assert "unpacks to more than 4 MB" in refuse(bomb)


def test_zip_bomb_as_a_bulk_download_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_UNPACKED", 4 * files.MEBIBYTE)
    bomb = zip_file({"API_BX.csv": b" " * (5 * files.MEBIBYTE), "Metadata_Country_BX.csv": b"a"})
    assert "unpacks to more than 4 MB" in refuse(bomb, lambda file: read_world_bank([file]))


def test_zip_bomb_of_many_members_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each is small enough; together they are not."""
    monkeypatch.setattr(files, "MAX_UNPACKED", 4 * files.MEBIBYTE)
    bomb = zip_file({f"xl/{n}.xml": b" " * files.MEBIBYTE for n in range(5)}, "bomb.xlsx")
    assert "unpacks to more than 4 MB" in refuse(bomb)


def test_zip_bomb_that_lies_about_its_size_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_UNPACKED", 4 * files.MEBIBYTE)
    size = 5 * files.MEBIBYTE
    bomb = zip_file({"xl/worksheets/sheet1.xml": b" " * size}, "bomb.xlsx")
    lying = bomb.content.replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little"))
    assert lying != bomb.content
    assert "unpacks to more than 4 MB" in refuse(PublishedFile("bomb.xlsx", lying))


def test_archive_of_very_many_files_is_refused() -> None:
    assert "more than 1,000 files" in refuse(zip_file({f"xl/{number}": b"" for number in range(1001)}, "many.xlsx"))


def test_workbook_with_formulas_is_refused() -> None:
    """A reader of cells sees the result that was saved with a formula, and not the formula."""
    spoiled = rezip(mali_file(), lambda sheet: sheet.replace(b"<v>466</v>", b"<f>400+66</f><v>466</v>", 1))
    assert "sheet “Table 1”, row 13, column G: this cell holds a formula" in refuse(spoiled)


def test_cell_with_an_error_is_refused() -> None:
    """A reader of cells sees an empty one, which would be a missing number."""
    spoiled = rezip(
        mali_file(), lambda sheet: re.sub(rb'<c r="H15">.*?</c>', b'<c r="H15" t="e"><v>#N/A</v></c>', sheet)
    )
    assert "row 15, column H: this cell holds a formula, or an error such as #REF" in refuse(spoiled)


def test_formula_at_the_seam_of_two_chunks_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    spoiled = rezip(mali_file(), lambda sheet: sheet.replace(b"<v>466</v>", b"<f>400+66</f><v>466</v>", 1))
    at = members_of(spoiled)[SHEET].index(b"<f>") + 1
    monkeypatch.setattr(cells, "CHUNK", at)
    assert "row 13, column G: this cell holds a formula" in refuse(spoiled)


def test_formulas_elsewhere_do_no_harm() -> None:
    """The table of contents of the edition of 2020 takes its titles from the tables by formulas."""
    members = members_of(workbook(Contents=[["Table 1", "Title"]], Table_1=pair_table({(250, 466): both([1], [2])})))
    members[SHEET] = members[SHEET].replace(b't="inlineStr"><is><t>Title</t></is>', b't="str"><f>"T"</f><v>T</v>')
    assert b"<f>" in members[SHEET]
    assert read_migrant_stock(zip_file(members, "stock.xlsx")).rows == 4


def test_sheet_is_found_by_its_name_and_not_by_the_name_of_its_member() -> None:
    """The first sheet may well be sheet7.xml, and its path be given from the root of the archive."""
    members = members_of(mali_file())
    members["xl/tables/seven.xml"] = members.pop(SHEET).replace(b"<v>466</v>", b"<f>400+66</f><v>466</v>", 1)
    links = "xl/_rels/workbook.xml.rels"
    members[links] = members[links].replace(b"worksheets/sheet1.xml", b"/xl/tables/seven.xml")
    assert "this cell holds a formula" in refuse(zip_file(members, "stock.xlsx"))


def test_hidden_row_is_read_as_any_other() -> None:
    hidden = rezip(mali_file(), lambda sheet: sheet.replace(b'<row r="15">', b'<row r="15" hidden="1">'))
    assert b"hidden" in members_of(hidden)[SHEET]
    assert read_migrant_stock(hidden).stocks == read_migrant_stock(mali_file()).stocks


@pytest.mark.parametrize("cell", ["XFD1", "A1048576", "DA3", "XFD1048576"])
def test_cell_far_from_any_table_is_refused(cell: str) -> None:
    """The sheet is read into a rectangle, which this cell would make larger than the memory."""
    far = f'<row r="1048576"><c r="{cell}"><v>1</v></c></row></sheetData>'.encode()
    assert "far from any table" in refuse(rezip(mali_file(), lambda sheet: sheet.replace(b"</sheetData>", far)))


def test_cell_far_from_any_table_is_refused_wherever_its_sheet_is() -> None:
    members = members_of(mali_file()) | {"elsewhere.xml": b'<c r="XFD1048576"><v>1</v></c>'}
    assert "far from any table" in refuse(zip_file(members, "far.xlsx"))


def test_binary_workbook_is_refused() -> None:
    """An .xlsb is read by other rules, and nothing would look for formulas in it."""
    members = members_of(mali_file())
    members["xl/workbook.bin"] = members.pop("xl/workbook.xml")
    assert "no .xlsx workbook" in refuse(zip_file(members, "stock.xlsb"))


def test_renamed_sheet_is_refused() -> None:
    message = refuse(workbook(Sheet_one=pair_table({(250, 466): both([1], [2])})))
    assert "there is no sheet “Table 1”, only “Sheet one”" in message


def test_workbook_of_something_else_is_refused() -> None:
    assert "no title says" in refuse(workbook(Table_1=[["Sales"], ["Year", 2024]]))


@pytest.mark.parametrize("reader", [read_migrant_stock, lambda file: read_world_bank([file])])
@pytest.mark.parametrize(
    "content", [b"\0" * 50, b"PK\x03\x04" + b"\0" * 60, b"{", b"[1, 2", b"\xff\xfe\x00", b'"a', b"PK"]
)
def test_rubbish_is_refused(reader: Any, content: bytes) -> None:
    with pytest.raises(FileRefusedError):
        reader(PublishedFile("rubbish", content))


def test_message_names_the_sheet_the_row_and_the_column() -> None:
    def spoil(rows: Any) -> None:
        rows[13][7] = "many"

    file = pair_file({(250, 466): both([1], [2])}, spoil)
    assert "stock.xlsx, sheet “Table 1”, row 14, column H: “many” is no number of persons" in refuse(file)
