"""An editor imports a file in the admin, from choosing it to withdrawing it, with and without JavaScript."""

import re
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Page, expect

from diaspora.development import scratch_databases
from diaspora.imports import PublishedFile
from tests.e2e.conftest import DESK, PHONE, SITE_DATABASE, OpenPage
from tests.e2e.site import manage
from tests.stock_files import both, pair_file

PASSWORD = "only for this test"
# The admin's links change their colour slowly, and axe would meet them on their way.
AT_ONCE = """
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("* { transition: none !important }");
    document.adoptedStyleSheets = [sheet];
"""
# An older edition than the site has, so that the pages of readers stay as other tests know them.
OLDER = pair_file({(250, 466): both((1, 2), (3, 4))}, years=(2015, 2020), edition=2020)
EDITION = "International Migrant Stock: destination and origin, 2020"
PICTURE = PublishedFile("picture.xlsx", b"\x89PNG\r\n\x1a\n\0\0\0\r")


@pytest.fixture(scope="module")
def editor(site: str) -> str:
    """Someone who may import; returns the name of the account."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
        name = ("--username", "editor", "--email", "editor@example.org")
        manage(scratch_databases.database_url(SITE_DATABASE), "createsuperuser", "--no-input", *name)
    return "editor"


def sign_in(page: Page, name: str) -> None:
    """Signs in where the admin asks for it."""
    page.locator("#id_username").fill(name)
    page.locator("#id_password").fill(PASSWORD)
    page.keyboard.press("Enter")


def choose(page: Page, file: PublishedFile) -> None:
    payload: FilePayload = {"name": file.name, "mimeType": "application/octet-stream", "buffer": file.content}
    page.get_by_label("Files").set_input_files(payload)
    page.get_by_role("button", name="See what would change").click()


def check(page: Page) -> None:
    """Fails where axe finds something, in light or dark, or where the page is wider than the window."""
    page.evaluate(AT_ONCE)
    for scheme in ("light", "dark"):
        options: Any = {"color_scheme": scheme}
        page.emulate_media(**options)
        assert page.evaluate("checks.axe()") == [], scheme
    assert page.evaluate("checks.overflow()") == []


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_file_is_imported_and_withdrawn(open_page: OpenPage, editor: str, viewport: dict[str, int]) -> None:
    page = open_page("/en/admin/diaspora/importrun/import/", viewport=viewport)
    sign_in(page, editor)
    expect(page.get_by_role("heading", level=1)).to_have_text("Import official figures")
    check(page)

    choose(page, PICTURE)
    expect(page).to_have_title(re.compile("^Error: "))
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_label("Files")).to_have_attribute("aria-invalid", "true")
    check(page)

    choose(page, OLDER)
    row = page.get_by_role("row", name=re.compile("^Emigrants"))
    expect(row).to_contain_text("4 figures")
    expect(row).to_contain_text("No change: this edition stands beside it")
    check(page)

    page.get_by_role("button", name="Import").click()
    result = page.get_by_role("heading", name="What became of it")
    expect(result).to_be_focused()
    expect(page.get_by_text("Imported – 8 figures, 1 corridor.")).to_be_visible()
    check(page)

    page.get_by_role("link", name="The entry of the log").click()
    expect(page.get_by_text(OLDER.sha256)).to_be_visible()
    page.get_by_role("navigation", name="Breadcrumbs").get_by_role("link", name="Imports").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The log of imports")
    expect(page.locator("#result_list tbody tr").first).to_contain_text("Imported8 figures1 corridor")
    expect(page.locator("#result_list tbody tr").nth(1)).to_contain_text("picture.xlsx: this is neither")
    check(page)

    page.get_by_role("link", name="Import a file…").click()
    page.get_by_role("table", name="Imported so far").get_by_role("link", name=EDITION).click()
    expect(page.get_by_role("link", name="1 corridor")).to_be_visible()
    page.get_by_role("link", name="Withdraw…").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Withdraw an edition")
    check(page)
    page.get_by_role("button", name="Withdraw").click()
    expect(page.get_by_text(f"{EDITION} is withdrawn.")).to_be_visible()


def test_file_is_imported_without_javascript(open_page: OpenPage, editor: str) -> None:
    page = open_page("/en/admin/diaspora/importrun/import/", java_script_enabled=False)
    sign_in(page, editor)
    choose(page, OLDER)
    page.get_by_role("button", name="Import").click()
    expect(page.get_by_text("Imported – 8 figures, 1 corridor.")).to_be_visible()
    page.get_by_role("link", name="The dataset").click()
    page.get_by_role("link", name="Withdraw…").click()
    page.get_by_role("button", name="Withdraw").click()
    expect(page.get_by_text(f"{EDITION} is withdrawn.")).to_be_visible()
