"""The site as production serves it to readers: with pages kept in a folder of this test."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from diaspora.page_cache.version import version_reader


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """The folder that pages are kept in."""
    settings.PAGE_CACHE_MEGABYTES, settings.PAGE_CACHE_FOLDER = 5, tmp_path / "pages"
    yield settings.PAGE_CACHE_FOLDER
    version_reader.close()


@pytest.fixture
def reader(folder: Path, db: None) -> Client:
    """A reader, before a worker that has kept no page yet."""
    return Client()
