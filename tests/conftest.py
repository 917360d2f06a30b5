"""What every test relies on: a database, and Mali where a module asks for it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import translation

from diaspora.management import database

BASE_DIR = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> Iterator[None]:
    """Keeps the embedded server running during the tests, unless DATABASE_URL names another."""
    with database(BASE_DIR):
        yield


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Begins each test in English, whatever language the page was in that another one asked for last."""
    with translation.override("en"):
        yield


@pytest.fixture(scope="module")
def mali(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Loads the reference data and Mali once for a module, in a transaction that is rolled back after it.

    Tests of the module mark themselves `pytest.mark.django_db`; what they change is rolled back after each.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("loaddata", "reference", "mali", verbosity=0)
        yield
        transaction.set_rollback(True)
