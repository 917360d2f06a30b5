"""Policies, rights, practices and forums: whose they are, when they were, who has which part in them."""

import pytest
from django.utils import translation

from diaspora.models import Topic
from practices.models import Involvement, Participation, Policy, PoliticalRight, Practice
from tests.factories import (
    create_country,
    create_forum,
    create_forum_meeting,
    create_group,
    create_institution,
    create_involvement,
    create_membership,
    create_organisation,
    create_participation,
    create_policy,
    create_policy_event,
    create_political_right,
    create_practice,
    create_topic,
)

pytestmark = pytest.mark.django_db


# Whose they are


def test_policy_of_a_country_is_its_own_or_of_a_group_it_belongs_to() -> None:
    mali, union, ecowas, sahel = create_country(), create_group(), create_group(), create_group()
    create_membership(country=mali, group=union, joined="2002")
    create_membership(country=mali, group=ecowas, joined="1975", left="2025-01-29")
    own, of_union = create_policy(country=mali), create_policy(group=union)
    create_policy(group=ecowas)
    create_policy(group=sahel)
    create_policy()
    assert set(Policy.objects.for_country(mali)) == {own, of_union}


def test_policy_of_a_group_that_a_country_came_back_to_is_found_once() -> None:
    country, group = create_country(), create_group()
    create_membership(country=country, group=group, joined="1975", left="2000")
    create_membership(country=country, group=group, joined="2017")
    policy = create_policy(group=group)
    assert list(Policy.objects.for_country(country)) == [policy]


def test_political_right_of_a_country_is_its_own() -> None:
    mali = create_country()
    right = create_political_right(country=mali)
    create_political_right()
    assert list(PoliticalRight.objects.for_country(mali)) == [right]


def test_political_right_that_was_replaced_is_not_current() -> None:
    mali = create_country()
    create_political_right(country=mali, answer="no", valid_to="2011")
    current = create_political_right(country=mali, valid_from="2011")
    assert list(PoliticalRight.objects.current()) == [current]


def test_political_right_says_elections_and_ways_to_vote_in_words() -> None:
    right = PoliticalRight(elections=["presidential", "local"], voting_methods=["embassy", "proxy"])
    assert right.get_elections_display() == ["Presidential", "Local"]
    assert right.get_voting_methods_display() == ["At an embassy or consulate", "By proxy"]


def test_practice_of_a_country_is_for_its_diaspora_and_found_once() -> None:
    mali, senegal, france = create_country(), create_country(), create_country()
    of_mali, of_both = create_practice([mali]), create_practice([mali, senegal])
    of_both.countries_of_destination.add(france)
    create_practice([senegal])
    assert list(Practice.objects.for_country(mali).order_by("pk")) == [of_mali, of_both]
    assert not Practice.objects.for_country(france).exists()
    assert list(france.practices_as_destination.all()) == [of_both]


def test_participation_of_a_country_is_its_own() -> None:
    mali = create_country()
    participation = create_participation(country=mali)
    create_participation()
    assert list(Participation.objects.for_country(mali)) == [participation]


# When they were


def test_policies_in_chronological_order_have_the_newest_first_and_the_undated_last() -> None:
    undated, old, new = create_policy(slug="a"), create_policy(slug="b"), create_policy(slug="c")
    also_undated, same_year = create_policy(slug="d"), create_policy(slug="e")
    create_policy_event(policy=old, date="1995-08-25")
    # It counts from its first event, whatever came later.
    create_policy_event(policy=old, date="2024", kind="amended")
    create_policy_event(policy=new, date="2014-09")
    create_policy_event(policy=same_year, date="2014")
    policies = list(Policy.objects.chronological())
    assert policies == [new, same_year, old, undated, also_undated]
    assert [policy.year for policy in policies] == ["2014", "2014", "1995", None, None]


def test_practices_newest_first_leave_the_undated_for_the_end() -> None:
    undated, old, new = create_practice(), create_practice(start_year=1998), create_practice(start_year=2023)
    assert list(Practice.objects.newest_first()) == [new, old, undated]


# When each of these ran, as far as its years say.
RUNS: dict[str, dict[str, int]] = {
    "2013 to 2022": {"start_year": 2013, "end_year": 2022},
    "since 1998": {"start_year": 1998, "is_ongoing": True},
    "from 2004": {"start_year": 2004},
    "until 2010": {"end_year": 2010},
    "in 2021": {"start_year": 2021, "end_year": 2021},
    "ongoing": {"is_ongoing": True},
    "undated": {},
}


@pytest.mark.parametrize(
    ("first_year", "last_year", "active"),
    [
        (None, None, set(RUNS)),
        (2015, 2016, {"2013 to 2022", "since 1998"}),
        (2022, 2022, {"2013 to 2022", "since 1998"}),
        (2023, 2024, {"since 1998"}),
        (2012, 2013, {"2013 to 2022", "since 1998"}),
        (1990, 1998, {"since 1998"}),
        (1990, 1997, set()),
        (2021, 2021, {"2013 to 2022", "since 1998", "in 2021"}),
        (2004, 2004, {"since 1998", "from 2004"}),
        (2005, 2015, {"2013 to 2022", "since 1998", "until 2010"}),
        (2010, 2010, {"since 1998", "until 2010"}),
        (None, 2005, {"since 1998", "from 2004"}),
        (2020, None, {"2013 to 2022", "since 1998", "in 2021"}),
    ],
)
def test_practice_is_active_in_the_years_it_ran(
    first_year: int | None, last_year: int | None, active: set[str]
) -> None:
    for name, fields in RUNS.items():
        create_practice(title_en=name, **fields)
    found = set(Practice.objects.active_in(first_year, last_year).values_list("title_en", flat=True))
    assert found == active


