"""Entering diaspora organisations in the admin."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from actors.models import Organisation
from tests import factories
from tests.forms import read_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(factories.create_user("Editor"))
    return client


@pytest.fixture
def add_page() -> str:
    with translation.override("en"):
        return reverse("admin:actors_organisation_add")


def test_organisation_refuses_to_be_based_in_its_country_of_origin(editor: Client, add_page: str) -> None:
    mali, france = factories.create_country("Mali"), factories.create_country("France")
    values = read_form(editor.get(add_page)) | {"title_fr": "Amicale", "kind": "youth"}
    values["countries_of_origin"] = [mali.pk]
    response = editor.post(add_page, values | {"country_of_residence": mali.pk})
    assert response.context["adminform"].form.errors == {
        "country_of_residence": [
            "Mali is a country of origin already; the country of residence is where the diaspora lives."
        ]
    }
    assert editor.post(add_page, values | {"country_of_residence": france.pk}).status_code == 302
    assert Organisation.objects.get().slug == "amicale"


def test_organisation_needs_what_its_number_counts(editor: Client, add_page: str) -> None:
    values = read_form(editor.get(add_page)) | {"title_en": "Friends", "kind": "youth", "reach": "600"}
    response = editor.post(add_page, values)
    assert "A number needs what it counts and its year." in response.content.decode()
    assert not Organisation.objects.exists()


def test_organisation_keeps_other_names_one_to_a_line(editor: Client, add_page: str) -> None:
    names = " Les amis \n\nLes copains"
    values = read_form(editor.get(add_page)) | {"title_en": "Friends", "kind": "youth", "other_names": names}
    assert editor.post(add_page, values).status_code == 302
    assert Organisation.objects.get().other_names == ["Les amis", "Les copains"]
