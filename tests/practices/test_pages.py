"""The pages of policies and effective practices."""

import re
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from diaspora.models import Topic
from tests.factories import (
    create_aspect,
    create_citation,
    create_country,
    create_goal,
    create_group,
    create_institution,
    create_involvement,
    create_objective,
    create_organisation,
    create_policy,
    create_policy_document,
    create_policy_event,
    create_political_right,
    create_practice,
    create_profile,
    create_source,
    create_topic,
)
from tests.pages import linked, open_page, read

pytestmark = pytest.mark.django_db


def link(record: Any, title: str) -> str:
    return f'<a href="{record.get_absolute_url()}">{title}</a>'


def test_policy_page_shows_its_facts() -> None:
    """Whose it is, of which type and scope, with its number and how far it is implemented."""
    country = create_country("Homeland")
    policy = create_policy(
        country=country,
        category="executive",
        policy_type="strategy",
        scope="mainstreamed",
        number="Act No. 2011-087",
        implementation="being_implemented",
        description_en="What it *says*.",
    )
    area = create_topic(name_en="Citizenship")
    policy.areas.add(area)
    page = read(policy)
    for term, description in [
        ("Country", f'<a href="{country.get_absolute_url()}">Homeland</a>'),
        ("Type", "Strategy"),
        ("Category", "Executive"),
        ("Scope", "Mainstreamed in a wider policy"),
        ("Number", "Act No. 2011-087"),
        ("Implementation", "Being implemented"),
    ]:
        assert f"<dt>{term}</dt><dd>{description}" in page, term
    assert f'<a href="/en/policies/?area={area.slug}">Citizenship</a>' in page
    assert "What it <em>says</em>." in page
    assert "Documents</h2>" not in page


def test_policy_of_a_group_names_the_group() -> None:
    """A union’s policy belongs to no country."""
    page = read(create_policy(group=create_group(name_en="The Union")))
    assert "<dt>Group of countries</dt><dd>The Union</dd>" in page
    assert "<dt>Country</dt>" not in page
    assert "The Union" in Client().get("/en/policies/").content.decode()


def test_policy_page_tells_its_life_in_order() -> None:
    """Events by date, each as precise as known, in the language of the reader."""
    policy = create_policy()
    create_policy_event(policy=policy, date="2011-12-30", kind="replaced", text_en="By the new code.")
    create_policy_event(policy=policy, date="1995-08", kind="in_force")
    create_policy_event(policy=policy, date="1995", kind="adopted")
    timeline = re.findall(r"<li><time datetime=\"([-\d]+)\">([^<]+)</time> (.*?)</li>", read(policy))
    assert [(date, words) for date, words, _event in timeline] == [
        ("1995", "1995"),
        ("1995-08", "August 1995"),
        ("2011-12-30", "30 December 2011"),
    ]
    assert ["Adopted" in timeline[0][2], "Entered into force" in timeline[1][2]] == [True, True]
    assert "By the new code." in timeline[2][2]
    assert "30 décembre 2011" in read(policy, "fr")
    assert "No source dates it." in read(create_policy())


def test_policy_page_lists_its_documents() -> None:
    """Each with its role and language, where it can be read, and as a source."""
    policy, source = create_policy(), create_source()
    create_policy_document(
        policy=policy,
        title="Loi no 95",
        role="translation",
        language="fr",
        url="https://laws.example/95",
        archived_url="https://archive.example/95",
        source=source,
    )
    create_policy_document(policy=policy, title="Without address", language="bm")
    page = read(policy)
    assert '<a href="https://laws.example/95" rel="external" hreflang="fr" lang="fr">Loi no 95</a>' in page
    assert "Translation, French" in page
    assert '<a href="https://archive.example/95" rel="external">Archived copy</a>' in page
    assert f'<a href="{source.get_absolute_url()}">As a source</a>' in page
    assert '<span lang="bm">Without address</span> <span class="quiet">Main text, bm</span>' in page
    assert "français</span>" in read(policy, "fr")


