"""Tells whose file it is, so that an editor need not say."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from diaspora.imports.editions import Edition
from diaspora.imports.files import OLE, Progress, PublishedFile, no_progress
from diaspora.imports.un_desa.migrant_stock import read_migrant_stock
from diaspora.imports.world_bank.reading import read_world_bank

# Members of an archive stand in it by name, even where its end is missing.
WORKBOOK_MEMBER = b"xl/"
BEGINNING = 4096


def read_files(files: Sequence[PublishedFile], progress: Progress = no_progress) -> list[Edition]:
    """Returns the editions that files of either publisher hold; raises FileRefusedError."""
    workbooks = [file for file in files if is_workbook(file)]
    others = [file for file in files if file not in workbooks]
    for file in others:
        if not file.is_zip and not is_data_text(file):
            raise file.refuse(
                _(
                    "this is neither a workbook of UN DESA (.xlsx) nor a file of the World Bank (.zip, .csv, .json). "
                    "Choose the file as it was downloaded."
                )
            )
    editions = []
    for file in workbooks:
        progress(_("Reading %(file)s") % {"file": file.name}, 0)
        editions.append(read_migrant_stock(file, progress))
    return [*editions, *read_world_bank(others, progress)]


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
