"""Imports what the World Bank publishes on an indicator; docs/importing-figures.md says where to get it."""

from collections.abc import Sequence

from diaspora.imports import Edition, PublishedFile, read_world_bank
from diaspora.imports.command import ImportCommand


class Command(ImportCommand):
    """Imports bulk downloads, as zip or CSV."""

    help = "Import bulk downloads of indicators of the World Bank (zip or CSV), all of them or none."

    def read_editions(self, files: Sequence[PublishedFile]) -> list[Edition]:
        """Returns an edition for each indicator; raises FileRefusedError."""
        return read_world_bank(files)
