"""Everything can be done with a keyboard alone: reached in reading order, seen where one is, and used."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import DESK, PHONE, OpenPage
from tests.e2e.site import PAGES


def tab_to(target: Locator) -> None:
    """Presses Tab until the target has the focus; fails where that never happens."""
    page = target.page
    expect(target).to_have_count(1)
    for _press in range(page.evaluate("checks.countTabStops()") + 1):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    pytest.fail(f"Tab does not come to {target}")


def press(page: Page, key: str, target: Locator) -> None:
    tab_to(target)
    page.keyboard.press(key)


@pytest.mark.parametrize(("language", "viewport"), [("fr", PHONE), ("en", DESK)], ids=["phone", "desk"])
@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_tab_reaches_everything_in_reading_order(
    open_page: OpenPage, path: str, language: str, viewport: dict[str, int]
) -> None:
    """Nothing is passed over; the focus is marked, in sight, and never jumps back up or to the left."""
    page = open_page(f"/{language}/{path}", viewport=viewport)
    page.evaluate("checks.watchFocus()")
    for _press in range(page.evaluate("checks.countTabStops()")):
        page.keyboard.press("Tab")
    assert page.evaluate("checks.focusFaults()") == []


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_skip_link_comes_first_and_leads_to_the_content(open_page: OpenPage, path: str) -> None:
    page = open_page(f"/en/{path}", viewport=DESK)
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).not_to_be_in_viewport()
    page.keyboard.press("Tab")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main, footer') !== null")


def test_list_is_filtered_by_keyboard(open_page: OpenPage) -> None:
    """Filters unfold, a box is ticked, the list is asked for, and a chip takes the filter away again."""
    page = open_page("/en/practices/")
    filters = page.get_by_role("search", name="Filter this list")
    press(page, "Enter", filters.locator("summary", has_text="Filters"))
    press(page, "Space", filters.locator("summary", has_text="Area of engagement"))
    box = filters.get_by_role("checkbox", name="Investment")
    press(page, "Space", box)
    expect(box).to_be_checked()
    press(page, "Enter", filters.get_by_role("button", name="Show"))
    chip = page.get_by_role("list", name="Active filters").get_by_role("link", name="Investment")
    expect(chip).to_be_visible()
    press(page, "Enter", chip)
    expect(chip).to_have_count(0)
    expect(page).not_to_have_url(re.compile("area="))


def test_words_are_searched_for_by_keyboard(open_page: OpenPage) -> None:
    page = open_page("/en/")
    tab_to(page.get_by_role("searchbox", name="Search everything"))
    page.keyboard.type("cigem")
    page.keyboard.press("Enter")
    press(page, "Enter", page.get_by_role("main").get_by_role("link", name="Centre for Migration Management").first)
    expect(page.get_by_role("heading", level=1)).to_contain_text("CIGEM")


def test_countries_are_compared_by_keyboard(open_page: OpenPage) -> None:
    page = open_page("/en/compare/")
    for region, country in (("Africa", "Mali"), ("Europe", "France")):
        press(page, "Enter", page.locator("summary", has_text=region))
        press(page, "Space", page.get_by_role("checkbox", name=country, exact=True))
    press(page, "Enter", page.get_by_role("button", name="Compare"))
    expect(page.get_by_role("table").get_by_role("columnheader", name="France")).to_be_visible()
