"""What search engines are told: the map of the site, and what to leave alone."""

import xml.etree.ElementTree as ElementTree
from typing import Any

import pytest
from django.test import Client

from tests.factories import create_country, create_institution

pytestmark = pytest.mark.django_db

NAMESPACES = {"map": "http://www.sitemaps.org/schemas/sitemap/0.9", "xhtml": "http://www.w3.org/1999/xhtml"}


def read(address: str) -> Any:
    response = Client().get(address)
    assert response.status_code == 200
    return ElementTree.fromstring(response.content)  # noqa: S314 (our own answer)


def list_parts() -> list[str]:
    return [part.text for part in read("/sitemap.xml").findall("map:sitemap/map:loc", NAMESPACES)]


def list_pages() -> list[Any]:
    return [page for part in list_parts() for page in read(part).findall("map:url", NAMESPACES)]


def test_sitemap_names_every_public_page_in_both_languages(mali: None) -> None:
    """Each address answers; each page names itself in the other language."""
    pages = list_pages()
    addresses = [page.findtext("map:loc", namespaces=NAMESPACES) for page in pages]
    assert len(addresses) == len(set(addresses))
    for address in (
        "/en/",
        "/fr/about/",
        "/en/countries/mali/",
        "/fr/practices/tokten-mali/",
        "/en/sources/eudif-mali-2025/",
    ):
        assert f"http://testserver{address}" in addresses
        assert Client().get(address).status_code == 200
    for page in pages:
        languages = {link.get("hreflang") for link in page.findall("xhtml:link", NAMESPACES)}
        assert languages == {"en", "fr"}


def test_sitemap_keeps_what_is_not_published_out() -> None:
    """A draft has no page to map; its country has."""
    institution = create_institution(status="draft", country=create_country(slug="atlantis"))
    addresses = [page.findtext("map:loc", namespaces=NAMESPACES) for page in list_pages()]
    assert "http://testserver/en/countries/atlantis/" in addresses
    assert not [address for address in addresses if institution.slug in address]


def test_robots_are_told_where_the_map_is() -> None:
    """And to leave the admin and searches alone."""
    text = Client().get("/robots.txt").content.decode()
    assert "Sitemap: http://testserver/sitemap.xml" in text
    assert "Disallow: /en/admin/" in text
