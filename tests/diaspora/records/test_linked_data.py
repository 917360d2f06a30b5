"""What pages tell machines: JSON-LD in the terms of schema.org, whole, safe, and no more than readers may see."""

import json
import re
from typing import Any

import pytest
from django.test import Client

from diaspora.models import Entry
from tests.factories import (
    create_citation,
    create_country,
    create_dataset,
    create_group,
    create_indicator,
    create_institution,
    create_involvement,
    create_observation,
    create_organisation,
    create_place,
    create_policy,
    create_policy_document,
    create_policy_event,
    create_practice,
    create_profile,
    create_source,
    create_topic,
)

pytestmark = pytest.mark.django_db

SITE = "http://testserver"
SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def read_things(address: str) -> dict[str, Any]:
    response = Client().get(address)
    assert response.status_code == 200
    [script] = SCRIPT.findall(response.content.decode())
    data = json.loads(script)
    assert data["@context"] == "https://schema.org"
    return {thing["@type"]: thing for thing in data["@graph"]}


def test_home_page_says_how_to_search_the_site() -> None:
    """The address of a search is one that answers."""
    site = read_things("/fr/")["WebSite"]
    assert (site["@id"], site["url"], site["inLanguage"]) == (f"{SITE}/fr/#site", f"{SITE}/fr/", "fr")
    template = site["potentialAction"]["target"]["urlTemplate"]
    assert template == f"{SITE}/fr/search/?q={{search_term_string}}"
    assert Client().get(template.removeprefix(SITE).format(search_term_string="mali")).status_code == 200


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("/en/about/", "AboutPage"),
        ("/en/search/", "SearchResultsPage"),
        ("/en/countries/", "CollectionPage"),
        ("/fr/policies/", "CollectionPage"),
        ("/en/practices/", "CollectionPage"),
        ("/en/institutions/", "CollectionPage"),
        ("/en/organisations/", "CollectionPage"),
        ("/fr/sources/", "CollectionPage"),
        ("/en/compare/", "WebPage"),
    ],
)
def test_page_says_what_kind_of_page_it_is(address: str, kind: str) -> None:
    """With its address, language, licence and site, and the way to it."""
    page = read_things(address)[kind]
    assert page["url"] == f"{SITE}{address}"
    assert page["inLanguage"] == address[1:3]
    assert page["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert page["isPartOf"] == {"@id": f"{SITE}{address[:4]}#site"}
    assert page["name"]
    assert page["description"]


def test_record_says_when_it_was_changed_and_verified_and_what_it_rests_on() -> None:
    """The page is dated and cites; its trail leads from the home page over the list."""
    policy = create_policy(reviewed_on="2026-03-01", title_en="The law", title_fr="La loi")
    source = create_source(title="The gazette")
    create_citation(policy, source=source)
    page = read_things(f"/fr/policies/{policy.slug}/")["WebPage"]
    assert page["lastReviewed"] == "2026-03-01"
    assert page["dateModified"] == policy.updated.date().isoformat()
    assert page["mainEntity"] == {"@id": f"{SITE}/fr/policies/{policy.slug}/#legislation"}
    assert page["citation"] == [
        {"@type": "CreativeWork", "name": "The gazette", "url": f"{SITE}/fr/sources/{source.slug}/"}
    ]
    trail = page["breadcrumb"]["itemListElement"]
    assert [(step["position"], step["item"]) for step in trail] == [
        (1, f"{SITE}/fr/"),
        (2, f"{SITE}/fr/policies/"),
        (3, f"{SITE}/fr/policies/{policy.slug}/"),
    ]
    assert trail[2]["name"] == "La loi"


def test_policy_is_legislation() -> None:
    """With its kind, number, dates, force, jurisdiction and texts."""
    country = create_country("Mali", slug="mali")
    policy = create_policy(country=country, policy_type="law", number="2011-087", implementation="in_force")
    create_policy_event(policy=policy, date="2011-12-30", kind="adopted")
    create_policy_event(policy=policy, date="2012", kind="in_force")
    create_policy_document(policy=policy, title="Loi", url="https://law.example/text")
    create_policy_document(policy=policy, title="On paper")
    law = read_things(policy.get_absolute_url())["Legislation"]
    assert law["name"] == policy.title
    assert law["description"] == policy.summary
    assert law["legislationType"] == "Law"
    assert law["legislationIdentifier"] == "2011-087"
    assert (law["legislationDate"], law["legislationDateOfApplicability"]) == ("2011-12-30", "2012")
    assert law["legislationLegalForce"] == "https://schema.org/InForce"
    assert law["legislationJurisdiction"] == {"@type": "Country", "name": "Mali", "url": f"{SITE}/en/countries/mali/"}
    assert [text["contentUrl"] for text in law["encoding"]] == ["https://law.example/text"]
    of_group = create_policy(group=create_group(name_en="The union"))
    jurisdiction = read_things(of_group.get_absolute_url())["Legislation"]["legislationJurisdiction"]
    assert jurisdiction == {"@type": "AdministrativeArea", "name": "The union"}


def test_institution_is_an_organisation_of_its_government_or_of_several() -> None:
    """With its names, dates, country, parent and website."""
    parent = create_institution(title_en="The ministry")
    institution = create_institution(
        acronym_en="DGX", parent=parent, country=parent.country, created_on="2015", website="https://dgx.example/"
    )
    found = read_things(institution.get_absolute_url())["GovernmentOrganization"]
    assert found["alternateName"] == ["DGX"]
    assert found["foundingDate"] == "2015"
    assert found["sameAs"] == "https://dgx.example/"
    assert found["parentOrganization"]["url"] == f"{SITE}{parent.get_absolute_url()}"
    assert [country["name"] for country in found["areaServed"]] == [str(institution.country)]
    beyond = create_institution(level="international")
    assert "Organization" in read_things(beyond.get_absolute_url())
    bank = create_institution(rank="financial_institution")
    assert "Organization" in read_things(bank.get_absolute_url())


def test_organisation_lives_in_one_country_and_serves_another() -> None:
    """And the place of origin that it works for."""
    origin, residence = create_country("Origin"), create_country("Residence")
    organisation = create_organisation([origin], country_of_residence=residence, founded_on="1994")
    organisation.places_of_origin.add(create_place(country=origin, name="Kassama"))
    found = read_things(organisation.get_absolute_url())["Organization"]
    assert found["location"]["name"] == "Residence"
    assert [place["name"] for place in found["areaServed"]] == ["Origin", "Kassama"]
    assert found["foundingDate"] == "1994"


def test_practice_is_a_project_with_members_funders_and_money() -> None:
    """An actor that readers may not see is not named."""
    whole = create_practice(title_en="The programme")
    practice = create_practice(
        part_of=whole, start_year=2018, end_year=2022, budget_amount=5200000, budget_currency="USD"
    )
    practice.areas.add(create_topic(name_en="Investment"))
    agency, funder = create_institution(title_en="The agency"), create_organisation(title_en="The funder")
    create_involvement(practice=practice, institution=agency)
    create_involvement(practice=practice, organisation=funder, role="funder")
    create_involvement(practice=practice, institution=create_institution(status="draft"), role="partner")
    project = read_things(practice.get_absolute_url())["Project"]
    assert [actor["name"] for actor in project["member"]] == ["The agency"]
    assert [actor["name"] for actor in project["funder"]] == ["The funder"]
    assert project["funding"]["amount"] == {"@type": "MonetaryAmount", "value": 5200000.0, "currency": "USD"}
    assert (project["foundingDate"], project["dissolutionDate"]) == ("2018", "2022")
    assert project["parentOrganization"]["name"] == "The programme"
    assert project["keywords"] == ["Investment"]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("law", "Legislation"), ("report", "Report"), ("press", "NewsArticle"), ("diplomatic_cable", "CreativeWork")],
)
def test_source_is_what_it_was_published_as(kind: str, expected: str) -> None:
    """With its author, publisher, date, language and address."""
    source = create_source(
        kind=kind, author="Author", publisher="Publisher", date="2009-10", language="fr", url="https://source.example/"
    )
    work = read_things(source.get_absolute_url())[expected]
    assert work["author"]["name"] == "Author"
    assert work["publisher"]["name"] == "Publisher"
    assert (work["datePublished"], work["inLanguage"]) == ("2009-10", "fr")
    assert work["sameAs"] == "https://source.example/"


