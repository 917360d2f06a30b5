"""What every test relies on: a database, and Mali where a module asks for it."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.utils import translation
from pytest_django.plugin import DjangoDbBlocker

from diaspora.development.launch import database
from tests import databases
from tests.e2e.browser import HOW_TO_GET_IT, find_chromium
from tests.examples import register_profiles

BASE_DIR = Path(__file__).resolve().parent.parent
BROWSER_TESTS = BASE_DIR / "tests" / "e2e"
register_profiles()


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Leaves the browser tests out where there is no browser, unless CI runs them, which may not."""
    is_browser_test = BROWSER_TESTS in (collection_path, *collection_path.parents)
    return True if is_browser_test and are_browser_tests_skipped() else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begins with the browser tests, which take longest, so that no core waits for them at the end."""
    items.sort(key=lambda item: BROWSER_TESTS not in item.path.parents)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if are_browser_tests_skipped():
        terminalreporter.write_line(f"The browser tests were skipped, for want of Chromium: {HOW_TO_GET_IT}")


def are_browser_tests_skipped() -> bool:
    """Whether this machine can do without them, and has to."""
    return find_chromium() is None and not os.environ.get("CI")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Keeps the embedded server running during the tests, unless DATABASE_URL names another.

    Each process has for its database a copy of one that was migrated once.
    """
    with database(BASE_DIR):
        with django_db_blocker.unblock():
            connection.settings_dict["TEST"]["TEMPLATE"] = databases.filled("migrated")
        yield
        with django_db_blocker.unblock():
            databases.drop_filled()


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Begins each test in English, whatever language the page was in that another one asked for last."""
    with translation.override("en"):
        yield


@pytest.fixture(scope="session")
def mali_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The name of this process’s database with the reference data and Mali, which nothing is ever committed to."""
    with django_db_blocker.unblock(), databases.copied("mali", f"{connection.settings_dict['NAME']}_mali") as name:
        yield name


@pytest.fixture(scope="module")
def mali(mali_database: str, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Gives the tests of a module the reference data and Mali.

    They mark themselves `pytest.mark.django_db`; what they change is rolled back after each.
    """
    with django_db_blocker.unblock(), databases.working_in(mali_database):
        yield


@pytest.fixture(autouse=True)
def mali_stays(request: pytest.FixtureRequest) -> None:
    """Refuses a test that would empty Mali’s database, which others need, as those with `transaction=True` do."""
    marker = request.node.get_closest_marker("django_db")
    if marker and marker.kwargs.get("transaction") and "mali" in request.fixturenames:
        pytest.fail("A test that commits cannot have Mali: everything would be deleted after it.")
