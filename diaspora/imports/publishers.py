"""Tells whose file it is, so that an editor need not say."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from diaspora.imports.editions import Edition
from diaspora.imports.files import OLE, PublishedFile
from diaspora.imports.un_desa.migrant_stock import read_migrant_stock
from diaspora.imports.world_bank.reading import read_world_bank

# Members of an archive stand in it by name, even where its end is missing.
WORKBOOK_MEMBER = b"xl/"
BEGINNING = 4096


def read_files(files: Sequence[PublishedFile]) -> list[Edition]:
    """Returns the editions that files of either publisher hold; raises FileRefusedError.

    It needs nothing but the files, no database and no request, and what it returns or raises can be sent to another
    process: should reading ever take too long for a request, it can run in one of its own.
    """
    workbooks = [file for file in files if is_workbook(file)]
    others = [file for file in files if file not in workbooks]
    for file in others:
        if not file.is_zip and not is_data_text(file):
            raise file.refuse(
                _(
                    "this is neither a workbook of UN DESA (.xlsx) nor a file of the World Bank (.zip, .csv). "
                    "Choose the file as it was downloaded."
                )
            )
    return [*map(read_migrant_stock, workbooks), *read_world_bank(others)]


def is_workbook(file: PublishedFile) -> bool:
    """Whether it is a workbook, of whatever age, or was one before it was cut or locked."""
    if file.is_zip:
        return WORKBOOK_MEMBER in file.content or file.name.lower().endswith(".xlsx")
    return file.content.startswith(OLE)


def is_data_text(file: PublishedFile) -> bool:
    """Whether it begins as a text does that is no page of the web."""
    beginning = file.content[:BEGINNING]
    # The last character may be cut.
    text = beginning.decode("utf-8-sig", errors="replace").rstrip("\N{REPLACEMENT CHARACTER}")
    return not ("\0" in text or "\N{REPLACEMENT CHARACTER}" in text or text.lstrip().startswith(("<", "%PDF")))
