"""What every test relies on: a database, and Mali where a module asks for it."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import translation

from diaspora.development.launch import database
from tests.e2e.browser import HOW_TO_GET_IT, find_chromium

BASE_DIR = Path(__file__).resolve().parent.parent
BROWSER_TESTS = BASE_DIR / "tests" / "e2e"


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Leaves the browser tests out where there is no browser, unless CI runs them, which may not."""
    is_browser_test = BROWSER_TESTS in (collection_path, *collection_path.parents)
    return True if is_browser_test and are_browser_tests_skipped() else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begins with the browser tests, which take longest, so that no core waits for them at the end."""
    items.sort(key=lambda item: BROWSER_TESTS not in item.path.parents)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says so in one line."""
    if are_browser_tests_skipped():
        terminalreporter.write_line(f"The browser tests were skipped, for want of Chromium: {HOW_TO_GET_IT}")


def are_browser_tests_skipped() -> bool:
    """Whether this machine can do without them, and has to."""
    return find_chromium() is None and not os.environ.get("CI")


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
