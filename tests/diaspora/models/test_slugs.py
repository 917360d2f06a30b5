"""Addresses that last: a slug that changes leads on, and is never given to another record."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.test import Client

from diaspora.models import Addressable, Country, CountryProfile, Source
from tests.factories import (
    create_country,
    create_institution,
    create_organisation,
    create_policy,
    create_practice,
    create_profile,
    create_source,
)

pytestmark = pytest.mark.django_db

WITH_PAGES: list[Callable[..., Any]] = [
    create_country,
    create_institution,
    create_organisation,
    create_policy,
    create_practice,
    create_source,
]
each_type = pytest.mark.parametrize("create", [*WITH_PAGES, create_profile])


def rename(record: Any, slug: str) -> None:
    """Gives the record another slug, and reads it anew."""
    record.slug = slug
    record.full_clean()
    record.save()
    record.refresh_from_db()


def test_slug_of_every_addressable_type_is_tried_here() -> None:
    addressable = {model for model in apps.get_models() if issubclass(model, Addressable)}
    assert addressable == {type(create()) for create in [*WITH_PAGES, create_profile]}


@each_type
def test_slug_that_changes_is_kept_among_the_former_ones(create: Callable[..., Any]) -> None:
    record = create(slug="first")
    assert record.former_slugs == []
    for slug in ("second", "third"):
        rename(record, slug)
    assert (record.slug, record.former_slugs) == ("third", ["first", "second"])
    assert [list(type(record).objects.by_former_slug(slug)) for slug in ("first", "second", "third")] == [
        [record],
        [record],
        [],
    ]


@each_type
def test_slug_that_does_not_change_leaves_no_trace(create: Callable[..., Any]) -> None:
    record = create(slug="first")
    rename(record, "first")
    assert record.former_slugs == []


@each_type
def test_slug_that_changes_back_is_no_former_one(create: Callable[..., Any]) -> None:
    record = create(slug="first")
    for slug in ("second", "first", "second", "first"):
        rename(record, slug)
    assert (record.slug, record.former_slugs) == ("first", ["second"])


@each_type
def test_slug_of_one_record_is_not_given_to_another(create: Callable[..., Any]) -> None:
    record, other = create(slug="first"), create(slug="other")
    rename(record, "second")
    other.slug = "first"
    with pytest.raises(ValidationError) as refused:
        other.full_clean()
    assert refused.value.message_dict == {"slug": [f"This was the address of “{record}” and still leads there."]}
    other.slug = "second"
    with pytest.raises(ValidationError) as refused:
        other.full_clean()
    assert refused.value.message_dict.keys() == {"slug"}


@each_type
def test_slug_of_a_new_record_is_not_a_former_one(create: Callable[..., Any]) -> None:
    record = create(slug="first")
    rename(record, "second")
    with pytest.raises(ValidationError, match="still leads there"):
        type(record)(slug="first").clean()


def test_slug_of_one_type_may_be_a_former_one_of_another() -> None:
    rename(create_institution(slug="first"), "second")
    create_organisation(slug="first").full_clean()


@pytest.mark.parametrize("create", WITH_PAGES)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_slug_that_changed_redirects_for_good(create: Callable[..., Any], language: str, client: Client) -> None:
    record = create(slug="first")
    page = record.get_absolute_url().replace("/en/", f"/{language}/")
    rename(record, "second")
    rename(record, "third")
    response = client.get(page)
    assert (response.status_code, response["Location"]) == (301, page.replace("first", "third"))
    assert client.get(response["Location"]).status_code == 200
    assert client.get(page.replace("first", "second"))["Location"] == response["Location"]


def test_slug_of_a_profile_that_changes_leaves_its_country_where_it_is(client: Client) -> None:
    profile: CountryProfile = create_profile(slug="first", country=create_country(slug="mali"))
    rename(profile, "second")
    assert client.get("/en/countries/mali/").status_code == 200


def test_slug_of_an_unpublished_record_leads_nowhere(client: Client) -> None:
    institution = create_institution(slug="first", status="draft")
    rename(institution, "second")
    assert client.get("/en/institutions/first/").status_code == 404
    assert client.get("/en/institutions/second/").status_code == 404


@pytest.mark.parametrize("slug", ["first slug", "é", "a/b", "", "x" * 121])
def test_slug_that_is_no_part_of_an_address_is_refused(slug: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Source(slug=slug, title="A", kind="law").full_clean()
    assert refused.value.message_dict.keys() == {"slug"}


def test_slug_is_the_natural_key_but_of_countries() -> None:
    assert create_source(slug="first").natural_key() == ("first",)
    assert Country.natural_key_fields == ("iso3",)
