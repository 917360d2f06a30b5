"""Imports what the World Bank publishes on an indicator; docs/importing-figures.md says where to get it."""

from collections.abc import Sequence

from diaspora.imports import Edition, Progress, PublishedFile, read_world_bank
from diaspora.imports.command import ImportCommand


class Command(ImportCommand):
    """Imports bulk downloads as CSV or zip, and answers of the API saved as JSON."""

    help = "Import indicators of the World Bank (bulk CSV or zip, or the API’s JSON with all its pages), all or none."

    def read_editions(self, files: Sequence[PublishedFile], progress: Progress) -> list[Edition]:
        """Returns an edition for each indicator; raises FileRefusedError."""
        return read_world_bank(files, progress)
