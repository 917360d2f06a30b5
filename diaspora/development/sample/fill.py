"""Filling an empty database with a sample."""

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management.base import CommandError
from django.db import connection, transaction

from diaspora.development.sample.actors import make_institutions, make_organisations
from diaspora.development.sample.countries import make_figures, make_places, make_profiles, make_sources
from diaspora.development.sample.engagement import make_forums, make_policies, make_practices, make_rights
from diaspora.development.sample.records import Sample
from diaspora.models import (
    Aspect,
    CompactObjective,
    Country,
    CountryGroup,
    Indicator,
    Membership,
    Region,
    SustainableDevelopmentGoal,
    Topic,
    Tracked,
)

# What `migrate` and `loaddata reference` write. Where there is a row of anything else, somebody has been at work.
GIVEN = (
    *(ContentType, Group, Group.permissions.through, Permission),
    *(Country, CountryGroup, Membership, Region),
    *(Aspect, CompactObjective, Indicator, SustainableDevelopmentGoal, Topic),
)


def fill(scale: float, seed: int, say: Callable[[str], None] = lambda text: None) -> None:
    """Writes a sample where there is nothing but reference data, all of it or nothing; raises CommandError."""
    with transaction.atomic():
        refuse_records()
        sample = Sample(scale, seed, say)
        make_sources(sample)
        places = make_places(sample)
        make_figures(sample)
        make_profiles(sample)
        institutions = make_institutions(sample)
        organisations = make_organisations(sample, places)
        policies = make_policies(sample, institutions)
        make_rights(sample, policies)
        make_practices(sample, institutions, organisations, policies)
        make_forums(sample)


def refuse_records() -> None:
    """Raises CommandError where the database holds a row, of the present or of a history, beyond reference data."""
    for model in apps.get_models(include_auto_created=True):
        if model not in GIVEN and model._default_manager.exists():
            raise CommandError(
                f"This database holds records ({model._meta.verbose_name_plural}). A sample is written only where "
                "there are none: nothing was written."
            )


def refuse_versions() -> None:
    """Raises CommandError where a record was entered, loaded or edited: a sample as it was made has no history."""
    tables = set(connection.introspection.table_names())
    tracked: list[Any] = [model for model in apps.get_models() if issubclass(model, Tracked)]
    for model in tracked:
        if model.history.model._meta.db_table in tables and model.history.exists():
            raise CommandError(
                f"Somebody has changed this sample ({model._meta.verbose_name_plural}), so it stays as it is."
            )
