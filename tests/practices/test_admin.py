"""Entering practices, policies, political rights and participation in the admin."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from practices.models import Participation, Policy, PoliticalRight, Practice
from tests import factories
from tests.forms import read_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(factories.create_user("Editor"))
    return client


def add_page(model: Any) -> str:
    with translation.override("en"):
        return reverse(f"admin:practices_{model._meta.model_name}_add")


def rows(prefix: str, *fields: dict[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = {f"{prefix}-TOTAL_FORMS": len(fields)}
    for place, row in enumerate(fields):
        values |= {f"{prefix}-{place}-{name}": value for name, value in row.items()}
    return values


def test_editor_enters_a_complete_practice_in_one_form(editor: Client) -> None:
    mali, france = factories.create_country("Mali"), factories.create_country("France")
    area, source, institution = factories.create_topic(), factories.create_source(), factories.create_institution()
    values = read_form(editor.get(add_page(Practice))) | {
        "title_en": "Village wells",
        "title_fr": "Puits villageois",
        "countries": [mali.pk],
        "countries_of_destination": [france.pk],
        "start_year": "2005",
        "summary_en": "Wells.",
        "areas": [area.pk],
        "status": "published",
    }
    values |= rows("citations", {"source": source.pk, "locator": "§ 4", "verdict": "supports"})
    values |= rows("involvements", {"role": "implementer", "institution": institution.pk})
    response = editor.post(add_page(Practice), values)
    assert response.status_code == 302, response.context["errors"]
    practice = Practice.objects.published().get(slug="village-wells")
    assert list(practice.countries.all()) == [mali]
    assert practice.citations.get().locator == "§ 4"
    assert practice.involvements.get().institution == institution
    assert practice.history.first().history_user == response.wsgi_request.user


def test_practice_refuses_a_country_that_is_origin_and_destination(editor: Client) -> None:
    mali = factories.create_country("Mali")
    values = {"title_en": "Wells", "countries": [mali.pk], "countries_of_destination": [mali.pk]}
    response = editor.post(add_page(Practice), read_form(editor.get(add_page(Practice))) | values)
    assert response.context["adminform"].form.errors == {
        "countries_of_destination": [
            "Mali: a country of origin is not also a country of destination of the same practice."
        ]
    }
    assert not Practice.objects.exists()


def test_practice_form_says_what_constraints_refuse(editor: Client) -> None:
    values = {
        "title_en": "Wells",
        "countries": [factories.create_country().pk],
        "start_year": "2010",
        "end_year": "2005",
        "budget_amount": "100",
    }
    values = read_form(editor.get(add_page(Practice))) | values
    values |= rows("citations", {"source": factories.create_source().pk, "verdict": "rejected"})
    page = editor.post(add_page(Practice), values).content.decode()
    for message in (
        "The end year cannot come before the start year.",
        "A budget is a positive amount with its currency; give both or neither.",
        "Give the reason for this verdict, in English or French.",
    ):
        assert message in page, message


def test_policy_refuses_a_country_beside_a_group(editor: Client) -> None:
    values = {
        "title_en": "Law",
        "country": factories.create_country().pk,
        "group": factories.create_group().pk,
        "category": "legislative",
        "policy_type": "law",
        "scope": "mainstreamed",
    }
    page = editor.post(add_page(Policy), read_form(editor.get(add_page(Policy))) | values).content.decode()
    assert "A policy belongs to a country or to a group of countries, to one of the two." in page


def test_political_right_ticks_elections_and_ways_to_vote(editor: Client) -> None:
    mali = factories.create_country("Mali")
    page = editor.get(add_page(PoliticalRight))
    assert page.content.decode().count('type="checkbox" name="elections"') == len(PoliticalRight.Election)
    values = {
        "country": mali.pk,
        "right": "external_voting",
        "answer": "yes",
        "elections": ["presidential", "referendum"],
        "voting_methods": ["embassy"],
    }
    response = editor.post(add_page(PoliticalRight), read_form(page) | values)
    assert response.status_code == 302, response.context["errors"]
    right = PoliticalRight.objects.get()
    assert (right.elections, right.voting_methods) == (["presidential", "referendum"], ["embassy"])

    with translation.override("en"):
        change = reverse("admin:practices_politicalright_change", args=[right.pk])
    values = read_form(editor.get(change))
    assert values["elections"] == ["presidential", "referendum"]
    assert editor.post(change, values | {"elections": ["local", "moon"]}).status_code == 200
    assert editor.post(change, {**values, "elections": []}).status_code == 302
    right.refresh_from_db()
    assert right.elections == []


def test_participation_is_entered_with_its_round_tables(editor: Client) -> None:
    meeting = factories.create_forum_meeting()
    values = {"country": factories.create_country().pk, "forum": meeting.forum.pk, "meeting": meeting.pk, "position": 1}
    values |= rows("round_tables", {"round_table": "RT 2.4", "title_en": "Diaspora", "role_en": "Co-chair"})
    values = read_form(editor.get(add_page(Participation))) | values
    response = editor.post(add_page(Participation), values)
    assert response.status_code == 302, response.context["errors"]
    assert Participation.objects.get().round_tables.get().round_table == "RT 2.4"
