"""What the atlas computes of imported figures: the check values of 2024 on the pages, and what it does not compute."""

import re
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from diaspora.figures.computed import COMPUTED, compute_for_countries
from diaspora.imports import read_migrant_stock, withdraw_dataset, write_editions
from diaspora.models import Country, Dataset, Indicator, MigrantStock, Observation, choose_series
from tests.factories import create_dataset, create_observation
from tests.stock_files import OTHERS, immigrants_file, mali_file, of_year, pair_file

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mali")]


@pytest.fixture
def imported() -> None:
    """The emigrants of Mali, the immigrants in Mali and France, and the population of both, by the edition of 2024."""
    write_editions([read_migrant_stock(mali_file()), read_migrant_stock(immigrants_file())])


def drop_what_editors_entered() -> None:
    """Leaves nothing but what was imported, which is then shown first."""
    Observation.objects.filter(imported=False).delete()
    choose_series(Indicator.objects.values_list("pk", flat=True))


def read_headlines(slug: str, language: str = "en") -> str:
    """Returns the figures in large type of a country's page, as text."""
    page = Client().get(f"/{language}/countries/{slug}/").content.decode()
    lists = re.findall(r'<dl class="headlines">.*?</dl>', page, re.DOTALL)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<sup.*?</sup>|<[^>]+>", " ", " ".join(lists))))


def computed(slug: str) -> dict[tuple[str, str], Observation]:
    country = Country.objects.get(slug=slug)
    codes = COMPUTED | {"emigrant_stock", "immigrant_stock"}
    return {(figure.indicator.code, figure.sex): figure for figure in compute_for_countries(codes, [country.pk])}


def test_page_of_mali_has_the_check_values_each_with_what_it_is_computed_of(imported: None) -> None:
    drop_what_editors_entered()
    text = read_headlines("mali")
    assert "Emigrants, 2024 1,292,519 International Migrant Stock: destination and origin, 2024 (UN DESA)" in text
    assert "5.28% of the population Computed by the atlas: 1,292,519 ÷ 24,478,595 residents." in text
    assert "14.0% Computed by the atlas: 180,863 ÷ 1,292,519; 12 of the 27 Member States publish a number" in text
    page = Client().get("/en/countries/mali/").content.decode()
    assert "Women are 40.5% of emigrants in 2024" in page
    assert "Women 25.8%" in page
    assert "Men 74.2%" in page
    names = [bar.part.name for bar in Client().get("/en/countries/mali/").context["destinations"].bars]
    assert names[:5] == ["Côte d’Ivoire", "Nigeria", "Niger", "Mauritania", "France"]
    assert "Latvia" not in names, "nobody there, as it publishes"


def test_it_is_said_in_french(imported: None) -> None:
    drop_what_editors_entered()
    text = read_headlines("mali", "fr").replace("\u202f", " ").replace("\xa0", " ")
    assert "Calculé par l’atlas : 1 292 519 ÷ 24 478 595 habitants." in text
    assert "12 des 27 États membres publient un chiffre pour ce pays d’origine" in text


def test_what_editors_entered_as_published_stays_first_and_the_computed_stands_beside(imported: None) -> None:
    text = read_headlines("mali")
    published = "5.28% of the population International Migrant Stock, 2024 (UN DESA)"
    assert f"{published} 5.28% of the population Computed by the atlas" in text
    context = Client().get("/en/countries/mali/").context
    values = [figure for figure in context["emigration"].figures if figure.indicator.code == "emigrant_share_in_eu"]
    assert [(bool(figure.computation), figure.shown_first) for figure in values] == [(False, True), (True, False)]
    assert "emigrant_share_in_eu" not in [one.fact.indicator.code for one in context["figure_disagreements"]]


def test_women_in_the_union_are_those_that_are_shown_first() -> None:
    """Of two figures on them, the one that editors show, and not the one that comes first."""
    published = Observation.objects.get(
        country__iso3="MLI", indicator__code="emigrant_sex_share_eu", sex="female", shown_first=True
    )
    newer = {"indicator": published.indicator, "country": published.country, "year": published.year + 1}
    create_observation(**newer, sex="female", value=Decimal("77.7"), shown_first=False)
    [*_all, (_label, split)] = Client().get("/en/countries/mali/").context["emigration"].splits
    assert split.women == Decimal("25.8")


