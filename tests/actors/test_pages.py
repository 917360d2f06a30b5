"""The pages of institutions and diaspora organisations."""

import re
from typing import Any

import pytest
from django.test import Client

from tests.factories import (
    create_aspect,
    create_citation,
    create_country,
    create_institution,
    create_involvement,
    create_observation,
    create_organisation,
    create_place,
    create_policy,
    create_practice,
    create_topic,
)
from tests.pages import linked, open_page, read

pytestmark = pytest.mark.django_db


def test_institution_page_shows_its_facts() -> None:
    """Level, rank, country, dates, names, areas and addresses, each only where it is known."""
    parent, before = create_institution(title_en="The parent"), create_institution(title_en="The predecessor")
    institution = create_institution(
        title_en="Delegation",
        acronym_en="DGX",
        original_title="Délégation",
        original_language="fr",
        other_names=["Former delegation"],
        rank="sub_ministry",
        parent=parent,
        predecessor=before,
        created_on="2015-12-31",
        dissolved_on="2020",
        mandate_en="- *Protects* citizens",
        website="https://delegation.example/",
        contact_page="https://delegation.example/contact",
    )
    area, served = create_topic(name_en="Protection of citizens"), create_country("Served country")
    institution.areas.add(area)
    institution.countries_served.add(served)
    page = read(institution)
    assert '<h1>Delegation <span class="acronym">(DGX)</span></h1>' in page
    assert '<p class="original-title" lang="fr">Délégation</p>' in page
    for term, description in [
        ("Level", "National"),
        ("Rank", "Sub-ministry"),
        ("Date of creation", "31 December 2015"),
        ("Dissolved", "2020"),
    ]:
        assert f"<dt>{term}</dt><dd>{description}" in page
    for address, words in [
        (parent.get_absolute_url(), "The parent"),
        (before.get_absolute_url(), "The predecessor"),
        (served.get_absolute_url(), "Served country"),
        (f"/en/institutions/?area={area.slug}", "Protection of citizens"),
        (institution.country.get_absolute_url() if institution.country else "", str(institution.country)),
    ]:
        assert f'<a href="{address}">{words}</a>' in page
    assert "<li>Former delegation</li>" in page
    assert "<em>Protects</em> citizens" in page
    assert '<a href="https://delegation.example/" rel="external">delegation.example/</a>' in page
    assert '<a href="https://delegation.example/contact" rel="external">Contact page</a>' in page


def test_institution_page_without_facts_leaves_them_out() -> None:
    """What is not known is either said or not mentioned, and never blank."""
    page = read(create_institution(level="international"))
    assert '<dt>Date of creation</dt><dd><span class="quiet">No information</span>' in page
    for term in (
        "Country",
        "Dissolved",
        "Part of",
        "Predecessor",
        "Website",
        "Contact",
        "Areas of engagement",
        "Mandate",
    ):
        assert f"<dt>{term}</dt>" not in page
    assert "None" not in page
    assert "Linked records" not in page


def test_institution_page_links_records_both_ways() -> None:
    """Parts, successors, laws and practices lead there and back."""
    institution = create_institution()
    part = create_institution(parent=institution, title_en="A part")
    successor = create_institution(predecessor=institution, title_en="A successor")
    law, policy = create_policy(title_en="Its law"), create_policy(title_en="Its policy")
    law.creates_institutions.add(institution)
    policy.responsible_institutions.add(institution)
    roles = {
        "implementer": "Practices it implements",
        "partner": "Practices it is a partner in",
        "funder": "Practices it funds",
    }
    for role in roles:
        create_involvement(institution=institution, role=role, practice=create_practice(title_en=f"As {role}"))
    page = linked(read(institution))
    pairs = [
        ("Its parts", "A part"),
        ("Its successors", "A successor"),
        ("Created by", "Its law"),
        ("Policies it answers for", "Its policy"),
        *((heading, f"As {role}") for role, heading in roles.items()),
    ]
    for heading, title in pairs:
        assert re.search(rf"<h3>{heading}</h3><ul><li><a [^>]*>{title}</a></li></ul>", page), heading
    for record in (part, successor, law, policy):
        assert f'href="{institution.get_absolute_url()}"' in read(record)


def test_institution_page_marks_facts_with_their_sources() -> None:
    """A fact has the number of the source that bears on it."""
    institution = create_institution(created_on="2008", mandate_en="Informs.", other_names=["Centre"])
    for slug in ("created", "purpose", "legal-status", "name"):
        create_citation(institution, aspect=create_aspect(slug=slug), locator=slug)
    page = read(institution)
    for fact in (r"<dd>2008", r"</p>", r"<dt>Rank</dt><dd>Other", r"<li>Centre</li></ul>"):
        assert re.search(fact + r'<sup class="mark"><a href="#source-\d"', page), fact


def test_institution_list_shows_what_tells_rows_apart() -> None:
    """Name, acronym, level, rank, country, date of creation and summary."""
    country = create_country("Homeland")
    create_institution(country=country, acronym_en="ABC", rank="agency", created_on="2008", summary_en="What it does.")
    page = open_page("/en/institutions/")
    assert '<span class="acronym">ABC</span>' in page
    assert "National · Agency · Homeland · 2008" in page
    assert "What it does." in page