def test_practice_without_a_year_is_left_out_of_any_years() -> None:
    create_practice()
    for years in ((1900, 2100), (1900, None), (None, 2100)):
        assert not Practice.objects.active_in(*years).exists()


@pytest.mark.parametrize(
    ("fields", "in_english", "in_french"),
    [
        ({"start_year": 2013, "end_year": 2022}, "2013–2022", "2013–2022"),
        ({"start_year": 2021, "end_year": 2021}, "2021", "2021"),
        ({"start_year": 1998, "is_ongoing": True}, "since 1998", "depuis 1998"),
        ({"start_year": 2004}, "from 2004", "à partir de 2004"),
        ({"end_year": 2010}, "until 2010", "jusqu’en 2010"),
        ({"is_ongoing": True}, "", ""),
        ({}, "", ""),
    ],
)
def test_practice_period_says_what_is_known(fields: dict[str, int], in_english: str, in_french: str) -> None:
    assert Practice(**fields).period == in_english
    with translation.override("fr"):
        assert Practice(**fields).period == in_french


# Who has which part


def test_involvement_is_of_an_institution_or_an_organisation() -> None:
    institution, organisation = create_institution(), create_organisation()
    assert create_involvement(institution=institution).actor == institution
    assert create_involvement(organisation=organisation).actor == organisation


def test_involvement_of_one_actor_in_several_roles_is_kept_in_each() -> None:
    practice, institution = create_practice(), create_institution(title_en="IFAD", title_fr="FIDA")
    for role in Involvement.Role:
        create_involvement(practice=practice, institution=institution, role=role)
    assert [str(involvement) for involvement in practice.involvements.all()] == [
        "Implements: IFAD",
        "Partner: IFAD",
        "Funds: IFAD",
    ]


@pytest.mark.parametrize("status", ["draft", "in_review", "published", "archived"])
def test_involvement_is_public_with_its_actor(status: str) -> None:
    involvements = [
        create_involvement(institution=create_institution(status=status)),
        create_involvement(organisation=create_organisation(status=status)),
    ]
    assert [involvement.is_public for involvement in involvements] == [status == "published"] * 2


def test_practice_is_a_part_of_another() -> None:
    programme = create_practice()
    project = create_practice(part_of=programme)
    assert list(programme.parts.all()) == [project]


@pytest.mark.parametrize(
    ("name", "kind"), [("areas", "area"), ("sectors", "sector"), ("target_groups", "target_group")]
)
def test_practice_is_tagged_with_topics_of_each_kind(name: str, kind: str) -> None:
    topics = {topic.kind: topic for topic in map(create_topic, Topic.Kind.values)}
    choices = Practice._meta.get_field(name).get_limit_choices_to()  # type: ignore[union-attr]
    assert list(Topic.objects.complex_filter(choices)) == [topics[kind]]


def test_policy_leads_to_what_it_replaces_and_amends_and_back() -> None:
    code_of_1995, code_of_2011, amendment = create_policy(), create_policy(), create_policy()
    code_of_2011.replaces.add(code_of_1995)
    amendment.amends.add(code_of_2011)
    assert list(code_of_1995.replaced_by.all()) == [code_of_2011]
    assert list(code_of_2011.amended_by.all()) == [amendment]
    assert list(code_of_1995.replaces.all()) == []


def test_forum_meeting_is_named_by_its_forum_place_and_year() -> None:
    forum = create_forum(acronym_en="GFMD")
    assert str(create_forum_meeting(forum=forum, place_en="Brussels", year=2007)) == "GFMD Brussels 2007"
    assert str(create_forum_meeting(forum=forum, year=2012)) == "GFMD 2012"


def test_participation_leads_to_its_section_of_the_country_page() -> None:
    mali = create_country(slug="mali")
    assert create_participation(country=mali).get_absolute_url() == "/en/countries/mali/#forums"
    assert create_political_right(country=mali).get_absolute_url() == "/en/countries/mali/#rights"


def test_practice_tells_period_and_state_as_far_as_they_are_known() -> None:
    """What is not known is told in the list of what is not known, not on every line."""
    assert Practice(start_year=2013, end_year=2022, state="completed").period_and_state == "2013–2022 · Completed"
    assert Practice(start_year=2013, end_year=2022).period_and_state == "2013–2022"
    assert Practice(state="running").period_and_state == "Running"
    assert Practice().period_and_state == ""


def test_policy_tells_its_implementation_where_it_is_known() -> None:
    assert Policy(implementation="in_force").known_implementation == "In force"
    assert Policy().known_implementation == ""
