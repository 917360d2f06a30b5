"""Pages keep their budgets with every country's figures and 18,000 corridors loaded, as `make bench` generates them."""

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Count
from django.test import Client
from django.test.utils import CaptureQueriesContext

import diaspora
from diaspora.development.management.commands.bench_import import ROWS, generate_workbook
from diaspora.development.workbook_writer import YEARS
from diaspora.figures.computed import COMPUTED
from diaspora.imports import PublishedFile, read_migrant_stock, read_world_bank, write_editions
from diaspora.models import Country, MigrantStock, Observation
from tests.stock_files import area_table, population_table, workbook, world_bank_csv

pytestmark = pytest.mark.django_db
KILOBYTE = 1000
# The first view of a page, with all that it needs; with the world map (pages.md).
PAGE, PAGE_WITH_MAP = 60 * KILOBYTE, 110 * KILOBYTE
BANK = {"BX.TRF.PWKR.CD.DT": "1234567890.12", "BX.TRF.PWKR.DT.GD.ZS": "4.2431", "SI.RMT.COST.IB.ZS": "6.78"}

# Reviewed, as those of test_query_counts. A country: its own 19 at most, then corridors, indicators and the European
# Union. A comparison: what is published, indicators, the European Union, corridors with it, their edition. A corridor:
# the indicators, and the totals that it is a share of.
QUERIES = {
    "/en/": 16,
    "/en/?indicator=emigrant_stock": 16,
    "/en/?indicator=emigrant_share_of_population": 18,
    "/fr/?indicator=immigrant_share_from_eu": 21,
    "/en/countries/": 7,
    "/en/countries/?sort=emigrants": 8,
    "/en/countries/mali/": 22,
    "/fr/countries/mali/": 22,
    "/en/countries/france/": 15,
    "/en/countries/andorra/": 13,
    "/en/compare/?country=mali&country=france": 14,
    "/fr/compare/?country=mali&country=france&country=senegal&country=niger&country=togo": 14,
    "/en/corridors/mali/france/": 14,
    "/en/search/?q=mali+france": 10,
    "/en/sources/un-desa-migrant-stock-by-destination-and-origin-2024/": 14,
    "/en/sources/world-bank-bx-trf-pwkr-cd-dt-2025-07-24/": 14,
}


@pytest.fixture(scope="module", autouse=True)
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Loads Mali and an import of all areas once for the module, in a transaction that is rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("loaddata", "reference", "mali", verbosity=0)
        write_editions([read_migrant_stock(PublishedFile("pairs.xlsx", generate_workbook(ROWS)))])
        write_editions([read_migrant_stock(population_file())])
        for indicator, value in BANK.items():
            write_editions(read_world_bank([bank_file(indicator, value)]))
        yield
        transaction.set_rollback(True)


def population_file() -> PublishedFile:
    codes = [int(code) for code in Country.objects.values_list("m49", flat=True)]
    stocks = {code: [3000 + code] * 8 + [1000 + code] * 8 + [2000] * 8 for code in codes}
    population = {code: [9000.5] * 8 + [4500.25] * 16 for code in codes}
    tables = {"Table_1": area_table(stocks, "destination", YEARS), "Table_2": population_table(population, YEARS)}
    return workbook(**tables)


def bank_file(indicator: str, value: str) -> PublishedFile:
    years = range(1975, 2025)
    rows = [(country.name_en, country.iso3, *[value] * len(years)) for country in Country.objects.all()]
    return PublishedFile(f"{indicator}.csv", world_bank_csv(rows, list(years), indicator=indicator))


def fullest_countries() -> list[str]:
    """Returns the addresses of the countries with most corridors, Mali among them."""
    corridors = MigrantStock.objects.exclude(origin=None).order_by()
    counts = corridors.values_list("origin__slug").annotate(count=Count("pk")).order_by("-count", "origin__slug")
    return [f"/en/countries/{slug}/" for slug in ["mali", "france", *(slug for slug, _count in counts[:4])]]


def test_nearly_every_country_has_figures_and_corridors() -> None:
    """The import is as large as the official one: what follows would be easy on a small one."""
    assert MigrantStock.objects.count() > 17_000
    assert Observation.objects.imported().values("country").distinct().count() > 230
    page = Client().get("/en/countries/mali/").context
    assert len(page["destinations"].bars) > 50
    assert len(page["origins"].bars) > 50


@pytest.mark.parametrize(("address", "expected"), QUERIES.items())
def test_page_takes_the_reviewed_number_of_queries(address: str, expected: int) -> None:
    with CaptureQueriesContext(connection) as queries:
        response = Client().get(address)
    assert response.status_code == 200
    assert len(queries) == expected, "\n".join(query["sql"][:200] for query in queries)


def size(address: str) -> int:
    """Returns the bytes of a page as sent, with the style sheet and the icon that it needs."""
    response = Client().get(address, headers={"accept-encoding": "gzip"})
    assert response.status_code == 200, address
    assert response.headers["Content-Encoding"] == "gzip", address
    static = Path(diaspora.__file__).parent / "static" / "diaspora"
    parts = [gzip.compress((static / name).read_bytes()) for name in ("atlas.css", "icon.svg")]
    return len(response.content) + sum(map(len, parts))


def test_pages_keep_their_bytes() -> None:
    compared = "&".join(f"country={address.split('/')[3]}" for address in fullest_countries()[:5])
    addresses = [*fullest_countries(), *(address for address in QUERIES if "?indicator" not in address)]
    addresses.append(f"/fr/compare/?{compared}")
    sizes = {address: size(address) for address in addresses if address not in ("/en/", "/en/countries/")}
    sizes.pop("/en/countries/?sort=emigrants")
    assert {address: size for address, size in sizes.items() if size > PAGE} == {}


def test_pages_with_the_map_keep_their_bytes() -> None:
    form: Any = Client().get("/en/").context["world_map"].form
    subjects = [key for _heading, group in form.fields["indicator"].choices for key, _name in group]
    assert set(subjects) >= COMPUTED | {"emigrant_stock", "immigrant_stock", "population", "remittance_cost"}
    addresses = ["/en/countries/", "/en/countries/?sort=emigrants", *(f"/fr/?indicator={key}" for key in subjects)]
    sizes = {address: size(address) for address in addresses}
    assert {address: size for address, size in sizes.items() if size > PAGE_WITH_MAP} == {}