def test_policy_page_links_records_both_ways() -> None:
    """Institutions, earlier and later laws, and practices lead there and back."""
    policy = create_policy()
    responsible, created = create_institution(title_en="Responsible"), create_institution(title_en="Created")
    older, newer, amended, amending = (
        create_policy(title_en=title) for title in ("Older", "Newer", "Amended", "Amending")
    )
    policy.responsible_institutions.add(responsible)
    policy.creates_institutions.add(created)
    policy.replaces.add(older)
    newer.replaces.add(policy)
    policy.amends.add(amended)
    amending.amends.add(policy)
    practice = create_practice(title_en="Practice on it")
    practice.policies.add(policy)
    page = linked(read(policy))
    for heading, record, title in [
        ("Responsible institutions", responsible, "Responsible"),
        ("Institutions it creates", created, "Created"),
        ("Replaces", older, "Older"),
        ("Replaced by", newer, "Newer"),
        ("Amends", amended, "Amended"),
        ("Amended by", amending, "Amending"),
        ("Practices", practice, "Practice on it"),
    ]:
        assert f"<h3>{heading}</h3><ul><li>{link(record, title)}</li></ul>" in page, heading
        assert f'href="{policy.get_absolute_url()}"' in linked(read(record))


def test_policy_page_names_the_rights_that_rest_on_it() -> None:
    """The right leads to the section of the country’s page, which leads back; a right that ended is left out."""
    country = create_country("Homeland")
    create_profile(country=country)
    policy = create_policy(country=country)
    create_political_right(country=country, right="reserved_seats", legal_basis=policy, legal_article="Article 102")
    create_political_right(country=country, right="external_voting", legal_basis=policy, valid_to="2001")
    page = linked(read(policy))
    assert f'<a href="{country.get_absolute_url()}#rights">Homeland: Seats reserved for citizens abroad</a>' in page
    assert "Vote in national elections" not in page
    country_page = open_page(country.get_absolute_url())
    assert f"{link(policy, str(policy.title))}, Article 102" in country_page
    assert 'id="rights"' in country_page


def test_policy_list_shows_what_tells_rows_apart() -> None:
    """Country, type, first date and implementation."""
    policy = create_policy(country=create_country("Homeland"), policy_type="decree", implementation="repealed")
    create_policy_event(policy=policy, date="2018-03", kind="repealed")
    create_policy_event(policy=policy, date="2010", kind="adopted")
    page = open_page("/en/policies/")
    assert "Homeland · Decree · 2010 · Repealed" in page


def test_practice_page_shows_its_facts() -> None:
    """Where, when, with what money, for whom, to what end, and what the results rest on."""
    origin, destination = create_country("Origin"), create_country("Destination")
    practice = create_practice(
        [origin],
        start_year=2013,
        end_year=2022,
        state="completed",
        budget_amount=Decimal("5200000"),
        budget_currency="USD",
        people_reached=8000,
        people_reached_year=2025,
        evidence="impact_study",
        how_it_works_en="It *works*.",
        results_en="It **worked**.",
        lessons_en="- Learn",
        part_of=(whole := create_practice(title_en="The whole")),
    )
    practice.countries_of_destination.add(destination)
    area, sector = create_topic(name_en="Investment"), create_topic(Topic.Kind.SECTOR, name_en="Housing")
    group = create_topic(Topic.Kind.TARGET_GROUP, name_en="Youth")
    goal, objective = create_goal(8, name_en="Decent Work"), create_objective(19, label_en="Contributions")
    practice.areas.add(area)
    practice.sectors.add(sector)
    practice.target_groups.add(group)
    practice.goals.add(goal)
    practice.objectives.add(objective)
    page = read(practice)
    for term, description in [
        ("Countries of origin", f'<a href="{origin.get_absolute_url()}">Origin</a>'),
        ("Countries of destination", f'<a href="{destination.get_absolute_url()}">Destination</a>'),
        ("Period", "2013–2022"),
        ("State", "Completed"),
        ("Budget", "USD 5,200,000"),
        ("People reached", "8,000 (2025)"),
        ("Evidence", "Impact study"),
        ("Part of", link(whole, "The whole")),
    ]:
        assert f"<dt>{term}</dt><dd>{description}" in page, term
    for query, words in [
        (f"area={area.slug}", "Investment"),
        (f"sector={sector.slug}", "Housing"),
        (f"target_group={group.slug}", "Youth"),
        ("goal=8", "8. Decent Work"),
    ]:
        assert f'<a href="/en/practices/?{query}">{words}</a>' in page
    assert 'href="/en/practices/?objective=19" title="Objective 19">19. Contributions</a>' in page
    for heading, words in [
        ("How it works", "<em>works</em>"),
        ("Results", "<strong>worked</strong>"),
        ("Lessons", "Learn"),
    ]:
        assert re.search(rf"{heading}</h2><(p|ul)>.*{words}", page)


