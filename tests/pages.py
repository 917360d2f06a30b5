"""What tests read of a record's page."""

import re
from typing import Any

from django.test import Client

BLOCKS = (
    "article|aside|body|br|button|caption|circle|dd|details|div|dl|dt|fieldset|figcaption|figure|footer|form|g|h[1-6]"
    "|head|header|html|legend|li|line|link|main|meta|nav|ol|p|path|rect|section|summary|svg|table|tbody|td|th|thead|title|tr|ul"
)


def collapse(html: str) -> str:
    """The page with its white space as a browser shows it: one space for any run, and none at the edges of blocks."""
    html = re.sub(r"[ \t\r\n]+", " ", html)
    html = re.sub(rf" ?(</?(?:{BLOCKS})(?: [^>]*)?/?>) ?", r"\1", html)
    return re.sub(r"(<(?:a|b|label|span|strong)(?: [^>]*)?>) | (</(?:a|b|label|span|strong)>)", r"\1\2", html)


def read(record: Any, language: str = "en") -> str:
    return open_page(f"/{language}{record.get_absolute_url()[3:]}")


def open_page(address: str) -> str:
    response = Client().get(address)
    assert response.status_code == 200
    return collapse(response.content.decode())


def linked(page: str) -> str:
    return page[page.index('id="related-heading"') : page.index('id="sources-heading"')]


def listed(page: str) -> str:
    """Returns the part of a list's page with the list; the world map above it links every country."""
    return page[page.index('id="results-heading"') :]
