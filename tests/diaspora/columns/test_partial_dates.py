"""Dates as precise as they are known: what counts as one, how it is kept, shown, ordered and compared."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from diaspora.columns.partial_dates import PartialDateField, first_day, format_partial_date, validate_partial_date
from diaspora.models import Membership, Source
from tests.factories import create_country, create_group, create_source

NOT_DATES = [
    "",
    "14",
    "20145",
    "2014-13",
    "2014-00",
    "2014-1",
    "2014-03-1",
    "2014-02-30",
    "2023-02-29",
    "2014-03-32",
    "2014/03",
    "March 2014",
    "2014-03-01T00:00",
    "2014\n",
    " 2014",
    "٢٠١٤",
    "0000",
]


@pytest.mark.parametrize("date", ["2014", "2014-03", "2014-12", "2014-03-01", "2024-02-29", "1068"])
def test_partial_date_of_the_calendar_is_accepted(date: str) -> None:
    validate_partial_date(date)


@pytest.mark.parametrize("text", NOT_DATES)
def test_partial_date_that_is_none_is_refused_in_words(text: str) -> None:
    with pytest.raises(ValidationError) as refused:
        validate_partial_date(text)
    assert refused.value.messages == [
        f"“{text}” is not a date. Write a year (2014), a month (2014-03) or a day (2014-03-01)."
    ]


@given(st.text())
def test_partial_date_whatever_is_typed_is_a_date_or_refused(text: str) -> None:
    try:
        validate_partial_date(text)
    except ValidationError:
        return
    assert first_day(text).isoformat().startswith(text)


@given(st.dates())
def test_partial_date_of_any_day_is_accepted_in_each_precision(day: datetime.date) -> None:
    iso = day.isoformat()
    for date, first in ((iso, day), (iso[:7], day.replace(day=1)), (iso[:4], day.replace(month=1, day=1))):
        validate_partial_date(date)
        assert first_day(date) == first


@pytest.mark.parametrize(
    ("language", "date", "shown"),
    [
        ("en", "2014", "2014"),
        ("en", "2014-03", "March 2014"),
        ("en", "2014-03-01", "1 March 2014"),
        ("fr", "2014", "2014"),
        ("fr", "2014-03", "mars 2014"),
        ("fr", "2014-03-21", "21 mars 2014"),
    ],
)
def test_partial_date_is_shown_in_its_precision(language: str, date: str, shown: str) -> None:
    with translation.override(language):
        assert format_partial_date(date) == shown


@pytest.mark.parametrize(
    ("value", "kept"),
    [(2014, "2014"), (datetime.date(2014, 3, 1), "2014-03-01"), ("2014-03", "2014-03"), ("", None), (None, None)],
)
def test_partial_date_reads_what_yaml_made_of_it(value: Any, kept: str | None) -> None:
    assert PartialDateField(null=True).to_python(value) == kept


def test_partial_date_that_is_required_reads_nothing_as_empty_text() -> None:
    assert PartialDateField().to_python(None) == ""


def test_partial_date_form_field_keeps_an_empty_answer_as_unknown() -> None:
    assert PartialDateField(null=True, blank=True).formfield().clean("") is None
    assert PartialDateField(blank=True).formfield().clean("") == ""


@pytest.mark.django_db
def test_partial_date_of_a_record_is_refused_in_words_beside_its_field() -> None:
    with pytest.raises(ValidationError) as refused:
        Source(slug="a", title="A", kind="law", date="soon").full_clean()
    assert refused.value.message_dict.keys() == {"date"}
    assert "“soon” is not a date" in refused.value.message_dict["date"][0]


def test_partial_date_migrations_hold_only_what_differs() -> None:
    _name, _path, _args, options = PartialDateField("date", null=True, blank=True).deconstruct()
    assert not {"max_length", "db_collation"} & options.keys()
    assert PartialDateField(**options).max_length == 10


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["soon", "2014-13", "14", "2014-03-32"])
def test_partial_date_is_checked_by_the_database(text: str) -> None:
    source = create_source()
    with pytest.raises(IntegrityError, match="diaspora_source_date_check"):
        Source.objects.filter(pk=source.pk).update(date=text)


@pytest.mark.django_db
def test_partial_date_orders_by_time_whatever_the_precision() -> None:
    for date in ("2014-03", "2015", None, "2014-03-01", "2013-12-31", "2014"):
        create_source(date=date)
    dates = list(Source.objects.newest_first().values_list("date", flat=True))
    assert dates == ["2015", "2014-03-01", "2014-03", "2014", "2013-12-31", None]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("joined", "left", "in_order"),
    [
        ("1975", None, True),
        ("1975", "2025-01-29", True),
        ("1975-05-28", "1975", True),
        ("1975-05", "1975-05-01", True),
        ("1975-05-28", "1975-05", True),
        ("1975-05-28", "1975-05-28", True),
        ("1975-05-28", "1975-05-27", False),
        ("1975-05-28", "1975-04", False),
        ("1975-05", "1974", False),
    ],
)
def test_partial_dates_in_order_are_compared_as_far_as_both_are_known(
    joined: str, left: str | None, in_order: bool
) -> None:
    membership = Membership(country=create_country(), group=create_group(), joined=joined, left=left)
    if in_order:
        membership.full_clean()
        membership.save()
        return
    with pytest.raises(ValidationError, match="cannot leave a group before it joined"):
        membership.full_clean()
    with pytest.raises(IntegrityError, match="membership_dates_in_order"):
        membership.save()