def test_what_was_published_and_is_not_what_is_computed_differs(imported: None) -> None:
    Observation.objects.filter(indicator__code="emigrant_share_in_eu").update(value=Decimal("15.1"))
    differing = Client().get("/en/countries/mali/").context["figure_disagreements"]
    [found] = [one for one in differing if one.fact.indicator.code == "emigrant_share_in_eu"]
    assert [str(figure.value) for figure in found.figures] == ["15.100000", "14.0"]


def test_destination_mirrors_origin(imported: None) -> None:
    drop_what_editors_entered()
    context = Client().get("/en/countries/france/").context
    assert [bar.part.name for bar in context["origins"].bars] == ["Mali"]
    assert [bar.part.name for bar in context["origins"].apart] == ["Unknown or other origin"]
    text = read_headlines("france")
    assert "Immigrants, 2024 9,186,757 International Migrant Stock: destination, 2024 (UN DESA)" in text
    assert "13.80% of the population Computed by the atlas: 9,186,757 ÷ 66,548,530 residents." in text
    assert "Women are 52.2% of immigrants in 2024" in Client().get("/en/countries/france/").content.decode()


def test_share_from_the_union_counts_other_members_only() -> None:
    """A member's own people are nobody's immigrants there: 26 are left."""
    pairs: Any = {(250, 380): of_year((300, 150)), (250, 724): of_year((100, 10)), (250, 466): of_year((400, 100))}
    write_editions([read_migrant_stock(pair_file(pairs | {(250, OTHERS): of_year((200, 1))}))])
    figures = computed("france")
    share = figures["immigrant_share_from_eu", "total"]
    assert share.value == Decimal("40.0")
    assert share.computation == (
        "400 ÷ 1,000; a number is published for 2 of the 26 other Member States as countries of origin"
    )
    assert figures["immigrant_sex_share_eu", "female"].value == Decimal("40.0")
    assert figures["immigrant_stock", "male"].value == 1000 - 261
    assert figures["immigrant_stock_eu", "total"].value == 400


def test_no_member_that_publishes_makes_no_share(imported: None) -> None:
    """Nobody published is not nobody there."""
    drop_what_editors_entered()
    pairs: Any = {(384, 466): of_year((300, 150))}
    withdraw_dataset(Dataset.objects.get(slug="un-desa-migrant-stock-by-destination-and-origin-2024"))
    write_editions([read_migrant_stock(pair_file(pairs))])
    codes = {code for code, _sex in computed("mali")}
    assert "emigrant_sex_share" in codes
    assert codes.isdisjoint({"emigrant_stock_eu", "emigrant_share_in_eu", "emigrant_sex_share_eu"})


def test_population_of_another_year_makes_no_share(imported: None) -> None:
    Observation.objects.filter(indicator__code="population", year=2024).delete()
    assert Observation.objects.filter(indicator__code="population", country__iso3="MLI", year=2006).exists()
    assert ("emigrant_share_of_population", "total") not in computed("mali")
    figures = Client().get("/en/countries/mali/").context["emigration"].of("emigrant_share_of_population")
    assert not any(figure.computation for figure in figures)


def test_population_is_that_of_the_same_edition_where_there_are_several(imported: None) -> None:
    bank = create_dataset(publisher="World Bank", released="2025-07-24")
    mali, population = Country.objects.get(iso3="MLI"), Indicator.objects.get(code="population")
    shared: dict[str, Any] = {"country": mali, "indicator": population, "year": 2024}
    create_observation(value=Decimal(25_000_000), dataset=bank, imported=True, **shared)
    drop_what_editors_entered()
    # Pages show the figure of the indicator's own publisher first, which is not the one that counted the migrants.
    assert Observation.objects.get(dataset=bank).shown_first
    assert computed("mali")["emigrant_share_of_population", "total"].value == Decimal("5.28")
    withdraw_dataset(Dataset.objects.get(slug="un-desa-migrant-stock-by-destination-2024"))
    assert computed("mali")["emigrant_share_of_population", "total"].value == Decimal("5.17")