@pytest.mark.parametrize(
    ("years", "english", "french"),
    [
        ({"start_year": 2013, "end_year": 2022}, "2013–2022", "2013–2022"),
        ({"start_year": 2023, "end_year": 2023}, "2023", "2023"),
        ({"start_year": 1998, "is_ongoing": True}, "since 1998", "depuis 1998"),
        ({"start_year": 2021}, "from 2021", "à partir de 2021"),
        ({"end_year": 2010}, "until 2010", "jusqu’en 2010"),
        ({}, '<span class="quiet">No information', '<span class="quiet">'),
    ],
)
def test_practice_period_is_as_known(years: dict[str, int], english: str, french: str) -> None:
    """Open ends are said in words, in the language of the reader."""
    practice = create_practice(**years)
    assert f"<dt>Period</dt><dd>{english}<" in read(practice).replace("</dd>", "<")
    assert f"</dt><dd>{french}" in read(practice, "fr")


def test_practice_page_links_records_both_ways() -> None:
    """Implementers, partners, funders, policies and parts lead there and back; roles stand in their order."""
    practice = create_practice()
    funder, implementer = create_institution(title_en="Funder"), create_institution(title_en="Implementer")
    partner = create_organisation(title_en="Partner")
    create_involvement(practice=practice, institution=funder, role="funder")
    create_involvement(practice=practice, organisation=partner, role="partner")
    create_involvement(practice=practice, institution=implementer, role="implementer")
    policy = create_policy(title_en="Its policy")
    practice.policies.add(policy)
    part = create_practice(part_of=practice, title_en="Its part")
    page = linked(read(practice))
    expected = [
        ("Implemented by", implementer, "Implementer"),
        ("Partners", partner, "Partner"),
        ("Funded by", funder, "Funder"),
        ("Related policies", policy, "Its policy"),
        ("Its parts", part, "Its part"),
    ]
    assert re.findall(r"<h3>(.*?)</h3>", page) == [heading for heading, _record, _title in expected]
    for heading, record, title in expected:
        assert f"<h3>{heading}</h3><ul><li>{link(record, title)}</li></ul>" in page
        assert f'href="{practice.get_absolute_url()}"' in read(record)


def test_practice_page_marks_facts_with_their_sources() -> None:
    """Date, budget and results carry the number of the source that bears on them."""
    practice = create_practice(
        start_year=2013, budget_amount=Decimal(5), budget_currency="EUR", people_reached=7, people_reached_year=2020
    )
    for slug in ("date", "budget", "results"):
        create_citation(practice, aspect=create_aspect(slug=slug))
    page = read(practice)
    for fact in ("from 2013", "EUR 5", r"7 \(2020\)"):
        assert re.search(rf'<dd>{fact}<sup class="mark"><a href="#source-\d"', page), fact


def test_practice_list_shows_what_tells_rows_apart() -> None:
    """Countries, period, state and areas."""
    practice = create_practice([create_country("Alpha"), create_country("Beta")], start_year=1998, state="running")
    practice.areas.add(create_topic(name_en="Skills transfer"))
    page = open_page("/en/practices/")
    assert "Alpha, Beta · from 1998 · Running" in page
    assert "<li>Skills transfer</li>" in page
