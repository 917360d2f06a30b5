"""How a country's page arranges its records: institutions as a tree, practices by area, organisations by host."""

import re

import pytest
from django.test import Client
from django.utils import translation

from actors.models import Organisation
from diaspora.models import Indicator
from diaspora.pages.country.records import by_area, grow_tree, institutions_by_level
from tests.factories import (
    create_country,
    create_institution,
    create_observation,
    create_organisation,
    create_political_right,
    create_practice,
    create_profile,
    create_topic,
)

pytestmark = pytest.mark.django_db


def test_parts_hang_on_their_institution_at_any_depth() -> None:
    ministry = create_institution()
    delegation = create_institution(parent=ministry)
    office = create_institution(parent=delegation)
    agency = create_institution(parent=create_institution())
    tree = grow_tree([ministry, delegation, office, agency])
    assert [branch.record for branch in tree] == [ministry, agency]
    [part] = tree[0].parts
    assert part.record == delegation
    assert [branch.record for branch in part.parts] == [office]


def test_institutions_that_are_parts_of_each_other_are_not_lost() -> None:
    """An editor's slip must not take institutions off the page, or never end."""
    first = create_institution()
    second = create_institution(parent=first)
    first.parent = second
    first.save()
    assert {branch.record for branch in grow_tree([first, second])} == {first, second}


def test_institutions_of_other_countries_have_a_heading_of_their_own() -> None:
    country = create_country()
    own, bank, union = (
        create_institution(country=country),
        create_institution(country=create_country()),
        create_institution(level="regional"),
    )
    found = [
        (heading, [branch.record for branch in branches])
        for heading, branches in institutions_by_level([own, bank, union], country)
    ]
    assert found == [("National", [own]), ("National, of other countries", [bank]), ("Regional", [union])]


def test_a_practice_is_told_once_and_named_under_its_other_areas() -> None:
    investment, skills = create_topic(order=1), create_topic(order=2)
    both, one, none = create_practice(), create_practice(), create_practice()
    both.areas.set([skills, investment])
    one.areas.set([skills])
    found = [(area.topic, area.practices, area.also) for area in by_area([both, one, none])]
    assert found == [(investment, [both], []), (skills, [one], [both]), (None, [none], [])]


def test_organisations_by_the_name_of_their_host_country() -> None:
    """As the reader's language sorts it; those of no single country come last."""
    nowhere = create_organisation()
    hosts = [create_country(name_en="Spain", name_fr="Espagne"), create_country(name_en="Italy", name_fr="Italie")]
    spain, italy = (create_organisation(country_of_residence=host) for host in hosts)
    assert list(Organisation.objects.by_residence()) == [italy, spain, nowhere]
    with translation.override("fr"):
        assert list(Organisation.objects.by_residence()) == [spain, italy, nowhere]


def test_at_a_glance_names_who_is_in_charge_and_what_is_asked_first() -> None:
    country = create_profile().country
    create_institution(country=country, title_en="Ministry of Sport")
    create_institution(country=country, title_en="Ministry of the Diaspora", in_charge=True)
    create_political_right(country=country, right="dual_citizenship", answer="no")
    stock = Indicator(code="emigrant_stock", name_en="Emigrants", name_fr="Émigrés", unit="persons")
    stock.save()
    create_observation(country=country, indicator=stock, value=1234, shown_first=True)
    page = Client().get(country.get_absolute_url()).content.decode()
    glance = re.sub(r"<[^>]+>", " ", page.split('<dl class="glance">')[1].split("</dl>")[0])
    words = " ".join(glance.split())
    assert words == "In charge of the diaspora Ministry of the Diaspora Dual citizenship No Emigrants, 2024 1,234"


def test_sources_lead_back_to_where_they_are_cited(mali: None) -> None:
    """Every number leads to its source, and every source that has a number back to one for each kind of record."""
    page = Client().get("/en/countries/mali/").content.decode()
    anchors = re.findall(r'id="(mark-[\w-]+)"', page)
    back = re.findall(r'href="#(mark-[\w-]+)"', page)
    assert len(anchors) > 20
    assert sorted(anchors) == sorted(back)
    assert len(set(anchors)) == len(anchors)
    cited = set(re.findall(r'href="#(source-\d+)"', page))
    assert cited <= set(re.findall(r'id="(source-\d+)"', page))


def test_a_country_with_many_records_shows_the_first_and_leads_to_the_list(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its page stays readable, counts nothing that it does not show, and says that there are more."""
    monkeypatch.setattr("diaspora.pages.country.records.MOST_SHOWN", 2)
    country = create_profile().country
    for number in range(3):
        create_practice([country], title_en=f"Practice {number}")
    for number in range(2):
        create_organisation([country], title_en=f"Organisation {number}")
    page = Client().get(country.get_absolute_url()).content.decode()
    assert ">Practice 1<" in page
    assert ">Practice 2<" not in page
    assert "Here are the first 2." in page
    assert page.count("Here are the first") == 1
    assert f'/en/practices/?country={country.slug}"' in page
    assert f'/en/organisations/?origin={country.slug}"' in page
    assert "Results of" not in page
    assert "Date of foundation of 2 of 2 organisations" in page
