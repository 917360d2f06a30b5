"""The preview of a record that is not published: who sees it, what it says of itself, what stays out of it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from diaspora.models import CountryProfile, Entry
from diaspora.records.preview import page_address
from tests import factories
from tests.admin_client import address, sign_in

pytestmark = pytest.mark.django_db

MAKERS: dict[str, Callable[..., Any]] = {
    "CountryProfile": factories.create_profile,
    "Institution": factories.create_institution,
    "Organisation": factories.create_organisation,
    "Policy": factories.create_policy,
    "Practice": factories.create_practice,
}
each_type = pytest.mark.parametrize("create", MAKERS.values(), ids=MAKERS)


def look_at(client: Client, record: Any) -> Any:
    """Returns the answer to whoever follows the link from the record's form to its page."""
    with translation.override("en"):
        return client.get(page_address(record))


def is_shown(response: Any, record: Any) -> bool:
    return response.status_code == 200 and record.summary in response.content.decode()


def test_every_type_is_tried_here() -> None:
    assert {model.__name__ for model in Entry.types()} == MAKERS.keys()


@each_type
@pytest.mark.parametrize("group", ["Contributor", "Editor", ""])
def test_preview_is_shown_to_who_may_see_the_record_and_says_so(create: Callable[..., Any], group: str) -> None:
    record = create(status=Entry.Status.DRAFT)
    response = look_at(sign_in(group), record)
    page = response.content.decode()
    assert is_shown(response, record)
    assert "Preview. This record is not published (status: Draft)." in page
    assert f'<a href="{address(record)}">Back to editing</a>' in page
    assert {"private", "no-store"} == set(response.headers["Cache-Control"].split(", "))
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex' in page
    assert "application/ld+json" not in page


@each_type
def test_preview_is_hidden_from_everybody_else(create: Callable[..., Any]) -> None:
    record = create(status=Entry.Status.IN_REVIEW)
    visitors = {
        "anonymous": Client(),
        "without a right": sign_in("", is_superuser=False),
        "not of the staff": sign_in("Editor", is_staff=False),
    }
    for name, client in visitors.items():
        response = look_at(client, record)
        assert not is_shown(response, record), name
        assert "not published" not in response.content.decode(), name
        # The page of a country is there with or without its profile.
        assert response.status_code == (200 if isinstance(record, CountryProfile) else 404), name
        assert "X-Robots-Tag" not in response.headers


@each_type
def test_page_without_the_parameter_is_the_public_one_for_everybody(create: Callable[..., Any]) -> None:
    draft, published = create(status=Entry.Status.DRAFT), create()
    editor = sign_in("Editor")
    with translation.override("en"):
        assert not is_shown(editor.get(draft.get_absolute_url()), draft)
        with CaptureQueriesContext(connection) as queries:
            response = editor.get(published.get_absolute_url())
    assert is_shown(response, published)
    assert "Cookie" not in response.headers.get("Vary", "")
    assert not [query for query in queries.captured_queries if "session" in query["sql"]]


def test_right_to_see_one_type_shows_no_other() -> None:
    client = sign_in("", is_superuser=False, username="reader")
    user = User.objects.get(username="reader")
    user.user_permissions.add(Permission.objects.get(codename="view_policy"))
    policy, practice = (MAKERS[name](status=Entry.Status.DRAFT) for name in ("Policy", "Practice"))
    assert look_at(client, policy).status_code == 200
    assert look_at(client, practice).status_code == 404


def test_preview_of_what_is_published_meanwhile_is_not_marked() -> None:
    institution = factories.create_institution()
    with translation.override("en"):
        response = sign_in("Editor").get(f"{institution.get_absolute_url()}?preview")
    assert "not published" not in response.content.decode()
    assert "no-store" in response.headers["Cache-Control"]


def test_preview_of_a_country_shows_what_is_published_with_its_profile() -> None:
    profile = factories.create_profile(status=Entry.Status.DRAFT)
    right = factories.create_political_right(country=profile.country, conditions_en="After five years.")
    obstacle = factories.create_obstacle(profile=profile)
    assert page_address(right).endswith("?preview#rights")
    page = look_at(sign_in("Editor"), right).content.decode()
    assert "After five years." in page
    assert obstacle.title in page


def test_preview_leaves_out_other_records_that_are_not_published() -> None:
    secret = {"title_en": "Zanzibarite", "status": Entry.Status.DRAFT}
    parent = factories.create_institution(**secret)
    institution = factories.create_institution(parent=parent, predecessor=parent, status=Entry.Status.DRAFT)
    policy = factories.create_policy(**secret)
    policy.creates_institutions.add(institution)
    practice = factories.create_practice(**secret)
    factories.create_involvement(practice=practice, institution=institution)
    response = look_at(sign_in("Editor"), institution)
    assert is_shown(response, institution)
    assert "Zanzibarite" not in response.content.decode()


def test_former_address_of_a_preview_leads_to_the_preview() -> None:
    institution = factories.create_institution(slug="old-name", status=Entry.Status.DRAFT)
    institution.slug = "new-name"
    institution.save()
    path = "/en/institutions/old-name/?preview"
    assert Client().get(path).status_code == 404
    response = sign_in("Editor").get(path)
    assert (response.status_code, response.headers["Location"]) == (302, "/en/institutions/new-name/?preview")
