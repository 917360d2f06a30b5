"""Derived figures: their definitions on the check values of the edition of 2024, and on whatever else is drawn."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from diaspora.figures import arithmetic
from diaspora.imports import make_plan, read_migrant_stock, write_editions
from diaspora.models import Country, MigrantStock, Observation
from tests.examples import examples
from tests.stock_files import OTHERS, area_table, mali_file, of_year, pair_file, population_table, workbook

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mali")]

MALI, SENEGAL, CABO_VERDE = (1292519, 522896), (741357, 273342), (146396, 79894)
POPULATION = {466: [24478.595, 12350.773, 12127.823]}


def emigrants(iso3: str) -> list[MigrantStock]:
    country = Country.objects.get(iso3=iso3)
    return list(MigrantStock.objects.of_newest_edition().from_origin(country).with_areas())


def immigrants(iso3: str) -> list[MigrantStock]:
    country = Country.objects.get(iso3=iso3)
    return list(MigrantStock.objects.of_newest_edition().in_destination(country).with_areas())


# The check values


def test_total_emigrants_and_their_sex_split() -> None:
    write_editions([read_migrant_stock(mali_file())])
    mali = emigrants("MLI")
    total, women = arithmetic.total_migrants(mali, 2024), arithmetic.women_among(mali, 2024)
    assert (total, women) == MALI
    assert arithmetic.sex_split(women, total) == arithmetic.SexSplit(Decimal("40.5"), Decimal("59.5"))


def test_sum_of_the_corridors_is_the_figure_that_is_published() -> None:
    write_editions([read_migrant_stock(mali_file())])
    published = Observation.objects.imported().get(country__iso3="MLI", indicator__code="emigrant_stock", sex="total")
    assert arithmetic.total_migrants(emigrants("MLI"), 2024) == published.value == 1292519


@pytest.mark.parametrize(("code", "iso3", "published"), [(686, "SEN", SENEGAL), (132, "CPV", CABO_VERDE)])
def test_total_emigrants_of_the_table_by_origin(code: int, iso3: str, published: tuple[int, int]) -> None:
    write_editions([read_migrant_stock(workbook(Table_1=area_table({code: of_year(published)}, "origin")))])
    assert Observation.objects.imported().get(country__iso3=iso3, sex="total").value == published[0]


def test_emigrants_to_residents_of_the_same_year() -> None:
    tables = {
        "Table_1": area_table({466: of_year((545323, 268852))}, "destination"),
        "Table_2": population_table(POPULATION),
    }
    # The first area has the index 2 in both tables.
    write_editions([read_migrant_stock(mali_file()), read_migrant_stock(workbook(**tables))])
    residents = Observation.objects.imported().get(country__iso3="MLI", indicator__code="population", year=2024).value
    assert residents == 24478595
    assert arithmetic.emigrants_to_residents(MALI[0], residents) == Decimal("5.28")
    assert arithmetic.percentage(MALI[0], residents + MALI[0], 2) == Decimal("5.02")


def test_share_in_the_european_union() -> None:
    write_editions([read_migrant_stock(mali_file())])
    union = arithmetic.european_union()
    share = arithmetic.share_in_group(emigrants("MLI"), union, 2024, "destination", MALI[0])
    assert (share.persons, share.share) == (180863, Decimal("14.0"))
    assert share.sexes == arithmetic.SexSplit(Decimal("25.8"), Decimal("74.2"))
    assert (share.publishing, share.members) == (12, 27)


def test_destination_mirrors_origin() -> None:
    """Unknown origin is part of the immigrants."""
    write_editions([read_migrant_stock(mali_file())])
    france = immigrants("FRA")
    assert arithmetic.total_migrants(france, 2024) == 120393 + 899415
    whole = arithmetic.total_migrants(france, 2024)
    share = arithmetic.share_in_group(france, {Country.objects.get(iso3="MLI").pk}, 2024, "origin", whole)
    assert (share.persons, share.share, share.publishing) == (120393, Decimal("11.8"), 1)


# The definitions


@pytest.mark.parametrize(
    ("women", "total", "expected"),
    [
        (4045, 10000, "40.5"),
        (4044, 10000, "40.4"),
        (1, 3, "33.3"),
        (0, 7, "0.0"),
        (7, 7, "100.0"),
        (12345, 100000, "12.3"),
    ],
)
def test_shares_round_halves_up_and_make_a_hundred(women: int, total: int, expected: str) -> None:
    split = arithmetic.sex_split(women, total)
    assert split is not None
    assert str(split.women) == expected
    assert split.women + split.men == 100


@pytest.mark.parametrize(("women", "total"), [(None, 5), (5, None), (0, 0), (None, None)])
def test_what_is_missing_makes_no_share(women: Any, total: Any) -> None:
    assert arithmetic.sex_split(women, total) is None
    assert arithmetic.emigrants_to_residents(women, total) is None


def stock(total: int | None, women: int | None) -> MigrantStock:
    """Returns a corridor of one year that is not saved."""
    return MigrantStock(origin_code="466", destination_code="250", years=[2024], total=[total], women=[women])


def test_missing_is_no_zero_in_what_is_computed() -> None:
    nobody = arithmetic.share_in_group([stock(5, 2)], {-1}, 2024, "destination", 5)
    assert (nobody.persons, nobody.share, nobody.publishing, nobody.members) == (None, None, 0, 1)
    assert arithmetic.total_migrants([stock(None, None)], 2024) is None
    assert arithmetic.total_migrants([stock(0, 0), stock(None, None)], 2024) == 0
    assert arithmetic.women_among([stock(5, None), stock(5, 2)], 2024) is None
    assert arithmetic.women_among([stock(None, None), stock(5, 2)], 2024) == 2
    assert arithmetic.total_migrants([stock(5, 2)], 1999) is None
    assert [stock(*told).men_in(2024) for told in ((5, 2), (5, None), (None, None), (0, 0))] == [3, None, None, 0]
    publishing, silent = stock(5, 2), stock(None, None)
    publishing.destination_id, silent.destination_id = 1, 2
    share = arithmetic.share_in_group([publishing, silent], {1, 2, 3}, 2024, "destination", 10)
    assert (share.persons, share.publishing, share.members) == (5, 1, 3)


# Whatever is drawn

CODES = (466, 384, 250, 686, 132, 830, 12)
NUMBERS = st.integers(0, 100_000)
ROWS = st.tuples(NUMBERS, NUMBERS, NUMBERS, NUMBERS)


@given(
    st.dictionaries(st.tuples(st.sampled_from(CODES), st.sampled_from((*CODES, OTHERS))), ROWS, min_size=1, max_size=20)
    .map(lambda pairs: {pair: row for pair, row in pairs.items() if pair[0] != pair[1]})
    .filter(lambda pairs: any(pair[1] != OTHERS for pair in pairs))
)
@examples(25)
def test_sums_hold_after_import(drawn: dict[tuple[int, int], tuple[int, int, int, int]]) -> None:
    """What is in the database adds up to what the workbook prints, by origin, by destination and by sex."""
    pairs: Any = {pair: [a + c, b + d, a, b, c, d] for pair, (a, b, c, d) in drawn.items()}
    edition = read_migrant_stock(pair_file(pairs, years=(2020, 2024)))
    assert make_plan(edition).corridors == len(pairs)
    with transaction.atomic():
        write_editions([edition])
        stocks = list(MigrantStock.objects.select_related("origin", "destination"))
        assert len(stocks) == len(pairs)
        for place, year in enumerate((2020, 2024)):
            total = arithmetic.total_migrants(stocks, year)
            women = arithmetic.women_among(stocks, year)
            counted = sum(row[place] for row in pairs.values())
            # Nobody at all is not published.
            assert total == (counted or None)
            assert women == (sum(row[4 + place] for row in pairs.values()) if counted else None)
            assert sum(stock.men_in(year) or 0 for stock in stocks) == counted - (women or 0)
        for figure in Observation.objects.imported().select_related("country", "indicator"):
            side = "origin" if figure.indicator.code == "emigrant_stock" else "destination"
            own = [stock for stock in stocks if getattr(stock, side) == figure.country]
            add = arithmetic.total_migrants if figure.sex == "total" else arithmetic.women_among
            assert figure.value == add(own, figure.year)
        transaction.set_rollback(True)
