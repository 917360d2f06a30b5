"""Corridors: what links a country of origin to one of destination, where nothing does, and how one gets there."""

from typing import Any

import pytest
from django.test import Client

from diaspora.models import Country, Indicator
from tests.factories import (
    create_citation,
    create_country,
    create_dataset,
    create_group,
    create_institution,
    create_membership,
    create_observation,
    create_organisation,
    create_policy,
    create_political_right,
    create_practice,
    create_profile,
)

pytestmark = pytest.mark.django_db

AGREEMENT = {"category": "international_agreement", "policy_type": "agreement"}


@pytest.fixture
def pair() -> tuple[Country, Country]:
    """Two countries that exist in tests only."""
    return create_country("Rivière d’Or", slug="riviere-dor"), create_country("Haute-Terre", slug="haute-terre")


def get(origin: str, destination: str, language: str = "en") -> Any:
    response = Client().get(f"/{language}/corridors/{origin}/{destination}/")
    assert response.status_code == 200
    return response


def get_page(*arguments: str) -> str:
    html: str = get(*arguments).content.decode()
    return html


def test_corridor_of_mali_and_france(mali: None) -> None:
    html = get_page("mali", "france")
    assert "<title>Mali → France – Diaspora Atlas</title>" in html
    for text in (
        "120,393",
        "International Migrant Stock, 2024",
        "/en/organisations/association-kassama-france/",
        "/en/practices/regions-of-origin-investment/",
        "/en/practices/productive-diaspora-investment/",
        "/en/countries/mali/#rights",
        'href="/en/countries/france/"',
        "Emigrants are counted by country of birth",
    ):
        assert text in html
    assert "/en/organisations/conseil-des-maliens-italie/" not in html
    assert "Agreements" not in html


def test_stock_is_shown_by_year_and_sex_with_its_edition(pair: tuple[Country, Country]) -> None:
    origin, destination = pair
    stock = Indicator.objects.filter(code="emigrant_stock").first()
    for year, sex, value in (
        (2020, "total", 300),
        (2024, "male", 180),
        (2024, "total", 400),
        (2024, "female", 220),
    ):
        observation = create_observation(
            country=origin,
            partner=destination,
            year=year,
            sex=sex,
            value=value,
            shown_first=True,
            dataset=create_dataset(title_en="Stock", edition_en=f"edition of {year}"),
            indicator=stock,
        )
        stock = observation.indicator
    create_observation(country=origin, indicator=stock, year=2024, value=9999)
    create_observation(country=destination, partner=origin, indicator=stock, value=8888)
    response = get(origin.slug, destination.slug)
    figures = [(figure.year, figure.sex, int(figure.value)) for figure in response.context["figures"]]
    assert figures == [(2024, "total", 400), (2024, "female", 220), (2024, "male", 180), (2020, "total", 300)]
    html = response.content.decode()
    assert "Stock, edition of 2024" in html
    assert "women" in html


def test_two_values_of_one_fact_are_shown_as_differing(pair: tuple[Country, Country]) -> None:
    origin, destination = pair
    first = create_observation(country=origin, partner=destination, value=400, shown_first=True)
    create_observation(country=origin, partner=destination, value=500, indicator=first.indicator)
    assert "Figures that differ" in get_page(origin.slug, destination.slug)


def test_records_are_those_of_both_countries_that_readers_may_see(pair: tuple[Country, Country]) -> None:
    origin, destination = pair
    kept = create_organisation([origin], country_of_residence=destination)
    citation = create_citation(kept)
    create_organisation([origin], country_of_residence=destination, status="draft")
    create_organisation([origin], country_of_residence=create_country())
    create_organisation([destination], country_of_residence=destination)
    practices = [create_practice([country]) for country in (origin, create_country(), origin)]
    for practice in practices[:2]:
        practice.countries_of_destination.set([destination])
    draft = create_practice([origin], status="draft")
    draft.countries_of_destination.set([destination])
    response = get(origin.slug, destination.slug)
    assert response.context["organisations"] == [kept]
    assert response.context["practices"] == [practices[0]]
    assert citation.source.title in response.content.decode()


def test_agreements_are_those_that_both_have_a_part_in(pair: tuple[Country, Country]) -> None:
    origin, destination = pair
    group = create_group()
    memberships = [create_membership(country=country, group=group) for country in pair]
    of_group = create_policy(group=group, title_en="Agreement of the group", **AGREEMENT)
    create_policy(group=group)
    create_policy(group=group, status="draft", **AGREEMENT)
    create_policy(country=origin, title_en=f"Agreement, but none with {destination.name}", **AGREEMENT)
    answered = create_policy(country=destination, **AGREEMENT)
    answered.responsible_institutions.set([create_institution(country=origin), create_institution(country=origin)])
    agreements = [(origin, destination), (destination, origin)]
    for one, other in agreements:
        assert set(get(one.slug, other.slug).context["agreements"]) == {of_group, answered}
    assert len(get(origin.slug, destination.slug).context["agreements"]) == 2
    assert "Agreement of the group" in get_page(origin.slug, destination.slug)
    memberships[1].left = "2020"
    memberships[1].save()
    assert get(origin.slug, destination.slug).context["agreements"] == [answered]
    # Readers may not see the institutions: nothing of them shows.
    answered.responsible_institutions.update(status="draft")
    assert get(origin.slug, destination.slug).context["agreements"] == []


