"""Countries side by side: rows and their answers, the choice and what is said of a wrong one, Mali alone."""

from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest
from django.test import Client

from diaspora.models import Country, Indicator
from tests.factories import (
    create_citation,
    create_country,
    create_dataset,
    create_institution,
    create_observation,
    create_policy,
    create_political_right,
    create_practice,
    create_profile,
    create_topic,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ruritania() -> Country:
    """A country that exists in tests only, with a little of everything."""
    country = create_country("Rivière d’Or", slug="riviere-dor")
    create_profile(country=country)
    return country


def get(*slugs: str, language: str = "en") -> Any:
    response = Client().get(f"/{language}/compare/", {"country": list(slugs)})
    assert response.status_code == 200
    return response


def parse(response: Any) -> Element:
    page: Element = html5lib.parse(response.content.decode(), namespaceHTMLElements=False)
    return page


def read_text(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def read_rows(response: Any) -> dict[str, dict[str, list[str]]]:
    table = parse(response).find(".//table")
    assert table is not None
    sections = {}
    for body in table.findall("tbody"):
        heading, *rows = body.findall("tr")
        sections[read_text(heading)] = {
            read_text(row[0]): [read_text(cell) for cell in row.findall("td")] for row in rows
        }
    return sections


def read_link(response: Any, section: str, label: str) -> str:
    """Returns where the number for the first country in a row leads."""
    for body in parse(response).findall(".//table/tbody"):
        for row in body.findall("tr") if read_text(body[0]) == section else ():
            link = row.find("td/a")
            if read_text(row[0]) == label and link is not None:
                return link.attrib["href"]
    raise AssertionError(f"{section}, {label}: no link")


def ticked(response: Any) -> list[str]:
    boxes = parse(response).findall(".//input[@name='country']")
    return [box.attrib["value"] for box in boxes if "checked" in box.attrib]


def errors(response: Any) -> list[str]:
    """Returns what is said to be wrong, from the list that the field refers to."""
    page = parse(response)
    field = page.find(".//form/div[@role='group']")
    assert field is not None
    listed = [
        item for name in field.attrib["aria-describedby"].split() for item in page.findall(f".//ul[@id='{name}']/li")
    ]
    return [read_text(item) for item in listed]


def test_table_has_a_column_for_each_country_and_headers_both_ways(mali: None, ruritania: Country) -> None:
    response = get("riviere-dor", "mali", "france")
    page = parse(response)
    columns = page.findall(".//table/thead/tr/th[@scope='col']")
    assert [read_text(column) for column in columns] == ["Rivière d’Or", "Mali", "France No profile yet"]
    assert [column[0].attrib["href"] for column in columns][1] == "/en/countries/mali/"
    for body in page.findall(".//table/tbody"):
        assert body[0][0].attrib == {"scope": "rowgroup", "colspan": "4"}
        for row in body.findall("tr")[1:]:
            assert row[0].attrib["scope"] == "row"
            assert len(row.findall("td")) == 3
    assert list(read_rows(response)) == [
        "Political rights",
        "Latest figures",
        "Policies by type",
        "Institutions by level",
        "Practices by area",
    ]


def test_rights_show_the_answer_with_its_legal_basis(mali: None, ruritania: Country) -> None:
    law = create_policy(country=ruritania, title_en="Citizenship Act")
    right = create_political_right(country=ruritania, answer="no", legal_basis=law, legal_article="Article 7")
    citation = create_citation(right)
    create_political_right(country=ruritania, right="reserved_seats", answer="no", valid_to="1990")
    response = get("mali", "riviere-dor", "france")
    rights = read_rows(response)["Political rights"]
    assert len(rights) == 4
    of_mali, of_ruritania, of_france = rights["Dual citizenship"]
    assert of_mali.startswith("Yes")
    assert "Nationality Code of 2011" in of_mali
    assert of_ruritania.startswith("No")
    assert "Citizenship Act, Article 7" in of_ruritania
    assert of_france == "No profile yet"
    assert rights["Seats reserved for citizens abroad"][1:] == ["No information", "No profile yet"]
    assert law.get_absolute_url() in response.content.decode()
    assert citation.source.title in read_text(parse(response))


def test_rights_without_a_published_profile_stay_out(ruritania: Country) -> None:
    other = create_country(slug="draftland")
    create_profile(country=other, status="draft")
    create_political_right(country=other)
    assert read_rows(get("riviere-dor", "draftland"))["Political rights"]["Dual citizenship"] == [
        "No information",
        "No profile yet",
    ]


def test_draft_law_is_not_named(ruritania: Country) -> None:
    law = create_policy(country=ruritania, title_en="Bill", status="draft")
    create_political_right(country=ruritania, legal_basis=law)
    response = get("riviere-dor", create_country().slug)
    assert read_rows(response)["Political rights"]["Dual citizenship"][0] == "Yes Legal basis: No information"
    assert "Bill" not in response.content.decode()


def test_figures_are_the_latest_shown_first_with_year_and_edition(mali: None, ruritania: Country) -> None:
    emigrants = Indicator.objects.get(code="emigrant_stock")
    edition = create_dataset(title_en="Census", edition_en="second edition")
    for year, value, first in ((2015, 111, True), (2020, 222222, True), (2021, 999, False)):
        create_observation(
            country=ruritania, indicator=emigrants, year=year, value=value, shown_first=first, dataset=edition
        )
    create_observation(
        country=ruritania, indicator=emigrants, year=2022, value=5, shown_first=True, partner=create_country()
    )
    figures = read_rows(get("mali", "riviere-dor"))["Latest figures"]
    of_mali, of_ruritania = figures["Emigrants"]
    assert "1,292,519" in of_mali
    assert "2024 · International Migrant Stock, 2024" in of_mali
    assert "222,222" in of_ruritania
    assert "2020 · Census, second edition" in of_ruritania
    assert "522,896" in figures["Emigrants, women"][0]
    assert figures["Emigrants, women"][1] == "No information"
    assert "Contested" in next(cells[0] for cells in figures.values() if cells[0].startswith("4,000,000"))


@pytest.mark.parametrize(
    ("section", "labels"),
    [
        ("Policies by type", ("In all", "Law", "Constitution")),
        ("Institutions by level", ("In all", "National", "Regional", "International")),
        ("Practices by area", ("In all", "Investment")),
    ],
)
def test_counts_are_those_of_the_lists_they_lead_to(mali: None, section: str, labels: tuple[str, ...]) -> None:
    response = get("mali", "senegal")
    rows = read_rows(response)[section]
    for label in labels:
        listed = Client().get(read_link(response, section, label)).context["page_obj"].paginator.count
        assert listed > 0
        assert rows[label][0].split()[0] == str(listed)
        assert rows[label][1] == "No profile yet"


def test_every_count_is_that_of_its_list(mali: None) -> None:
    """No row is left out, and none counts a record twice."""
    for body in parse(get("mali", "gambia")).findall(".//table/tbody"):
        for link in body.findall(".//td/a[@class='count']"):
            count = Client().get(link.attrib["href"]).context["page_obj"].paginator.count
            assert read_text(link).split()[0] == str(count), link.attrib["href"]


def test_counts_hold_published_records_of_each_country(ruritania: Country) -> None:
    other = create_country(slug="other")
    area = create_topic(name_en="Sports")
    for country in (ruritania, ruritania, other):
        create_policy(country=country)
    create_policy(country=ruritania, status="draft")
    shared = create_institution(level="regional")
    shared.countries_served.set([ruritania, other])
    own = create_institution(country=ruritania)
    own.countries_served.set([ruritania])
    create_practice([ruritania, other]).areas.set([area])
    create_practice([ruritania])
    rows = read_rows(get("riviere-dor", "other"))
    numbers = {
        (section, label): [cell.split()[0] for cell in cells]
        for section, found in list(rows.items())[2:]
        for label, cells in found.items()
    }
    assert numbers == {
        ("Policies by type", "In all"): ["2", "1"],
        ("Policies by type", "Law"): ["2", "1"],
        ("Institutions by level", "In all"): ["2", "1"],
        ("Institutions by level", "Regional"): ["1", "1"],
        ("Institutions by level", "National"): ["1", "No"],
        ("Practices by area", "In all"): ["2", "1"],
        ("Practices by area", "Sports"): ["1", "1"],
    }


def test_missing_is_said_in_words(ruritania: Country) -> None:
    """Two countries of which nothing is known still make a table without an empty cell."""
    rows = read_rows(get("riviere-dor", create_country().slug))
    assert rows["Latest figures"] == {"Any figure": ["No information", "No information"]}
    assert rows["Policies by type"] == {"In all": ["None recorded", "No profile yet"]}
    assert len(rows["Political rights"]) == 4
    assert all(cell for found in rows.values() for cells in found.values() for cell in cells)


def test_five_countries_are_compared_in_the_order_of_the_address(mali: None) -> None:
    slugs = ["togo", "mali", "france", "benin", "senegal"]
    response = get(*slugs)
    heads = parse(response).findall(".//table/thead/tr/th/a")
    assert [head.attrib["href"] for head in heads] == [f"/en/countries/{slug}/" for slug in slugs]
    assert sorted(ticked(response)) == sorted(slugs)
    assert not errors(response)


def test_form_offers_every_country_once(mali: None) -> None:
    boxes = parse(get()).findall(".//input[@name='country']")
    assert [box.attrib["value"] for box in boxes].count("mali") == 1
    assert len({box.attrib["value"] for box in boxes}) == len(boxes) == Country.objects.count()
    assert parse(get()).find(".//table") is None


def test_one_country_asks_for_another(mali: None) -> None:
    """The link from a country’s page leads here: it is a beginning, not a mistake."""
    for slugs in (["mali"], ["mali", "mali"], ["mali", ""]):
        response = get(*slugs)
        assert "Chosen so far: Mali. Tick one more country" in read_text(parse(response))
        assert ticked(response) == ["mali"]
        assert parse(response).find(".//table") is None
        assert not errors(response)


def test_six_countries_are_too_many_and_stay_chosen(mali: None) -> None:
    slugs = ["togo", "mali", "france", "benin", "senegal", "niger"]
    response = get(*slugs)
    assert errors(response) == ["These are 6 countries. Choose five at most."]
    assert sorted(ticked(response)) == sorted(slugs)
    assert parse(response).find(".//table") is None


@pytest.mark.parametrize(
    ("slug", "shown"),
    [
        ("atlantis", "atlantis"),
        ("\0", "\ufffd"),
        ("ma\0li", "ma\ufffdli"),
        ("<b>'\"", "<b>'\""),
        ("x" * 5000, "x" * 5000),
    ],
)
def test_unknown_country_is_named_and_the_others_stay_chosen(mali: None, slug: str, shown: str) -> None:
    response = get("mali", "france", slug)
    assert errors(response) == [f"“{shown}” is not known here. Choose from the list."]
    assert sorted(ticked(response)) == ["france", "mali"]
    assert parse(response).find(".//table") is None


def test_many_unknown_countries_get_a_short_answer(mali: None) -> None:
    assert len(errors(get(*(f"x{number}" for number in range(500))))) == 5


def test_former_slug_still_names_the_country(mali: None, ruritania: Country) -> None:
    """An address that was shared keeps its meaning."""
    ruritania.slug = "golden-river"
    ruritania.save()
    response = get("mali", "riviere-dor", "golden-river")
    assert [country.slug for country in response.context["chosen"]] == ["mali", "golden-river"]
    assert response.context["comparison"]


def test_page_is_french_in_french(mali: None) -> None:
    response = get("mali", "cote-divoire", language="fr")
    rows = read_rows(response)
    assert list(rows) == [
        "Droits politiques",
        "Chiffres les plus récents",
        "Politiques et lois par type",
        "Institutions par niveau",
        "Pratiques par domaine",
    ]
    assert rows["Droits politiques"]["Double nationalité"][1] == "Pas encore de profil"
    assert "Comparer des pays\u00a0: Mali, Côte d’Ivoire" in response.content.decode()


def test_page_in_the_other_language_compares_the_same(mali: None) -> None:
    html = get("mali", "france").content.decode()
    assert 'href="/fr/compare/?country=mali&amp;country=france"' in html


def test_comparison_is_linked_from_countries(mali: None) -> None:
    assert 'href="/en/compare/"' in Client().get("/en/countries/").content.decode()
    assert 'href="/en/compare/?country=mali"' in Client().get("/en/countries/mali/").content.decode()
    assert "/compare/" not in Client().get("/en/countries/andorra/").content.decode()


def test_corridors_between_the_countries_are_one_step_away(ruritania: Country) -> None:
    other = create_country("Elsewhere", slug="elsewhere")
    page = get(ruritania.slug, other.slug).content.decode()
    assert 'href="/en/corridors/riviere-dor/elsewhere/"' in page
    assert 'href="/en/corridors/elsewhere/riviere-dor/"' in page
    assert "/en/corridors/" not in get(ruritania.slug).content.decode()
