"""Imports workbooks of UN DESA's International Migrant Stock; docs/importing-figures.md says where to get them."""

from collections.abc import Sequence

from diaspora.imports import Edition, PublishedFile, read_migrant_stock
from diaspora.imports.command import ImportCommand


class Command(ImportCommand):
    help = "Import workbooks of UN DESA’s International Migrant Stock (.xlsx), all of them or none."

    def read_editions(self, files: Sequence[PublishedFile]) -> list[Edition]:
        """Returns the edition of each workbook; raises FileRefusedError."""
        return [read_migrant_stock(file) for file in files]
