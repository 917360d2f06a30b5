"""What tests read of a record's page."""

import re
from typing import Any

from django.test import Client


def read(record: Any, language: str = "en") -> str:
    """Returns the page of the record, with one space for any run of spaces."""
    response = Client().get(f"/{language}{record.get_absolute_url()[3:]}")
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def linked(page: str) -> str:
    """Returns the part of the page with the linked records."""
    return page[page.index('id="related-heading"') : page.index('id="sources-heading"')]


def listed(page: str) -> str:
    """Returns the part of a list's page with the list; the world map above it links every country."""
    return page[page.index('id="results-heading"') :]