def test_figures_of_a_country_and_of_a_corridor_are_data_sets() -> None:
    """From when to when, what is measured, and what they are based on; without figures there is none."""
    origin, destination = create_country("Origin", iso3="XOR"), create_country("Destination")
    create_profile(country=origin)
    stock = create_indicator(name_en="Emigrant stock", code="emigrant_stock")
    edition = create_dataset(source=create_source(title="Migrant stock"))
    for year in (1990, 2024):
        figure = {"country": origin, "partner": destination, "indicator": stock, "year": year, "shown_first": True}
        create_observation(**figure, dataset=edition)
    for address, places in (
        (origin.get_absolute_url(), ["Origin"]),
        (f"/en/corridors/{origin.slug}/{destination.slug}/", ["Origin", "Destination"]),
    ):
        figures = read_things(address)["Dataset"]
        assert figures["temporalCoverage"] == "1990/2024"
        assert figures["variableMeasured"] == ["Emigrant stock"]
        assert [place["name"] for place in figures["spatialCoverage"]] == places
        assert [work["name"] for work in figures["isBasedOn"]] == ["Migrant stock"]
        assert figures["license"] == "https://creativecommons.org/licenses/by/4.0/"
        assert figures["publisher"]["name"] == "Diaspora Atlas"
    country = read_things(origin.get_absolute_url())["Country"]
    assert country["name"] == "Origin"
    assert country["identifier"]["value"] == "XOR"
    assert "Dataset" not in read_things(f"/en/corridors/{destination.slug}/{origin.slug}/")