def test_rights_are_those_of_the_origin_and_published_with_its_profile(pair: tuple[Country, Country]) -> None:
    origin, destination = pair
    profile = create_profile(country=origin)
    create_political_right(country=origin, answer="partly")
    create_political_right(country=destination, answer="no")
    html = get_page(origin.slug, destination.slug)
    assert "Partly" in html
    assert f"/en/countries/{origin.slug}/#rights" in html
    assert "answer-no" not in html
    profile.status = "draft"
    profile.save()
    html = get_page(origin.slug, destination.slug)
    assert "Partly" not in html
    assert "No profile yet" in html


def test_corridor_without_records_says_so_and_offers_both_countries(pair: tuple[Country, Country]) -> None:
    origin, destination = pair
    html = get_page(origin.slug, destination.slug)
    assert "Nothing is recorded of this corridor yet." in html
    assert html.count('href="/en/countries/riviere-dor/"') == html.count('href="/en/countries/haute-terre/"') == 2
    assert "Rivière d’Or → Haute-Terre" in html
    create_organisation([origin], country_of_residence=destination)
    html = get_page(origin.slug, destination.slug)
    assert "Nothing is recorded" not in html
    assert "No information" in html
    assert "None recorded" in html


def test_corridor_is_french_in_french(mali: None) -> None:
    html = get_page("mali", "cote-divoire", "fr")
    assert "<title>Mali → Côte d’Ivoire – " in html
    assert "Droits politiques des citoyens à l’étranger\u00a0: Mali" in html
    assert "403\u202f646" in html or "403\u00a0646" in html
    assert "Rien n’est encore enregistré sur ce corridor." in get_page("andorra", "tuvalu", "fr")


def test_former_slugs_redirect(pair: tuple[Country, Country]) -> None:
    origin, destination = pair
    origin.slug, destination.slug = "golden-river", "high-land"
    origin.save()
    destination.save()
    for path in ("riviere-dor/haute-terre", "golden-river/haute-terre", "riviere-dor/high-land"):
        response = Client().get(f"/fr/corridors/{path}/")
        assert response.status_code == 301
        assert response.headers["Location"] == "/fr/corridors/golden-river/high-land/"
    assert get("golden-river", "high-land")
    assert Client().get("/en/corridors/riviere-dor/golden-river/").status_code == 404


@pytest.mark.parametrize("path", ["mali/mali", "mali/atlantis", "atlantis/mali", "mali/fra%00nce", "mali"])
def test_no_corridor_there(mali: None, path: str) -> None:
    assert Client().get(f"/en/corridors/{path}/").status_code == 404


def test_corridor_leads_back_and_to_the_comparison(mali: None) -> None:
    html = get_page("mali", "france")
    assert 'href="/en/corridors/france/mali/"' in html
    assert 'href="/en/compare/?country=mali&amp;country=france"' in html


def test_corridors_are_linked_from_both_countries(mali: None) -> None:
    origin = Client().get("/en/countries/mali/").content.decode()
    for slug in ("cote-divoire", "nigeria", "niger", "mauritania", "france"):
        link = f'href="/en/corridors/mali/{slug}/"'
        assert link in origin
        assert link in Client().get(f"/en/countries/{slug}/").content.decode()
    assert "/corridors/" not in Client().get("/en/countries/andorra/").content.decode()


def test_destination_shows_the_latest_number_from_each_origin(pair: tuple[Country, Country]) -> None:
    origin, destination = pair
    stock = create_observation(country=origin, partner=destination, year=2015, value=1, shown_first=True).indicator
    other = create_country()
    for country, value, fields in (
        (origin, 700, {"shown_first": True}),
        (origin, 2, {}),
        (origin, 3, {"shown_first": True, "sex": "female"}),
        (other, 900, {"shown_first": True}),
    ):
        create_observation(country=country, partner=destination, indicator=stock, year=2020, value=value, **fields)
    response = Client().get(destination.get_absolute_url())
    assert [int(part.figure.value) for part in response.context["origins"].parts] == [900, 700]
    assert not response.context["destinations"]
    assert "Where people came from" in response.content.decode()
    assert not Client().get(origin.get_absolute_url()).context["origins"]