def test_nothing_is_stored(imported: None) -> None:
    drop_what_editors_entered()
    Client().get("/en/countries/mali/")
    assert set(Observation.objects.values_list("indicator__code", flat=True)) == {
        "emigrant_stock",
        "immigrant_stock",
        "population",
    }


def test_a_corridor_says_what_it_is_of_both_ends(imported: None) -> None:
    page = Client().get("/en/corridors/mali/france/")
    shares = {figure.indicator.code: figure for figure in page.context["figures"] if figure.computation}
    assert str(shares["corridor_share_of_emigrants"].value) == "9.3"
    assert shares["corridor_share_of_emigrants"].computation == "120,393 ÷ 1,292,519"
    assert str(shares["corridor_share_of_immigrants"].value) == "1.3"
    assert "120,393 ÷ 9,186,757" in page.content.decode()
    MigrantStock.objects.all().delete()
    assert not any(figure.computation for figure in Client().get("/en/corridors/mali/france/").context["figures"])


def test_compared_countries_have_the_computed_figures_where_nothing_is_published(imported: None) -> None:
    comparison = Client().get("/en/compare/?country=mali&country=france").context["comparison"]
    rows = {
        (figure.country.slug, figure.indicator.code): bool(figure.computation)
        for figure in comparison.figures
        if figure.sex == "total"
    }
    assert rows["mali", "emigrant_share_of_population"] is False
    assert rows["mali", "immigrant_share_of_population"] is True
    assert rows["france", "immigrant_share_of_population"] is True


def test_the_map_shows_computed_figures_of_all_countries_and_says_how(imported: None) -> None:
    page = Client().get("/en/?indicator=immigrant_share_of_population").context["world_map"]
    assert [(mapped.name, value.text) for mapped, value in page.rows] == [
        ("France", "13.80% of the population"),
        ("Mali", "2.23% of the population"),
    ]
    assert page.explanation[-1].startswith("Computed by the atlas where no source publishes it: Immigrants divided by")
    women = Client().get("/en/?indicator=immigrant_sex_share").context["world_map"]
    shares = {mapped.name: value.text for mapped, value in women.rows}
    assert (shares["France"], shares["Mali"]) == ("52.2%", "49.3%")


@pytest.mark.parametrize(("year", "shown"), [(2020, "13.80% of the population"), (2026, "9.99% of the population")])
def test_the_map_shows_the_newer_of_what_is_published_and_computed(imported: None, year: int, shown: str) -> None:
    indicator = Indicator.objects.get(code="immigrant_share_of_population")
    france = Country.objects.get(slug="france")
    create_observation(
        indicator=indicator,
        country=france,
        year=year,
        value=Decimal("9.99"),
        shown_first=True,
        dataset=create_dataset(),
    )
    rows = Client().get("/en/?indicator=immigrant_share_of_population").context["world_map"].rows
    assert {country.name: value.text for country, value in rows}["France"] == shown


def test_a_map_offers_what_can_be_computed_and_nothing_else() -> None:
    def offered() -> set[str]:
        form: Any = Client().get("/en/").context["world_map"].form
        return {key for _heading, group in form.fields["indicator"].choices for key, _name in group}

    drop_what_editors_entered()
    assert offered().isdisjoint(COMPUTED)
    write_editions([read_migrant_stock(mali_file())])
    assert COMPUTED - offered() == {"emigrant_share_of_population", "immigrant_share_of_population"}


def test_an_indicator_that_the_reference_data_of_a_site_lacks_is_left_out(imported: None) -> None:
    """A site that was upgraded and has not loaded the reference data again."""
    Indicator.objects.filter(code__startswith="immigrant_s", code__contains="_eu").delete()
    Indicator.objects.filter(code__startswith="corridor").delete()
    for address in ("countries/france", "corridors/mali/france"):
        assert Client().get(f"/en/{address}/").status_code == 200


def test_computed_figures_read_in_the_language_that_is_active(imported: None) -> None:
    drop_what_editors_entered()
    with translation.override("fr"):
        share = computed("mali")["emigrant_share_of_population", "total"]
        assert share.said_by.startswith("Calculé par l’atlas")
