"""Whatever address is written, no page of the admin fails: it says what is wrong, leads back, or is not found."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.contrib import admin
from django.db import models
from django.test import Client
from django.urls import reverse
from django.utils import translation

from actors.models import Institution
from tests import factories
from tests.admin_client import address, sign_in

pytestmark = pytest.mark.django_db

HUGE = "9" * 30
# Values that a field of some type cannot hold, or the database cannot read.
BAD_VALUES = ("\0", "x", "", HUGE, "-1", "2026-13-45", "NaN", "é\ud7ff", "1" * 5000)
BAD_KEYS = ("x", "0", "-1", HUGE, "\0", "_00", "é", "1.5", "1 OR 1=1")
BAD_LISTS = (
    {"e": "1"},
    {"q": "\0", "p": HUGE, "o": "\0", "_facets": "\0"},
    {"_to_field": "\0"},
    {"o": "1.-2.99.-99.--1"},
    {"p": "2"},
    {"nothing__exact": "1"},
    {"\0": "\0"},
    {"id__exact": HUGE, "e": "1"},
    {"id__in": "1,x"},
    {"id__regex": "("},
    {"id__isnull": "perhaps"},
    {"id__range": "1"},
)
BAD_PARAMETERS = [
    {name: value} for name in ("p", "o", "q", "e", "all", "_facets", "_popup", "_to_field") for value in BAD_VALUES
]
LOOKUPS = ("exact", "gte", "in", "isnull", "regex", "contains", "year", "nonsense")
each_admin = pytest.mark.parametrize(
    "model_admin", admin.site._registry.values(), ids=lambda model_admin: model_admin.opts.label_lower
)


def bad_filters(model: type[models.Model]) -> Iterator[dict[str, str]]:
    """Yields filters by every field of the model, with a lookup and a value in turn that may not suit it."""
    for place, field in enumerate(model._meta.get_fields()):
        yield {f"{field.name}__{LOOKUPS[place % len(LOOKUPS)]}": BAD_VALUES[place % len(BAD_VALUES)]}
        if place % 3 == 0:
            yield {f"{field.name}__exact": "\0"}


def assert_answered(client: Client, path: str) -> None:
    """Asserts that an address is answered, and that where it leads there is a page."""
    response = client.get(path)
    assert response.status_code in (200, 302, 400, 403, 404), path


def bad_dates(name: str) -> Iterator[dict[str, str]]:
    """Yields days that there are not, for the bar of dates above a list."""
    for year, month, day in (
        ("0", "", ""),
        ("9999", "12", "31"),
        (HUGE, "1", "1"),
        ("2026", "2", "30"),
        ("\0", "", ""),
    ):
        yield {f"{name}__year": year} | ({f"{name}__month": month, f"{name}__day": day} if month else {})
    yield {f"{name}__year": "9999"}
    yield {f"{name}__month": HUGE}


@each_admin
def test_list_answers_whatever_it_is_asked_for(model_admin: Any) -> None:
    client = sign_in()
    path = address(model_admin.model, "changelist")
    for query in (*BAD_LISTS, *bad_filters(model_admin.model)):
        assert_answered(client, f"{path}?{urlencode(query)}")


def test_list_that_cannot_be_understood_leads_back_to_all_records() -> None:
    client, path = sign_in(), address(Institution, "changelist")
    response = client.get(f"{path}?status__exact=%00")
    assert response.headers["Location"] == f"{path}?e=1"
    assert client.get(response.headers["Location"]).context["cl"].result_count == 0


@pytest.mark.parametrize("query", [*BAD_PARAMETERS, *bad_dates("updated")], ids=repr)
def test_list_of_records_answers_whatever_page_order_and_day_it_is_asked_for(query: dict[str, str]) -> None:
    assert_answered(sign_in(), f"{address(Institution, 'changelist')}?{urlencode(query)}")


@each_admin
def test_record_that_there_is_not_is_answered(model_admin: Any) -> None:
    client = sign_in()
    listed = address(model_admin.model, "changelist")
    for key in BAD_KEYS:
        for page in ("change/", "delete/", "history/", "history/1/", "withdraw/", "password/"):
            assert_answered(client, f"{listed}{quote(key)}/{page}")


@each_admin
def test_form_answers_whatever_it_is_filled_with(model_admin: Any) -> None:
    client = sign_in()
    path = address(model_admin.model, "add")
    names = [field.name for field in model_admin.model._meta.get_fields()]
    for value in BAD_VALUES:
        assert_answered(client, f"{path}?{urlencode(dict.fromkeys([*names, '_popup', '_changelist_filters'], value))}")
        assert_answered(client, f"{path}?{urlencode({'_to_field': value})}")


def test_version_that_there_is_not_is_answered() -> None:
    institution = factories.create_institution()
    for version in BAD_KEYS:
        response = sign_in().get(f"{address(institution, 'history')}{quote(version)}/")
        assert response.status_code == 404, version


def test_autocomplete_answers_whatever_it_is_asked_for() -> None:
    client = sign_in()
    asked = {"app_label": "practices", "model_name": "practice", "field_name": "countries", "term": "a", "page": "1"}
    with translation.override("en"):
        path = reverse("admin:autocomplete")
    for name in asked:
        for value in BAD_VALUES:
            assert_answered(client, f"{path}?{urlencode(asked | {name: value})}")
