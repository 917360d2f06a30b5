"""Institutions and diaspora organisations: whose they are, and in which order they stand."""

from typing import Any

import pytest
from django.utils import translation

from actors.models import Institution, Organisation
from diaspora.models import Answer, Topic
from tests.factories import (
    create_country,
    create_institution,
    create_organisation,
    create_place,
    create_topic,
)

pytestmark = pytest.mark.django_db


def test_institution_of_a_country_is_its_own_or_serves_it() -> None:
    mali, senegal = create_country("Mali"), create_country("Senegal")
    own = create_institution(country=mali)
    serving, serving_both = create_institution(level="international"), create_institution(level="regional")
    serving.countries_served.add(mali)
    serving_both.countries_served.add(mali, senegal)
    abroad = create_institution(country=create_country("France"))
    abroad.countries_served.add(mali)
    create_institution(country=senegal)
    create_institution(level="international")
    assert set(Institution.objects.for_country(mali)) == {own, serving, serving_both, abroad}


def test_institution_that_is_of_a_country_and_serves_it_is_found_once() -> None:
    mali = create_country()
    institution = create_institution(country=mali)
    institution.countries_served.add(mali, create_country())
    assert list(Institution.objects.for_country(mali)) == [institution]


def test_institutions_by_level_go_from_national_to_international_with_those_in_charge_first() -> None:
    ordered = [
        create_institution(level="national", rank="agency", slug="in-charge", in_charge=True),
        create_institution(level="national", rank="ministry", slug="b-ministry"),
        create_institution(level="national", rank="ministry", slug="c-ministry"),
        create_institution(level="national", rank="sub_ministry", slug="dgme"),
        create_institution(level="national", rank="agency", slug="cigem"),
        create_institution(level="national", rank="consultative_body", slug="hcme"),
        create_institution(level="national", rank="consular_network", slug="missions"),
        create_institution(level="national", rank="financial_institution", slug="bank"),
        create_institution(level="national", rank="other", slug="a-body"),
        create_institution(level="regional", rank="consultative_body", slug="cido"),
        create_institution(level="international", rank="other", slug="iom"),
    ]
    assert list(Institution.objects.by_level()) == ordered
    assert list(Institution.objects.order_by("-pk").by_level()) == ordered


def test_institutions_oldest_first_leave_the_undated_for_the_end() -> None:
    undated = create_institution()
    later, earlier = create_institution(created_on="2015-12-31"), create_institution(created_on="1991")
    middle = create_institution(created_on="2015")
    assert list(Institution.objects.oldest_first()) == [earlier, middle, later, undated]


def test_institution_stands_in_a_tree_and_a_succession() -> None:
    ministry = create_institution()
    delegation = create_institution(country=ministry.country, parent=ministry)
    renewed = create_institution(country=ministry.country, predecessor=delegation)
    assert list(ministry.parts.all()) == [delegation]
    assert list(delegation.successors.all()) == [renewed]


def test_organisation_of_a_country_is_of_its_diaspora_and_found_once() -> None:
    mali, senegal, france = create_country(), create_country(), create_country()
    of_mali = create_organisation([mali], country_of_residence=france)
    of_both = create_organisation([mali, senegal])
    create_organisation([senegal], country_of_residence=mali)
    assert list(Organisation.objects.for_country(mali).order_by("pk")) == [of_mali, of_both]
    assert not Organisation.objects.for_country(france).exists()
    assert list(france.resident_organisations.all()) == [of_mali]


def test_organisation_of_a_whole_continent_is_of_no_country() -> None:
    organisation, mali = create_organisation(), create_country()
    organisation.countries_of_origin.clear()
    assert not Organisation.objects.for_country(mali).exists()


def test_organisation_is_a_member_of_another_and_not_the_reverse() -> None:
    council, association = create_organisation(), create_organisation()
    association.member_of.add(council)
    assert list(council.members.all()) == [association]
    assert list(council.member_of.all()) == []


def test_organisation_says_no_information_until_someone_knows() -> None:
    assert Organisation().development_activities == Answer.NO_INFORMATION
    assert len({Answer.NO, Answer.NO_INFORMATION, Answer.NOT_APPLICABLE}) == 3


def test_organisation_keeps_its_relations_in_its_history() -> None:
    organisation, place = create_organisation(), create_place()
    area = create_topic()
    organisation.places_of_origin.add(place)
    organisation.areas.add(area)
    history: Any = organisation.versions  # type: ignore[attr-defined]
    version = history.latest()
    assert [row.place for row in version.places_of_origin.all()] == [place]
    assert [row.topic for row in version.areas.all()] == [area]


@pytest.mark.parametrize("model", [Institution, Organisation])
def test_actor_is_tagged_with_areas_of_engagement_alone(model: type[Institution | Organisation]) -> None:
    area, _sector = create_topic("area"), create_topic("sector")
    choices = model._meta.get_field("areas").get_limit_choices_to()
    assert list(Topic.objects.complex_filter(choices)) == [area]


@pytest.mark.parametrize(
    ("language", "addresses"),
    [
        ("en", ["/en/institutions/hcme/", "/en/organisations/adyfe/"]),
        ("fr", ["/fr/institutions/hcme/", "/fr/organisations/adyfe/"]),
    ],
)
def test_actor_has_an_address_in_each_language(language: str, addresses: list[str]) -> None:
    with translation.override(language):
        found: list[Any] = [create_institution(slug="hcme"), create_organisation(slug="adyfe")]
        assert [record.get_absolute_url() for record in found] == addresses
