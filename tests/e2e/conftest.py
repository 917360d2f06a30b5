"""What every browser test relies on: Chromium, the site under gunicorn, and a page in it."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from pytest_django.plugin import DjangoDbBlocker

from tests.e2e.browser import HOW_TO_GET_IT, find_chromium, launch_options
from tests.e2e.scripts import SCRIPTS
from tests.e2e.site import serving

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 800}
# How long a test waits for what never comes; a busy machine needs some of it.
MILLISECONDS_TO_ANSWER = 20_000
expect.set_options(timeout=MILLISECONDS_TO_ANSWER)
# Each test process has one.
SITE_DATABASE = f"test_site_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where Chromium is; without it, only tests that CI runs or that were asked for by name come here."""
    path = find_chromium()
    if path is None:
        pytest.fail(f"The browser tests need Chromium: {HOW_TO_GET_IT}")
    return path


@pytest.fixture(scope="session")
def site(chromium: str, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The address of the site with Mali and what was imported, served with the settings of production."""
    with django_db_blocker.unblock(), serving("imported", SITE_DATABASE) as address:
        yield address


@pytest.fixture(scope="module")
def browser(chromium: str, site: str) -> Iterator[Browser]:
    """A browser for the tests of one module; while it runs, Django refuses its database to this process.

    So the site is made before it, and nothing of it is left for the tests of other modules.
    """
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_options(chromium))
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser, site: str) -> Iterator[OpenPage]:
    """Opens an address of the site in a browser that knows nothing yet, on a phone in light unless said otherwise."""
    contexts: list[BrowserContext] = []

    def open_page(path: str, **options: Any) -> Page:
        contexts.append(browser.new_context(**{"base_url": site, "viewport": PHONE} | options))
        contexts[-1].set_default_timeout(MILLISECONDS_TO_ANSWER)
        page = contexts[-1].new_page()
        page.add_init_script(SCRIPTS)
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
