"""Natural keys: each record is known by its content, and found by it again."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.apps import apps
from django.conf import settings

from diaspora.models import Country, NaturalKeyModel, Observation
from practices.models import Participation
from tests import factories
from tests.factories import (
    create_citation,
    create_country,
    create_dataset,
    create_forum,
    create_institution,
    create_involvement,
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


def cite(create: Callable[..., Any], **fields: Any) -> Any:
    return create_citation(create(), locator="p. 3", **fields)


def cite_aspect(create: Callable[..., Any]) -> Any:
    return cite(create, aspect=factories.create_aspect())


def participate_without_meeting() -> Participation:
    return Participation.objects.create(country=create_country(), forum=create_forum(), position=3)


CITED = (
    create_profile,
    create_institution,
    create_organisation,
    create_policy,
    create_practice,
    create_political_right,
    create_participation,
)
MAKERS: list[Callable[..., Any]] = [
    factories.create_region,
    create_country,
    factories.create_group,
    factories.create_membership,
    factories.create_place,
    factories.create_topic,
    factories.create_goal,
    factories.create_objective,
    factories.create_aspect,
    create_source,
    factories.create_indicator,
    create_dataset,
    factories.create_migrant_stock,
    create_profile,
    factories.create_obstacle,
    create_institution,
    create_organisation,
    create_policy,
    factories.create_policy_event,
    factories.create_policy_document,
    create_practice,
    create_forum,
    factories.create_forum_meeting,
    factories.create_round_table_role,
    factories.create_thematic_meeting,
    # Keys with parts that may be empty, full and empty
    partial(create_political_right, valid_from="2011"),
    create_political_right,
    create_involvement,
    lambda: create_involvement(organisation=create_organisation()),
    create_participation,
    participate_without_meeting,
    create_observation,
    lambda: create_observation(dataset=create_dataset()),
    lambda: create_observation(dataset=create_dataset(), source=create_source(), partner=create_country(), sex="male"),
    *(partial(cite, create) for create in CITED),
    *(partial(cite_aspect, create) for create in CITED),
]
each_record = pytest.mark.parametrize("create", MAKERS)


def natural_key_models() -> set[type[NaturalKeyModel]]:
    return {model for model in apps.get_models() if issubclass(model, NaturalKeyModel)}


def test_natural_key_of_every_type_is_tried_here() -> None:
    assert {type(create()) for create in MAKERS} == natural_key_models()


def test_natural_key_names_every_type_that_fixtures_hold() -> None:
    held = set()
    for path in (Path(settings.BASE_DIR) / "fixtures").rglob("*.yaml"):
        held |= {apps.get_model(record["model"]) for record in yaml.safe_load(path.read_text())}
    assert held
    assert held <= natural_key_models()


@each_record
def test_natural_key_leads_back_to_its_record(create: Callable[..., Any]) -> None:
    record = create()
    key = record.natural_key()
    assert len(key) == len(record.natural_key_lookups())
    found = type(record)._default_manager.get_by_natural_key(*key)
    assert found == record
    assert found.natural_key() == key


@each_record
def test_natural_key_with_too_many_or_too_few_parts_is_refused_in_words(create: Callable[..., Any]) -> None:
    record = create()
    manager, key, parts = type(record)._default_manager, record.natural_key(), ", ".join(record.natural_key_lookups())
    for wrong in ((*key, "more"), key[:-1]):
        with pytest.raises(ValueError, match="is named by") as refused:
            manager.get_by_natural_key(*wrong)
        assert str(refused.value) == f"{record._meta.label} is named by {parts}: {list(wrong)} does not fit."


@each_record
def test_natural_key_that_leads_nowhere_says_so(create: Callable[..., Any]) -> None:
    record = create()
    key, manager = record.natural_key(), type(record)._default_manager
    record.delete()
    with pytest.raises(type(record).DoesNotExist):
        manager.get_by_natural_key(*key)


def test_natural_key_holds_that_of_what_it_leads_to() -> None:
    mali, source = create_country(iso3="MLI", slug="mali"), create_source(slug="eudif-mali-2025")
    right = create_political_right(country=mali, valid_from="2011")
    citation = create_citation(right, source=source, locator="note 1")
    assert citation.natural_key() == ("MLI", "dual_citizenship", "2011", "eudif-mali-2025", None, "note 1")


def test_natural_key_tells_an_empty_part_from_a_full_one() -> None:
    figure = create_observation()
    same: dict[str, Any] = {"country": figure.country, "indicator": figure.indicator, "source": figure.source}
    partner, dataset = create_country(), create_dataset()
    others = [create_observation(**same, partner=partner), create_observation(**same, dataset=dataset)]
    for record in (figure, *others):
        assert Observation.objects.get_by_natural_key(*record.natural_key()) == record


def test_natural_key_of_a_country_is_its_code_whatever_its_address() -> None:
    country = create_country(iso3="MLI", slug="mali")
    country.slug = "republic-of-mali"
    country.save()
    assert Country.objects.get_by_natural_key("MLI") == country
