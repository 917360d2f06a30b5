"""Editorial records: what readers see, the review clock, alphabetical order, what is missing."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from actors.models import Institution, Organisation
from diaspora.models import CountryProfile, Entry, Freshness
from practices.models import Policy, Practice
from tests.factories import (
    create_citation,
    create_country,
    create_institution,
    create_organisation,
    create_policy,
    create_practice,
    create_profile,
)

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 6, 15)
MAKERS: dict[type[Entry], Callable[..., Any]] = {
    CountryProfile: create_profile,
    Institution: create_institution,
    Organisation: create_organisation,
    Policy: create_policy,
    Practice: create_practice,
}
each_type = pytest.mark.parametrize("create", MAKERS.values(), ids=[model.__name__ for model in MAKERS])


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> datetime.date:
    monkeypatch.setattr(timezone, "localdate", lambda *args: TODAY)
    return TODAY


def create_reviewed(due_in_days: int, **fields: Any) -> Institution:
    """Makes an institution whose review, every twelve months, is due so many days from today."""
    due = TODAY + datetime.timedelta(days=due_in_days)
    institution = create_institution(reviewed_on=due.replace(year=due.year - 1), review_interval=12, **fields)
    assert institution.review_due_on == due
    return institution


def test_entry_types_are_all_tried_here() -> None:
    assert set(Entry.types()) == set(MAKERS)


# What readers see


@each_type
def test_entry_is_published_only_with_that_status(create: Callable[..., Any]) -> None:
    records = {status: create(status=status) for status in Entry.Status.values}
    assert list(type(records["draft"]).objects.published()) == [records["published"]]


def test_entry_is_a_draft_until_an_editor_says_otherwise() -> None:
    assert Institution().status == Entry.Status.DRAFT


def test_entry_is_named_with_its_acronym_once() -> None:
    assert str(Institution(title_en="High Council", acronym_en="HCME")) == "High Council (HCME)"
    assert str(Institution(title_en="SDE4R: engagement", acronym_en="SDE4R")) == "SDE4R: engagement"
    assert str(Institution(title_en="High Council")) == "High Council"


@each_type
def test_entry_notes_when_it_was_updated(create: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    record = create()
    created, later = record.created, timezone.now() + datetime.timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    record.save()
    record.refresh_from_db()
    assert (record.created, record.updated) == (created, later)


@each_type
def test_entry_keeps_every_version(create: Callable[..., Any]) -> None:
    record = create(title_en="Before")
    record.title_en = "After"
    record.save()
    versions = record.versions.values_list("title_en", flat=True)
    assert list(dict.fromkeys(versions)) == ["After", "Before"]


def test_entry_last_changed_comes_first() -> None:
    first, second = create_institution(), create_institution()
    assert list(Institution.objects.last_changed_first()) == [second, first]
    first.save()
    assert list(Institution.objects.last_changed_first()) == [first, second]


# The review clock


@pytest.mark.parametrize(
    ("due_in_days", "freshness"),
    [
        (365, Freshness.FRESH),
        (1, Freshness.FRESH),
        (0, Freshness.DUE),
        (-1, Freshness.DUE),
        (-89, Freshness.DUE),
        (-90, Freshness.OVERDUE),
        (-300, Freshness.OVERDUE),
    ],
)
@pytest.mark.parametrize("review_task", ["", "Look up the decree."])
def test_entry_freshness_turns_on_its_day(due_in_days: int, freshness: Freshness, review_task: str) -> None:
    institution = create_reviewed(due_in_days, review_task=review_task)
    expected = Freshness.DUE if review_task and freshness == Freshness.FRESH else freshness
    assert institution.freshness == expected
    found = [state for state in Freshness if Institution.objects.with_freshness(state).exists()]
    assert found == [expected]


@pytest.mark.parametrize("review_task", ["", "Look up the decree."])
def test_entry_never_verified_is_neither_due_nor_overdue(review_task: str) -> None:
    institution = create_institution(reviewed_on=None, review_task=review_task)
    assert institution.freshness == Freshness.NEVER
    found = [state for state in Freshness if Institution.objects.with_freshness(state).exists()]
    assert found == [Freshness.NEVER]


def test_entry_freshness_is_that_of_the_day_asked_about() -> None:
    institution = create_reviewed(10)
    for days, freshness in ((9, Freshness.FRESH), (10, Freshness.DUE), (100, Freshness.OVERDUE)):
        day = TODAY + datetime.timedelta(days=days)
        assert list(Institution.objects.with_freshness(freshness, day)) == [institution]


def test_entry_freshness_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="stale"):
        Institution.objects.with_freshness("stale")


@pytest.mark.parametrize(
    ("reviewed_on", "months", "due_on"),
    [
        (datetime.date(2026, 1, 31), 1, datetime.date(2026, 2, 28)),
        (datetime.date(2024, 2, 29), 12, datetime.date(2025, 2, 28)),
        (datetime.date(2026, 11, 21), 12, datetime.date(2027, 11, 21)),
        (datetime.date(2026, 11, 21), 120, datetime.date(2036, 11, 21)),
        (None, 12, None),
    ],
)
def test_entry_review_falls_due_after_its_months(
    reviewed_on: datetime.date | None, months: int, due_on: datetime.date | None
) -> None:
    assert create_institution(reviewed_on=reviewed_on, review_interval=months).review_due_on == due_on


# Alphabetical order


@pytest.mark.parametrize(
    ("language", "titles"),
    [
        ("en", ["Agency", "Éa", "Eaton", "école", "Editors", "Œuvre", "Ofa", "zone", "Zürich"]),
        ("fr", ["agence", "Ça", "ce", "École", "effort", "Égide", "Œdipe", "Ouest", "Zorro"]),
    ],
)
def test_entry_titles_are_sorted_without_regard_to_accents_and_case(language: str, titles: list[str]) -> None:
    for title in sorted(titles):
        create_institution(**{"title_en": "", "title_fr": "", f"title_{language}": title})
    with translation.override(language):
        assert [str(institution.title) for institution in Institution.objects.by_title()] == titles


@pytest.mark.parametrize(
    ("language", "order"),
    [("en", ["Bank", "Consulate", "Délégation"]), ("fr", ["Consulat", "Délégation", "Zone"])],
)
def test_entry_titles_are_sorted_by_what_the_reader_sees(language: str, order: list[str]) -> None:
    create_institution(title_en="Bank", title_fr="Zone")
    create_institution(title_en="", title_fr="Délégation")
    create_institution(title_en="Consulate", title_fr="Consulat")
    with translation.override(language):
        assert [str(institution.title) for institution in Institution.objects.by_title()] == order


# What is missing


@each_type
def test_entry_missing_translation_has_a_text_in_one_language_only(create: Callable[..., Any]) -> None:
    create()
    model = create(description_en="", description_fr="").__class__
    for name in model.translated_fields():
        for written, missing in (("en", "fr"), ("fr", "en")):
            record = create(**{f"{name}_{written}": "Some text", f"{name}_{missing}": ""})
            assert list(model.objects.missing_translation()) == [record], name
            record.delete()


def test_entry_missing_two_translations_is_found_too() -> None:
    record = create_institution(title_fr="", summary_en="")
    assert list(Institution.objects.missing_translation()) == [record]


@each_type
def test_entry_translated_fields_are_the_pairs_of_columns(create: Callable[..., Any]) -> None:
    model = type(create())
    assert {"title", "summary", "description"} <= set(model.translated_fields())
    assert "search" not in model.translated_fields()
    assert ("mandate" in model.translated_fields()) == (model is Institution)


@each_type
def test_entry_missing_source_is_one_that_no_citation_supports(create: Callable[..., Any]) -> None:
    without, contested, supported = create(), create(), create()
    create_citation(contested, verdict="contested")
    create_citation(supported)
    create_citation(supported, verdict="rejected")
    assert set(type(without).objects.missing_source()) == {without, contested}


@each_type
def test_entry_is_publishable_with_a_summary_and_a_source_that_supports_it(create: Callable[..., Any]) -> None:
    record = create(status=Entry.Status.DRAFT, summary_en="", summary_fr="")
    create_citation(record, verdict="contested")
    with pytest.raises(ValidationError) as refusal:
        record.check_publishable()
    assert refusal.value.messages == [
        "Write a summary in English or French before publishing.",
        "Add at least one source that supports the record before publishing it.",
    ]
    record.summary_fr = "Ce que c’est."
    record.check_publishable([type(record).citation_model()(verdict="supports")])
    create_citation(record)
    record.check_publishable()


@each_type
def test_entry_has_a_page_of_its_own_slug(create: Callable[..., Any]) -> None:
    record = create()
    slug = record.country.slug if isinstance(record, CountryProfile) else record.slug
    assert record.get_absolute_url().endswith(f"/{slug}/")


def test_entry_of_a_country_is_found_by_it() -> None:
    mali = create_country()
    profile = create_profile(country=mali)
    create_profile()
    assert list(CountryProfile.objects.for_country(mali)) == [profile]
