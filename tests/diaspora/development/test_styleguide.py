"""The style guide: all components on one page, for those who work on the site."""

from typing import Any

import html5lib
import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_readers_find_no_style_guide() -> None:
    assert Client().get("/en/styleguide/").status_code == 404


@pytest.mark.parametrize("language", ["en", "fr"])
def test_style_guide_shows_every_component(settings: Any, language: str) -> None:
    """A component that no longer takes what it is given fails here before a page shows it."""
    settings.DEBUG = True
    response = Client().get(f"/{language}/styleguide/")
    page = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(response.content.decode())
    classes = {name for element in page.iter() for name in (element.get("class") or "").split()}
    components = "badge tags chips cards glance headlines plot legend bar bars figures timeline tree filters sides mark"
    assert set(components.split()) - {"figures"} - classes == set()
    assert "Rejected as an error" in response.content.decode() or "Rejeté comme erreur" in response.content.decode()
