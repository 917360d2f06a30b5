"""The map of the site comes in parts, and of the records only those of a part are read."""

import pytest
from pytest_django import DjangoAssertNumQueries

from diaspora.pages.sitemaps import RecordsSitemap
from tests.diaspora.pages.test_sitemap import NAMESPACES, list_pages, list_parts, read
from tests.factories import create_country, create_institution

pytestmark = pytest.mark.django_db


def test_sitemap_comes_in_parts_that_lose_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the size of a part, and where a language begins the next one."""
    countries = {create_country(slug=f"land-{number}").slug for number in range(5)}
    for limit, parts in ((3, 4), (4, 3), (10, 1)):
        monkeypatch.setattr(RecordsSitemap, "limit", limit)
        assert len([part for part in list_parts() if "sitemap-country.xml" in part]) == parts
        addresses = [page.findtext("map:loc", namespaces=NAMESPACES) for page in list_pages()]
        mapped = [address for address in addresses if "/countries/land-" in str(address)]
        expected = [
            f"http://testserver/{code}/countries/{slug}/" for slug in sorted(countries) for code in ("en", "fr")
        ]
        assert mapped == expected


def test_part_of_the_sitemap_reads_its_own_records_alone(
    monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(9):
        create_country(slug=f"land-{number}")
    monkeypatch.setattr(RecordsSitemap, "limit", 4)
    with django_assert_num_queries(2) as asked:
        pages = read("/sitemap-country.xml?p=2").findall("map:url", NAMESPACES)
    assert len(pages) == 4
    assert "LIMIT 2 OFFSET 2" in asked.captured_queries[-1]["sql"]


def test_index_of_the_sitemap_says_when_a_part_changed() -> None:
    institution = create_institution()
    parts = read("/sitemap.xml").findall("map:sitemap", NAMESPACES)
    changed = {
        part.findtext("map:loc", namespaces=NAMESPACES): part.findtext("map:lastmod", namespaces=NAMESPACES)
        for part in parts
    }
    assert changed["http://testserver/sitemap-institution.xml"] == institution.updated.isoformat()
