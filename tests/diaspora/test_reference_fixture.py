"""The reference data: every country in both languages, the groups of today, the vocabularies."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import translation

from diaspora.models import (
    Aspect,
    CompactObjective,
    Country,
    CountryGroup,
    Indicator,
    Membership,
    NaturalKeyModel,
    Region,
    SustainableDevelopmentGoal,
    Topic,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

VOCABULARIES: list[type[NaturalKeyModel]] = [
    Region,
    Country,
    CountryGroup,
    Topic,
    Aspect,
    Indicator,
    SustainableDevelopmentGoal,
    CompactObjective,
]
EU = "AUT BEL BGR HRV CYP CZE DNK EST FIN FRA DEU GRC HUN IRL ITA LVA LTU LUX MLT NLD POL PRT ROU SVK SVN ESP SWE"
ECOWAS = "BEN CPV CIV GMB GHA GIN GNB LBR NGA SEN SLE TGO"


@pytest.fixture(scope="module")
def reference(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Loads the reference data alone: it rests on nothing else."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("loaddata", "reference", verbosity=0)
        yield
        transaction.set_rollback(True)


def members(slug: str) -> set[str]:
    """Returns the codes of the present members of a group."""
    return set(Membership.objects.current().filter(group__slug=slug).values_list("country__iso3", flat=True))


def test_reference_holds_every_country_of_iso_3166() -> None:
    assert Country.objects.count() == 249


@pytest.mark.parametrize(
    ("code", "pattern"),
    [("iso2", r"[A-Z]{2}"), ("iso3", r"[A-Z]{3}"), ("m49", r"[0-9]{3}"), ("slug", r"[a-z]+(-[a-z]+)*")],
)
def test_reference_codes_of_countries_are_well_formed_and_unique(code: str, pattern: str) -> None:
    codes = list(Country.objects.values_list(code, flat=True))
    assert [code for code in codes if not re.fullmatch(pattern, code)] == []
    assert len(set(codes)) == 249


@pytest.mark.parametrize(
    ("iso3", "iso2", "m49", "name_en", "name_fr"),
    [
        ("MLI", "ML", "466", "Mali", "Mali"),
        ("FRA", "FR", "250", "France", "France"),
        ("CIV", "CI", "384", "Côte d’Ivoire", "Côte d’Ivoire"),
        ("DEU", "DE", "276", "Germany", "Allemagne"),
        ("NGA", "NG", "566", "Nigeria", "Nigéria"),
        ("MRT", "MR", "478", "Mauritania", "Mauritanie"),
        ("ZAF", "ZA", "710", "South Africa", "Afrique du Sud"),
    ],
)
def test_reference_country_has_its_codes_and_names(iso3: str, iso2: str, m49: str, name_en: str, name_fr: str) -> None:
    country = Country.objects.get(iso3=iso3)
    assert (country.iso2, country.m49, country.name_en, country.name_fr) == (iso2, m49, name_en, name_fr)


@pytest.mark.parametrize("model", VOCABULARIES, ids=lambda model: model.__name__)
def test_reference_is_named_in_both_languages(model: type[NaturalKeyModel]) -> None:
    records: list[Any] = list(model._default_manager.all())
    assert records
    assert [record.natural_key() for record in records if not record.name_en or not record.name_fr] == []
    for language in ("en", "fr"):
        with translation.override(language):
            names = [(getattr(record, "kind", ""), record.name) for record in records]
        assert len(set(names)) == len(names)


@pytest.mark.parametrize("model", [*VOCABULARIES, Membership], ids=lambda model: model.__name__)
def test_reference_passes_the_checks_of_forms(model: type[NaturalKeyModel]) -> None:
    for record in model._default_manager.all():
        record.full_clean()


def test_reference_texts_are_in_both_languages_or_none() -> None:
    pairs = {
        Country: ("official_name", "capital"),
        CountryGroup: ("acronym", "description"),
        Membership: ("note",),
        Topic: ("description",),
        Indicator: ("definition", "computation"),
        CompactObjective: ("label",),
    }
    for model, names in pairs.items():
        for record in model._default_manager.all():
            for name in names:
                both = bool(getattr(record, f"{name}_en")), bool(getattr(record, f"{name}_fr"))
                assert both in ((True, True), (False, False)), (record.natural_key(), name)


def test_reference_countries_lie_in_regions_but_for_antarctica() -> None:
    assert list(Country.objects.filter(region=None).values_list("iso3", flat=True)) in ([], ["ATA"])
    mali = Country.objects.select_related("region__parent").get(iso3="MLI")
    assert mali.region is not None
    assert (mali.region.code, mali.region.name_en) == ("011", "Western Africa")


def test_reference_places_mali_on_the_globe() -> None:
    mali = Country.objects.get(iso3="MLI")
    assert mali.coordinates == "17° N, 4° W"
    assert (mali.is_ldc, mali.is_lldc, mali.is_sids) == (True, True, False)


@pytest.mark.parametrize(("flag", "least", "most"), [("is_ldc", 40, 48), ("is_lldc", 30, 34), ("is_sids", 37, 59)])
def test_reference_counts_countries_among_their_groups(flag: str, least: int, most: int) -> None:
    assert least <= Country.objects.filter(**{flag: True}).count() <= most


# Groups


def test_reference_european_union_has_27_members() -> None:
    assert members("european-union") == set(EU.split())


def test_reference_united_kingdom_left_the_european_union() -> None:
    membership = Membership.objects.get(country__iso3="GBR", group__slug="european-union")
    assert (membership.joined, membership.left) == ("1973-01-01", "2020-01-31")


def test_reference_ecowas_has_12_members() -> None:
    assert members("ecowas") == set(ECOWAS.split())


@pytest.mark.parametrize("iso3", ["MLI", "BFA", "NER"])
def test_reference_sahel_states_left_ecowas(iso3: str) -> None:
    membership = Membership.objects.get(country__iso3=iso3, group__slug="ecowas")
    assert (membership.joined, membership.left) == ("1975-05-28", "2025-01-29")
    assert iso3 in members("alliance-of-sahel-states")


def test_reference_african_union_has_55_members() -> None:
    african = members("african-union")
    assert len(african) == 55
    assert {"MLI", "ESH", "MAR", "SSD", "BFA", "NER"} <= african


def test_reference_west_african_economic_union_has_8_members() -> None:
    assert members("waemu") == {"BEN", "BFA", "CIV", "GNB", "MLI", "NER", "SEN", "TGO"}


# Vocabularies


@pytest.mark.parametrize(("model", "count"), [(SustainableDevelopmentGoal, 17), (CompactObjective, 23)])
def test_reference_numbers_goals_and_objectives(model: type[Any], count: int) -> None:
    assert list(model.objects.values_list("number", flat=True)) == list(range(1, count + 1))


@pytest.mark.parametrize(
    ("number", "colour"), [(1, "#E5243B"), (2, "#DDA63A"), (10, "#DD1367"), (12, "#BF8B2E"), (17, "#19486A")]
)
def test_reference_goals_have_the_colours_of_the_united_nations(number: int, colour: str) -> None:
    assert SustainableDevelopmentGoal.objects.get(number=number).colour == colour


@pytest.mark.parametrize(
    ("number", "words"),
    [(13, "detention"), (19, "diasporas"), (20, "remittances"), (23, "international cooperation")],
)
def test_reference_objectives_say_what_the_compact_says(number: int, words: str) -> None:
    assert words in CompactObjective.objects.get(number=number).name_en


TOPICS: dict[str, tuple[Callable[[], Any], str]] = {
    "areas": (
        Topic.objects.areas,
        "information protection political-participation citizenship remittances investment entrepreneurship "
        "human-capital skills-transfer culture-and-identity philanthropy-and-local-development institutional-dialogue",
    ),
    "sectors": (
        Topic.objects.sectors,
        "agriculture-and-rural-development education health vocational-training finance housing technology energy "
        "trade public-administration",
    ),
    "target groups": (
        Topic.objects.target_groups,
        "youth women professionals-and-scientists entrepreneurs investors returnees migrants-abroad "
        "remittance-recipients",
    ),
}


@pytest.mark.parametrize("kind", TOPICS)
def test_reference_topics_are_those_of_the_data_model(kind: str) -> None:
    find, slugs = TOPICS[kind]
    assert set(find().values_list("slug", flat=True)) == set(slugs.split())