def test_organisation_page_shows_its_facts() -> None:
    """Where it lives, where it comes from, what it does, whom it reaches, and when it was founded."""
    origin, residence = create_country("Origin"), create_country("Residence")
    region = create_place(country=origin, name="Kayes", kind="region", slug="origin-kayes")
    town = create_place(country=origin, name="Kersignan", parent=region, slug="origin-kersignan")
    organisation = create_organisation(
        [origin],
        title_en="Association",
        kind="federation",
        country_of_residence=residence,
        founded_on="2014-05",
        activities_en="Builds *wells*.",
        development_activities="yes",
        reach=1110,
        reach_unit_en="member associations",
        reach_year=2025,
        website="http://association.example",
    )
    organisation.places_of_origin.add(town)
    area = create_topic(name_en="Philanthropy")
    organisation.areas.add(area)
    page = read(organisation)
    for term, description in [
        ("Kind", "Federation or umbrella"),
        ("Country of residence", f'<a href="{residence.get_absolute_url()}">Residence</a>'),
        ("Countries of origin", f'<a href="{origin.get_absolute_url()}">Origin</a>'),
        ("Founded", "May 2014"),
        ("Carries out development activities", "Yes"),
        ("Reach", r"1,110 member associations (2025)"),
    ]:
        assert f"<dt>{term}</dt><dd>{description}" in page, term
    assert '<a href="/en/organisations/?place=origin-kersignan">Kersignan</a>' in page
    assert "Town or village, Kayes" in page
    assert f'<a href="/en/organisations/?area={area.slug}">Philanthropy</a>' in page
    assert "Builds <em>wells</em>." in page
    assert '<a href="http://association.example" rel="external">association.example</a>' in page
    assert "mai 2014" in read(organisation, "fr")
    place = Client().get("/en/organisations/?place=origin-kayes").content.decode()
    assert organisation.get_absolute_url() in place


def test_organisation_page_without_facts_says_so() -> None:
    """Three answers, never one blank."""
    page = read(create_organisation())
    assert "Several, or no information" in page
    assert "<dt>Carries out development activities</dt><dd>No information</dd>" in page
    assert '<dt>Founded</dt><dd><span class="quiet">No information</span>' in page
    for term in ("Reach", "Website", "Areas of engagement", "Area of origin served"):
        assert f"<dt>{term}</dt>" not in page


def test_organisation_page_links_records_both_ways() -> None:
    """Federations, members and practices lead there and back."""
    federation, member = create_organisation(title_en="The federation"), create_organisation(title_en="The member")
    organisation = create_organisation(title_en="In between")
    organisation.member_of.add(federation)
    member.member_of.add(organisation)
    practice = create_involvement(organisation=organisation, role="partner").practice
    page = linked(read(organisation))
    expected: list[tuple[str, Any]] = [
        ("Member of", federation),
        ("Its members", member),
        ("Practices it is a partner in", practice),
    ]
    for heading, record in expected:
        assert re.search(rf'<h3>{heading}</h3><ul><li><a href="{record.get_absolute_url()}">', page), heading
        assert organisation.get_absolute_url() in linked(read(record))


def test_organisation_page_leads_to_the_corridor_that_has_figures() -> None:
    """From the country of origin to that of residence; a corridor without figures is not worth the way."""
    origin, without, residence = create_country("Origin"), create_country("Without"), create_country("Residence")
    organisation = create_organisation([origin, without], country_of_residence=residence)
    assert "<dt>Corridor</dt>" not in read(organisation)
    create_observation(country=origin, partner=residence)
    create_observation(country=without, partner=origin)
    page = read(organisation)
    assert f'<a href="/en/corridors/{origin.slug}/{residence.slug}/">Origin → Residence</a>' in page
    assert f"/corridors/{without.slug}/" not in page
    assert "<dt>Corridor</dt>" not in read(create_organisation([origin]))


def test_involvement_says_what_there_is_to_say_of_it() -> None:
    """On both pages, in the language of the reader."""
    involvement = create_involvement(note_en="For the daily work.", note_fr="Pour la gestion quotidienne.")
    assert '<span class="quiet">For the daily work.</span>' in linked(read(involvement.practice))
    assert '<span class="quiet">Pour la gestion quotidienne.</span>' in linked(read(involvement.institution, "fr"))


def test_organisation_list_shows_what_tells_rows_apart() -> None:
    """Kind, country of residence and the places it works for."""
    origin = create_country()
    organisation = create_organisation([origin], country_of_residence=create_country("Residence"), kind="youth")
    organisation.places_of_origin.add(create_place(country=origin, name="Kéniéba", slug="origin-kenieba"))
    page = open_page("/en/organisations/")
    assert "Youth organisation · Residence · Kéniéba" in page


@pytest.mark.parametrize("status", ["draft", "in_review", "archived"])
def test_unpublished_parent_and_predecessor_are_not_named(status: str) -> None:
    """An institution that is published may hang on one that is not; the page then keeps silent about it."""
    hidden = create_institution(status=status, title_en="Hidden")
    assert "Hidden" not in read(create_institution(parent=hidden, predecessor=hidden))