def test_comparison_with_figures_is_a_data_set() -> None:
    """Of all countries that are compared."""
    countries = [create_country(name) for name in ("First", "Second")]
    indicator = create_indicator()
    for country in countries:
        create_observation(country=country, indicator=indicator, year=2023, shown_first=True)
    figures = read_things("/en/compare/?" + "&".join(f"country={country.slug}" for country in countries))["Dataset"]
    assert [place["name"] for place in figures["spatialCoverage"]] == ["First", "Second"]
    assert figures["temporalCoverage"] == "2023"


def test_text_of_a_record_cannot_end_the_script() -> None:
    """Whatever a title says stays text, and comes out as it was written."""
    title = "</script><script>alert(1)</script> & <!-- “x”"
    response = Client().get(create_policy(title_en=title).get_absolute_url())
    page = response.content.decode()
    assert "<script>alert" not in page
    assert page.count("</script>") == 1
    assert read_things(response.request["PATH_INFO"])["Legislation"]["name"] == title


def test_text_that_stands_in_for_a_translation_says_which_language_it_is_in() -> None:
    """As the page does."""
    policy = create_policy(title_en="", title_fr="La loi")
    assert read_things(policy.get_absolute_url())["Legislation"]["name"] == {"@value": "La loi", "@language": "fr"}


@pytest.mark.parametrize("status", [Entry.Status.DRAFT, Entry.Status.ARCHIVED])
def test_records_that_are_not_published_are_not_named(status: str) -> None:
    """Neither what a record is part of, nor a profile."""
    institution = create_institution(parent=create_institution(status=status))
    practice = create_practice(part_of=create_practice(status=status))
    assert "parentOrganization" not in read_things(institution.get_absolute_url())["GovernmentOrganization"]
    assert "parentOrganization" not in read_things(practice.get_absolute_url())["Project"]
    country = create_profile(status=status).country
    assert "lastReviewed" not in read_things(country.get_absolute_url())["WebPage"]
    assert "dateModified" not in read_things(country.get_absolute_url())["WebPage"]


def test_policy_of_the_site_passes_data_and_no_script() -> None:
    """The header allows no inline script; data of this type is none, which browsers neither run nor block."""
    policy = Client().get("/en/")["Content-Security-Policy"]
    [scripts] = [part.split() for part in policy.split(";") if part.strip().startswith("script-src")]
    assert scripts == ["script-src", "'self'"]
