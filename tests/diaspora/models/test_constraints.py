"""Every named constraint of every record: the database holds it, and forms say it in words."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from diaspora.models import Citation, CountryProfile, Entry, Observation
from tests import factories
from tests.factories import (
    create_country,
    create_institution,
    create_observation,
    create_organisation,
    create_participation,
    create_policy,
    create_political_right,
    create_practice,
    create_profile,
    create_source,
)

pytestmark = pytest.mark.django_db

HOUSE = ("diaspora", "actors", "practices")
CONSTRAINTS: dict[str, tuple[type[models.Model], Any]] = {
    constraint.name: (model, constraint)
    for model in apps.get_models()
    if model._meta.app_label in HOUSE
    for constraint in model._meta.constraints
}


@dataclass
class Case:
    """How a constraint is violated: a valid record, and what then makes it invalid."""

    create: Callable[..., Any]
    changes: Callable[[Any], dict[str, Any]]
    # The validator of a field refuses the value first, with its own words beside the field.
    field_speaks_first: bool = False


def changed(create: Callable[..., Any], *, field_speaks_first: bool = False, **changes: Any) -> Case:
    """Returns the case of a record whose fields become these."""
    return Case(create, lambda record: changes, field_speaks_first)


def addressed(create: Callable[..., Any], field: str, address: str, *, field_speaks_first: bool = False) -> Case:
    """Returns the case of a record whose field becomes this web address."""
    return Case(create, lambda record: {field: address}, field_speaks_first)


def pointing_at_itself(create: Callable[..., Any], *names: str) -> Case:
    """Returns the case of a record of which these relations lead to itself."""
    return Case(create, lambda record: dict.fromkeys(names, record))


def repeated(create: Callable[..., Any], *names: str, **fields: Any) -> Case:
    """Returns the case of a second record that becomes like the first in these fields."""

    def copy_first(second: Any) -> dict[str, Any]:
        first = create(**fields)
        return {name: getattr(first, name) for name in names}

    return Case(create, copy_first)


def create_citation_of(create: Callable[..., Any]) -> Callable[..., Any]:
    return lambda **fields: factories.create_citation(create(), **fields)


ENTRIES: dict[str, Callable[..., Any]] = {
    "countryprofile": create_profile,
    "institution": create_institution,
    "organisation": create_organisation,
    "policy": create_policy,
    "practice": create_practice,
}
# The name of the constraint on places cited, with what makes the record that is cited.
CITED: dict[str, Callable[..., Any]] = {
    "profile": create_profile,
    "institution": create_institution,
    "organisation": create_organisation,
    "policy": create_policy,
    "practice": create_practice,
    "political_right": create_political_right,
    "participation": create_participation,
}
CASES: dict[str, Case] = {
    # Geography
    "country_coordinates_on_the_globe": changed(create_country, latitude=17, longitude=None),
    "membership_entered_once": repeated(factories.create_membership, "country", "group", joined="1975"),
    "membership_dates_in_order": changed(factories.create_membership, joined="1975", left="1974"),
    "place_entered_once": repeated(factories.create_place, "country", "name"),
    # Profiles
    "obstacle_entered_once": repeated(factories.create_obstacle, "profile", "title_en", "title_fr"),
    "obstacle_has_title": changed(factories.create_obstacle, title_en="", title_fr=""),
    # Figures
    "observation_verdict_has_reason": changed(create_observation, verdict="rejected"),
    "observation_entered_once": repeated(create_observation, "country", "indicator", "source"),
    "observation_one_shown_first": repeated(
        create_observation, "country", "indicator", "shown_first", shown_first=True
    ),
    "observation_rejected_not_shown_first": changed(
        create_observation, verdict="rejected", reason_en="A slip.", shown_first=True
    ),
    "observation_has_dataset_or_source": changed(create_observation, source=None, dataset=None),
    "observation_countries_differ": Case(create_observation, lambda figure: {"partner": figure.country}),
    "observation_year_in_range": changed(create_observation, year=1899, field_speaks_first=True),
    "observation_one_in_series": repeated(
        create_observation, "country", "indicator", "imported", "in_series", imported=True, in_series=True
    ),
    "observation_series_imported": changed(create_observation, in_series=True),
    "indicator_range_in_order": changed(factories.create_indicator, least=1, greatest=0),
    "indicator_publisher_code_once": repeated(factories.create_indicator, "publisher_code", publisher_code="SP.POP.X"),
    "dataset_import_is_whole": changed(factories.create_dataset, file_name="stock.xlsx"),
    "migrant_stock_once_an_edition": repeated(
        factories.create_migrant_stock, "dataset", "origin_code", "destination_code"
    ),
    "migrant_stock_value_a_year": changed(factories.create_migrant_stock, total=[1]),
    # Actors
    "institution_national_has_country": changed(create_institution, level="regional"),
    "institution_in_charge_is_national": changed(create_institution, level="regional", country=None, in_charge=True),
    "institution_dates_in_order": changed(create_institution, created_on="2015", dissolved_on="2014-12"),
    "institution_not_its_own_parent": pointing_at_itself(create_institution, "parent"),
    "institution_not_its_own_predecessor": pointing_at_itself(create_institution, "predecessor"),
    "organisation_reach_is_dated_and_named": changed(create_organisation, reach=110, reach_year=2025),
    "organisation_reach_year_in_range": changed(create_organisation, reach_year=2101, field_speaks_first=True),
    # Policies and rights
    "policy_of_country_or_group": changed(create_policy, country=None),
    "policy_event_entered_once": repeated(factories.create_policy_event, "policy"),
    "policy_document_entered_once": repeated(factories.create_policy_document, "policy", "title"),
    "political_right_entered_once": repeated(
        create_political_right, "country", "valid_from", valid_from="2011", valid_to="2023"
    ),
    "political_right_one_current": Case(
        lambda: create_political_right(valid_from="2011"),
        lambda right: {"country": create_political_right(valid_from="2023").country},
    ),
    "political_right_dates_in_order": changed(create_political_right, valid_from="2011", valid_to="1995"),
    "political_right_article_has_law": changed(create_political_right, legal_article="Article 102"),
    # Practices
    "practice_years_in_order": changed(create_practice, start_year=2013, end_year=2012),
    "practice_years_in_range": changed(create_practice, start_year=1899, field_speaks_first=True),
    "practice_ongoing_has_no_end": changed(create_practice, is_ongoing=True, end_year=2020),
    "practice_budget_has_currency": changed(create_practice, budget_amount=5_200_000),
    "practice_people_reached_has_year": changed(create_practice, people_reached=8000),
    "practice_not_part_of_itself": pointing_at_itself(create_practice, "part_of"),
    "involvement_entered_once": repeated(factories.create_involvement, "practice", "institution"),
    "involvement_of_one_actor": changed(factories.create_involvement, institution=None),
    # Forums
    "forum_meeting_entered_once": repeated(factories.create_forum_meeting, "forum", "number"),
    "forum_meeting_year_in_range": changed(factories.create_forum_meeting, year=1800, field_speaks_first=True),
    "participation_entered_once": repeated(create_participation, "country", "forum", "meeting"),
    "round_table_role_entered_once": repeated(factories.create_round_table_role, "participation", "round_table"),
    "thematic_meeting_entered_once": repeated(factories.create_thematic_meeting, "participation", "title_en"),
    "thematic_meeting_has_title": changed(factories.create_thematic_meeting, title_en=""),
}
WEB_ADDRESSES: dict[str, tuple[Callable[..., Any], tuple[str, ...]]] = {
    "group": (factories.create_group, ("website",)),
    "source": (create_source, ("url", "archived_url")),
    "dataset": (factories.create_dataset, ("url",)),
    "institution": (create_institution, ("website", "contact_page")),
    "organisation": (create_organisation, ("website",)),
    "policy_document": (factories.create_policy_document, ("url", "archived_url")),
    "forum": (factories.create_forum, ("website",)),
}
for name, (create, (field, *_others)) in WEB_ADDRESSES.items():
    CASES[f"{name}_web_addresses"] = addressed(create, field, "ftp://atlas.example/law.pdf")
for name, create in ENTRIES.items():
    CASES |= {
        f"{name}_has_title": changed(create, title_en="", title_fr=""),
        f"{name}_published_has_summary": changed(create, summary_en="", summary_fr=""),
        f"{name}_original_title_has_language": changed(create, original_title="Haut Conseil"),
        f"{name}_review_interval_in_range": changed(create, review_interval=0, field_speaks_first=True),
    }
for name, create in CITED.items():
    citation = create_citation_of(create)
    model = name.replace("_", "").replace("profile", "countryprofile") + "citation"
    CASES |= {
        f"{name}_cited_once": repeated(citation, name, "source", locator="p. 3"),
        f"{model}_verdict_has_reason": changed(citation, verdict="contested", statement_en="It says so."),
        f"{model}_dispute_has_statement": changed(citation, verdict="superseded", reason_en="It is old."),
    }
# Other ways to violate some of them: the halves of a rule, and what an empty value could slip through.
MORE_CASES: list[tuple[str, Case]] = [
    ("country_coordinates_on_the_globe", changed(create_country, latitude=None, longitude=-4)),
    ("country_coordinates_on_the_globe", changed(create_country, latitude=91, longitude=0, field_speaks_first=True)),
    ("institution_national_has_country", changed(create_institution, country=None)),
    ("policy_of_country_or_group", Case(create_policy, lambda policy: {"group": factories.create_group()})),
    ("practice_budget_has_currency", changed(create_practice, budget_currency="USD")),
    ("practice_years_in_range", changed(create_practice, end_year=2101, field_speaks_first=True)),
    ("organisation_reach_is_dated_and_named", changed(create_organisation, reach=110, reach_unit_en="associations")),
    (
        "involvement_of_one_actor",
        Case(factories.create_involvement, lambda involvement: {"organisation": create_organisation()}),
    ),
]
MORE_CASES += [
    (f"{name}_web_addresses", addressed(create, field, "javascript:alert(1)", field_speaks_first=True))
    for name, (create, fields) in WEB_ADDRESSES.items()
    for field in fields
]
each_case = pytest.mark.parametrize(("name", "case"), [*CASES.items(), *MORE_CASES])


def violate(name: str, case: Case) -> Any:
    locator = {"locator": "p. 3"} if name.endswith("_cited_once") else {}
    record = case.create(**locator)
    record.full_clean()
    for field, value in case.changes(record).items():
        setattr(record, field, value)
    return record


def test_constraint_of_every_record_has_a_case() -> None:
    assert CASES.keys() == CONSTRAINTS.keys()


@each_case
def test_constraint_is_held_by_the_database(name: str, case: Case) -> None:
    record = violate(name, case)
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        record.save()
    assert refused.value.__cause__.diag.constraint_name == name  # type: ignore[union-attr]


@each_case
def test_constraint_is_said_in_words(name: str, case: Case) -> None:
    record = violate(name, case)
    _model, constraint = CONSTRAINTS[name]
    message = str(constraint.get_violation_error_message())
    assert name not in message
    with pytest.raises(ValidationError) as refused:
        record.validate_constraints()
    assert refused.value.messages == [message]
    with pytest.raises(ValidationError) as refused:
        record.full_clean()
    if case.field_speaks_first:
        assert refused.value.message_dict.keys() <= case.changes(record).keys()
    else:
        assert refused.value.messages == [message]


def test_constraint_cases_cover_every_entry_and_citation() -> None:
    assert {model._meta.model_name for model in Entry.types()} == ENTRIES.keys()
    assert {model.record_field for model in Citation.__subclasses__()} == CITED.keys()


def test_constraint_accepts_the_same_place_on_another_aspect() -> None:
    record, source = create_institution(), create_source()
    for aspect in (None, factories.create_aspect(), factories.create_aspect()):
        factories.create_citation(record, source=source, aspect=aspect, locator="p. 3").full_clean()


def test_constraint_one_profile_a_country_is_said_in_words() -> None:
    country = create_profile().country
    with pytest.raises(ValidationError, match=r"This country has a profile already\. Edit that one\."):
        CountryProfile(country=country, slug="second", title_en="Second").full_clean()
    with pytest.raises(IntegrityError):
        create_profile(country=country)


# What a figure may be: a trigger holds it to the range of its indicator

SHARE = {"least": 0, "greatest": 100}


@pytest.mark.parametrize(
    ("limits", "value"), [(SHARE, "100.01"), (SHARE, "-0.01"), ({"least": 0}, "-1"), ({"greatest": 5}, "6")]
)
def test_observation_value_beyond_its_range_is_refused(limits: Any, value: str) -> None:
    message = "The value is beyond what its indicator allows."
    indicator = factories.create_indicator(**limits)
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        create_observation(indicator=indicator, value=value)
    assert refused.value.__cause__.diag.constraint_name == "observation_value_in_range"  # type: ignore[union-attr]
    figure = create_observation(indicator=indicator, value=1)
    with pytest.raises(IntegrityError, match=message), transaction.atomic():
        Observation.objects.filter(pk=figure.pk).update(value=value)
    figure.refresh_from_db()
    figure.value = Decimal(value)
    with pytest.raises(ValidationError) as said:
        figure.full_clean()
    assert said.value.message_dict == {"value": [message]}


def test_observation_value_is_held_to_a_new_indicator_too() -> None:
    figure = create_observation(value=4000)
    with pytest.raises(IntegrityError, match="beyond what its indicator allows"), transaction.atomic():
        Observation.objects.filter(pk=figure.pk).update(indicator=factories.create_indicator(**SHARE))


@pytest.mark.parametrize(
    ("limits", "value"), [(SHARE, 0), (SHARE, 100), ({"least": -100}, -50), ({}, -2), ({}, 10**12)]
)
def test_observation_value_within_its_range_is_accepted(limits: Any, value: int) -> None:
    figure = create_observation(indicator=factories.create_indicator(**limits), value=value)
    figure.refresh_from_db()
    figure.full_clean()
