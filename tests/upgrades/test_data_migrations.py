"""What an upgrade enters for a site, and that it leaves alone what editors have entered."""

import importlib

import pytest
from django.apps import apps
from django.db import connection

from actors.models import Institution
from diaspora.models import Country, Indicator, MigrantStock, Observation
from tests import factories

pytestmark = pytest.mark.django_db

mali_in_charge = importlib.import_module("actors.migrations.0004_mali_in_charge")
ranges = importlib.import_module("diaspora.migrations.0007_range_of_an_indicator")
zeros = importlib.import_module("diaspora.migrations.0008_zeros_are_not_published")
publisher_codes = importlib.import_module("diaspora.migrations.0005_publisher_codes")


def name_who_is_in_charge() -> None:
    mali_in_charge.name_who_is_in_charge(apps, connection.schema_editor())


def enter_codes() -> None:
    publisher_codes.enter_codes(apps, connection.schema_editor())


def create_ministry(**fields: object) -> Institution:
    """Returns the ministry of Mali as a version had it that did not ask who is in charge."""
    mali = factories.create_country(iso3="MLI")
    return factories.create_institution(**{"slug": mali_in_charge.MINISTRY, "country": mali} | fields)


def is_in_charge(institution: Institution) -> bool:
    institution.refresh_from_db()
    return institution.in_charge


def test_ministry_of_mali_is_put_in_charge_in_every_version_of_its_record() -> None:
    ministry = create_ministry()
    factories.create_institution(in_charge=True)
    name_who_is_in_charge()
    assert is_in_charge(ministry)
    assert [version.in_charge for version in ministry.history.all()] == [True]


def test_ministry_of_mali_is_found_where_an_editor_changed_its_address() -> None:
    ministry = create_ministry(slug="mali-ministry", former_slugs=[mali_in_charge.MINISTRY])
    name_who_is_in_charge()
    assert is_in_charge(ministry)


def test_editors_choice_of_who_is_in_charge_of_mali_stays() -> None:
    ministry = create_ministry()
    council = factories.create_institution(country=Country.objects.get(iso3="MLI"), in_charge=True)
    name_who_is_in_charge()
    assert not is_in_charge(ministry)
    council.in_charge = False
    council.save()
    name_who_is_in_charge()
    assert not is_in_charge(ministry)


def test_institution_that_an_editor_made_international_is_left_alone() -> None:
    ministry = create_ministry(level="international", country=None)
    name_who_is_in_charge()
    assert not is_in_charge(ministry)


def test_indicators_get_the_codes_of_their_publisher() -> None:
    population = factories.create_indicator(code="population", publisher="World Bank")
    other = factories.create_indicator(code="population_growth", publisher="Another")
    enter_codes()
    codes = dict(Indicator.objects.values_list("code", "publisher_code"))
    assert codes == {population.code: "SP.POP.TOTL", other.code: ""}


def test_codes_that_editors_entered_stay() -> None:
    factories.create_indicator(code="population", publisher="World Bank")
    factories.create_indicator(code="inhabitants", publisher="World Bank", publisher_code="SP.POP.TOTL")
    enter_codes()
    assert Indicator.objects.get(code="population").publisher_code == ""


def test_indicators_get_the_range_that_their_unit_had() -> None:
    for code, unit in (
        ("share", "percent"),
        ("remittance_cost", "percent"),
        ("people", "persons"),
        ("growth", "index"),
    ):
        factories.create_indicator(code=code, unit=unit)
    ranges.enter_ranges(apps, connection.schema_editor())
    found = {code: limits for code, *limits in Indicator.objects.values_list("code", "least", "greatest")}
    assert found == {"share": [0, 100], "remittance_cost": [-100, 100], "people": [0, None], "growth": [None, None]}


def test_zeros_that_were_imported_as_migrants_go_and_all_other_figures_stay() -> None:
    edition = factories.create_dataset(publisher="UN DESA")
    stock = factories.create_migrant_stock(
        dataset=edition, years=[2015, 2020, 2024], total=[0, None, 6], women=[0, 2, 0]
    )
    unchanged = factories.create_migrant_stock(dataset=edition, years=[2024], total=[7], women=[None])
    emigrants, population = (factories.create_indicator(code=code) for code in ("emigrant_stock", "population"))
    country = factories.create_country()
    of_it = {"dataset": edition, "source": None, "imported": True, "country": country}
    for year, total in ((2020, 0), (2024, 6)):
        for sex in ("total", "female"):
            value = total if sex == "total" else 0
            factories.create_observation(indicator=emigrants, year=year, sex=sex, value=value, **of_it)
    factories.create_observation(indicator=population, year=2020, value=0, **of_it)
    entered = factories.create_observation(indicator=emigrants, country=country, year=2020, value=0)
    with connection.cursor() as cursor:
        cursor.execute(zeros.FORGET_ZEROS)
    stock.refresh_from_db()
    assert (stock.total, stock.women) == ([None, None, 6], [None, None, 0])
    unchanged.refresh_from_db()
    assert (unchanged.total, unchanged.women) == ([7], [None])
    left = Observation.objects.filter(imported=True).values_list("indicator__code", "year", "sex")
    assert {*left} == {
        ("emigrant_stock", 2024, "total"),
        ("emigrant_stock", 2024, "female"),
        ("population", 2020, "total"),
    }
    assert Observation.objects.filter(pk=entered.pk).exists()
    assert MigrantStock.objects.count() == 2
