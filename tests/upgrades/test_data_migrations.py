"""What an upgrade enters for a site, and that it leaves alone what editors have entered."""

import importlib

import pytest
from django.apps import apps
from django.db import connection

from actors.models import Institution
from diaspora.models import Country, Indicator
from tests import factories

pytestmark = pytest.mark.django_db

mali_in_charge = importlib.import_module("actors.migrations.0004_mali_in_charge")
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
