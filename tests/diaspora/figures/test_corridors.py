"""Imported corridors on the pages: where people went and came from, a corridor by year, what differs, and search."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from diaspora.models import Country, Dataset, Indicator, MigrantStock
from diaspora.pages.search.finding import find_corridors
from tests.factories import create_country, create_dataset, create_migrant_stock, create_observation

pytestmark = pytest.mark.django_db
HERE, THERE, ELSEWHERE = "Emigria", "Immigria", "Farawaya"


@pytest.fixture
def edition() -> Dataset:
    """An imported edition with three countries: two corridors from the first, and its total."""
    dataset = create_dataset(released="2024", title_en="Stock", edition_en="2024")
    here, there, elsewhere = (create_country(name) for name in (HERE, THERE, ELSEWHERE))
    stock = Indicator(code="emigrant_stock", name_en="Emigrants", name_fr="Émigrés", unit="persons")
    stock.save()
    shared: dict[str, Any] = {"dataset": dataset, "origin": here}
    create_migrant_stock(**shared, destination=there, total=[900, 3000], women=[400, 1000])
    create_migrant_stock(**shared, destination=elsewhere, total=[None, 6000], women=[None, 2000])
    create_migrant_stock(dataset=dataset, origin=there, destination=here, total=[7, 0], women=[1, 0])
    imported: dict[str, Any] = {"dataset": dataset, "indicator": stock, "imported": True, "in_series": True}
    create_observation(country=here, value=Decimal(10_000), shown_first=True, **imported)
    create_observation(country=there, value=Decimal(7), shown_first=True, **imported)
    return dataset


def country(name: str) -> Country:
    return Country.objects.get(name_en=name)


def test_country_page_shows_corridors_of_the_newest_edition_with_their_shares(edition: Dataset) -> None:
    older = create_dataset(released="2020")
    create_migrant_stock(dataset=older, origin=country(HERE), destination=country(THERE), total=[5, 99_999])
    context = Client().get(country(HERE).get_absolute_url()).context
    bars = [(bar.part.name, int(bar.part.figure.value), bar.share) for bar in context["destinations"].bars]
    assert bars == [(ELSEWHERE, 6000, Decimal("60.0")), (THERE, 3000, Decimal("30.0"))]
    assert context["destinations"].others == 1000
    assert not context["origins"], "nobody came from there in the latest year"
    origins = Client().get(country(THERE).get_absolute_url()).context["origins"]
    assert [(bar.part.name, int(bar.part.figure.value)) for bar in origins.bars] == [(HERE, 3000)]


def test_what_editors_entered_stands_beside_and_differs_only_where_it_does(edition: Dataset) -> None:
    stock = Indicator.objects.get(code="emigrant_stock")
    entered: dict[str, Any] = {"country": country(HERE), "indicator": stock}
    create_observation(partner=country(THERE), value=Decimal(3000), **entered)
    assert not Client().get(country(HERE).get_absolute_url()).context["figure_disagreements"]
    create_observation(partner=country(ELSEWHERE), value=Decimal(5999), **entered)
    [differing] = Client().get(country(HERE).get_absolute_url()).context["figure_disagreements"]
    assert sorted(int(figure.value) for figure in differing.figures) == [5999, 6000]


def test_editions_that_revise_one_another_do_not_disagree(edition: Dataset) -> None:
    stock = Indicator.objects.get(code="emigrant_stock")
    revised: dict[str, Any] = {"country": country(HERE), "indicator": stock, "dataset": create_dataset()}
    create_observation(value=Decimal(9_000), imported=True, **revised)
    context = Client().get(country(HERE).get_absolute_url()).context
    assert not context["figure_disagreements"]
    assert len(context["emigration"].over_time.figures) == 1, "the chart shows the series of one edition"


def test_corridor_page_shows_every_year_and_both_sexes(edition: Dataset) -> None:
    response = Client().get(f"/en/corridors/{country(HERE).slug}/{country(THERE).slug}/")
    figures = [(figure.year, figure.sex, int(figure.value)) for figure in response.context["figures"]]
    assert figures == [
        (2024, "total", 3000), (2024, "female", 1000), (2024, "male", 2000),
        (2020, "total", 900), (2020, "female", 400), (2020, "male", 500),
    ]  # fmt: skip
    page = response.content.decode()
    assert "Emigrants: 900 in 2020, 3,000 in 2024" in page
    assert "Women are 33.3% of emigrants in 2024" in page


def test_corridor_page_shows_first_what_editors_show_first(edition: Dataset) -> None:
    stock = Indicator.objects.get(code="emigrant_stock")
    pair: dict[str, Any] = {"country": country(HERE), "partner": country(THERE), "indicator": stock}
    create_observation(value=Decimal(3100), shown_first=True, **pair)
    response = Client().get(f"/en/corridors/{country(HERE).slug}/{country(THERE).slug}/")
    assert [int(headline.figure.value) for headline in response.context["emigration"].headlines] == [3100]
    assert [int(figure.value) for figure in response.context["figures"]][:2] == [3100, 3000]
    assert len(response.context["figure_disagreements"]) == 1


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("Mali France", ["MLI", "FRA"]),
        ("maliens de cote d'ivoire et mali", ["CIV", "MLI"]),
        ("Guinea-Bissau – Guinea", ["GNB", "GIN"]),
        ("Guinea-Bissau", []),
        ("France France", []),
        ("France", []),
        ("Nigeria", []),
        ("(( \\ %_ *", []),
        ("Mali Italie Espagne", ["MLI", "ITA"]),
    ],
)
def test_two_countries_in_a_search_name_a_corridor(mali: None, typed: str, named: list[str]) -> None:
    found = find_corridors(typed)
    assert [country.iso3 for country in (found[0] if found else ())] == named
    page = Client().get("/en/search/", {"q": typed}).content.decode()
    assert page.count('href="/en/corridors/') == (2 if named else 0)
    assert not MigrantStock.objects.exists()
